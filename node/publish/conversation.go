package publish

import (
	"net/http"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Conversation answers for the activities about one agreement, proposal or process: THING/context. They
// stand in the order in which they happened; pages are as those of a group's collections, so that next
// leads to what came later.
//
// Spec: FEP-7888; FEP-f228; FEP-171b.
func (d *Documents) Conversation() http.HandlerFunc { return d.serve(d.conversation) }

func (d *Documents) conversation(q *request) (*page, error) {
	address := vocab.IRI(d.node.Base + q.path)
	turns, about, err := d.node.Conversation(q, q.who, vocab.IRI(strings.TrimSuffix(string(address), "/context")))
	if err != nil {
		return nil, err
	}
	c := collection{iri: address, group: about.Owner, title: "Conversation", class: as.Activity, source: turnsOf(turns)}
	return d.collectionPage(q, c)
}

// within is an activity that says which conversation it belongs to, as far as the caller may know of that.
func (d *Documents) within(q *request, act *vocab.Resource) (*vocab.Resource, error) {
	conversation, err := d.node.Within(q, q.who, act)
	if err != nil || conversation == "" {
		return act, err
	}
	return act.With(as.Context, vocab.Ref(conversation)), nil
}

// turnsOf is a source of what stands in the order in which it happened.
type turnsOf []node.Version

func (s turnsOf) count(*request) (int, error) { return len(s), nil }

func (s turnsOf) read(_ *request, at cursor, size int) (shown []member, more bool, err error) {
	from, to := 0, len(s)
	if at.newer {
		for at.before > 0 && to > 0 && s[to-1].Created >= at.before {
			to--
		}
		from = max(0, to-size)
		more = from > 0
	} else {
		for from < len(s) && at.after > 0 && s[from].Created <= at.after {
			from++
		}
		to = min(len(s), from+size)
		more = to < len(s)
	}
	for _, v := range s[from:to] {
		shown = append(shown, member{at: v.Created, iri: v.IRI, version: v})
	}
	return shown, more, nil
}
