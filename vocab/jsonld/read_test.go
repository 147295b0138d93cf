package jsonld_test

import (
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/jsonld"
)

const om2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"

// What is written on the left is kept as what stands on the right: one resource a line.
var readings = []struct{ name, body, kept string }{
	{"Numbers keep their text",
		`{"id": "https://x.example/1", "type": "SpatialThing", "lat": 5.10, "long": 1.5e1, "alt": "0.1"}`,
		`{"id":"https://x.example/1","type":"SpatialThing","lat":"5.10","long":"15","alt":"0.1"}`},
	{"Nothing comes of null",
		`{"id": "https://x.example/1", "type": "Person", "name": null, "note": {"@value": null}}`,
		`{"id":"https://x.example/1","type":"Person"}`},
	{"An action may be a name, an old name, or an IRI of another address",
		`[{"id": "https://x.example/1", "type": "Intent", "action": "transfer"},
		  {"id": "https://x.example/2", "type": "Intent", "action": "pack"},
		  {"id": "https://x.example/3", "type": "Intent", "action": "https://w3id.org/valueflows#transfer"},
		  {"id": "https://x.example/4", "type": "Intent", "http://w3id.org/valueflows/ont/vf#action": "deliver-service"}]`,
		`{"id":"https://x.example/1","type":"Intent","action":"transfer"}
{"id":"https://x.example/2","type":"Intent","action":"combine"}
{"id":"https://x.example/3","type":"Intent","action":"transfer"}
{"id":"https://x.example/4","type":"Intent","action":"deliverService"}`},
	{"A unit may be described in place",
		`{"id": "https://x.example/1", "type": "Intent", "resourceQuantity": {"hasNumericalValue": 1,
		   "hasUnit": {"type": "Unit", "label": "kilo", "omUnitIdentifier": "` + om2 + `kilogram"}}}`,
		`{"id":"https://x.example/1","type":"Intent","resourceQuantity":{"type":"Measure","hasNumericalValue":"1","hasUnit":"kilogram"}}`},
	{"A unit of one's own that stands for a known one is that one",
		`[{"id": "https://x.example/1", "type": "Intent", "effortQuantity": {"hasNumericalValue": 1, "hasUnit": "https://x.example/h"}},
		  {"id": "https://x.example/h", "type": "Unit", "label": "h", "omUnitIdentifier": "om2:hour"}]`,
		`{"id":"https://x.example/1","type":"Intent","effortQuantity":{"type":"Measure","hasNumericalValue":"1","hasUnit":"hour"}}
{"id":"https://x.example/h","type":"Unit","label":"h","omUnitIdentifier":"om2:hour"}`},
	{"A quantity may stand beside its owner",
		`[{"id": "https://x.example/1", "type": "Intent", "resourceQuantity": "https://x.example/1#q"},
		  {"id": "https://x.example/1#q", "type": "Measure", "hasNumericalValue": "1"}]`,
		`{"id":"https://x.example/1","type":"Intent","resourceQuantity":{"type":"Measure","hasNumericalValue":"1"}}`},
	{"A thing described inside another comes after it, and inverse properties point one way",
		`{"id": "https://x.example/p", "type": "Process", "hasInput": [{"id": "https://x.example/e", "type": "EconomicEvent"}, "https://y.example/e"]}`,
		`{"id":"https://x.example/p","type":"Process","hasInput":["https://y.example/e"]}
{"id":"https://x.example/e","type":"EconomicEvent","inputOf":"https://x.example/p"}`},
	{"A thing without a name gets one where others refer to it",
		`{"type": "Process", "hasInput": {"type": "EconomicEvent", "action": "use"}}`,
		`{"id":"_:thing2","type":"Process"}
{"id":"_:thing1","type":"EconomicEvent","action":"use","inputOf":"_:thing2"}`},
	{"A list is its values in order",
		`{"@context": {"p": {"@id": "https://x.example/p", "@container": "@list"}}, "@id": "https://x.example/1", "p": ["b", "a"]}`,
		`{"id":"https://x.example/1","https://x.example/p":["b","a"]}`},
	{"Reverse statements belong to the other thing",
		`{"@context": {"@vocab": "https://x.example/"}, "@id": "https://x.example/1", "a": "x", "@reverse": {"p": {"@id": "https://x.example/2"}}}`,
		`{"id":"https://x.example/1","https://x.example/a":"x"}
{"id":"https://x.example/2","https://x.example/p":{"id":"https://x.example/1"}}`},
	{"Named graphs and included blocks are read too",
		`{"@context": {"@vocab": "https://x.example/"}, "@id": "https://x.example/g", "a": "x", "@graph": [{"@id": "https://x.example/1", "a": "y"}], "@included": {"@id": "https://x.example/2", "a": "z"}}`,
		`{"id":"https://x.example/g","https://x.example/a":"x"}
{"id":"https://x.example/1","https://x.example/a":"y"}
{"id":"https://x.example/2","https://x.example/a":"z"}`},
	{"JSON stays JSON",
		`{"@context": {"j": {"@id": "https://x.example/j", "@type": "@json"}}, "@id": "https://x.example/1", "j": {"b": 1.50, "a": [null, true]}}`,
		`{"id":"https://x.example/1","https://x.example/j":{"@value":"{\"a\":[null,true],\"b\":1.5}","@type":"http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"}}`},
	{"Languages stay with their text",
		`{"@context": "https://www.w3.org/ns/activitystreams", "id": "https://x.example/1", "type": "Note", "summaryMap": {"en": "bread", "pt-BR": "pão"}}`,
		`{"id":"https://x.example/1","type":"Note","summary":[{"@value":"bread","@language":"en"},{"@value":"pão","@language":"pt-BR"}]}`},
	{"Prefixes count in references that came as text",
		`{"@context": [{"@vocab": "http://w3id.org/valueflows/ont/vf#"}, {"a": "https://a.example/"}], "@id": "a:1", "@type": "Intent", "provider": "a:ana"}`,
		`{"id":"https://a.example/1","type":"Intent","provider":"https://a.example/ana"}`},
	{"A foreign type is kept beside ours, the most specific of which counts",
		`{"id": "https://x.example/1", "type": ["Agent", "https://y.example/T", "Organization"]}`,
		`{"id":"https://x.example/1","type":["Organization","https://w3id.org/valueflows/ont/vf#Agent","https://y.example/T"]}`},
	{"An actor is an agent of the same name",
		`{"@context": "https://www.w3.org/ns/activitystreams", "id": "https://x.example/1", "type": "Person", "name": "Ana", "inbox": "https://x.example/1/inbox"}`,
		`{"id":"https://x.example/1","type":"Person","name":"Ana","inbox":"https://x.example/1/inbox"}`},
	{"A thing of unknown kind is kept",
		`{"@context": {"@vocab": "https://x.example/"}, "@id": "https://x.example/1", "@type": "T", "p": {"q": 2}}`,
		`{"id":"https://x.example/1","type":["https://x.example/T"],"https://x.example/p":{"https://x.example/q":{"@value":"2","@type":"xsd:integer"}}}`},
	{"Repeats are kept",
		`[{"id": "https://x.example/1", "type": "Person", "note": "before"}, {"id": "https://x.example/1", "type": "Person", "note": "after"}]`,
		`{"id":"https://x.example/1","type":"Person","note":"before"}
{"id":"https://x.example/1","type":"Person","note":"after"}`},
	{"An IRI among tags is a reference",
		`{"id": "https://x.example/1", "type": "Process", "classifiedAs": ["midsize", "https://www.wikidata.org/entity/Q1"]}`,
		`{"id":"https://x.example/1","type":"Process","classifiedAs":["midsize",{"id":"https://www.wikidata.org/entity/Q1"}]}`},
}

func TestReadings(t *testing.T) {
	for _, r := range readings {
		t.Run(r.name, func(t *testing.T) {
			for _, read := range []func([]byte, jsonld.Options) (*jsonld.Reading, error){jsonld.Read, jsonld.ReadGeneral} {
				doc, err := read([]byte(r.body), jsonld.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.TrimSpace(show(doc.Resources)); got != r.kept {
					t.Errorf("is\n%s\nnot\n%s", got, r.kept)
				}
			}
		})
	}
}

func TestTheContextHandedOverCountsWhereABodyHasNone(t *testing.T) {
	as := jsonld.Options{Context: []byte(`["https://www.w3.org/ns/activitystreams", "` + asContextURL + `"]`)}
	for body, want := range map[string]string{
		`{"id": "https://x.example/1", "type": "Note", "anything": 5}`: `{"id":"https://x.example/1","type":"Note"}`,
		`{"@context": {"T": "https://y.example/T"}, "@type": "T"}`:     `{"type":["https://y.example/T"]}`,
	} {
		doc, err := jsonld.Read([]byte(body), as)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(show(doc.Resources)); got != want {
			t.Errorf("is %s, not %s", got, want)
		}
	}
}

func TestRelativeNamesAreResolvedAgainstTheBase(t *testing.T) {
	body := `{"id": "", "type": "Intent", "provider": "../ana", "receiver": "#me"}`
	for _, read := range []func([]byte, jsonld.Options) (*jsonld.Reading, error){jsonld.Read, jsonld.ReadGeneral} {
		doc, err := read([]byte(body), jsonld.Options{Base: "https://x.example/a/b"})
		if err != nil {
			t.Fatal(err)
		}
		want := `{"id":"https://x.example/a/b","type":"Intent","provider":"https://x.example/ana","receiver":"https://x.example/a/b#me"}`
		if got := strings.TrimSpace(show(doc.Resources)); got != want {
			t.Errorf("is %s", got)
		}
	}
}

func TestRootsAreWhatStandsAtTheTop(t *testing.T) {
	doc, err := jsonld.Read([]byte(`{"@graph": [
		{"id": "https://x.example/p", "type": "Process", "hasInput": {"id": "https://x.example/e", "type": "EconomicEvent"}},
		{"id": "https://x.example/q", "type": "Process"}]}`), jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var roots []vocab.IRI
	for _, r := range doc.Roots {
		roots = append(roots, r.ID())
	}
	if len(roots) != 2 || roots[0] != "https://x.example/p" || roots[1] != "https://x.example/q" || len(doc.Resources) != 3 {
		t.Errorf("roots %v of %d resources", roots, len(doc.Resources))
	}
}
