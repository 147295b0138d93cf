package node_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

func texts(tasks []node.Task) string {
	var all []string
	for _, t := range tasks {
		all = append(all, t.Text+t.Said)
	}
	return strings.Join(all, ", ")
}

func TestWorkIsListedByHowItStands(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	task := func(by, provider vocab.IRI, more string) vocab.IRI {
		if provider != "" {
			more += fmt.Sprintf(`, "provider": %q`, provider)
		}
		return n.Create(by, fmt.Sprintf(`{"type": "Commitment", "action": "work", "receiver": %q%s}`, garden, more))
	}
	task(garden, "", `, "note": "open\nfor all"`)
	task(garden, bakery, `, "note": "asked", "due": "`+date(20)+`T12:00:00Z"`)
	taken := task(garden, bakery, `, "note": "taken", "due": "`+date(3)+`T12:00:00Z"`)
	task(bakery, bakery, `, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "2"}`)
	task(garden, "", `, "note": "done", "finished": true`)
	n.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: taken}}})
	plan := n.Create(garden, `{"type": "Plan", "name": "Season"}`)
	task(bakery, bakery, fmt.Sprintf(`, "note": "added", "plannedWithin": %q`, plan))

	work, err := n.Work(ctx, nodetest.Speaking(bakery), bakery)
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		texts(work.Open): "open", texts(work.Asked): "asked", texts(work.Taken): "taken, work, 2 h", texts(work.Waiting): "addedadded", texts(work.Reports) + texts(work.Added): "",
	} {
		if got != want {
			t.Errorf("%q is listed, not %q", got, want)
		}
	}
	if work, err := n.Work(ctx, nodetest.Speaking(garden), garden); err != nil || texts(work.Added) != "added" || texts(work.Given) != "takenaccepted, askedunanswered" {
		t.Errorf("the plan's maker sees %v and %v: %v", work.Added, work.Given, err)
	}
	if got := told(t, n, bakery); got != "commitment-due answer" {
		t.Errorf("bakery is reminded of %q", got)
	}
	if got := told(t, n, garden); got != "answer" {
		t.Errorf("garden is reminded of %q", got)
	}
	// In which order things are described does not matter; who speaks for somebody promises for it.
	n.Create(garden, fmt.Sprintf(`[{"type": "Commitment", "action": "work", "provider": %q, "plannedWithin": "_:p"}, {"id": "_:p", "type": "Plan", "name": "Autumn"}]`, garden))
	helper := n.Create(bakery, `{"type": "Person", "name": "Helper"}`)
	n.Create(bakery, fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "plannedWithin": %q}`, helper, plan))
	if _, err := n.Submit(ctx, nodetest.Speaking(bakery), node.Create(bakery, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "plannedWithin": %q}`, garden, plan))...)); node.KindOf(err) != node.Invalid {
		t.Errorf("somebody else's work is promised: %v", err)
	}
	if _, err := n.Work(ctx, node.Stranger, bakery); node.KindOf(err) != node.Forbidden {
		t.Errorf("strangers are told: %v", err)
	}
}

// Between groups of one node a task is asked and answered as between nodes; who is blocked is not asked, and of
// who is gone nothing is taken.
func TestATaskIsAskedOfThoseWhoDealWithItsMaker(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
	task := func(provider vocab.IRI) string {
		return fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q}`, provider, garden)
	}
	asked := n.Create(garden, task(bakery))
	open := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "work", "receiver": %q}`, garden))
	say := func(verb string, by vocab.IRI, about vocab.IRI) node.Activity {
		return node.Activity{Verb: verb, Actor: by, Objects: []node.Object{{IRI: about}}}
	}

	n.Must(nodetest.Speaking(bakery), say("Block", bakery, garden))
	n.Refused(node.Forbidden, nodetest.Speaking(garden), node.Create(garden, n.Read(task(bakery))...))
	n.Refused(node.Conflict, nodetest.Speaking(bakery), say("Accept", bakery, asked))
	n.Must(nodetest.Speaking(garden), say("Block", garden, mill))
	n.Refused(node.Forbidden, nodetest.Speaking(mill), say("Accept", mill, open))

	// Of a group that is gone nobody takes anything.
	inn := n.Group("inn")
	n.Must(nodetest.Speaking(garden), node.Delete(garden, garden))
	n.Refused(node.Gone, nodetest.Speaking(inn), say("Accept", inn, open))
	if work, err := n.Work(ctx, nodetest.Speaking(inn), inn); err != nil || len(work.Taken)+len(work.Waiting) != 0 || texts(work.Open) != "" {
		t.Errorf("it has to do %v: %v", work, err)
	}
	n.Sound()
}

// What is taken back is asked no more, and who was asked before is asked again.
func TestUndoingChangesWhoIsAsked(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
	made := n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q}`, bakery, garden))...))
	task := made.Objects[0]
	asks := func(agent vocab.IRI) bool {
		found, err := n.Relations(ctx, node.Relation{From: task, Kind: node.AsksToDo, To: agent})
		if err != nil {
			t.Fatal(err)
		}
		return len(found) > 0
	}
	changed := n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Commitment", "provider": %q}`, task, mill))...))
	if asks(bakery) || !asks(mill) {
		t.Error("the wrong one is asked after the change")
	}
	n.Must(nodetest.Speaking(garden), node.Undo(garden, changed.Activity))
	if !asks(bakery) || asks(mill) {
		t.Error("the wrong one is asked after the change was taken back")
	}
	fresh := n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q}`, bakery, garden))...))
	task = fresh.Objects[0]
	n.Must(nodetest.Speaking(garden), node.Undo(garden, fresh.Activity))
	if asks(bakery) {
		t.Error("what was taken back is still asked")
	}
	n.Sound()
}

// Whoever makes a plan says what is in it, and changes by that no process that is another's, though the plan names it.
func TestAddingToAPlanChangesNobodyElsesProcess(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
	milling := n.Create(mill, `{"type": "Process", "name": "Milling"}`)
	plan := n.Create(garden, fmt.Sprintf(`{"type": "Plan", "name": "Season", "planIncludes": [%q]}`, milling))
	digging := n.Create(garden, fmt.Sprintf(`{"type": "Process", "name": "Digging", "plannedWithin": %q}`, plan))

	for process, want := range map[vocab.IRI]int{milling: 1, digging: 2} {
		added := n.Must(nodetest.Speaking(bakery), node.Create(bakery, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "inputOf": %q, "plannedWithin": %q}`, bakery, process, plan))...))
		n.Must(nodetest.Speaking(garden), node.Activity{Verb: "Accept", Actor: garden, Objects: []node.Object{{IRI: added.Activity}}})
		if got := latest(n, process).N; got != want {
			t.Errorf("%s has %d versions, not %d", process, got, want)
		}
		if got := n.Thing(plan).All(vf.PlanIncludes); !slices.Contains(got, vocab.Ref(added.Objects[0])) {
			t.Errorf("the plan does not include what was accepted: %v", got)
		}
	}
	n.Sound()
}
