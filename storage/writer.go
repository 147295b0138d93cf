package storage

import (
	"context"
	"database/sql/driver"
	"runtime"
	"sync/atomic"
	"time"

	"tributary/node"
)

// request is a closure that waits for the writer.
type request struct {
	ctx   context.Context
	f     func(node.Tx) error
	after *request    // that has to happen before; nil: none
	lost  atomic.Bool // its transaction failed
	taken atomic.Bool // by the writer, or back by its caller
	err   error       // of the latest run of f
	done  chan error
}

var errClosed = node.Errorf(node.Busy, "the database is being closed")

// Update runs f alone, in one transaction with others that wait, and returns when it is on disk. f
// runs on another goroutine and must not call Update. It may run more than once, when what it was told
// did not come about; only its last run counts.
//
// Errors: those of f; those of ctx when it ended before f began, and never after; Internal when f
// panicked; Busy or Internal when the database failed. In each case nothing of f remains, but for
// one: when the database fails in the midst of a commit, nobody here can know. Whoever asks with an
// idempotency key may ask again.
func (db *DB) Update(ctx context.Context, f func(node.Tx) error) error {
	r := &request{ctx: ctx, f: f, done: make(chan error, 1)}
	if err := db.put(r); err != nil {
		return err
	}
	return db.answer(r)
}

// UpdateAll is Update for several that are to happen in this order, each with an outcome of its own. They
// share commits where they can. When one is lost with its transaction, those after it are not carried out.
//
// Errors: one for each, nil for what is on disk, those of Update; Busy after one that was lost.
func (db *DB) UpdateAll(ctx context.Context, all []func(node.Tx) error) []error {
	requests, errs := make([]*request, len(all)), make([]error, len(all))
	var last *request
	for i, f := range all {
		r := &request{ctx: context.WithoutCancel(ctx), f: f, after: last, done: make(chan error, 1)}
		if ctx.Err() != nil {
			errs[i] = ctx.Err()
			continue
		}
		if errs[i] = db.put(r); errs[i] == nil {
			requests[i], last = r, r
		}
	}
	for i, r := range requests {
		if r != nil {
			errs[i] = db.answer(r)
		}
	}
	return errs
}

// put has a request wait for the writer.
func (db *DB) put(r *request) error {
	select {
	case <-db.closing:
		return errClosed
	case <-r.ctx.Done():
		return r.ctx.Err()
	case db.queue <- r:
		return nil
	}
}

// answer waits until a request was carried out, or takes it back.
func (db *DB) answer(r *request) error {
	ctx := r.ctx
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		if r.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-r.done
	case <-db.stopped:
		if r.taken.CompareAndSwap(false, true) {
			return errClosed
		}
		return <-r.done
	}
}

// writer runs closures, group by group, on one goroutine. While it does, another goroutine lays down
// and commits the group ahead: deciding and writing take turns on nobody's time.
type writer struct {
	db     *DB
	group  *group              // whose closures run; nil between groups
	ahead  *group              // on its way to disk; nil when none is
	undo   []*request          // of a group that was stale when its turn came
	sync   time.Duration       // what the latest commit took
	since  time.Time           // when this streak of work began
	lately int                 // references that may wait to be sorted in
	bound  []driver.NamedValue // the latest statement's, to be used again
}

// values is room for the parameters of a statement. There is one transaction at a time, so that one
// room is enough.
func (w *writer) values(n int) []driver.NamedValue {
	for i := len(w.bound); i < n; i++ {
		w.bound = append(w.bound, driver.NamedValue{Ordinal: i + 1})
	}
	return w.bound[:n]
}

// write ends when the database is closed.
func (w *writer) write() {
	defer func() {
		// A closure that calls runtime.Goexit, as a failing test does, takes this goroutine along.
		if w.group != nil {
			w.group.fail(node.Errorf(node.Internal, "an update that was carried out together with this one broke off"))
			w.group = nil
			go w.write()
			return
		}
		close(w.db.stopped)
	}()
	for {
		first := w.wait()
		switch {
		case len(w.undo) > 0:
			w.again(nil)
		case first == nil:
			return
		default:
			w.carryOut(first)
		}
	}
}

// wait is the next request; nil when the database is being closed, or when there is something to do
// again.
func (w *writer) wait() *request {
	for len(w.undo) == 0 {
		select {
		case <-w.db.closing:
			w.land()
			return nil
		default:
		}
		idle := w.ahead == nil && len(w.db.queue) == 0
		select {
		case <-w.db.closing:
		case <-w.landed():
			w.land()
		case r := <-w.db.queue:
			if idle {
				w.since = time.Now() // nobody waited, so other programs had their turn
			}
			if r.take() {
				return r
			}
		}
	}
	return nil
}

func (r *request) take() bool { return r.taken.CompareAndSwap(false, true) }

// carryOut runs first, and what waits behind it, and sends the group on its way.
func (w *writer) carryOut(first *request) {
	w.group = w.begin()
	deadline := w.group.began.Add(w.db.opt.GroupTime)
	for r := first; r != nil && !w.group.over(); r = w.next(deadline) {
		w.group.done = append(w.group.done, r)
		w.group.run(r)
	}
	w.send()
}

// next is a request that waits and was not withdrawn, or nil when the group is to go.
func (w *writer) next(deadline time.Time) *request {
	for yielded := false; !w.group.over() && time.Now().Before(deadline) && !w.enough(); {
		select {
		case r := <-w.db.queue:
			if r.take() {
				return r
			}
			continue
		default:
		}
		switch {
		case w.ahead != nil:
			select {
			case r := <-w.db.queue:
				if r.take() {
					return r
				}
			case <-w.landed():
				w.land()
			}
		case yielded:
			return nil
		default:
			// A commit costs more than letting those run who were just answered and will ask again.
			runtime.Gosched()
			yielded = true
		}
	}
	return nil
}

// fewest is how many updates make a group worth a commit of its own, while more are waiting.
const fewest = 32

// enough says that a group should go though more may join: nothing is on its way to disk, and the
// time that their joining would take is longer than the commit they would save.
func (w *writer) enough() bool {
	select {
	case <-w.landed():
		w.land()
	default:
	}
	return w.ahead == nil && len(w.group.done) >= fewest && 2*time.Since(w.group.began) > w.sync
}

// send hands the group over to be written. It waits for the one ahead.
func (w *writer) send() {
	w.land()
	g := w.group
	if g.stale {
		_ = g.abandon() // its transaction would keep the next one from beginning, for ever
		w.again(g.done)
		return
	}
	w.group = nil
	if g.broken != nil {
		g.fail(g.broken)
		return
	}
	w.ahead = g
	go g.finish()
}

// again runs closures once more that were told what did not come about: first those of the group
// that was ahead, then these.
func (w *writer) again(requests []*request) {
	g := w.begin() // nothing is ahead, and it takes nothing for granted: it cannot be stale
	g.wary, g.done = true, append(w.undo, requests...)
	w.group, w.undo = g, nil
	for _, r := range g.done {
		g.run(r)
	}
	w.send()
}

// landed is closed when the group ahead is done with; nil when there is none.
func (w *writer) landed() <-chan struct{} {
	if w.ahead == nil {
		return nil
	}
	return w.ahead.finished
}

// land waits for the group ahead, and learns what became of it.
func (w *writer) land() {
	if w.ahead == nil {
		return
	}
	<-w.ahead.finished
	g := w.ahead
	w.ahead, w.sync = nil, g.sync
	if g.stale {
		w.undo = g.done
	}
	if g.stale || g.broken != nil {
		w.db.newest = newest{}
		if w.group != nil {
			w.group.stale = true
		}
		return
	}
	w.db.newest.committed(g.kept, g.end)
	if pause := w.db.engine.Pause; pause > 0 && time.Since(w.since) >= w.db.opt.GroupTime {
		time.Sleep(pause) // no transaction is open
		w.since = time.Now()
	}
}

// Waiting is how many updates wait for the writer, those that were withdrawn included.
func (db *DB) Waiting() int { return len(db.queue) }
