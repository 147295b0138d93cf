package publish

import (
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// addressed is an activity as a message tells it: what was addressed to nobody says who may read it, so
// that another node which fetches it keeps it from everybody else. What is between two sides says so by
// naming them.
//
// Spec: ActivityPub 5.6, 6.
func addressed(r *vocab.Resource, v node.Version) *vocab.Resource {
	if r == nil || !r.Class().IsA(as.Activity) || r.Has(as.To) || r.Has(as.CC) || node.Between[r.Class().Name] && r.Class() != as.Undo {
		return r
	}
	actor := r.Get(as.Actor).IRI()
	switch v.Audience.Level {
	case node.Public:
		return r.With(as.To, vocab.Ref(actor+"/followers")).With(as.CC, vocab.Ref(as.Public))
	case node.Followers:
		return r.With(as.To, vocab.Ref(actor+"/followers"))
	case node.Members:
		return r.With(as.To, vocab.Ref(actor+"/members"))
	}
	return r
}

// elsewhere says whether an agent of another node asks. It keeps what it is shown for the readers of the
// activity that it is shown in, so that nothing may stand inside one which is for fewer.
func (q *request) elsewhere() bool {
	return q.who.Agent != "" && len(q.who.Roles) == 0 && !q.who.Operator
}
