package crashtest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
)

const fileName = "tributary.db"

var ctx = context.Background()

type opener func(storage.Options) (*storage.DB, error)

// database is one that a test may open again, and change by hand.
type database struct {
	open        opener
	driver, dsn string
}

var engines = map[string]func(testing.TB) database{
	"sqlite":   inFile,
	"postgres": func(t testing.TB) database { return onServer(storagetest.Postgres(t)) },
}

func inFile(t testing.TB) database { return in(t.TempDir()) }

// in is the database of the node in a folder.
func in(folder string) database {
	path := filepath.Join(folder, fileName)
	return database{
		func(o storage.Options) (*storage.DB, error) { return sqlite.Open(ctx, path, o) }, "sqlite3", path,
	}
}

func onServer(dsn string) database {
	return database{
		func(o storage.Options) (*storage.DB, error) { return postgres.Open(ctx, dsn, o) }, "pgx", dsn,
	}
}

func inMemory(o storage.Options) (*storage.DB, error) { return sqlite.Open(ctx, ":memory:", o) }

// byHand runs statements beside the program.
func (d database) byHand(t testing.TB, statements ...string) {
	t.Helper()
	raw, err := sql.Open(d.driver, d.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, s := range statements {
		if _, err := raw.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}
