package dialect

import (
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// between are the verbs that concern two sides and nobody else. Undo is one of them when it takes
// back one of them.
var between = []*vocab.Class{
	as.Follow, as.Accept, as.Reject, as.TentativeAccept, as.TentativeReject, as.Block, as.Flag,
	as.Offer, as.Invite, as.Join, as.Leave,
}

// addresses are whom the activity says it is for. What was addressed to nobody is addressed to those
// who may read it by the level of its audience: the names in an audience are not written, since some
// of them may be blind.
//
// Spec: ActivityPub 5.6, 6, 7.1.
func (c *composition) addresses() (to, cc []vocab.IRI) {
	to, cc = addressees(c.act.All(as.To)), addressees(c.act.All(as.CC))
	if len(to)+len(cc) > 0 {
		return to, cc
	}
	if slices.Contains(between, c.act.Class()) || c.act.Class() == as.Undo && len(c.parts) > 0 && plainly(c.parts[0].Resource) {
		return c.otherSide(), nil
	}
	switch c.level {
	case node.Public:
		return []vocab.IRI{c.actor + "/followers"}, []vocab.IRI{as.Public}
	case node.Followers:
		return []vocab.IRI{c.actor + "/followers"}, nil
	case node.Members:
		return []vocab.IRI{c.actor + "/members"}, nil
	}
	return nil, nil
}

// otherSide is whom a Follow asks, or who did what is answered, or to whom what is taken back was done.
// Who is blocked or reported is not told by us.
func (c *composition) otherSide() []vocab.IRI {
	switch {
	case c.act.Class() == as.Follow:
		return addressees(c.act.All(as.HasObject))
	case !answers(c.act) || len(c.parts) == 0 || !plainly(c.parts[0].Resource):
		return nil
	}
	answered := c.parts[0].Resource
	switch by := answered.Get(as.Actor).IRI(); {
	case by != c.actor:
		return addressees(answered.All(as.Actor))
	case answered.Class() == as.Follow:
		return addressees(answered.All(as.HasObject))
	}
	return addressees(answered.All(as.To))
}

// addressees are IRIs, each once, and the public under its one full name: peers without JSON-LD know
// no other.
func addressees(values []vocab.Value) (ids []vocab.IRI) {
	for _, v := range values {
		id := vocab.IRI(v.Text())
		if v.Kind() == vocab.Nested {
			id = v.IRI()
		}
		if id == "as:Public" || id == "Public" {
			id = as.Public
		}
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
