package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
)

// tampered is a database made by this program and changed by hand afterwards.
func tampered(t *testing.T, statements ...string) (path string) {
	path = filepath.Join(t.TempDir(), "node.db")
	if err := open(t, path, storage.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	byHand(t, path, statements...)
	return path
}

func byHand(t *testing.T, path string, statements ...string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", path)
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

func TestForeignDatabasesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ statement, says string }{
		"newer": {
			`INSERT INTO migration VALUES (99, '0099_future.sql', 'x', 0)`,
			"made by a newer program, which took migration 0099_future.sql",
		},
		"other": {
			`UPDATE migration SET checksum = 'x' WHERE number = 1`,
			"a migration 0001_log.sql that differs from this program's",
		},
	} {
		_, err := sqlite.Open(context.Background(), tampered(t, c.statement), storage.Options{})
		if node.KindOf(err) != node.Conflict || !strings.Contains(node.MessageOf(err), c.says) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestBrokenOffMigrationStartsAgain(t *testing.T) {
	// given a database before the migration of accounts, in which something stands in its way
	path := tampered(t,
		`DELETE FROM migration WHERE number >= 2`, `DROP TABLE member`, `DROP TABLE secret`,
		`DROP TABLE lane`, `DROP TABLE job`, `DROP TABLE last_job`, `DROP TABLE policy_rule`, `DROP TABLE peer`,
		`DROP TABLE letter`, `DROP TABLE parcel`, `CREATE TABLE secret (x)`)

	// when it breaks off half way
	if _, err := sqlite.Open(context.Background(), path, storage.Options{}); err == nil {
		t.Fatal("the migration succeeded although a table was in its way")
	}

	// then nothing of it remains, and it succeeds once the way is free
	byHand(t, path, `CREATE TABLE member (x)`, `DROP TABLE member`, `DROP TABLE secret`)
	db := open(t, path, storage.Options{})
	if err := db.TouchSecret(context.Background(), "none", noon); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoDatabaseIsRefused(t *testing.T) {
	if _, err := sqlite.Open(context.Background(), t.TempDir(), storage.Options{}); node.KindOf(err) != node.Internal ||
		!strings.Contains(node.MessageOf(err), "database file") {
		t.Errorf("a folder: error is %v", err)
	}
}
