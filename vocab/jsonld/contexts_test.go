package jsonld_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/contexts"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
)

var update = flag.Bool("update", false, "write the golden files")

const contextsFolder = "../../contexts"

func TestContextsOfTheModelArePublished(t *testing.T) {
	for kind, bytes := range map[string][]byte{
		"native": jsonld.NativeContext(model.Vocabulary),
		"as":     jsonld.ASContext(model.Vocabulary),
	} {
		if *update {
			publish(t, kind, bytes)
			continue
		}
		name := contexts.Name(kind, bytes)
		if _, ok := contexts.ByName(name); !ok {
			t.Errorf("%s is not in /contexts: run go test ./vocab/jsonld -update, then test again", name)
		}
	}
	if !*update && contexts.Native().Name != contexts.Name("native", jsonld.NativeContext(model.Vocabulary)) {
		t.Errorf("current native context is %s", contexts.Native().Name)
	}
	if !*update && contexts.ActivityStreams().Name != contexts.Name("as", jsonld.ASContext(model.Vocabulary)) {
		t.Errorf("current context for ActivityStreams is %s", contexts.ActivityStreams().Name)
	}
}

// publish writes a context, and removes the one of its kind that was never released.
func publish(t *testing.T, kind string, b []byte) {
	t.Helper()
	old, err := filepath.Glob(filepath.Join(contextsFolder, kind+"-*.jsonld"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range old {
		if contexts.Released(filepath.Base(path)) {
			continue
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(contextsFolder, contexts.Name(kind, b)), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestNamesOfContextsCarryTheirHash(t *testing.T) {
	for _, d := range contexts.All() {
		if !strings.HasSuffix(d.Name, ".jsonld") {
			continue
		}
		kind, _, _ := strings.Cut(d.Name, "-")
		if want := contexts.Name(kind, d.Bytes); d.Name != want {
			t.Errorf("%s should be called %s", d.Name, want)
		}
		if !strings.HasPrefix(d.SHA256, d.Hash()) {
			t.Errorf("%s has the hash %s", d.Name, d.SHA256)
		}
		found, ok := contexts.ByURL("https://anyone.example/contexts/" + d.Name)
		if !ok || !bytes.Equal(found.Bytes, d.Bytes) {
			t.Errorf("%s is not known at another origin", d.Name)
		}
	}
}
