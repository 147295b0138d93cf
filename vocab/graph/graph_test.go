package graph_test

import (
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

const om2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"

const prefixes = `
@prefix vf: <https://w3id.org/valueflows/ont/vf#> .
@prefix om2: <` + om2 + `> .
@prefix x: <https://x.example/> .
`

func read(t *testing.T, turtle string) []*vocab.Resource {
	t.Helper()
	quads, err := rdf.Read(strings.NewReader(prefixes+turtle), rdf.Turtle, "https://x.example/", rdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	resources, err := graph.Resources(model.Vocabulary, quads)
	if err != nil {
		t.Fatal(err)
	}
	return resources
}

func measure(number, unit string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasNumericalValue, vocab.Number(number)).
		With(vf.HasUnit, vocab.Ref(vocab.IRI(om2+unit))))
}

func equal(t *testing.T, got []*vocab.Resource, want ...*vocab.Resource) {
	t.Helper()
	if !slices.EqualFunc(got, want, (*vocab.Resource).Equal) {
		t.Errorf("%d resources:\n%s\nnot %d:\n%s", len(got), statements(got), len(want), statements(want))
	}
}

func statements(resources []*vocab.Resource) string {
	var b strings.Builder
	for _, r := range resources {
		for _, q := range graph.Quads(r) {
			b.WriteString(q.String() + "\n")
		}
	}
	return b.String()
}

var intent = vocab.New(vf.Intent, "https://x.example/1").With(vf.HasAction, vocab.Ref(vf.Transfer.IRI))

func TestPartsAreReadIntoTheirOwners(t *testing.T) {
	want := intent.With(vf.ResourceQuantity, measure("5.10", "kilogram"))
	for name, turtle := range map[string]string{
		"as blank nodes":            `x:1 a vf:Intent; vf:action vf:transfer; vf:resourceQuantity [ a vf:Measure; vf:hasNumericalValue 5.10; vf:hasUnit om2:kilogram ] .`,
		"as hash IRIs":              `x:1 a vf:Intent; vf:action vf:transfer; vf:resourceQuantity <1#q> . <1#q> a vf:Measure; vf:hasNumericalValue 5.10; vf:hasUnit om2:kilogram .`,
		"before their owners":       `<1#q> vf:hasNumericalValue 5.10; vf:hasUnit om2:kilogram . x:1 a vf:Intent; vf:action vf:transfer; vf:resourceQuantity <1#q> .`,
		"with foreign terms":        `x:1 a vf:Intent; vf:action vf:transfer; vf:resourceQuantity [ a om2:Measure; om2:hasNumericalValue 5.10; om2:hasUnit om2:kilogram ] .`,
		"with the unit described":   `x:1 a vf:Intent; vf:action vf:transfer; vf:resourceQuantity [ vf:hasNumericalValue 5.10; vf:hasUnit [ a vf:Unit; vf:label "kilo"; vf:omUnitIdentifier "` + om2 + `kilogram" ] ] .`,
		"with words and plain text": `x:1 a vf:Intent; vf:action "transfer"; vf:resourceQuantity [ vf:hasNumericalValue "5.10"; vf:hasUnit "kilogram" ] .`,
		"under another namespace":   `<https://x.example/1> a <http://w3id.org/valueflows/ont/vf#Intent>; <https://w3id.org/valueflows#action> <https://w3id.org/valueflows#transfer>; <http://w3id.org/valueflows/ont/vf#resourceQuantity> [ vf:hasNumericalValue 5.10; vf:hasUnit om2:kilogram ] .`,
	} {
		t.Run(name, func(t *testing.T) { equal(t, read(t, turtle), want) })
	}
}

func TestOfInversePropertiesTheSingleOneIsKept(t *testing.T) {
	process := vocab.New(vf.Process, "https://x.example/p")
	event := vocab.New(vf.EconomicEvent, "https://x.example/e").With(vf.InputOf, vocab.Ref("https://x.example/p"))
	equal(t, read(t, `x:p a vf:Process; vf:hasInput x:e . x:e a vf:EconomicEvent .`), process, event)
	equal(t, read(t, `x:p a vf:Process; vf:hasInput x:e . x:e a vf:EconomicEvent; vf:inputOf x:p .`), process, event)
	// What the document does not describe, or contradicts, stays as it was said.
	said := process.With(vf.HasInput, vocab.Ref("https://x.example/e"))
	equal(t, read(t, `x:p a vf:Process; vf:hasInput x:e .`), said)
	other := vocab.New(vf.EconomicEvent, "https://x.example/e").With(vf.InputOf, vocab.Ref("https://x.example/q"))
	equal(t, read(t, `x:p a vf:Process; vf:hasInput x:e . x:e a vf:EconomicEvent; vf:inputOf x:q .`), said, other)
}

func TestListsAreTheirValuesInOrder(t *testing.T) {
	want := vocab.New(vf.Process, "https://x.example/p").With(vf.ClassifiedAs, vocab.Text("b"), vocab.Text("a"))
	got := read(t, `x:p a vf:Process; vf:classifiedAs ( "b" "a" ) .`)
	equal(t, got, want)
	if values := got[0].All(vf.ClassifiedAs); len(values) != 2 || values[0].Text() != "b" {
		t.Errorf("%v", values)
	}
	// A list that never ends is read to where it bites its tail.
	equal(t, read(t, `x:p a vf:Process; vf:classifiedAs _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "b"; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .`),
		vocab.New(vf.Process, "https://x.example/p").With(vf.ClassifiedAs, vocab.Text("b")))
}

func TestThingsThatContainEachOtherAreReadOnce(t *testing.T) {
	got := read(t, `_:a <https://y.example/p> _:b . _:b <https://y.example/p> _:a . x:1 a vf:Intent; <https://y.example/q> _:a .`)
	if len(got) != 1 || len(got[0].Extra()) != 1 || got[0].Extra()[0].Value.Part() == nil {
		t.Errorf("%s", statements(got))
	}
	if alone := read(t, `_:a <https://y.example/p> _:b . _:b <https://y.example/p> _:a .`); len(alone) == 0 {
		t.Error("nothing is left of two blank nodes that lead to each other")
	}
}

func TestMisspeltTermsAreNamed(t *testing.T) {
	quads, err := rdf.Read(strings.NewReader(prefixes+`x:1 a vf:Intent; vf:actoin vf:transfer; <https://y.example/p> 1 .`), rdf.Turtle, "", rdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := graph.Resources(model.Vocabulary, quads)
	if err == nil || !strings.Contains(err.Error(), "vf#actoin: is not a term of that vocabulary") {
		t.Errorf("%v", err)
	}
	equal(t, got, vocab.New(vf.Intent, "https://x.example/1").
		WithExtra(vocab.Statement{Property: "https://y.example/p", Value: vocab.Int(1)}))
}

func TestPartsAreNamedAfterTheirPlace(t *testing.T) {
	r := intent.
		With(vf.ResourceQuantity, measure("1", "one")).
		WithExtra(
			vocab.Statement{Property: "https://y.example/part", Value: measure("2", "one")},
			vocab.Statement{Property: "https://y.example/part", Value: measure("3", "one")})
	var subjects []string
	for _, q := range graph.Quads(r) {
		if !slices.Contains(subjects, q.S.Value) {
			subjects = append(subjects, q.S.Value)
		}
	}
	want := []string{"https://x.example/1", "https://x.example/1#resourceQuantity", "https://x.example/1#part", "https://x.example/1#part-2"}
	if !slices.Equal(subjects, want) {
		t.Errorf("%q", subjects)
	}
	// An IRI has one fragment only.
	inner := graph.Quads(r.WithID("https://x.example/p#primary"))
	if id := inner[2].O.Value; id != "https://x.example/p#primary-resourceQuantity" {
		t.Errorf("%s", id)
	}
}

func TestPartsOfOneKindAreNamedForIt(t *testing.T) {
	element := model.Vocabulary.Class("StateElement")
	kind := model.Vocabulary.Property("elementKind")
	part := vocab.New(element, "").With(kind, vocab.Ref("https://w3id.org/primitives-framework#el-goals"))
	ids := graph.NewPartIDs("https://x.example/state")
	for _, want := range []vocab.IRI{"https://x.example/state#el-goals", "https://x.example/state#el-goals-2"} {
		if got := ids.Next("https://w3id.org/primitives-framework#hasElement", part); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
