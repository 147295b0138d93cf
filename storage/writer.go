package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// request is a closure that waits for the writer.
type request struct {
	ctx   context.Context
	f     func(node.Tx) error
	taken atomic.Bool // by the writer, or back by its caller
	done  chan error
}

var errClosed = node.Errorf(node.Busy, "the database is being closed")

// Update runs f alone, in one transaction with others that wait, and returns when it is on disk. f
// runs on another goroutine and must not call Update.
//
// Errors: those of f; those of ctx when it ended before f began, and never after; Internal when f
// panicked; Busy or Internal when the database failed. In each case nothing of f remains, but for
// one: when the database fails in the midst of a commit, nobody here can know. Whoever asks with an
// idempotency key may ask again.
func (db *DB) Update(ctx context.Context, f func(node.Tx) error) error {
	r := &request{ctx: ctx, f: f, done: make(chan error, 1)}
	select {
	case <-db.closing:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	case db.queue <- r:
	}
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

// write is the one goroutine that writes. It ends when the database is closed.
func (db *DB) write() {
	var g *group
	defer func() {
		// A closure that calls runtime.Goexit, as a failing test does, takes this goroutine along.
		if g != nil {
			g.fail(node.Errorf(node.Internal, "an update that was carried out together with this one broke off"))
			go db.write()
			return
		}
		close(db.stopped)
	}()
	var worked time.Duration
	for {
		select {
		case <-db.closing:
			return
		default:
		}
		var first *request
		select {
		case <-db.closing:
			return
		case first = <-db.queue:
			if len(db.queue) == 0 {
				worked = 0 // nobody waited, so other processes had their turn
			}
		}
		start := time.Now()
		g = &group{db: db}
		g.carryOut(first, start.Add(db.opt.GroupTime))
		g = nil
		if worked += time.Since(start); worked >= db.opt.GroupTime && db.engine.Pause > 0 {
			time.Sleep(db.engine.Pause)
			worked = 0
		}
	}
}

// group is one transaction with all closures that run in it.
type group struct {
	db      *DB
	conn    *sql.Conn
	view    view
	end     node.Position       // of the log, with what is pending
	at      int64               // the latest record time in the log, with what is pending
	lastID  int64               // given to an IRI
	kept    map[vocab.IRI]entry // newest of what closures wrote that ended well
	pending batch               // of closures that ended well, not yet laid down
	done    []*request
	broken  error // the transaction cannot be committed any more
	lost    error // what the database said when it failed, maybe to a closure that went on
}

// carryOut runs first, and what waits behind it, until the deadline; commits; and answers all.
func (g *group) carryOut(first *request, deadline time.Time) {
	if !first.taken.CompareAndSwap(false, true) {
		return
	}
	g.done = append(g.done, first)
	if err := g.begin(); err != nil {
		g.fail(err)
		return
	}
	for r := first; r != nil; r = g.next(deadline) {
		if err := g.run(r); err != nil {
			g.done = g.done[:len(g.done)-1]
			r.done <- err
		}
		if g.broken != nil {
			g.fail(g.broken)
			return
		}
	}
	if err := g.commit(); err != nil {
		g.fail(err)
		return
	}
	for _, r := range g.done {
		r.done <- nil
	}
}

// next is a request that waits and was not withdrawn, or nil.
func (g *group) next(deadline time.Time) *request {
	for yielded := false; time.Now().Before(deadline); {
		select {
		case r := <-g.db.queue:
			if r.taken.CompareAndSwap(false, true) {
				g.done = append(g.done, r)
				return r
			}
		default:
			if yielded {
				return nil
			}
			// A commit costs more than letting those run who were just answered and will ask again.
			runtime.Gosched()
			yielded = true
		}
	}
	return nil
}

const ends = `
SELECT (SELECT COALESCE(MAX(pos), 0) FROM log), (SELECT COALESCE(MAX(id), 0) FROM iri),
	COALESCE((SELECT at FROM log ORDER BY pos DESC LIMIT 1), 0)`

func (g *group) begin() error {
	ctx := context.Background()
	conn, err := g.db.begin(ctx)
	if err != nil {
		return g.db.failed(ctx, "begin to write", err)
	}
	g.conn = conn
	g.view = view{db: g.db, ctx: ctx, q: conn, fresh: map[string]int64{}, lost: &g.lost}
	// Other processes may have written, so all are read anew.
	if err := g.view.row(ends, nil, &g.end, &g.lastID, &g.at); err != nil {
		return g.view.failed("read the end of the log", err)
	}
	g.db.newest.at(g.end)
	return nil
}

// begin opens the writer's transaction; while another process has its own, it asks again.
func (db *DB) begin(ctx context.Context) (*sql.Conn, error) {
	for wait := time.Now().Add(db.opt.BusyWait); ; {
		conn, err := db.tryBegin(ctx)
		if err == nil {
			return conn, nil
		}
		if kind, _ := db.engine.Explain(err); kind != node.Busy || time.Now().After(wait) {
			return nil, err
		}
		time.Sleep(busyStep)
	}
}

func (db *DB) tryBegin(ctx context.Context) (*sql.Conn, error) {
	conn, err := db.engine.Writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := execAll(ctx, conn, db.engine.Begin); err != nil {
		rollback(conn)
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// busyStep is shorter than the pause of a busy writer, so that who waits gets in.
const busyStep = 500 * time.Microsecond

func execAll(ctx context.Context, q querier, statements []string) error {
	for _, s := range statements {
		if _, err := q.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// rollback ends a transaction that may have ended already: its error says nothing.
func rollback(conn *sql.Conn) { _, _ = conn.ExecContext(context.Background(), "ROLLBACK") }

// abandon undoes a transaction and gives the connection back. One that cannot be undone, or ended by
// itself, takes its connection along: the next transaction finds another.
func abandon(conn *sql.Conn) error {
	if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // which is what makes the pool close it
		return nil
	}
	return conn.Close()
}

// run carries out one closure. When it fails, nothing of it remains.
func (g *group) run(r *request) error {
	t := &tx{view: g.view, group: g, end: g.end, at: g.at, lastID: g.lastID}
	err := call(r.f, t)
	if err == nil {
		err = t.keep()
	}
	if g.lost != nil {
		// Not the closure's error but the database's, even if the closure made nothing of it.
		g.broken = g.db.failed(g.view.ctx, "carry out an update", g.lost)
		return g.broken
	}
	if err == nil {
		return nil
	}
	if kind, _ := g.db.engine.Explain(err); kind != "" {
		g.broken = err
		return err
	}
	if undoing := t.undo(); undoing != nil {
		g.broken = undoing
	}
	return err
}

func call(f func(node.Tx) error, t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &node.Error{
				Kind:    node.Internal,
				Message: "something went wrong on this node",
				Err:     fmt.Errorf("an update panicked: %v\n%s", p, debug.Stack()),
			}
		}
	}()
	return f(t)
}

func (g *group) commit() error {
	if err := g.view.layDown(g, &g.pending); err != nil {
		return g.view.failed("write", err)
	}
	if g.db.engine.Notify != "" {
		if _, err := g.conn.ExecContext(g.view.ctx, g.db.engine.Notify); err != nil {
			return g.view.failed("tell others", err)
		}
	}
	if _, err := g.conn.ExecContext(g.view.ctx, "COMMIT"); err != nil {
		return g.view.failed("commit", err)
	}
	g.db.names.add(g.view.fresh)
	g.db.newest.committed(g.kept, g.end)
	err := g.conn.Close()
	g.conn = nil
	g.db.notify()
	return err
}

// fail undoes the transaction and tells everyone in it.
func (g *group) fail(err error) {
	if g.conn != nil {
		err = errors.Join(err, abandon(g.conn))
		g.conn = nil
	}
	for _, r := range g.done {
		r.done <- err
	}
	g.done = nil
}

// Waiting is how many updates wait for the writer, those that were withdrawn included.
func (db *DB) Waiting() int { return len(db.queue) }
