package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
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
		`DROP TABLE letter`, `DROP TABLE parcel`, `CREATE TABLE secret (x)`, beforeChain)

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

// beforeChain undoes the migration after which versions name the ones before them.
const beforeChain = `
DELETE FROM migration WHERE number >= 6;
DROP INDEX log_version;
ALTER TABLE log DROP COLUMN prev;
DROP TABLE edge_lately;
CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n > 1`

func TestVersionsFromBeforeTheChainAreFound(t *testing.T) {
	// given a database that has versions, and no chain of them
	path := filepath.Join(t.TempDir(), "node.db")
	db, err := sqlite.Open(context.Background(), path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(tx node.Tx) error {
		for n := 1; n <= 150; n++ {
			for _, id := range [...]vocab.IRI{"https://n.example/a", "https://n.example/b"} {
				v := node.Version{IRI: id, N: n, Class: "Plan", Body: []byte(`{}`), At: noon.Add(time.Duration(n) * time.Hour)}
				if _, err := tx.Append(v); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	byHand(t, path, beforeChain, `ALTER TABLE job DROP COLUMN party`)

	// when it is opened
	db = open(t, path, storage.Options{})

	// then each version is found where it stands
	err = db.View(context.Background(), func(view node.View) error {
		for n := 1; n <= 150; n++ {
			v, err := view.Version("https://n.example/b", n)
			if err != nil || v.N != n || v.Position != node.Position(2*n) {
				t.Errorf("version %d is %d at %d, %v", n, v.N, v.Position, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoDatabaseIsRefused(t *testing.T) {
	if _, err := sqlite.Open(context.Background(), t.TempDir(), storage.Options{}); node.KindOf(err) != node.Internal ||
		!strings.Contains(node.MessageOf(err), "database file") {
		t.Errorf("a folder: error is %v", err)
	}
}
