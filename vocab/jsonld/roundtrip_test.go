package jsonld_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/vocabtest"
)

var nativeURL = "https://node.example/contexts/" + contexts.Native().Name

// drawn is how many resources of each class are tried. They are the same in every run.
const drawn = 5

// each tries a property on generated resources of every class.
func each(t *testing.T, property func(t *testing.T, r *vocab.Resource)) {
	t.Helper()
	for _, class := range vocabtest.Classes(model.Vocabulary) {
		resources := rapid.Custom(func(t *rapid.T) *vocab.Resource { return vocabtest.Generate(t, model.Vocabulary, class) })
		t.Run(class.Name, func(t *testing.T) {
			for seed := range drawn {
				property(t, resources.Example(seed))
			}
		})
	}
}

func TestKeptFormReadsBack(t *testing.T) {
	each(t, func(t *testing.T, r *vocab.Resource) {
		body := jsonld.Append(nil, r)
		back, err := jsonld.ReadStored(body)
		if err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
		if !back.Equal(r) {
			t.Fatalf("came back as\n%s\nfrom\n%s", jsonld.Append(nil, back), body)
		}
		if again := jsonld.Append(nil, back); !bytes.Equal(again, body) {
			t.Fatalf("second writing differs\n%s\n%s", again, body)
		}
	})
}

func TestLinkedDataReadsBack(t *testing.T) {
	each(t, func(t *testing.T, r *vocab.Resource) {
		body := jsonld.Document(r, nativeURL)
		same(t, r, body, jsonld.Options{})
	})
}

func TestKeptFormReadsBackAsABodyWithoutContext(t *testing.T) {
	each(t, func(t *testing.T, r *vocab.Resource) {
		same(t, r, jsonld.Append(nil, r), jsonld.Options{})
	})
}

func TestStatementsReadBack(t *testing.T) {
	each(t, func(t *testing.T, r *vocab.Resource) {
		back, err := graph.Resources(model.Vocabulary, graph.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		if len(back) != 1 || !back[0].Equal(r) {
			t.Fatalf("came back as\n%s\nfrom\n%s", show(back), jsonld.Append(nil, r))
		}
	})
}

func TestGeneratedValuesAreWhatTheVocabularyTakes(t *testing.T) {
	each(t, func(t *testing.T, r *vocab.Resource) {
		for _, p := range model.Vocabulary.Check(r) {
			if p.Message != "is required on "+r.Class().Name && !strings.Contains(p.Message, "required") {
				t.Logf("%s: %v", r.ID(), p)
			}
		}
	})
}

// same reads a body, which describes r and nothing else.
func same(t *testing.T, r *vocab.Resource, body []byte, opt jsonld.Options) {
	t.Helper()
	doc, err := jsonld.Read(body, opt)
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	if len(doc.Resources) != 1 || !doc.Resources[0].Equal(r) {
		t.Fatalf("came back as\n%s\nfrom\n%s", show(doc.Resources), body)
	}
}

func show(resources []*vocab.Resource) string {
	out := ""
	for _, r := range resources {
		out += fmt.Sprintf("%s\n", jsonld.Append(nil, r))
	}
	return out
}
