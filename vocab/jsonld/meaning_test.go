package jsonld_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/rdf"
)

var asContextURL = "https://node.example/contexts/" + contexts.ActivityStreams().Name

// An independent processor, given the published context, must see in what we write the statements
// that we say it makes.
func TestLinkedDataMeansItsStatements(t *testing.T) {
	each(t, few, func(t *testing.T, r *vocab.Resource) {
		body := jsonld.Document(r, nativeURL)
		got, want := statements(t, body), graph.Quads(r)
		if same, err := rdf.Isomorphic(got, lowered(want)); err != nil || !same {
			t.Fatalf("%v\n%s\nmeans\n%s\nnot\n%s", err, body, lines(got), lines(want))
		}
	})
}

func TestProfilesMeanTheSame(t *testing.T) {
	each(t, few, func(t *testing.T, r *vocab.Resource) {
		want := lowered(graph.Quads(r))
		for _, body := range [][]byte{jsonld.Expanded(r), jsonld.Flattened(r)} {
			got := statements(t, body)
			if same, err := rdf.Isomorphic(got, want); err != nil || !same {
				t.Fatalf("%v\n%s\nmeans\n%s\nnot\n%s", err, body, lines(got), lines(want))
			}
		}
	})
}

func TestSeveralResourcesMeanTheirStatementsTogether(t *testing.T) {
	var all []*vocab.Resource
	var want []rdf.Quad
	each(t, few, func(t *testing.T, r *vocab.Resource) {
		all = append(all, r)
		want = graph.Append(want, r)
	})
	all, want = all[:40], nil
	for _, r := range all {
		want = graph.Append(want, r)
	}
	got := statements(t, jsonld.Documents(all, nativeURL))
	if same, err := rdf.Isomorphic(got, lowered(want)); err != nil || !same {
		t.Fatalf("%v: %d statements, not %d", err, len(got), len(want))
	}
}

func TestBothWaysOfReadingAgree(t *testing.T) {
	each(t, few, func(t *testing.T, r *vocab.Resource) {
		for _, body := range [][]byte{jsonld.Document(r, nativeURL), jsonld.ActivityStreams(r, asContextURL)} {
			if !jsonld.TakesTable(body, jsonld.Options{}) {
				t.Fatalf("needs general expansion:\n%s", body)
			}
			agree(t, body)
		}
	})
}

// agree reads a body both ways.
func agree(t *testing.T, body []byte) {
	t.Helper()
	byTable, err := jsonld.Read(body, jsonld.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	general, err := jsonld.ReadGeneral(body, jsonld.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	if len(byTable.Resources) != len(general.Resources) {
		t.Fatalf("%s\nby table\n%s\nby expansion\n%s", body, show(byTable.Resources), show(general.Resources))
	}
	for i, r := range byTable.Resources {
		if !r.Equal(general.Resources[i]) {
			t.Fatalf("%s\nby table\n%s\nby expansion\n%s", body, show(byTable.Resources), show(general.Resources))
		}
	}
}

// A message reads back as the resource it was made from, apart from what ActivityStreams cannot
// say: a class of the model that is one of its own is written by the same name.
func TestMessagesReadBack(t *testing.T) {
	each(t, few, func(t *testing.T, r *vocab.Resource) {
		body := jsonld.ActivityStreams(r, asContextURL)
		same(t, r, body, jsonld.Options{})
	})
}

func TestMessagesAreWhatPlainPeersExpect(t *testing.T) {
	body := jsonld.ActivityStreams(event(), asContextURL)
	var message map[string]any
	if err := json.Unmarshal(body, &message); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"type": "EconomicEvent", "action": "transfer",
		"provider": "https://node.example/groups/garden",
		"fulfills": "https://node.example/id/commitment/01JDQX7W0000000000000000AE",
	} {
		if message[key] != want {
			t.Errorf("%s is %v, not %v", key, message[key], want)
		}
	}
	quantity, _ := message["resourceQuantity"].(map[string]any)
	if len(quantity) != 2 || quantity["hasUnit"] != "kilogram" || quantity["hasNumericalValue"] != "12.500" {
		t.Errorf("resourceQuantity is %v", quantity)
	}
}

// statements are what json-gold sees in a document, with the contexts that are published.
func statements(t *testing.T, body []byte) []rdf.Quad {
	t.Helper()
	var input any
	if err := json.Unmarshal(body, &input); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = jsonld.BuiltIn()
	options.Format = "application/n-quads"
	out, err := ld.NewJsonLdProcessor().ToRDF(input, options)
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	quads, err := rdf.Read(strings.NewReader(out.(string)), rdf.NQuads, "", rdf.Limits{})
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return quads
}

// lowered has language tags in lower case, as json-gold writes them: tags differ in case only for
// the eye.
func lowered(quads []rdf.Quad) []rdf.Quad {
	for i := range quads {
		quads[i].O.Lang = strings.ToLower(quads[i].O.Lang)
	}
	return quads
}

func lines(quads []rdf.Quad) string {
	var b bytes.Buffer
	for _, q := range quads {
		b.WriteString(q.String() + "\n")
	}
	return b.String()
}
