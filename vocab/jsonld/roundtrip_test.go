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
	"tributary/vocab/vocabtest"
)

var nativeURL = "https://node.example/contexts/" + contexts.Native().Name

// How many resources of each class are tried; fewer where json-gold reads them, which takes a
// thousand times as long. They are the same in every run.
const (
	drawn = 8
	few   = 2
)

// each tries a property on generated resources of every class.
func each(t *testing.T, times int, property func(t *testing.T, r *vocab.Resource)) {
	t.Helper()
	for _, class := range vocabtest.Classes(model.Vocabulary) {
		resources := rapid.Custom(func(t *rapid.T) *vocab.Resource { return vocabtest.Generate(t, model.Vocabulary, class) })
		t.Run(class.Name, func(t *testing.T) {
			for seed := range times {
				property(t, resources.Example(seed))
			}
		})
	}
}

func TestKeptFormReadsBack(t *testing.T) {
	each(t, drawn, func(t *testing.T, r *vocab.Resource) {
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
	each(t, drawn, func(t *testing.T, r *vocab.Resource) {
		body := jsonld.Document(r, nativeURL)
		same(t, r, body, jsonld.Options{})
	})
}

func TestKeptFormReadsBackAsABodyWithoutContext(t *testing.T) {
	each(t, drawn, func(t *testing.T, r *vocab.Resource) {
		same(t, r, jsonld.Append(nil, r), jsonld.Options{})
	})
}

func TestStatementsReadBack(t *testing.T) {
	each(t, drawn, func(t *testing.T, r *vocab.Resource) {
		back, err := graph.Resources(model.Vocabulary, graph.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		if len(back) != 1 || !back[0].Equal(r) {
			t.Fatalf("came back as\n%s\nfrom\n%s", show(back), jsonld.Append(nil, r))
		}
	})
}

// The generator is only worth something when its values are of the kinds that the rows allow. What
// rules demand beyond that it does not know.
func TestGeneratedValuesAreInTheirRanges(t *testing.T) {
	each(t, drawn, func(t *testing.T, r *vocab.Resource) {
		for p, values := range r.Fields() {
			for _, v := range values {
				if v.Kind() == vocab.Literal && len(p.Range) > 0 && !p.Holds(vocab.Datatype) {
					t.Errorf("%s %s is text", r.Class(), p)
				}
				if v.Kind() == vocab.Nested && !v.Part().Class().IsAny(p.Range) {
					t.Errorf("%s %s is a %s", r.Class(), p, v.Part().Class())
				}
			}
			if !p.Allows(r.Class()) || !p.Many && len(values) > 1 {
				t.Errorf("%s has %d %s", r.Class(), len(values), p)
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
