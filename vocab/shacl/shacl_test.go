package shacl_test

import (
	"strings"
	"testing"

	"tributary/vocab/model"
	"tributary/vocab/rdf"
	"tributary/vocab/shacl"
)

var (
	shapes = shacl.Shapes(model.Vocabulary)
	strict = shacl.Strict(model.Vocabulary)
)

// event is a sound document of one event. Its agents and resources are described elsewhere.
const event = `
@prefix vf: <https://w3id.org/valueflows/ont/vf#> .
@prefix om2: <http://www.ontology-of-units-of-measure.org/resource/om-2/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#e> a vf:EconomicEvent ;
	vf:action vf:transfer ; vf:provider <ana> ; vf:receiver <bo> ;
	vf:resourceInventoriedAs <apples> ; vf:resourceQuantity <#q> ;
	vf:hasPointInTime "2026-03-21T09:30:00Z"^^xsd:dateTimeStamp ;
	vf:resourceClassifiedAs "fruit", <https://terms.example/apple> ;
	vf:note "red ones"@en .
<#q> a vf:Measure ; vf:hasUnit om2:kilogram ; vf:hasNumericalValue 5.10 .
`

func TestShapesFindWhatIsWrongInOneDocument(t *testing.T) {
	for _, c := range []struct {
		name         string
		cut, put     string // what of the sound document is replaced by what
		path, broken string // the one result; empty: none
	}{
		{name: "sound"},
		{"a missing required term", "vf:provider <ana> ;", "", "provider", "MinCount"},
		{"a repeated term", "<ana>", "<ana>, <eva>", "provider", "MaxCount"},
		{"a value outside a closed set", "vf:action vf:transfer", "vf:action vf:input", "action", "In"},
		{"text where a thing belongs", "<bo>", `"bo"`, "receiver", "NodeKind"},
		{"a wrong datatype", "^^xsd:dateTimeStamp", "", "hasPointInTime", "Datatype"},
		{"a number where text belongs", `"red ones"@en`, "5", "note", "Or"},
		{"a part that lacks something", "vf:hasUnit om2:kilogram ;", "", "resourceQuantity", "Node"},
		{"a thing of a class that another document would contradict", "vf:provider <ana>", "vf:provider <apples>", "", ""},
		{"a whole number as a decimal", "5.10", "5", "", ""},
		{"terms of other vocabularies", "vf:action", "<https://other.example/colour> \"red\" ; vf:action", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := read(t, strings.Replace(event, c.cut, c.put, 1))
			report := validate(t, shapes, data)
			// The part itself is a focus node, too: only what is said of the event counts.
			var found []string
			for _, r := range report.Results {
				if strings.HasSuffix(r.Focus.Value, "#e") {
					found = append(found, local(r.Path.Value)+" "+strings.TrimSuffix(r.Constraint, "ConstraintComponent"))
				}
			}
			want := strings.TrimSpace(c.path + " " + c.broken)
			if got := strings.Join(found, ", "); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
			if report.Conforms != (want == "") {
				t.Errorf("conforms: %v", report.Conforms)
			}
		})
	}
}

func TestStrictShapesFollowReferencesThroughTheDataset(t *testing.T) {
	const who = `
<ana> a vf:Person . <bo> a <https://w3id.org/primitives-framework#Cell> .
<apples> a vf:EconomicResource .
`
	for _, c := range []struct{ name, more, want string }{
		{"nothing else described", "", ""},
		{"described, of the right classes or of their subclasses", who, ""},
		{"of another class", strings.Replace(who, "vf:EconomicResource", "vf:Process", 1), "resourceInventoriedAs Or"},
		{"of several classes, one of them right", who + "<ana> a <https://schema.org/Person> .", ""},
	} {
		report := validate(t, strict, read(t, event+c.more))
		var found []string
		for _, r := range report.Results {
			found = append(found, local(r.Path.Value)+" "+strings.TrimSuffix(r.Constraint, "ConstraintComponent"))
		}
		if got := strings.Join(found, ", "); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

func TestShapesHaveNoBlankNodesAndNeverAskForAClassElsewhere(t *testing.T) {
	for _, q := range shapes {
		if q.S.Kind == rdf.KindBlank || q.O.Kind == rdf.KindBlank {
			t.Errorf("blank node in %s", q)
		}
		if local(q.P.Value) == "class" {
			t.Errorf("class constraint in %s", q)
		}
	}
}

func TestEveryClassWithAddressesHasAShape(t *testing.T) {
	targets := map[string]bool{}
	for _, q := range shapes {
		if local(q.P.Value) == "targetClass" {
			targets[q.O.Value] = true
		}
	}
	for _, s := range []string{"https://w3id.org/valueflows/ont/vf#EconomicEvent", "https://w3id.org/primitives-framework#Decision", "https://www.w3.org/ns/activitystreams#Create"} {
		if !targets[s] {
			t.Errorf("%s has no shape", s)
		}
	}
}

func TestResultsReadAsLines(t *testing.T) {
	report := validate(t, shapes, read(t, strings.Replace(event, "<bo>", `"bo"`, 1)))
	if len(report.Results) != 1 {
		t.Fatal(report.Results)
	}
	want := `<https://a.example/doc#e> <https://w3id.org/valueflows/ont/vf#receiver> "bo" NodeKind`
	if got := report.Results[0].String(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func read(t *testing.T, turtle string) []rdf.Quad {
	t.Helper()
	quads, err := rdf.Read(strings.NewReader(turtle), rdf.Turtle, "https://a.example/doc", rdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return quads
}

func validate(t *testing.T, shapes, data []rdf.Quad) shacl.Report {
	t.Helper()
	report, err := shacl.Validate(shapes, data)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func local(iri string) string { return iri[strings.LastIndexAny(iri, "#/")+1:] }
