package fedtest_test

import (
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

const sampleReport = "/inputs/ad2f7ee1-6567-413e-a10b-72650cbdc932"

// report is the sample of an event that fulfils a task of the group, under an id of its own.
func (o *orchard) report(who *fedtest.Persona, task vocab.IRI, id string) string {
	return o.form("report-todo", sampleTodo, string(task), "/actors/alice", string(o.apples), "/actors/bob", string(who.IRI),
		sampleReport, o.mill.URL+"/reports/"+id, "/activities/ad2f7ee1-6567-413e-a10b-72650cbdc932/create", o.mill.URL+"/activities/"+id)
}

func fulfilled(t *testing.T, n *fedtest.Node, task vocab.IRI) string {
	t.Helper()
	q, err := flow.QuantityOf(n.Thing(task).Get(own.FulfilledQuantity))
	if err != nil {
		t.Fatal(err)
	}
	return q.String()
}

func TestWhatATakerReportsCountsWhenItIsConfirmed(t *testing.T) {
	o := newOrchard(t)
	task := o.task("")
	o.heard(o.bob, o.accept(o.bob, task, "accept"))

	o.heard(o.bob, o.report(o.bob, task, "first"))
	event := o.mill.IRI("/reports/first")
	if got := o.Thing(task); got.Has(own.FulfilledQuantity) || got.Get(vf.Finished).Bool() {
		t.Errorf("it counts before it is confirmed: %v", got)
	}
	o.Do(fedtest.Naming("Accept", o.apples, event))
	o.Settle()

	if got := o.Thing(task); fulfilled(t, o.Node, task) != "1.5 h" || !got.Get(vf.Finished).Bool() || got.Get(vf.Provider).IRI() != o.bob.IRI {
		t.Errorf("the task is %v", got)
	}
	if o.Thing(event).Get(own.HasConfirmation).IRI() != own.Confirmed.IRI {
		t.Error("the event is not confirmed")
	}
	last, err := o.Server.Node.Get(t.Context(), node.Operator, task)
	if err != nil || !strings.HasPrefix(string(last.Activity), o.URL) {
		t.Errorf("that it is finished, %s says", last.Activity)
	}
	said := o.posted("Accept")
	if len(said) != 1 || !strings.Contains(said[0], string(event)) {
		t.Errorf("who reported is not told: %v", said)
	}
	if !slices.ContainsFunc(o.posted("Update"), func(told string) bool { return strings.Contains(told, `"finished":`) }) {
		t.Errorf("nor that it is finished: %v", o.mill.Got())
	}
	o.Sound()
}

func TestWhatIsDeniedFinishesNothing(t *testing.T) {
	o := newOrchard(t)
	task := o.task("")
	o.heard(o.bob, o.accept(o.bob, task, "accept"))
	o.heard(o.bob, o.report(o.bob, task, "first"))

	o.Do(fedtest.Naming("Reject", o.apples, o.mill.IRI("/reports/first")))
	o.Settle()

	if got := o.Thing(task); got.Has(own.FulfilledQuantity) || got.Get(vf.Finished).Bool() || o.Related(node.Relation{Kind: node.Finishes}) {
		t.Errorf("the task is %v", got)
	}
}

// The sample is done for a group of the plan's node; here the plan's maker alone can say whether it is so.
func TestAReportForSomebodyElseIsConfirmedByWhoMadeTheTask(t *testing.T) {
	o := newOrchard(t)
	task := o.Create(o.apples, `{"type": "Commitment", "action": "work", "provider": "`+string(o.bob.IRI)+`", "receiver": "`+string(o.alice.IRI)+`",
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "6"}}`)
	process := o.Create(o.apples, `{"type": "Process", "name": "Press"}`)
	plan := o.Create(o.apples, `{"type": "Plan", "name": "Cider day"}`)

	o.heard(o.bob, o.form("report", sampleInput+"#cider4", string(task), "/processes/ddde9d6f-6f3b-4770-a966-3a18ef006931#cider", string(process),
		samplePlan, string(plan), "/actors/gleaning-collective", string(o.alice.IRI), "/actors/alice", string(o.apples)))

	event := o.mill.IRI(sampleReport)
	if !o.Related(node.Relation{From: event, Kind: node.Awaits, To: o.apples}) || o.Thing(event).Get(vf.InputOf).IRI() != process {
		t.Fatalf("it does not wait for the group: %v", o.Thing(event))
	}
	o.Do(fedtest.Naming("Accept", o.apples, event))
	o.Settle()

	if got := o.Thing(task); fulfilled(t, o.Node, task) != "6.5 h" || !got.Get(vf.Finished).Bool() {
		t.Errorf("the task is %v", got)
	}
	o.Sound()
}

func TestReportsAgainstTheRulesAreAnsweredWithTheReason(t *testing.T) {
	o := newOrchard(t)
	task := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)
	hidden := o.Group("hidden", `"defaultAudience": "members"`)
	secret := o.Create(hidden, `{"type": "Commitment", "action": "work", "note": "Secret", "receiver": "`+string(hidden)+`"}`)
	o.Settle()

	o.refused(o.alice, o.report(o.alice, task, "stranger"), `"taker"`)
	o.refused(o.bob, strings.Replace(o.report(o.bob, task, "other"), `"type": "EconomicEvent",`, `"type": "EconomicEvent", "action": "use",`, 1), `"unchanged"`)
	o.refused(o.alice, o.report(o.alice, secret, "secret"), "there is no")
	if o.Related(node.Relation{Kind: node.Awaits}) {
		t.Error("something waits")
	}
	o.Sound()
}

func TestAReportIsConfirmedBetweenNodesAndTheMakerSaysThatItIsFinished(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	task := garden.Create(apples, `{"type": "Commitment", "action": "work", "provider": "`+string(bread)+`", "receiver": "`+string(apples)+`", "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "3"}}`)
	net.Settle()
	if !bakery.Related(node.Relation{From: task, Kind: node.AsksToDo, To: bread}) {
		t.Fatalf("who is asked does not know\n%s", bakery.Log)
	}
	bakery.Do(fedtest.Naming("Accept", bread, task))
	net.Settle()
	work := func(action string) string {
		return `{"type": "EconomicEvent", "action": "` + action + `", "provider": "` + string(bread) + `", "receiver": "` + string(apples) + `", "fulfills": ["` + string(task) + `"], "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "3"}}`
	}
	if _, err := bakery.Try(node.Create(bread, bakery.Read(work("deliverService"))...)); node.KindOf(err) != node.Invalid {
		t.Errorf("a report of something else: %v", err)
	}

	event := bakery.Create(bread, work("work"))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, event))
	net.Settle()
	garden.Do(node.Update(apples, vocab.New(vf.Commitment, task).With(vf.Finished, vocab.Bool(true))))
	net.Settle()

	for _, n := range net.Nodes {
		if said := n.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
			t.Errorf("at %s the event is %s", n.URL, said)
		}
		if fulfilled(t, n, task) != "3 h" || !n.Thing(task).Get(vf.Finished).Bool() {
			t.Errorf("at %s the task is %v", n.URL, n.Thing(task))
		}
		n.Sound()
	}
}
