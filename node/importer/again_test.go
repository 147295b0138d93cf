package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

func TestChangesAtTheSourceBecomeUpdates(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	bring(t, n, coop, "flour.jsonld", flows(stock("flour", 10), event("e1", "consume", "flour", 3, `, "note": "bred"`)))

	report := bring(t, n, coop, "flour.jsonld", flows(
		strings.Replace(stock("flour", 10), `"name": "flour"`, `"name": "Rye flour"`, 1),
		event("e1", "consume", "flour", 4, `, "note": "bread"`), event("e2", "consume", "flour", 1, ""),
		`{"@id": "ex:plan", "@type": "Plan", "name": "Spring"}`))

	if len(report.Changed) != 2 || len(report.Made) != 2 || len(report.Same) != 1 {
		t.Errorf("changed %v, made %v, left alone %v", report.Changed, report.Made, report.Same)
	}
	flour := n.Thing(from(t, n, "https://ex.example/flour").IRI)
	if flour.Get(vf.Name).Text() != "Rye flour" {
		t.Errorf("it is called %q", flour.Get(vf.Name).Text())
	}
	if note := n.Thing(from(t, n, "https://ex.example/e1").IRI).Get(vf.Note).Text(); note != "bread" {
		t.Errorf("the note is %q", note)
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "what happened stays") {
		t.Errorf("warnings %v; the quantity of an event does not change", report.Warnings)
	}
	holding(t, n, map[string]string{"https://ex.example/flour": "6 (6 on hand)"})
}

func TestWhatIsThereMayReferToWhatIsNew(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	bring(t, n, coop, "shop.jsonld", flows(`{"@id": "ex:bake", "@type": "Process", "name": "Bake"}`))

	report := bring(t, n, coop, "shop.jsonld", flows(
		`{"@id": "ex:bake", "@type": "Process", "name": "Bake", "basedOn": "ex:baking"}`,
		`{"@id": "ex:baking", "@type": "ProcessSpecification", "name": "Baking"}`))

	if len(report.Changed) != 1 || len(report.Made) != 1 {
		t.Fatalf("changed %v, made %v", report.Changed, report.Made)
	}
	bake := n.Thing(from(t, n, "https://ex.example/bake").IRI)
	if got, want := bake.Get(vf.BasedOn).IRI(), from(t, n, "https://ex.example/baking").IRI; got != want {
		t.Errorf("it is based on %s, not %s", got, want)
	}
}

func TestSecondDocumentGoesOnWhereTheFirstEnded(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	bring(t, n, coop, "march.jsonld", flows(event("e0", "produce", "flour", 10, ""), `{"@id": "ex:flour", "@type": "EconomicResource", "name": "flour"}`))

	report := bring(t, n, coop, "april.jsonld", flows(stock("flour", 10), event("e1", "consume", "flour", 3, ""), stock("flour", 8)))

	if report.Openings != 0 || len(report.Differences) != 1 || report.Differences[0].Computed != "7" {
		t.Errorf("%d openings, differences %v; want 8 stated, 7 computed", report.Openings, report.Differences)
	}
	holding(t, n, map[string]string{"https://ex.example/flour": "7 (7 on hand)"})
}

func TestRepeatsAreOneThingAndUnequalOnesTwo(t *testing.T) {
	n := nodetest.New(t)
	plan := func(name string) string { return fmt.Sprintf(`{"@id": "ex:p", "@type": "Plan", "name": %q}`, name) }

	report := bring(t, n, n.Group("coop"), "plans.jsonld", flows(plan("A"), plan("A"), plan("B"),
		`{"@id": "ex:q", "@type": "Plan", "name": "Q"}`, `{"@id": "ex:q", "@type": "Plan", "name": "Q", "note": "more"}`))

	if len(report.Made) != 3 || len(report.Warnings) != 1 {
		t.Errorf("made %v with warnings %v; want A, B and Q, and one warning", report.Made, report.Warnings)
	}
	if n.Thing(from(t, n, "https://ex.example/q").IRI).Get(vf.Note).Text() != "more" {
		t.Error("what the second description adds is lost")
	}
}

func TestBlankNodesAreFoundAgain(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	turtle := "@prefix vf: <https://w3id.org/valueflows/ont/vf#> .\n_:a a vf:Plan ; vf:name \"A\" .\n[] a vf:Process ; vf:name \"B\" ; vf:plannedWithin _:a .\n"
	bring(t, n, coop, "plans.ttl", []byte(turtle))

	again := bring(t, n, coop, "plans.ttl", []byte(strings.ReplaceAll(turtle, "_:a", "_:other")))
	elsewhere := bring(t, n, coop, "others.ttl", []byte(turtle))

	if len(again.Same) != 2 || len(again.Made) > 0 {
		t.Errorf("made %v, left alone %v", again.Made, again.Same)
	}
	if len(elsewhere.Made) != 2 {
		t.Errorf("of another document: made %v", elsewhere.Made)
	}
	for _, l := range again.Same {
		if !strings.HasPrefix(string(l.Source), "urn:tributary:import:") {
			t.Errorf("%s is called %s at its source", l.Name, l.Source)
		}
	}
}

func TestStatesBecomeVersionsInTheirOrder(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	state := func(id, version, revises string) string {
		return fmt.Sprintf("<https://a.example/%s> a pf:State ; pf:stateOf <https://a.example/groups/bakers> ; pf:stateVersion %q%s ;"+
			" pf:purposeSection [ a pf:PurposeSection ] ; pf:practiceSection [ a pf:PracticeSection ] ; pf:progressSection [ a pf:ProgressSection ] .\n", id, version, revises)
	}
	head := "@prefix pf: <https://w3id.org/primitives-framework#> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix vf: <https://w3id.org/valueflows/ont/vf#> .\n" +
		"<https://a.example/groups/bakers> a pf:Cell ; vf:name \"Bakers\" ; pf:currentState <https://a.example/s10> .\n"
	first := head + state("s10", "10", " ; prov:wasRevisionOf <https://a.example/s9>") + state("s9", "9", "")
	bring(t, n, coop, "bakers.ttl", []byte(first))

	again := bring(t, n, coop, "bakers.ttl", []byte(first+state("s11", "11", " ; prov:wasRevisionOf <https://a.example/s10>")))

	history, err := n.History(context.Background(), node.Operator, n.State(n.Node.Group("bakers")))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, v := range history {
		r, _ := v.Resource()
		numbers = append(numbers, r.Get(pf.StateVersion).Text())
	}
	if fmt.Sprint(numbers) != "[9 10 11]" || len(again.Made) != 1 || len(again.Same) != 3 {
		t.Errorf("versions %v; made %v, left alone %v", numbers, again.Made, again.Same)
	}
}

func TestExportOfOneNodeComesIntoAnother(t *testing.T) {
	a, b := nodetest.New(t), nodetest.New(t)
	report := bring(t, a, a.Group("coop"), "flour.jsonld", flows(
		stock("flour", 10), event("e1", "consume", "flour", 3, ""), `{"@id": "ex:oven", "@type": "EconomicResource", "name": "oven"}`, event("e2", "use", "oven", 1, "")))
	var quads []rdf.Quad
	for _, l := range report.Made {
		quads = graph.Append(quads, a.Thing(l.IRI))
	}
	var text bytes.Buffer
	if err := rdf.Write(&text, rdf.Turtle, quads, nil); err != nil {
		t.Fatal(err)
	}
	n := node.New(node.Options{Base: "https://other.example", Store: b.DB})
	group := vocab.IRI("https://other.example/actor")

	got, err := importer.ImportBytes(context.Background(), "export.ttl", text.Bytes(), importer.Options{Node: n, Group: group})

	if err != nil {
		t.Fatal(err)
	}
	if len(got.Made) != len(report.Made) || got.Openings != 0 || len(got.Differences) > 0 {
		t.Errorf("made %d of %d, openings %d, differences %v", len(got.Made), len(report.Made), got.Openings, got.Differences)
	}
	for _, l := range got.Made {
		v, err := n.Get(context.Background(), node.Operator, l.IRI)
		if err != nil {
			t.Fatal(err)
		}
		if r, _ := v.Resource(); l.Name == "flour" && r.Get(vf.AccountingQuantity).Part().Get(vf.HasNumericalValue).Text() != "7" {
			t.Errorf("the flour holds %v", r.Get(vf.AccountingQuantity).Part())
		}
	}
}
