package shacl_test

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"testing"

	"tributary/vocab/model"
	"tributary/vocab/rdf"
	"tributary/vocab/shacl"
)

var update = flag.Bool("update", false, "write the golden files")

func TestPublishedShapesAreAsReviewed(t *testing.T) {
	for file, quads := range map[string][]rdf.Quad{
		"../../contexts/shapes.ttl":        shapes,
		"../../contexts/shapes-strict.ttl": strict,
	} {
		prefixes := model.Prefixes()
		maps.Copy(prefixes, shacl.Prefixes())
		var b bytes.Buffer
		if err := rdf.Write(&b, rdf.Turtle, quads, prefixes); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s is stale: go test ./vocab/shacl -update", file)
		}
	}
}
