package fedtest_test

import (
	"fmt"
	"net/http"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// What waits of one sender is carried out together: in its order, and each with an outcome of its own.
func TestLettersThatWaitAreCarriedOutInOrderEachWithItsOutcome(t *testing.T) {
	s := newScene(t)
	const context = "https://www.w3.org/ns/activitystreams"
	plan := s.mill.IRI("/plans/1")
	named := func(name string) fedtest.Doc {
		return fedtest.Doc{"@context": []any{context, fedtest.Doc{"vf": "https://w3id.org/valueflows/ont/vf#"}},
			"id": plan, "type": "vf:Plan", "vf:name": name, "attributedTo": s.ana.IRI}
	}
	type sent struct {
		verb   string
		object any
		want   node.LetterState
	}
	rows := []sent{{"Create", named("Plan 0"), node.LetterDone}}
	for i := range 90 { // more than are carried out at once
		rows = append(rows, sent{"Update", named(fmt.Sprint("Plan ", i+1)), node.LetterDone})
	}
	rows[40] = sent{"Update", fedtest.Doc{"id": s.mill.IRI("/plans/never"), "type": "vf:Plan", "vf:name": "unknown",
		"@context": []any{context, fedtest.Doc{"vf": "https://w3id.org/valueflows/ont/vf#"}}}, node.LetterDone}
	rows[50] = sent{"Create", fedtest.Doc{"@context": []any{context, fedtest.Doc{"vf": "https://w3id.org/valueflows/ont/vf#"}},
		"id": s.mill.IRI("/events/1"), "type": "vf:EconomicEvent", "vf:action": "no such action"}, node.LetterRefused}
	rows[60] = sent{"Follow", s.apples, node.LetterDone} // which is carried out alone
	ids := make([]vocab.IRI, len(rows))
	for i, row := range rows {
		act := s.ana.Act(fmt.Sprint("row-", i), row.verb, row.object, nil)
		ids[i] = act["id"].(vocab.IRI)
		if code := s.ana.Send(s.Node, act); code != http.StatusAccepted {
			t.Fatalf("row %d is answered %d", i, code)
		}
	}
	before := len(s.history(t, plan))
	s.Settle()

	for i, row := range rows {
		if l := s.Letter(ids[i]); l.State != row.want {
			t.Errorf("row %d, %s, is %s: %s", i, row.verb, l.State, l.Reason)
		}
	}
	var names []string
	for _, v := range s.history(t, plan) {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, r.Get(vf.Name).Text())
	}
	var want []string
	for i, row := range rows {
		if doc, ok := row.object.(fedtest.Doc); ok && doc["id"] == plan {
			want = append(want, fmt.Sprint("Plan ", i))
		}
	}
	if fmt.Sprint(names) != fmt.Sprint(want) || before != 0 {
		t.Errorf("the plan was called\n%q, want\n%q", names, want)
	}
	if !s.Related(node.Relation{From: s.ana.IRI, Kind: node.Follows, To: s.apples}) {
		t.Error("the Follow among them was lost")
	}
	s.Sound()
}

// history is every version of a thing, the oldest first.
func (s *scene) history(t *testing.T, id vocab.IRI) (all []node.Version) {
	t.Helper()
	err := s.Server.Node.Store().View(t.Context(), func(v node.View) error {
		latest, err := v.Latest(id)
		if node.KindOf(err) == node.NotFound {
			return nil
		}
		for n := 1; err == nil && n <= latest.N; n++ {
			var one node.Version
			one, err = v.Version(id, n)
			all = append(all, one)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
