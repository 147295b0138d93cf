package fedtest_test

import (
	"strings"
	"testing"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

const (
	samplePlan = "/plans/ddde9d6f-6f3b-4770-a966-3a18ef006931"
	sampleTodo = "/todos/ddde9d6f-6f3b-4770-a966-4dkjh8w32e59"
)

func TestAPlanOfFEP3264IsKeptWithItsProcessesAndTasks(t *testing.T) {
	o := newOrchard(t)
	plan := o.form("plan", "/actors/gleaning-collective", string(o.apples), "/actors/chiam", string(o.apples))
	// The sample is the plan alone: an open task in it has no provider.
	plan = strings.Replace(plan, "\"provider\": \""+string(o.bob.IRI)+"\",\n          \"receiver\"", `"receiver"`, 1)

	o.heard(o.alice, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Create", "id": "`+o.mill.URL+`/activities/plan", "actor": "`+string(o.alice.IRI)+`", "to": "`+string(o.apples)+`", "object": `+plan+`}`)

	kept := o.Thing(o.mill.IRI(samplePlan))
	if kept.Class() != vf.Plan || len(kept.All(vf.PlanIncludes)) != 2 || kept.Get(as.AttributedTo).IRI() != o.alice.IRI {
		t.Errorf("the plan is %v", kept)
	}
	press := o.mill.IRI("/processes/ddde9d6f-6f3b-4770-a966-3a18ef006931#cider")
	if process := o.Thing(press); process.Get(vf.PlannedWithin).IRI() != kept.ID() || len(process.All(vf.HasInput)) != 4 || process.Get(vf.HasBeginning).IsZero() {
		t.Errorf("the process is %v", process)
	}
	open := o.Thing(o.mill.IRI("/inputs/ddde9d6f-6f3b-4770-a966-3a18ef006931#pick1"))
	if open.Has(vf.Provider) || open.Get(vf.HasAction).IRI() != vf.Work.IRI || effort(t, open) != "6 h" {
		t.Errorf("the open task is %v", open)
	}
	for _, asked := range []string{"pick2", "cider3"} {
		id := o.mill.IRI("/inputs/ddde9d6f-6f3b-4770-a966-3a18ef006931#" + asked)
		if !o.Related(node.Relation{From: id, Kind: node.AsksToDo, To: o.apples}) {
			t.Errorf("the group is not asked to do %s", asked)
		}
	}
	work, err := o.Server.Node.Work(t.Context(), node.Caller{Agent: o.apples, Roles: map[vocab.IRI]node.Role{o.apples: node.Editor}}, o.apples)
	if err != nil || len(work.Open) != 1 || work.Open[0].ID != open.ID() || work.Open[0].Maker != o.alice.IRI || len(work.Asked) != 6 || work.Asked[0].Due.IsZero() {
		t.Errorf("there is to do %v: %v", work, err)
	}
	o.Sound()
}

func effort(t *testing.T, r *vocab.Resource) string {
	t.Helper()
	q, err := flow.QuantityOf(r.Get(vf.EffortQuantity))
	if err != nil {
		t.Fatal(err)
	}
	return q.String()
}

func TestAToDoOfFEPc5a1IsKeptAndAskedOfWhomItIsFor(t *testing.T) {
	o := newOrchard(t)
	for _, agent := range []vocab.IRI{o.apples, o.Person("pia", false)} {
		todo := o.form("todo", "/actors/bob", string(agent), sampleTodo, string(o.mill.IRI("/todos/"+o.Server.Node.Handle(agent))),
			"/activities/ad2f7ee1-6567-413e-a10b-72650cbdc788/create", string(o.mill.IRI("/activities/"+o.Server.Node.Handle(agent))))
		o.heard(o.alice, todo)

		id := o.mill.IRI("/todos/" + o.Server.Node.Handle(agent))
		kept := o.Thing(id)
		if kept.Get(vf.Provider).IRI() != agent || kept.Get(vf.HasAction).IRI() != vf.Work.IRI || effort(t, kept) != "2 h" {
			t.Errorf("it is kept as %v", kept)
		}
		if !o.Related(node.Relation{From: id, Kind: node.AsksToDo, To: agent}) {
			t.Errorf("%s is not asked", agent)
		}
		if _, err := o.Server.Node.Get(t.Context(), node.Caller{Agent: agent, Roles: map[vocab.IRI]node.Role{agent: node.Editor}}, id); err != nil {
			t.Errorf("%s may not read it: %v", agent, err)
		}
		if _, err := o.Server.Node.Get(t.Context(), node.Stranger, id); node.KindOf(err) != node.NotFound {
			t.Errorf("strangers may: %v", err)
		}
	}
}

// Numbers stand for strings, prefixes for contexts, arrays for what is one.
func TestVariantsOfAToDoAreReadAlike(t *testing.T) {
	o := newOrchard(t)
	for name, change := range map[string]*strings.Replacer{
		"numbers":    strings.NewReplacer(`"hasNumericalValue": "2"`, `"hasNumericalValue": 2`),
		"prefixes":   strings.NewReplacer(`"type": "Commitment"`, `"type": "vf:Commitment"`, `"effortQuantity": {`, `"vf:effortQuantity": {`, `"hasUnit": "hour"`, `"om2:hasUnit": "om2:hour"`, `"provider": "http`, `"vf:provider": "http`),
		"no context": strings.NewReplacer(`"om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",`, ``, `"hasUnit": "om2:hasUnit",`, ``, `"hasNumericalValue": "om2:hasNumericalValue"`, `"x": "vf:x"`),
		"arrays":     strings.NewReplacer(`"type": "Commitment"`, `"type": ["Commitment"]`, `"provider": "`+string(o.apples)+`"`, `"provider": [{"id": "`+string(o.apples)+`"}]`),
	} {
		id := o.mill.IRI("/todos/" + strings.ReplaceAll(name, " ", "-"))
		plain := o.form("todo", "/actors/bob", string(o.apples), sampleTodo, string(id),
			"/activities/ad2f7ee1-6567-413e-a10b-72650cbdc788/create", string(id)+"/create")
		todo := change.Replace(plain)
		if todo == plain {
			t.Fatalf("%s: nothing differs", name)
		}

		o.heard(o.alice, todo)

		kept := o.Thing(id)
		if kept.Get(vf.Provider).IRI() != o.apples || effort(t, kept) != "2 h" || kept.Get(vf.Note).Text() != "Please read the leaflet once more." {
			t.Errorf("%s: it is kept as %v", name, kept)
		}
	}
}

func TestAToDoIsFinishedByWhoMadeItAlone(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, o.form("todo", "/actors/bob", string(o.apples)))
	id := o.mill.IRI(sampleTodo)
	finish := o.form("finish-todo")
	neighbour := strings.NewReplacer(`"actor": "`+string(o.alice.IRI)+`"`, `"actor": "`+string(o.bob.IRI)+`"`, "932/update", "933/update",
		`"to": "`+string(o.alice.IRI)+`"`, `"to": "`+string(o.apples)+`"`).Replace(finish)

	o.refused(o.bob, neighbour, "not "+string(o.bob.IRI)+"'s")
	o.heard(o.alice, finish)

	kept := o.Thing(id)
	if !kept.Get(vf.Finished).Bool() || kept.Get(vf.Provider).IRI() != o.apples || effort(t, kept) != "2 h" || kept.Get(vf.Note).Text() == "" {
		t.Errorf("what a change does not tell of does not stay: %v", kept)
	}
	if o.Related(node.Relation{From: id, Kind: node.AsksToDo}) {
		t.Error("what is finished is still asked for")
	}
}

func TestWhatAStrangerReportsInItsFormIsReadWhole(t *testing.T) {
	o := newOrchard(t)
	task := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)

	o.heard(o.bob, o.form("report-todo", sampleTodo, string(task), "/actors/alice", string(o.apples)))

	event := o.Thing(o.mill.IRI("/inputs/ad2f7ee1-6567-413e-a10b-72650cbdc932"))
	if event.Get(vf.Fulfills).IRI() != task || event.Get(vf.HasAction).IRI() != vf.Work.IRI || effort(t, event) != "1.5 h" || event.Has(vf.Finished) {
		t.Errorf("it is kept as %v", event)
	}
	if event.Get(own.HasConfirmation).IRI() != own.Stated.IRI {
		t.Error("it does not wait for the word of the group")
	}
}

// What only linked data says of an event stays, whatever else its keys say.
func TestAnEventInLinkedDataLosesNothing(t *testing.T) {
	o := newOrchard(t)
	task := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)
	report := strings.NewReplacer(`"finished": "vf:finished"`, `"finished": "vf:finished", "realizationOf": {"@id": "vf:realizationOf", "@type": "@id"}, "mood": "https://mill.example/mood"`,
		`"finished": true`, `"finished": true, "realizationOf": "https://mill.example/agreement", "mood": "fine"`).
		Replace(o.form("report-todo", sampleTodo, string(task), "/actors/alice", string(o.apples)))

	o.heard(o.bob, report)

	event := o.Thing(o.mill.IRI(sampleReport))
	if event.Get(vf.RealizationOf).IRI() != "https://mill.example/agreement" || len(event.Extra()) != 1 || event.Get(vf.Fulfills).IRI() != task {
		t.Errorf("it is kept as %v with %v", event, event.Extra())
	}
}
