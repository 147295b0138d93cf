package node

import (
	"slices"
	"sync"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
)

// commit carries a draft out: the activity and every version go to the log, relations change, the
// idempotency key is remembered. It is the one place that writes.
func (n *Node) commit(tx Tx, d *Draft) (Receipt, error) {
	act := d.act
	class := n.vocabulary.Class(act.Verb)
	id := d.self()
	objects := d.ids
	if n.IsMember(act.Actor) && len(d.sent) > 0 {
		return Receipt{}, Errorf(Forbidden, "%s", keptPrivate)
	}
	audience, err := d.audience(act.Actor, id)
	if err != nil {
		return Receipt{}, err
	}
	audience = d.noWider(audience)
	if Between[act.Verb] && len(d.sent) > 0 && len(act.To)+len(act.CC)+len(act.Blind) == 0 {
		audience.Level = max(audience.Level, Members) // who deals with whom is not everybody's business
	}
	if err := d.discreet(audience); err != nil {
		return Receipt{}, err
	}
	if audience.Level != Public {
		audience.Names = append(slices.Clone(audience.Names), without(d.sent, audience.Names)...)
	}
	author, err := d.author()
	if err != nil {
		return Receipt{}, err
	}
	if err := d.introduce(audience); err != nil {
		return Receipt{}, err
	}
	act.To, act.CC = d.recipients(audience.Level)
	for _, result := range d.results {
		act.Results = append(act.Results, Object{IRI: result})
	}
	record := act.resource(class, id, objects, d.now)
	versions := append(make([]Version, 0, 1+len(d.changes)), Version{
		IRI: id, N: 1, Activity: id, Author: author, Owner: act.Actor, At: d.now,
		Class: class.Name, Audience: audience,
		Body: stored(record), Link: Links(record),
	})
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

// discreet refuses what would show a member's own address to others.
func (d *Draft) discreet(a Audience) error {
	if !d.node.IsMember(d.act.Actor) {
		return nil
	}
	told := func(a Audience) bool {
		return a.Level < Members || slices.ContainsFunc(a.Names, func(to vocab.IRI) bool { return to != d.act.Actor })
	}
	seen := told(a)
	for _, c := range d.changes {
		seen = seen || c.owner == d.act.Actor && told(c.audience)
	}
	if seen {
		return Errorf(Forbidden, "%s", keptPrivate)
	}
	return nil
}

// noWider keeps an activity that was addressed to nobody from being told to more than may read the things
// that it changes.
func (d *Draft) noWider(a Audience) Audience {
	if !rewrites[d.act.Verb] || len(d.act.To)+len(d.act.CC)+len(d.act.Blind) > 0 {
		return a
	}
	widest := Audience{Level: Named + 1}
	for _, c := range d.changes {
		if slices.Contains(d.ids, c.id) && c.audience.Level < widest.Level {
			widest = c.audience
		}
	}
	if widest.Level <= a.Level || widest.Level > Named {
		return a
	}
	return Audience{Level: widest.Level, Names: slices.Clone(widest.Names)}
}

// rewrites are the verbs that make and change things.
var rewrites = map[string]bool{"Create": true, "Update": true, "Delete": true}

// recipients are to whom an activity says it goes: those it was addressed to, and the agents of other
// nodes whom it concerns. What goes to these, and was addressed to nobody, still says who else it is for.
func (d *Draft) recipients(level Level) (to, cc []vocab.IRI) {
	to, cc = d.renamed(d.act.To), d.renamed(d.act.CC)
	if len(d.sent) == 0 {
		return to, cc
	}
	if len(to)+len(cc)+len(d.act.Blind) == 0 && !Between[d.act.Verb] && level <= Followers {
		to = append(to, d.act.Actor+"/followers")
		if level == Public {
			cc = append(cc, as.Public)
		}
	}
	for _, agent := range without(d.sent, slices.Concat(to, cc)) {
		if !slices.Contains(to, agent) {
			to = append(to, agent)
		}
	}
	return to, cc
}

// Between are the verbs that concern two sides and nobody else.
var Between = map[string]bool{
	"Follow": true, "Accept": true, "Reject": true, "Block": true, "Flag": true,
	"Offer": true, "Invite": true, "Join": true, "Leave": true, "Undo": true, "Read": true,
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
	if c.resource == nil {
		if old != nil {
			v.Class = old.Class().Name
		}
		v.Unlink = Links(old)
		return v, nil
	}
	v.Class = c.resource.Class().Name
	v.Body, v.Content = stored(c.resource), c.resource
	before, after := old, c.resource
	if c.economic && old != nil {
		before, after = economicPart(old), economicPart(c.resource) // the other fields are as they were
		v.Delta = stored(after)
	}
	v.Link, v.Unlink = differingLinks(Links(before), Links(after))
	return v, nil
}

// stored is a resource in the stored form, in memory of just its size.
func stored(r *vocab.Resource) []byte {
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	*scratch = jsonld.Append((*scratch)[:0], r)
	return slices.Clone(*scratch)
}

var scratches = sync.Pool{New: func() any { return new([]byte) }}

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
func without[T comparable](list, other []T) (rest []T) {
	if len(other) == 0 {
		return list
	}
	in := func(l T) bool { return slices.Contains(other, l) }
	if len(list)*len(other) > 1024 {
		set := make(map[T]bool, len(other))
		for _, l := range other {
			set[l] = true
		}
		in = func(l T) bool { return set[l] }
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
