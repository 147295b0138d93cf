package contexts_test

import (
	"strings"
	"testing"

	"tributary/contexts"
)

func TestContextsAreKnownByTheHashInTheirName(t *testing.T) {
	native := contexts.Native()
	if !strings.HasPrefix(native.Name, "native-") || len(native.Bytes) == 0 {
		t.Fatalf("the native context is %q", native.Name)
	}
	if d, ok := contexts.ByHash("native", native.Hash()); !ok || d.Name != native.Name {
		t.Errorf("%s is not found by its hash", native.Name)
	}
	if d, ok := contexts.ByURL("https://anyone.example/contexts/" + native.Name); !ok || d.Name != native.Name {
		t.Errorf("%s is not found at another origin", native.Name)
	}
	for _, url := range []string{
		"https://anyone.example/" + native.Name,
		"https://anyone.example/contexts/native-0000000000000000.jsonld",
		"https://anyone.example/contexts/../contexts.go",
		"https://anyone.example/contexts/native-.jsonld",
		"/contexts/" + native.Name,
		"file:///contexts/" + native.Name,
	} {
		if d, ok := contexts.ByURL(url); ok {
			t.Errorf("%s is taken for %s", url, d.Name)
		}
	}
}

func TestTheContextForMessagesDiffersFromTheNativeOne(t *testing.T) {
	if as := contexts.ActivityStreams(); !strings.HasPrefix(as.Name, "as-") || as.Hash() == contexts.Native().Hash() {
		t.Errorf("the context for messages is %q", as.Name)
	}
}
