package crashtest

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"tributary/node"
	"tributary/vocab"
)

// pages is a fault that is none of ours: SQLite itself finds no room beyond so many pages.
func pages(most string) fault {
	return func(raw driver.Conn, run func() error) error {
		rows, err := raw.(driver.QueryerContext).QueryContext(context.Background(), "PRAGMA max_page_count = "+most, nil)
		if err != nil {
			return err
		}
		if err := rows.Close(); err != nil {
			return err
		}
		return run()
	}
}

func TestAFullDiskRefusesUntilThereIsRoom(t *testing.T) {
	p := newPatient(t, engines["sqlite"](t).open)
	p.faults.in(1, pages("1")) // no more than there are

	// when the file can grow no further
	var refused *entry
	for n := 0; refused == nil; n++ {
		for _, e := range p.entries(fmt.Sprint(n)) {
			receipt, err := p.post(e.body, e.mark)
			switch {
			case err == nil:
				e.answered, e.location = true, receipt.Activity
			case node.KindOf(err) != node.Internal || node.MessageOf(err) != "the disk of this node is full":
				t.Fatalf("the refusal is %v", err)
			default:
				refused = e
			}
		}
		if n > 1000 {
			t.Fatal("the disk was never full")
		}
	}
	p.sound()
	p.verified()

	// then all goes on when it can
	p.faults.in(1, pages("1000000"))
	for _, e := range p.ledger.open() {
		if _, err := p.post(e.body, e.mark); err != nil {
			t.Fatalf("%s is refused although there is room: %v", e.mark, err)
		}
		e.answered = true
	}
	p.sound()
	p.verified()
}

// An update that makes nothing of a failure must not go on outside its transaction, which SQLite has
// ended by then.
func TestAFailureThatAnUpdateIgnoresUndoesIt(t *testing.T) {
	p := newPatient(t, inMemory)
	const thing = vocab.IRI(base + "/id/process/ignorant")
	err := p.db.Update(ctx, func(tx node.Tx) error {
		p.faults.in(1, undone(sqlite3.Error{Code: sqlite3.ErrIoErr}))
		if _, err := tx.Latest(thing + "-before"); node.KindOf(err) != node.Internal {
			t.Errorf("the failure is %v", err)
		}
		_, err := tx.Append(node.Version{
			IRI: thing, N: 1, Activity: thing, Author: garden, Owner: garden, Class: "Process", Body: []byte("{}"),
		})
		if err != nil {
			t.Logf("append: %v", err)
		}
		_, err = tx.Count(node.Query{}) // lays it down
		if err == nil {
			t.Error("the transaction that failed answers")
		}
		return nil
	})
	if node.KindOf(err) != node.Internal || !strings.Contains(node.MessageOf(err), "disk") {
		t.Errorf("the update ends with %v", err)
	}
	err = p.db.View(ctx, func(v node.View) error {
		_, err := v.Latest(thing)
		return err
	})
	if node.KindOf(err) != node.NotFound {
		t.Errorf("what it wrote is there: %v", err)
	}
	p.sound()
}
