package sqlite_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// inFile makes a database file that a test may open more than once. Its name is one that has to be
// quoted in a URI.
func inFile(t testing.TB) storagetest.Database {
	path := filepath.Join(t.TempDir(), "a node?mode=memory&100%.db")
	return func(t testing.TB, opt storage.Options) *storage.DB { return open(t, path, opt) }
}

func open(t testing.TB, path string, opt storage.Options) *storage.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestConformance(t *testing.T) { storagetest.Run(t, inFile) }

func BenchmarkUpdate64(b *testing.B) { storagetest.BenchmarkUpdate64(b, inFile(b)) }

func TestFilesAreTheirOwnersAlone(t *testing.T) {
	folder := t.TempDir()
	db := open(t, filepath.Join(folder, "node.db"), storage.Options{})
	if err := db.SetMeta(context.Background(), "base", []byte("x")); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestSchemaIsTheGoldenOne(t *testing.T) {
	storagetest.Schema(t, inFile(t), "testdata/schema.sql", *update)
}

func TestMemoryIsPrivateAndGoesWithItsHandle(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx := context.Background()
	one, two := open(t, ":memory:", storage.Options{}), open(t, ":memory:", storage.Options{})
	if err := one.SetMeta(ctx, "base", []byte("https://n.example")); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Meta(ctx, "base"); node.KindOf(err) != node.NotFound {
		t.Errorf("another private database has it too: %v", err)
	}
	for _, db := range []*storage.DB{one, two} {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("files are left: %v, %v", left, err)
	}
}
