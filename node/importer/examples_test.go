package importer_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const examples = "../../vocab/vf/testdata/valueflows"

func TestExamplesOfTheSpecification(t *testing.T) {
	files, err := filepath.Glob(examples + "/*.jsonld")
	if err != nil || len(files) != 35 {
		t.Fatalf("%d examples, %v; want 35", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonld")
		t.Run(name, func(t *testing.T) {
			n := nodetest.New(t)
			group := n.Group("library")
			before := n.Position()

			report, err := importer.Import(context.Background(), file, importer.Options{Node: n.Node, Group: group, Name: filepath.Base(file)})

			if err != nil {
				if node.KindOf(err) != node.Invalid {
					t.Errorf("%s: %v", node.KindOf(err), err)
				}
				if n.Position() != before {
					t.Error("something was stored")
				}
			} else {
				n.Sound()
			}
			var text bytes.Buffer
			report.WriteText(&text)
			golden(t, "testdata/reports/"+name+".txt", text.Bytes())
		})
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", path, got)
	}
}

var _ = fmt.Sprint
