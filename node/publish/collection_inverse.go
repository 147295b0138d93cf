package publish

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// inverses say of a group's collections what they are to the group, by their names.
//
// Spec: FEP-5711.
var inverses = map[string]*vocab.Property{
	"outbox": as.OutboxOf, "followers": as.FollowersOf, "following": as.FollowingOf,
}

// belonging is a collection that says whose it is, and what it is to it.
func (c collection) belonging(r *vocab.Resource) *vocab.Resource {
	if c.group == "" {
		return r
	}
	r = r.With(as.AttributedTo, vocab.Ref(c.group))
	if of := inverses[strings.TrimPrefix(string(c.iri), string(c.group)+"/")]; of != nil {
		r = r.With(of, vocab.Ref(c.group))
	}
	return r
}
