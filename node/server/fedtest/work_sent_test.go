package fedtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// attached are the objects of a type that hang on the Notes which came to the mill.
func (o *orchard) attached(class string) (all [][]byte) {
	o.t.Helper()
	for _, body := range o.mill.Got() {
		var said struct {
			Object json.RawMessage
		}
		var note struct{ Attachment []json.RawMessage }
		parse(o.t, []byte(body), &said)
		if json.Unmarshal(said.Object, &note) != nil {
			continue // only named
		}
		for _, raw := range note.Attachment {
			var one struct{ Type string }
			parse(o.t, raw, &one)
			if one.Type == class {
				all = append(all, raw)
			}
		}
	}
	return all
}

func TestPlainPeersReadPlansTasksAndReportsInTheirForm(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, string(text(t, o.alice.Act("follow", "Follow", o.apples, nil))))
	made := o.Do(node.Create(o.apples, o.Read(`[{"id": "_:plan", "type": "Plan", "name": "Cider day"},
		{"id": "_:press", "type": "Process", "name": "Press", "plannedWithin": "_:plan"},
		{"id": "_:help", "type": "Commitment", "action": "work", "note": "Anybody with dry boots", "inputOf": "_:press", "plannedWithin": "_:plan", "receiver": "`+string(o.apples)+`",
		 "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "4"}}]`)...)).Objects
	o.Settle()

	plans := o.attached("Plan")
	if len(plans) != 1 || len(o.attached("Commitment")) != 0 {
		t.Fatalf("%d plans went out: %v", len(plans), o.mill.Got())
	}
	plan, err := exchange.ReadPlan(plans[0])
	if err != nil || plan.Resource.ID() != made[0] || plan.Resource.Get(as.AttributedTo).IRI() != o.apples || len(plan.Others) != 2 {
		t.Fatalf("%v %v", plan.Resource, err)
	}
	for i, want := range made[1:] {
		if r := plan.Others[i]; r.ID() != want || r.Get(vf.PlannedWithin).IRI() != made[0] {
			t.Errorf("it includes %v, not %s", r, want)
		}
	}

	// A task alone, to whom it is for, and what becomes of it.
	task := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)
	o.Settle()
	o.heard(o.bob, o.reject(o.bob, task, "no"))
	tasks := o.attached("Commitment")
	if len(tasks) < 2 {
		t.Fatalf("%d tasks went out: %v", len(tasks), o.mill.Got())
	}
	for i, provider := range map[int]vocab.IRI{0: o.bob.IRI, len(tasks) - 1: ""} {
		todo, err := exchange.ReadTodo(tasks[i])
		if err != nil || todo.Resource.ID() != task || todo.Resource.Get(vf.Provider).IRI() != provider || effort(t, todo.Resource) != "6 h" {
			t.Errorf("%d: %v %v", i, todo.Resource, err)
		}
	}

	// What the group did of somebody's.
	todo := o.form("todo", "/actors/bob", string(o.apples))
	o.heard(o.alice, todo)
	event := o.Create(o.apples, `{"type": "EconomicEvent", "action": "work", "provider": "`+string(o.apples)+`", "receiver": "`+string(o.alice.IRI)+`", "fulfills": ["`+string(o.mill.IRI(sampleTodo))+`"],
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "2"}}`)
	o.Settle()
	reports := o.attached("EconomicEvent")
	if len(reports) != 1 || !strings.Contains(string(reports[0]), string(event)) {
		t.Fatalf("%d reports went out: %v", len(reports), o.mill.Got())
	}
	report, err := exchange.ReadEvent(reports[0])
	if err != nil || report.Resource.Get(vf.Fulfills).IRI() != o.mill.IRI(sampleTodo) || report.Resource.Get(vf.Provider).IRI() != o.apples || effort(t, report.Resource) != "2 h" {
		t.Errorf("%v %v", report.Resource, err)
	}
}

// What followers may not see of a plan is not in the form that they get either.
func TestAPlanGoesOutWithoutWhatIsHidden(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, string(text(t, o.alice.Act("follow", "Follow", o.apples, nil))))
	plan, process := planned(o.Node, o.apples)
	hidden := node.Create(o.apples, o.Read(`{"type": "Commitment", "action": "work", "note": "Secret", "inputOf": "`+string(process)+`", "plannedWithin": "`+string(plan)+`", "receiver": "`+string(o.apples)+`"}`)...)
	hidden.To = []vocab.IRI{o.apples + "/members"}
	o.Do(hidden)
	o.Do(node.Update(o.apples, vocab.New(vf.Plan, plan).With(vf.Note, vocab.Text("Bring boots"))))
	o.Settle()

	plans := o.attached("Plan")
	if len(plans) != 2 || !strings.Contains(string(plans[1]), string(process)) {
		t.Fatalf("%d plans went out: %v", len(plans), o.mill.Got())
	}
	for _, body := range o.mill.Got() {
		if strings.Contains(body, "Secret") {
			t.Errorf("what is for members went out: %s", body)
		}
	}
}
