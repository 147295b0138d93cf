package jsonld_test

import (
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
	"tributary/vocab/vocabtest"
)

func TestTheShortWayToNQuadsGivesWhatTheLongWayGives(t *testing.T) {
	for _, class := range vocabtest.Classes(model.Vocabulary) {
		t.Run(class.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := vocabtest.Generate(t, model.Vocabulary, class)
				body := jsonld.Append(nil, r)
				var want []byte
				for _, q := range graph.Quads(r) {
					want = rdf.AppendQuad(want, q)
				}
				got, err := jsonld.AppendNQuads(nil, body)
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != string(want) {
					t.Fatalf("%s\ngives\n%swant\n%s", body, got, want)
				}
			})
		})
	}
}

func BenchmarkAppendNQuads(b *testing.B) {
	body := jsonld.Append(nil, event())
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out, _ = jsonld.AppendNQuads(out[:0], body)
	}
}
