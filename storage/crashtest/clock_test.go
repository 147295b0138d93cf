package crashtest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
)

// A clock is set back an hour: while the node runs, within an update, while it is down, and for a
// program beside it. The times of the log never decrease.
func TestTimesGrowThoughTheClockIsSetBack(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) {
			open := engine(t).open
			var clock atomic.Pointer[time.Time]
			set := func(at time.Time) { clock.Store(&at) }
			set(noon)
			p := newPatient(t, open)
			p.Node = node.New(node.Options{Base: base, Store: p.db, Now: func() time.Time { return *clock.Load() }})
			post := func(p *patient, name string) {
				t.Helper()
				for _, e := range p.entries(name) {
					if _, err := p.post(e.body, e.mark); err != nil {
						t.Fatalf("%s: %v", e.mark, err)
					}
					e.answered = true
				}
			}
			post(p, "before")
			inOrder(t, p)

			// while it runs
			set(noon.Add(-time.Hour))
			post(p, "back")
			inOrder(t, p)

			// whenever it is asked, as within updates
			var ticks atomic.Int64
			p.Node = node.New(node.Options{Base: base, Store: p.db, Now: func() time.Time {
				return noon.Add(-time.Duration(ticks.Add(1)) * time.Hour)
			}})
			post(p, "ever")
			inOrder(t, p)

			// after a start; and beside, where it is ahead
			db, err := open(storage.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			beside := *p
			beside.db = db
			for i, at := range []time.Time{noon.Add(-time.Hour), noon.Add(24 * 365 * 20 * time.Hour)} {
				beside.Node = node.New(node.Options{Base: base, Store: db, Now: func() time.Time { return at }})
				post(&beside, fmt.Sprint("beside", i))
				inOrder(t, p)
				post(p, fmt.Sprint("here", i))
				inOrder(t, p)
			}
			p.record.end, p.record.versions, p.record.marked = 0, newRecord().versions, newRecord().marked
			p.sound()
			p.verified()
		})
	}
}

// inOrder compares the times of the log.
func inOrder(t *testing.T, p *patient) {
	t.Helper()
	err := p.db.View(ctx, func(view node.View) error {
		var last node.Version
		for v, err := range view.Log(0) {
			if err != nil {
				return err
			}
			if v.At.Before(last.At) {
				t.Fatalf("%s is recorded at %s, after %s at %s", v.IRI, v.At, last.IRI, last.At)
			}
			last = v
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
