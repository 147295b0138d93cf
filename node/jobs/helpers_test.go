package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/jobs"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
)

var _ jobs.Queue = (*storage.DB)(nil)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clock stands still unless a test turns it.
type clock struct{ at atomic.Int64 }

func newClock() *clock { c := new(clock); c.at.Store(noon.UnixMicro()); return c }

func (c *clock) now() time.Time           { return time.UnixMicro(c.at.Load()).UTC() }
func (c *clock) advance(by time.Duration) { c.at.Add(by.Microseconds()) }

// bench is a database with a clock, and what its jobs said when they were done.
type bench struct {
	t  testing.TB
	db *storage.DB
	*clock
	mu   sync.Mutex
	said []string
}

func newBench(t testing.TB) *bench {
	t.Helper()
	return openBench(t, newClock(), ":memory:")
}

func openBench(t testing.TB, c *clock, path string) *bench {
	t.Helper()
	db, err := sqlite.Open(context.Background(), path, storage.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &bench{t: t, db: db, clock: c}
}

func (b *bench) ask(all ...node.Job) {
	b.t.Helper()
	err := b.db.Update(context.Background(), func(tx node.Tx) error { return tx.Enqueue(all...) })
	if err != nil {
		b.t.Fatal(err)
	}
}

func send(lane, ref string) node.Job {
	return node.Job{Lane: node.LaneOf("send", lane), Kind: "send", Ref: vocab.IRI(ref)}
}

func (b *bench) say(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = append(b.said, fmt.Sprintf(format, args...))
}

// heard is what was said since it was asked last.
func (b *bench) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.said
	b.said = nil
	return all
}

func (b *bench) options(handlers ...jobs.Handler) jobs.Options {
	return jobs.Options{
		Queue: b.db, Handlers: handlers, Now: b.now, Changed: b.db.Changed, Rand: func() float64 { return 0 }, Worker: "test",
	}
}

// sender does jobs of kind send with do, which gets the destination.
func sender(do func(ctx context.Context, to string, j node.Job) error) jobs.Handler {
	return jobs.Handler{Kind: "send", Do: func(ctx context.Context, j node.Job) error {
		return do(ctx, j.Lane[len("send "):], j)
	}}
}

func (b *bench) settle(r *jobs.Runner) {
	b.t.Helper()
	if err := r.Settle(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) backlog() node.Backlog {
	b.t.Helper()
	l, err := b.db.Backlog(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return l
}

func (b *bench) lane(name string) (node.Lane, []node.Burial) {
	b.t.Helper()
	l, buried, err := b.db.Lane(context.Background(), name, 100)
	if err != nil {
		b.t.Fatal(err)
	}
	return l, buried
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func sorted(all []string) []string { slices.Sort(all); return all }

// counting is a queue that counts what is asked of it.
type counting struct {
	jobs.Queue
	turns, looks atomic.Int64
	fail         atomic.Int64 // so many turns fail
}

func (c *counting) Turn(ctx context.Context, t node.Turn) (node.Turned, error) {
	c.turns.Add(1)
	if c.fail.Add(-1) >= 0 {
		return node.Turned{}, node.Errorf(node.Busy, "the disk is elsewhere")
	}
	return c.Queue.Turn(ctx, t)
}

func (c *counting) NextDue(ctx context.Context, kinds []string) (time.Time, error) {
	c.looks.Add(1)
	return c.Queue.NextDue(ctx, kinds)
}
