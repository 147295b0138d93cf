package jsonld_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/vf"
	"tributary/vocab/vocabtest"
)

var nativeURL = "https://node.example/contexts/" + contexts.Native().Name

// each runs a property over generated resources of every class.
func each(t *testing.T, property func(t *rapid.T, r *vocab.Resource)) {
	t.Helper()
	for _, class := range vocabtest.Classes(model.Vocabulary) {
		t.Run(class.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { property(t, vocabtest.Generate(t, model.Vocabulary, class)) })
		})
	}
}

func TestKeptFormReadsBack(t *testing.T) {
	each(t, func(t *rapid.T, r *vocab.Resource) {
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
	each(t, func(t *rapid.T, r *vocab.Resource) {
		body := jsonld.Document(r, nativeURL)
		same(t, r, body, jsonld.Options{})
	})
}

func TestKeptFormReadsBackAsABodyWithoutContext(t *testing.T) {
	each(t, func(t *rapid.T, r *vocab.Resource) {
		same(t, r, jsonld.Append(nil, r), jsonld.Options{})
	})
}

func TestStatementsReadBack(t *testing.T) {
	each(t, func(t *rapid.T, r *vocab.Resource) {
		back, err := graph.Resources(model.Vocabulary, graph.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		if len(back) != 1 || !back[0].Equal(r) {
			t.Fatalf("came back as\n%s\nfrom\n%s", show(back), jsonld.Append(nil, r))
		}
	})
}

func TestGeneratedResourcesPassTheVocabulary(t *testing.T) {
	r := vocab.New(vf.Process, "https://node.example/id/process/1")
	if problems := model.Vocabulary.Check(r); len(problems) > 0 {
		t.Fatal(problems)
	}
}

// same reads a body, which describes r and nothing else.
func same(t interface {
	Helper()
	Fatalf(string, ...any)
}, r *vocab.Resource, body []byte, opt jsonld.Options) {
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
