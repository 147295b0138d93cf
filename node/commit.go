package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
)

// commit carries a draft out: the activity and every version go to the log, relations change, the
// idempotency key is remembered. It is the one place that writes.
func (n *Node) commit(tx Tx, d *Draft) (Receipt, error) {
	act := d.act
	class := n.vocabulary.Class(act.Verb)
	id := n.Thing(as.Activity, n.mint(d.now))
	objects := d.ids
	audience, err := d.audience(act.Actor, id)
	if err != nil {
		return Receipt{}, err
	}
	author, err := d.author()
	if err != nil {
		return Receipt{}, err
	}
	act.To, act.CC = d.renamed(act.To), d.renamed(act.CC)
	record := act.resource(class, id, objects, d.now)
	versions := []Version{{
		IRI: id, N: 1, Activity: id, Author: author, Owner: act.Actor, At: d.now,
		Class: class.Name, Audience: audience,
		Body: jsonld.Append(nil, record), Link: Links(record),
	}}
	for i, c := range d.changes {
		v, err := d.version(i, c, id, author)
		if err != nil {
			return Receipt{}, err
		}
		versions = append(versions, v)
	}
	versions, err = tx.Append(versions...)
	if err != nil {
		return Receipt{}, err
	}
	for _, r := range d.relations {
		if err := tx.Relate(r.Relation, r.on); err != nil {
			return Receipt{}, err
		}
	}
	if act.Key != "" {
		if err := tx.Remember(act.Actor, act.Key, Memory{Digest: act.Digest, Activity: id, At: d.now}); err != nil {
			return Receipt{}, err
		}
	}
	return Receipt{Activity: id, Objects: objects, Position: versions[0].Position, Warnings: d.warnings}, nil
}

// version makes change i of a draft a version.
func (d *Draft) version(i int, c change, activity, author vocab.IRI) (Version, error) {
	v := Version{
		IRI: c.id, N: c.before.N + 1, Activity: activity, Author: author, Owner: c.owner,
		At: d.now, Audience: c.audience, Deleted: c.resource == nil, Class: c.before.Class,
	}
	old, err := d.predecessor(i, c)
	if err != nil {
		return Version{}, err
	}
	if c.resource != nil {
		v.Class = c.resource.Class().Name
		v.Body, v.Content = jsonld.Append(nil, c.resource), c.resource
		if c.economic && old != nil {
			v.Delta = Delta(c.resource)
		}
	} else if old != nil {
		v.Class = old.Class().Name
	}
	links := Links
	if v.Delta != nil {
		links = economicLinks // the others are as they were
	}
	v.Link, v.Unlink = differingLinks(links(old), links(c.resource))
	return v, nil
}

// predecessor is the content a change replaces; nil when there is none.
func (d *Draft) predecessor(i int, c change) (*vocab.Resource, error) {
	for j := i - 1; j >= 0; j-- {
		if d.changes[j].id == c.id {
			return d.changes[j].resource, nil
		}
	}
	if c.before.N == 0 || c.before.Deleted {
		return nil, nil
	}
	return d.ask(c.id).content()
}

func differingLinks(old, new []Link) (link, unlink []Link) {
	return without(new, old), without(old, new)
}

// without is what of a list is not in another.
func without(list, other []Link) (rest []Link) {
	if len(other) == 0 {
		return list
	}
	in := func(l Link) bool { return slices.Contains(other, l) }
	if len(list)*len(other) > 1024 {
		set := make(map[Link]bool, len(other))
		for _, l := range other {
			set[l] = true
		}
		in = func(l Link) bool { return set[l] }
	}
	for _, l := range list {
		if !in(l) {
			rest = append(rest, l)
		}
	}
	return rest
}

// renamed is a list of addressees with pseudonyms in place of members.
func (d *Draft) renamed(ids []vocab.IRI) []vocab.IRI {
	named := make([]vocab.IRI, len(ids))
	for i, id := range ids {
		named[i] = d.rename(id)
	}
	return named
}
