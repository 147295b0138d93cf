package postgres_test

import (
	"context"
	"flag"
	"testing"

	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/storagetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// onServer makes a schema that a test may open more than once.
func onServer(t testing.TB) storagetest.Database {
	dsn := storagetest.Postgres(t)
	return func(t testing.TB, opt storage.Options) *storage.DB {
		t.Helper()
		db, err := postgres.Open(context.Background(), dsn, opt)
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
}

func TestConformance(t *testing.T) { storagetest.Run(t, onServer) }

func BenchmarkUpdate64(b *testing.B) { storagetest.BenchmarkUpdate64(b, onServer(b)) }

func TestSchemaIsTheGoldenOne(t *testing.T) {
	storagetest.Schema(t, onServer(t), "testdata/schema.txt", *update)
}
