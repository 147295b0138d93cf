package fedtest_test

import (
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

func TestFedifyReadsATaskTakesItAndReportsIt(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	plan, process := planned(n, apples)
	task := n.Create(apples, `{"type": "Commitment", "action": "work", "note": "Prune the trees", "receiver": "`+string(apples)+`", "plannedWithin": "`+string(plan)+`", "inputOf": "`+string(process)+`",
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "6"}}`)
	n.Settle()

	// What Fedify understood of the plan and the task, as it writes it down itself.
	var understood []string
	for _, create := range p.got("Create", apples) {
		if create.VerifiedBy != "integrity-proof" {
			t.Errorf("Fedify verified it by %s", create.VerifiedBy)
		}
		understood = append(understood, string(create.Parsed))
	}
	if len(understood) != 2 || !slices.ContainsFunc(understood, func(said string) bool {
		return strings.Contains(said, `"type":"Note"`) && strings.Contains(said, `"href":"`+string(task))
	}) {
		t.Fatalf("Fedify took %v", understood)
	}

	accept := p.raw(apples+"/inbox", fedtest.Doc{"type": "Accept", "to": string(apples), "sign": fedtest.Doc{"proof": true}, "object": string(task), "content": "Gladly."})
	await(t, n, "the task is taken", func() bool { return n.Thing(task).Get(vf.Provider).IRI() == p.Actor })
	if !n.Knows(accept.ID) {
		t.Errorf("%s is not on record", accept.ID)
	}
	n.Settle()
	if !slices.ContainsFunc(p.got("Update", apples), func(u tookIn) bool { return strings.Contains(string(u.Raw), `"provider":"`+string(p.Actor)+`"`) }) {
		t.Errorf("Fedify does not hear that it is its own now:\n%s", p.trace())
	}

	report := p.raw(apples+"/inbox", fedtest.Doc{
		"type": "Create", "to": string(apples), "sign": fedtest.Doc{"proof": true}, "@context": proposalContext, "object": fedtest.Doc{
			"id": p.URL + "/events/1", "type": "EconomicEvent", "action": "work", "attributedTo": p.Actor, "provider": p.Actor, "receiver": apples,
			"fulfills": task, "effortQuantity": fedtest.Doc{"hasUnit": "hour", "hasNumericalValue": "6"}, "finished": true,
		},
	})
	await(t, n, "the report arrives", func() bool { return n.Knows(report.ID) })
	n.Do(fedtest.Naming("Accept", apples, vocab.IRI(p.URL+"/events/1")))
	n.Settle()

	if got := n.Thing(task); fulfilled(t, n, task) != "6 h" || !got.Get(vf.Finished).Bool() || !got.Has(own.FulfilledQuantity) {
		t.Errorf("the task is %v", got)
	}
	if !slices.ContainsFunc(p.got("Update", apples), func(u tookIn) bool { return strings.Contains(string(u.Raw), `"finished":`) }) {
		t.Errorf("Fedify does not hear that it is finished:\n%s", p.trace())
	}
	if l, _, err := n.DB.Lane(t.Context(), node.LaneOf("deliver", p.URL), 1); err == nil && l.Waiting+l.Buried > 0 {
		t.Errorf("not all was taken: %+v", l)
	}
	n.Sound()
}
