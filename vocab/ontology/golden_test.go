package ontology_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"tributary/vocab"
	"tributary/vocab/model"
	"tributary/vocab/ontology"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
)

var update = flag.Bool("update", false, "write the golden files")

func TestPublishedDocumentsAreAsReviewed(t *testing.T) {
	for file, text := range map[string][]byte{
		"../../contexts/ontology-pf.ttl":        turtle(t, pf.Schema),
		"../../contexts/ontology-tributary.ttl": turtle(t, own.Schema),
		"../../docs/vocabulary.md":              ontology.Markdown(model.Vocabulary),
	} {
		if *update {
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, want) {
			t.Errorf("%s is stale: go test ./vocab/ontology -update", file)
		}
	}
}

func turtle(t *testing.T, s *vocab.Schema) []byte {
	t.Helper()
	prefixes := model.Prefixes()
	for name, base := range ontology.Prefixes(s) {
		prefixes[name] = base
	}
	var b bytes.Buffer
	if err := rdf.Write(&b, rdf.Turtle, ontology.Document(s), prefixes); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
