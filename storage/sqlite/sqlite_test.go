package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
)

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
