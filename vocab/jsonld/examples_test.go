package jsonld_test

import (
	"os"
	"path/filepath"
	"testing"

	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

// The examples of ValueFlows are read without an error, and nothing in them stays a mere string
// where a thing is meant.
func TestExamplesOfValueFlowsAreRead(t *testing.T) {
	files, err := filepath.Glob("../vf/testdata/valueflows/*.jsonld")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d examples: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonld.Read(body, jsonld.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Resources) == 0 {
				t.Fatal("describes nothing")
			}
			for _, r := range doc.Resources {
				if r.Class() == nil {
					t.Errorf("%s has no class", r.ID())
				}
				for p, values := range r.Fields() {
					for _, v := range values {
						if p.Refers() && v.Kind() == vocab.Literal {
							t.Errorf("%s %s is the text %q", r.ID(), p, v.Text())
						}
					}
				}
				if len(r.Extra()) > 0 {
					t.Errorf("%s has undeclared statements %v", r.ID(), r.Extra())
				}
			}
			agree(t, body)
		})
	}
}

func TestFlowsNestedInAProcessComeAfterItAndPointBack(t *testing.T) {
	body, err := os.ReadFile("../vf/testdata/valueflows/production--manufacturing.jsonld")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonld.Read(body, jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	flows, process := 0, vocab.IRI("")
	for _, r := range doc.Resources {
		if r.Class() == vf.Process {
			process = r.ID()
			if r.Has(vf.HasInput) || r.Has(vf.HasOutput) {
				t.Errorf("%s still lists its flows", r.ID())
			}
		}
		if r.Class() == vf.EconomicEvent {
			if r.Get(vf.InputOf).IRI() != process && r.Get(vf.OutputOf).IRI() != process || process == "" {
				t.Errorf("%s does not point to its process", r.ID())
			}
			flows++
		}
	}
	if flows < 5 {
		t.Errorf("%d flows", flows)
	}
}

// Messages in the shape of the proposals for federated economic networks, each under a context of
// its own, become resources of the model.
func TestMessagesOfOtherSoftwareAreRead(t *testing.T) {
	const market = `{"@context": ["https://www.w3.org/ns/activitystreams", {
		"om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/", "vf": "https://w3id.org/valueflows/ont/vf#",
		"Proposal": "vf:Proposal", "Intent": "vf:Intent", "action": "vf:action", "purpose": "vf:purpose", "unitBased": "vf:unitBased",
		"publishes": "vf:publishes", "resourceQuantity": "vf:resourceQuantity", "hasUnit": "om2:hasUnit", "hasNumericalValue": "om2:hasNumericalValue"}],
		"type": "Proposal", "id": "https://market.example/p/1", "purpose": "offer", "unitBased": "true", "name": "Apples",
		"attributedTo": "https://market.example/ana",
		"publishes": {"type": "Intent", "id": "https://market.example/p/1#primary", "action": "deliver-service",
			"resourceQuantity": {"hasUnit": "second", "hasNumericalValue": 5.10}}}`
	doc, err := jsonld.Read([]byte(market), jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Resources) != 2 || len(doc.Roots) != 1 {
		t.Fatalf("%d resources, %d roots", len(doc.Resources), len(doc.Roots))
	}
	proposal, intent := doc.Resources[0], doc.Resources[1]
	quantity := intent.Get(vf.ResourceQuantity).Part()
	for _, check := range []struct{ got, want vocab.Value }{
		{proposal.Get(vf.Purpose), vocab.Ref(vf.ValueOffer.IRI)},
		{proposal.Get(vf.UnitBased), vocab.Bool(true)},
		{proposal.Get(vf.Name), vocab.Text("Apples")},
		{proposal.Get(vf.Publishes), vocab.Ref("https://market.example/p/1#primary")},
		{intent.Get(vf.HasAction), vocab.Ref(vf.DeliverService.IRI)},
		{quantity.Get(vf.HasUnit), vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/second-Time")},
		{quantity.Get(vf.HasNumericalValue), vocab.Number("5.10")},
	} {
		if !check.got.Equal(check.want) {
			t.Errorf("%v, not %v", check.got, check.want)
		}
	}
	if quantity.Class() != vf.Measure {
		t.Errorf("the quantity is a %s", quantity.Class())
	}
}

// Where no thing is described twice, the statements of an example give the same resources as the
// example itself.
func TestExamplesMeanTheSameInEverySyntax(t *testing.T) {
	files, err := filepath.Glob("../vf/testdata/valueflows/*.jsonld")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonld.Read(body, jsonld.Options{})
		if err != nil {
			t.Fatal(err)
		}
		byID := map[vocab.IRI]*vocab.Resource{}
		for _, r := range doc.Resources {
			byID[r.ID()] = r
		}
		if len(byID) < len(doc.Resources) {
			continue // snapshots of one thing
		}
		compared++
		others, err := graph.Resources(model.Vocabulary, statements(t, body))
		if err != nil {
			t.Fatal(err)
		}
		if len(others) != len(byID) {
			t.Errorf("%s: %d resources, not %d", file, len(others), len(byID))
		}
		for _, r := range others {
			if !r.Equal(byID[r.ID()]) {
				t.Errorf("%s:\n%s\nis by statements\n%s", file, show([]*vocab.Resource{byID[r.ID()]}), show([]*vocab.Resource{r}))
			}
		}
	}
	if compared < 10 {
		t.Errorf("only %d examples were compared", compared)
	}
}
