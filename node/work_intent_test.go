package node_test

import (
	"fmt"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

// What a task promises to an intent is counted once, however far the task comes.
func TestATaskCountsOnceIntoItsIntent(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	hours := func(number string) string {
		return fmt.Sprintf(`"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": %q}`, number)
	}
	intent := n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "work", "receiver": %q, %s}`, garden, hours("10")))
	task := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "work", "receiver": %q, "satisfies": [%q], %s}`, garden, intent, hours("6")))
	act := func(verb string, by vocab.IRI, thing vocab.IRI) {
		t.Helper()
		n.Must(nodetest.Speaking(by), node.Activity{Verb: verb, Actor: by, Objects: []node.Object{{IRI: thing}}})
	}
	update := func(rest string) {
		t.Helper()
		n.Must(nodetest.Speaking(garden), node.Activity{Verb: "Update", Actor: garden, Objects: []node.Object{{Resource: n.Read(
			fmt.Sprintf(`{"id": %q, "type": "Commitment", %s}`, task, rest))[0]}}})
	}
	for _, step := range []struct {
		name string
		do   func()
		met  string
	}{
		{"made", func() {}, "6 h"},
		{"taken", func() { act("Accept", bakery, task) }, "6 h"},
		{"given back", func() { act("Reject", bakery, task) }, "6 h"},
		{"taken again", func() { act("Accept", bakery, task) }, "6 h"},
		{"in part done", func() {
			n.Create(bakery, fmt.Sprintf(`{"type": "EconomicEvent", "action": "work", "provider": %q, "receiver": %q, "fulfills": [%q], "satisfies": [%q], %s}`, bakery, garden, task, intent, hours("4")))
		}, "6 h"},
		{"made smaller", func() { update(hours("5")) }, "5 h"},
		{"finished", func() { update(`"finished": true`) }, "5 h"},
		{"taken back", func() { n.Must(nodetest.Speaking(garden), node.Delete(garden, task)) }, "4 h"},
	} {
		step.do()
		if got := measureOf(n.Thing(intent), "satisfiedQuantity"); got != step.met {
			t.Errorf("%s, the intent is met by %s, not by %s", step.name, got, step.met)
		}
		n.Sound()
	}
}
