package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// group is one transaction with all closures that run in it.
//
// When another group is on its way to disk, closures run on what is known in memory: what this
// program left, and what the group ahead wrote. The transaction begins when one of them asks what only
// the database knows, or when all have run. Only then it shows whether they were told the truth: the
// group ahead may have failed, and another program may have written. If so the group is stale, nobody
// was answered, and all its closures run again.
type group struct {
	db      *DB
	writer  *writer
	conn    *sql.Conn // nil until the transaction begins
	view    view
	guessed bool                 // closures run before the transaction begins
	start   node.Position        // of the log, that everything in the group builds on
	end     node.Position        // of the log, with what is pending
	at      int64                // the latest record time in the log, with what is pending
	lastID  int64                // given to an IRI
	kept    map[vocab.IRI]*entry // newest of what closures wrote that ended well
	pending batch                // of closures that ended well, not yet laid down
	done    []*request           // run, or failed with the group
	wary    bool                 // asks whether new things are new, instead of finding out
	stale   bool                 // closures were told what did not come about
	broken  error                // the transaction cannot be committed any more
	lost    error                // what the database said when it failed, maybe to a closure that went on

	began    time.Time
	sync     time.Duration // what the commit took
	finished chan struct{} // closed when everyone is answered, or all is to be done again
}

// errAfterLost is why an update was not begun.
var errAfterLost = node.Errorf(node.Busy, "what was to be recorded before it was lost")

// errStale ends a closure that is to run again.
var errStale = errors.New("an update was told what did not come about")

func (w *writer) begin() *group {
	g := &group{db: w.db, writer: w, began: time.Now(), finished: make(chan struct{})}
	g.view = view{db: w.db, ctx: context.Background(), group: g, fresh: map[string]int64{}, lost: &g.lost}
	if w.ahead == nil {
		_ = g.transact() // which the group remembers
		return g
	}
	g.guessed = true
	g.start, g.end, g.at = w.ahead.end, w.ahead.end, w.ahead.at
	return g
}

// over says that no more closures can run in the group.
func (g *group) over() bool { return g.stale || g.broken != nil }

// open begins the transaction if it has not begun, for a closure that asks the database.
func (g *group) open() error {
	if g.conn != nil {
		return nil
	}
	g.writer.land()
	if g.stale {
		return errStale
	}
	return g.transact()
}

const ends = `
SELECT (SELECT COALESCE(MAX(pos), 0) FROM log), (SELECT COALESCE(MAX(id), 0) FROM iri),
	COALESCE((SELECT at FROM log ORDER BY pos DESC LIMIT 1), 0)`

// transact begins the transaction and sees whether the log ends where closures believe.
func (g *group) transact() error {
	if g.broken != nil {
		return g.broken
	}
	conn, err := g.db.begin(g.view.ctx)
	if err != nil {
		g.broken = g.db.failed(g.view.ctx, "begin to write", err)
		return g.broken
	}
	g.conn, g.view.q = conn, conn
	// Other programs may have written, so all are read anew.
	var end node.Position
	var at int64
	if err := g.db.row(g.view.ctx, conn, ends, nil, &end, &g.lastID, &at); err != nil {
		g.broken = g.view.failed("read the end of the log", err)
		return g.broken
	}
	switch {
	case !g.guessed:
		g.start, g.end, g.at = end, end, at
		g.db.newest.at(end)
	case end != g.start:
		g.stale = true
		return errStale
	}
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

// run carries out one closure. When it fails, nothing of it remains.
func (g *group) run(r *request) {
	r.err = nil
	if g.over() {
		return
	}
	if r.after != nil && r.after.lost.Load() {
		r.err = errAfterLost
		r.lost.Store(true)
		return
	}
	t := &tx{view: g.view, group: g, end: g.end, at: g.at, lastID: g.lastID}
	err := call(r.f, t)
	if err == nil {
		err = t.keep()
	}
	switch kind, _ := g.db.engine.Explain(err); {
	case g.over():
	case g.lost != nil:
		// Not the closure's error but the database's, even if the closure made nothing of it.
		g.broken = g.db.failed(g.view.ctx, "carry out an update", g.lost)
	case err != nil && kind != "":
		g.broken = err
	case err != nil:
		r.err = err
		g.broken = t.undo()
	}
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

// finish lays the group down, commits it and answers everyone: refusals too, since what they were
// founded on is certain only now.
func (g *group) finish() {
	defer close(g.finished)
	err := g.commit()
	if g.stale {
		_ = g.abandon() // as with every transaction in which nothing was committed
		return
	}
	if err != nil {
		g.broken = err
		g.fail(err)
		return
	}
	for _, r := range g.done {
		r.done <- r.err
	}
}

func (g *group) commit() error {
	if g.conn == nil {
		if err := g.transact(); err != nil {
			return err
		}
	}
	if err := g.view.layDown(g, &g.pending); err != nil {
		return g.view.failed("write", err)
	}
	if g.db.engine.Notify != "" {
		if _, err := g.conn.ExecContext(g.view.ctx, g.db.engine.Notify); err != nil {
			return g.view.failed("tell others", err)
		}
	}
	start := time.Now()
	if _, err := g.conn.ExecContext(g.view.ctx, "COMMIT"); err != nil {
		return g.view.failed("commit", err)
	}
	g.sync = time.Since(start)
	g.db.names.add(g.view.fresh)
	err := g.conn.Close()
	g.conn = nil
	g.db.notify()
	return err
}

// fail undoes the transaction and tells everyone in it who does not know of another reason.
func (g *group) fail(err error) {
	err = errors.Join(err, g.abandon())
	for _, r := range g.done {
		r.lost.Store(true)
		r.done <- firstOf(r.err, err)
	}
	g.done = nil
}

// abandon undoes the transaction, if it has begun.
func (g *group) abandon() error {
	conn := g.conn
	g.conn = nil
	if conn == nil {
		return nil
	}
	return abandon(conn)
}

// abandon undoes a transaction and gives the connection back. One that cannot be undone, or ended by
// itself, takes its connection along: the next transaction finds another.
func abandon(conn *sql.Conn) error {
	if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // which is what makes the pool close it
		return nil
	}
	return conn.Close()
}
