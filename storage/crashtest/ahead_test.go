package crashtest

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/mattn/go-sqlite3"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
)

const thing = vocab.IRI(base + "/id/process/ahead")

func version(id vocab.IRI, n int) node.Version {
	return node.Version{
		IRI: id, N: n, Activity: id, Author: garden, Owner: garden, Class: "Process",
		Body: fmt.Appendf(nil, `{"id":%q,"type":"Process","note":"%d"}`, id, n),
	}
}

// While one update is being committed, the next has run already and believes in it. What becomes of
// the commit shows only then.
func TestAnUpdateThatBelievedInVainRunsAgain(t *testing.T) {
	for name, c := range map[string]struct {
		commit func(t *testing.T, run func() error, other *storage.DB) error
		first  node.Kind // of its error
		saw    []string  // what the second update finds, run after run
	}{
		"never, when the commit succeeds": {
			func(_ *testing.T, run func() error, _ *storage.DB) error { return run() }, "",
			[]string{"version 1"},
		},
		"when the commit fails": {
			func(*testing.T, func() error, *storage.DB) error { return sqlite3.Error{Code: sqlite3.ErrFull} }, node.Internal,
			[]string{"version 1", "nothing"},
		},
		"when another program writes in between": {
			func(t *testing.T, run func() error, other *storage.DB) error {
				return errors.Join(run(), other.Update(t.Context(), func(tx node.Tx) error {
					_, err := tx.Append(version(thing, 2))
					return err
				}))
			}, "",
			[]string{"version 1", "version 2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			faults := &faults{}
			path := filepath.Join(t.TempDir(), "node.db")
			db, other := open(t, path, storage.Options{Through: faults.through}), open(t, path, storage.Options{})

			committing, ran := make(chan struct{}), make(chan struct{})
			faults.at("COMMIT", func(_ driver.Conn, run func() error) error {
				close(committing)
				<-ran
				return c.commit(t, run, other)
			})
			first := make(chan error)
			go func() {
				first <- db.Update(context.Background(), func(tx node.Tx) error {
					_, err := tx.Append(version(thing, 1))
					return err
				})
			}()
			<-committing
			var saw []string
			second := db.Update(context.Background(), func(tx node.Tx) error {
				latest, err := tx.Latest(thing)
				switch {
				case node.KindOf(err) == node.NotFound:
					saw = append(saw, "nothing")
				case err != nil:
					return err
				default:
					saw = append(saw, fmt.Sprint("version ", latest.N))
				}
				if _, err := tx.Append(version(thing, latest.N+1)); err != nil {
					return err
				}
				if len(saw) == 1 {
					close(ran)
				}
				return nil
			})

			if err := <-first; node.KindOf(err) != c.first {
				t.Errorf("the first update: %v", err)
			}
			if second != nil {
				t.Errorf("the second update: %v", second)
			}
			if !slices.Equal(saw, c.saw) {
				t.Errorf("the second update found %q, want %q", saw, c.saw)
			}
			n := 0
			err := db.View(context.Background(), func(v node.View) error {
				for v, err := range v.History(thing, 0) {
					if n++; err != nil || v.N != n {
						return fmt.Errorf("version %d stands as %d: %w", n, v.N, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			if kept := c.saw[len(c.saw)-1]; fmt.Sprint("version ", n-1) != kept && !(n == 1 && kept == "nothing") {
				t.Errorf("%d versions are kept after %q", n, kept)
			}
		})
	}
}

// Updates that are to happen in order do not go on behind one that was lost: what came before would be missing.
func TestNothingGoesOnBehindALostUpdate(t *testing.T) {
	faults := &faults{}
	db := open(t, filepath.Join(t.TempDir(), "node.db"), storage.Options{Through: faults.through})
	ran := make(chan struct{})
	faults.at("COMMIT", func(driver.Conn, func() error) error {
		<-ran // those behind it believe in it
		return sqlite3.Error{Code: sqlite3.ErrFull}
	})
	var last sync.Once
	all := make([]func(node.Tx) error, 40) // more than one commit takes at first
	for i := range all {
		all[i] = func(tx node.Tx) error {
			if i == len(all)-1 {
				last.Do(func() { close(ran) })
			}
			_, err := tx.Append(version(thing, i+1))
			return err
		}
	}

	kinds := map[node.Kind]int{}
	for i, err := range db.UpdateAll(t.Context(), all) {
		kinds[node.KindOf(err)]++
		if kind := node.KindOf(err); kind == node.Internal && kinds[node.Busy] > 0 || kind != node.Internal && kind != node.Busy {
			t.Errorf("update %d ended with %v", i, err)
		}
	}

	if kinds[node.Internal] == 0 || kinds[node.Busy] == 0 {
		t.Errorf("the updates ended with %v: some were to be lost, and those behind them not carried out", kinds)
	}
	if err := db.View(t.Context(), func(v node.View) error { _, err := v.Latest(thing); return err }); node.KindOf(err) != node.NotFound {
		t.Errorf("something was kept: %v", err)
	}
	if err := db.Update(t.Context(), func(tx node.Tx) error { _, err := tx.Append(version(thing, 1)); return err }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// The names that an update gave go with it, and no others, though it ran before the transaction began.
func TestAnUpdateThatFailsBehindACommitLeavesTheNamesAlone(t *testing.T) {
	faults := &faults{}
	db := open(t, filepath.Join(t.TempDir(), "node.db"), storage.Options{Through: faults.through})
	committing, commit := make(chan struct{}), make(chan struct{})
	faults.at("COMMIT", func(_ driver.Conn, run func() error) error {
		close(committing)
		<-commit
		return run()
	})
	errs := [3]chan error{make(chan error, 1), make(chan error, 1), make(chan error, 1)}
	update := func(i int, f func(node.Tx) error) {
		go func() { errs[i] <- db.Update(context.Background(), f) }()
	}
	update(0, func(tx node.Tx) error { _, err := tx.Append(version(thing, 1)); return err })
	<-committing
	running, queued := make(chan struct{}), make(chan struct{})
	update(1, func(tx node.Tx) error {
		close(running)
		<-queued
		err := tx.Relate(node.Relation{From: thing + "-a", Kind: node.Follows, To: thing + "-b"}, true)
		return errors.Join(err, node.Errorf(node.Conflict, "no"))
	})
	<-running
	update(2, func(tx node.Tx) error { _, err := tx.Append(version(thing+"-c", 1)); return err })
	for db.Waiting() == 0 {
		runtime.Gosched()
	}
	close(queued)
	close(commit)
	for i, want := range [...]node.Kind{"", node.Conflict, ""} {
		if err := <-errs[i]; node.KindOf(err) != want {
			t.Errorf("update %d: %v", i, err)
		}
	}
}

// A new thing is taken for new until it is written; one that is there is refused all the same, and
// nobody beside it.
func TestWhatIsThereAlreadyIsNotCreatedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.db")
	create := func(db *storage.DB, id vocab.IRI) error {
		return db.Update(context.Background(), func(tx node.Tx) error {
			_, err := tx.Append(version(id, 1))
			return err
		})
	}
	db := open(t, path, storage.Options{})
	if err := create(db, thing); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, storage.Options{}) // remembers nothing

	if err := create(again, thing); node.KindOf(err) != node.Conflict {
		t.Errorf("created twice: %v", err)
	}
	if err := create(again, thing+"-2"); err != nil {
		t.Errorf("after it: %v", err)
	}
}

func open(t *testing.T, path string, opt storage.Options) *storage.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, opt)
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
