package crashtest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/storage"
)

// A disk that is full, and a connection that is lost, in the middle of a restore leave the database as empty as
// before, so that it can be tried again.
func TestARestoreThatTheDiskEndsLeavesNothing(t *testing.T) {
	p := newPatient(t, inMemory)
	for n := range 20 {
		for _, e := range p.entries(fmt.Sprint(n)) {
			if _, err := p.post(e.body, e.mark); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "a"+archive.Suffix)
	if _, err := archive.Backup(ctx, path, archive.Options{DB: p.db, Node: p.Addresses, Private: true, Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for name, c := range map[string]struct {
		engine string
		how    fault
		says   string
	}{
		"a full disk":       {"sqlite", pages("1"), "is full"},
		"a lost connection": {"postgres", lost, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := engines[c.engine](t)
			f := &faults{}
			db, err := d.open(storage.Options{Through: f.through})
			if err != nil {
				t.Fatal(err)
			}
			f.in(20, c.how) // some way into it
			err = a.Restore(ctx, db, a.Node, nil)
			if err == nil || !strings.Contains(node.MessageOf(err), c.says) || f.end() == "" {
				t.Errorf("it ended with %v", err)
			}
			if err := db.Close(); err != nil {
				t.Logf("close: %v", err)
			}

			if db, err = d.open(storage.Options{}); err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := a.Restore(ctx, db, a.Node, nil); err != nil {
				t.Fatalf("it is not empty any more: %v", err)
			}
			p.record.read(t, db, p.on)
			again := node.New(node.Options{Base: base, Store: db})
			if found, err := again.Verify(ctx, nil); err != nil || len(found) > 0 {
				t.Error(found, err)
			}
		})
	}
}
