package crashtest

import (
	"database/sql/driver"
	"errors"
	"strings"
	"testing"

	"tributary/node"
	"tributary/storage"
)

// made is a database as this program leaves it.
func made(t *testing.T, engine func(testing.TB) database) database {
	t.Helper()
	d := engine(t)
	db, err := d.open(storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADatabaseOfAnotherProgramSaysWhatToDo(t *testing.T) {
	for name, engine := range engines {
		for what, c := range map[string]struct{ statement, says string }{
			"newer": {
				`INSERT INTO migration VALUES (99, '0099_future.sql', 'x', 0)`, "start the newer program",
			},
			"other": {
				`UPDATE migration SET checksum = 'x' WHERE number = 1`, "start the program that made it",
			},
			"incomplete": {
				`DELETE FROM migration WHERE number = 1`, "restore a backup",
			},
		} {
			d := made(t, engine)
			d.byHand(t, c.statement)
			_, err := d.open(storage.Options{})
			if node.KindOf(err) != node.Conflict || !strings.Contains(node.MessageOf(err), c.says) {
				t.Errorf("%s, %s: error is %v", name, what, err)
			}
		}
	}
}

// before takes the migration of accounts back.
func before(t *testing.T, d database) {
	t.Helper()
	d.byHand(t, `DELETE FROM migration WHERE number >= 2`, `DROP TABLE member`, `DROP TABLE secret`,
		`DROP TABLE lane`, `DROP TABLE job`, `DROP TABLE last_job`, `DROP TABLE policy_rule`, `DROP TABLE peer`,
		`DROP TABLE letter`, `DROP TABLE parcel`,
		`DROP INDEX log_version`, `ALTER TABLE log DROP COLUMN prev`, `DROP TABLE edge_lately`,
		`CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n > 1`)
}

func TestAMigrationThatBreaksOffLeavesNothing(t *testing.T) {
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) {
			d := made(t, engine)
			before(t, d)
			d.byHand(t, `CREATE TABLE secret (x bigint)`) // in the way of its second table

			_, err := d.open(storage.Options{})
			for _, want := range []string{"migration 0002_accounts.sql broke off", "start again"} {
				if !strings.Contains(node.MessageOf(err), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}

			d.byHand(t, `CREATE TABLE member (x bigint)`, `DROP TABLE member`, `DROP TABLE secret`) // its first is not there
			works(t, d)
		})
	}
}

// The program may be gone at any statement of a migration, for which the connection stands here.
func TestAMigrationThatIsCutOffStartsAgain(t *testing.T) {
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) {
			d := made(t, engine)
			for nth, done := 1, false; !done; nth++ {
				before(t, d)
				f := &faults{}
				f.in(nth, lost)
				db, err := d.open(storage.Options{Through: f.through})
				if done = f.end() == ""; done && err != nil {
					t.Fatal(err)
				}
				if err == nil {
					if err := db.Close(); err != nil {
						t.Error(err)
					}
				}
				works(t, d)
			}
		})
	}
}

var errCut = errors.New("the cable was cut")

// lost ends the connection in the place of a statement.
func lost(raw driver.Conn, _ func() error) error { return errors.Join(errCut, raw.Close()) }

// works opens a database and uses what the migrations made.
func works(t *testing.T, d database) {
	t.Helper()
	db, err := d.open(storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.MemberByEmail(ctx, "nobody@example.org"); node.KindOf(err) != node.NotFound {
		t.Errorf("the tables of accounts answer with %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
