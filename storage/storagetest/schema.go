package storagetest

import (
	"context"
	"os"
	"testing"
)

// Schema compares the schema that all migrations make with a golden file, or rewrites that.
func Schema(t *testing.T, d Database, golden string, update bool) {
	got, err := d.open(t).Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the schema differs from %s; see it with -update:\n%s", golden, got)
	}
}
