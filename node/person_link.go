package node

import (
	"context"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// Link has a member say, in one group, that its pseudonym there and the person known by its handle are one;
// or no more. Both say so in their documents (as:alsoKnownAs). Where not everyone may read the pseudonym, it
// alone says so, to those who may: the person's document is for everyone, and the group is not the member's
// to make known. What was read before is not unread by an unlinking.
//
// Errors: Forbidden for who does not belong to the group; Conflict for a member without a handle.
func (n *Node) Link(ctx context.Context, member, group vocab.IRI, on bool) error {
	return n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		belongs := false
		for _, err := range tx.Relations(Relation{From: member, Kind: MemberOf, To: group}) {
			if err != nil {
				return err
			}
			belongs = true
		}
		appears, err := appearance(tx, member, group)
		if err != nil {
			return err
		}
		if !n.IsMember(member) || !n.IsGroup(group) || !belongs && (on || appears == "") {
			return Errorf(Forbidden, "only who belongs to the group links its pseudonym there")
		}
		person, err := PersonOf(tx, member)
		if err != nil {
			return err
		}
		if person == "" {
			return Errorf(Conflict, "there is no handle to link the pseudonym to; choose one first")
		}
		return n.link(tx, member, group, person, on)
	})
}

// Linked says whether a member's pseudonym in a group is linked to the person known by its handle.
func (n *Node) Linked(ctx context.Context, member, group vocab.IRI) (linked bool, err error) {
	err = n.store.View(ctx, func(view View) error {
		person, err := PersonOf(view, member)
		if err != nil || person == "" {
			return err
		}
		agent, err := appearance(view, member, group)
		if err != nil || agent == "" {
			return err
		}
		v, err := view.Latest(agent)
		if err != nil || v.Deleted {
			return err
		}
		r, err := v.Resource()
		linked = err == nil && slices.ContainsFunc(r.All(as.AlsoKnownAs), func(v vocab.Value) bool { return v.IRI() == person })
		return err
	})
	return linked, err
}

// appearance is the pseudonym of a member in a group; empty while it has none.
func appearance(view View, member, group vocab.IRI) (vocab.IRI, error) {
	for r, err := range view.Relations(Relation{From: member, Kind: AppearsAs, Value: string(group)}) {
		return r.To, err
	}
	return "", nil
}

// link changes the two documents, each by an activity of whose record it is.
func (n *Node) link(tx Tx, member, group, person vocab.IRI, on bool) error {
	d := n.draft(tx, Caller{Agent: member, Roles: map[vocab.IRI]Role{group: Member}}, Activity{Verb: "Update", Actor: group})
	agent, err := d.appear(member, group)
	if err != nil {
		return err
	}
	said, err := d.says(agent, person, on)
	if err != nil {
		return err
	}
	pseudonym, _, err := d.before(agent)
	if err != nil {
		return err
	}
	if said {
		if _, err := n.commit(tx, d); err != nil {
			return err
		}
	}
	if on && pseudonym.Audience.Level != Public {
		return nil
	}
	d = n.draft(tx, Caller{Agent: person, Roles: map[vocab.IRI]Role{person: Admin}}, Activity{Verb: "Update", Actor: person})
	if said, err = d.says(person, agent, on); err != nil || !said {
		return err
	}
	_, err = n.commit(tx, d)
	return err
}

// says has an agent's document name another address of the same, or not. It says whether that is new.
func (d *Draft) says(agent, other vocab.IRI, on bool) (bool, error) {
	r, err := d.Current(agent)
	if err != nil {
		return false, err
	}
	names := r.All(as.AlsoKnownAs)
	is := func(v vocab.Value) bool { return v.IRI() == other }
	if slices.ContainsFunc(names, is) == on {
		return false, nil
	}
	if names = slices.DeleteFunc(slices.Clone(names), is); on {
		names = append(names, vocab.Ref(other))
	}
	d.ids = append(d.ids, agent)
	return true, d.Put(r.With(as.AlsoKnownAs, names...))
}

// unlinkAll takes back every link of a person.
func (n *Node) unlinkAll(tx Tx, person vocab.IRI) error {
	var members []vocab.IRI
	for r, err := range tx.Relations(Relation{Kind: KnownAs, To: person}) {
		if err != nil {
			return err
		}
		members = append(members, r.From)
	}
	for _, member := range members {
		var appears []Relation
		for r, err := range tx.Relations(Relation{From: member, Kind: AppearsAs}) {
			if err != nil {
				return err
			}
			appears = append(appears, r)
		}
		for _, r := range appears {
			v, err := tx.Latest(r.To)
			if err != nil {
				return err
			}
			if v.Deleted {
				continue
			}
			if err := n.link(tx, member, vocab.IRI(r.Value), person, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// keptLinks refuses to change by hand what links a pseudonym and a person: the member alone says it, through
// [Node.Link], and in both documents.
func (d *Draft) keptLinks(kept, next *vocab.Resource) bool {
	if d.isPseudonym(kept.ID()) {
		return sameRefs(kept.All(as.AlsoKnownAs), next.All(as.AlsoKnownAs))
	}
	ours := func(r *vocab.Resource) (found []vocab.Value) {
		for _, v := range r.All(as.AlsoKnownAs) {
			if d.isPseudonym(v.IRI()) {
				found = append(found, v)
			}
		}
		return found
	}
	return sameRefs(ours(kept), ours(next))
}

func sameRefs(a, b []vocab.Value) bool {
	return slices.EqualFunc(a, b, func(x, y vocab.Value) bool { return x.IRI() == y.IRI() })
}

// isPseudonym says whether the IRI has the form of an agent in a group.
func (d *Draft) isPseudonym(id vocab.IRI) bool {
	group, _, ok := strings.Cut(string(id), "/agents/")
	return ok && d.node.IsGroup(vocab.IRI(group))
}
