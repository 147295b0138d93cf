package ontology_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"tributary/vocab/model"
	"tributary/vocab/ontology"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

// says looks for a statement given as Turtle.
func says(t *testing.T, quads []rdf.Quad, statement string) bool {
	t.Helper()
	var head strings.Builder
	for name, base := range ontology.Prefixes(model.Vocabulary.Schemas...) {
		head.WriteString("@prefix " + name + ": <" + base + "> .\n")
	}
	want, err := rdf.Read(strings.NewReader(head.String()+statement+" ."), rdf.Turtle, "", rdf.Limits{})
	if err != nil || len(want) != 1 {
		t.Fatalf("%s: %d statements, %v", statement, len(want), err)
	}
	return slices.Contains(quads, want[0])
}

func TestDocumentSaysWhatTheRowsSay(t *testing.T) {
	doc := ontology.Document(vf.Schema)
	for statement, want := range map[string]bool{
		`vf:EconomicEvent a owl:Class`:                                 true,
		`vf:Person rdfs:subClassOf vf:Agent`:                           true,
		`vf:resourceQuantity a owl:ObjectProperty`:                     true,
		`vf:resourceQuantity rdfs:range vf:Measure`:                    true,
		`vf:hasEnd a owl:DatatypeProperty`:                             true,
		`vf:resourceClassifiedAs a owl:ObjectProperty`:                 false,
		`vf:resourceClassifiedAs a owl:DatatypeProperty`:               false,
		`vf:toLocation rdfs:domain vf:EconomicEvent`:                   true,
		`vf:provider schema:domainIncludes vf:Commitment`:              true,
		`vf:provider rdfs:domain vf:Commitment`:                        false,
		`vf:hasInput owl:inverseOf vf:inputOf`:                         true,
		`vf:inputOf owl:inverseOf vf:hasInput`:                         true,
		`vf:hasUnit rdfs:subPropertyOf om:hasUnit`:                     true,
		`vf:transfer a vf:Action`:                                      true,
		`vf:transfer vf:onhandEffect vf:decrementIncrement`:            true,
		`vf:transfer vf:stageEffect vf:update`:                         false,
		`vf:name schema:domainIncludes pf:Decision`:                    false,
		`vf:name schema:domainIncludes vf:Plan`:                        true,
		`<https://w3id.org/valueflows/ont/vf> a owl:Ontology`:          true,
		`<https://w3id.org/valueflows/ont/vf> owl:versionInfo "1.0.0"`: true,
	} {
		statement = strings.ReplaceAll(statement, "om:hasUnit", "<http://www.ontology-of-units-of-measure.org/resource/om-2/hasUnit>")
		if got := says(t, doc, statement); got != want {
			t.Errorf("%s: %v", statement, got)
		}
	}
}

func TestEveryTermOfEverySchemaIsDescribed(t *testing.T) {
	for _, s := range model.Vocabulary.Schemas {
		subjects := map[string]bool{}
		for _, q := range ontology.Document(s) {
			subjects[q.S.Value] = true
			if err := q.Check(); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
		for _, c := range s.Classes {
			if !subjects[string(c.IRI)] {
				t.Errorf("%s is not described", c.IRI)
			}
		}
		for _, p := range s.Properties {
			if !subjects[string(p.IRI)] {
				t.Errorf("%s is not described", p.IRI)
			}
		}
		for _, i := range s.Individuals {
			if !subjects[string(i.IRI)] {
				t.Errorf("%s is not described", i.IRI)
			}
		}
	}
}

func TestPageForPeopleNamesEveryTerm(t *testing.T) {
	text := ontology.Markdown(model.Vocabulary)
	for _, p := range model.Vocabulary.Properties() {
		if !bytes.Contains(text, []byte("| `"+p.Term+"` |")) {
			t.Errorf("%s is missing", p.Term)
		}
	}
	for _, line := range []string{
		"Address `/id/economic-event/ULID`, collection `economic-events` or `events`.",
		"| `provider` | Agent | ! | Who gives, works or hands over. |",
		"- `transferCustody`: A resource is handed over, while it stays the property of who had it.",
	} {
		if !bytes.Contains(text, []byte(line+"\n")) {
			t.Errorf("missing: %s", line)
		}
	}
}
