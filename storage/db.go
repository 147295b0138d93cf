package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"

	"tributary/node"
)

// Options are what an engine is opened with. The zero Options work.
type Options struct {
	Now       func() time.Time // for how long keys are remembered; time.Now when nil
	GroupTime time.Duration    // how long one transaction of the writer may work; 50 ms when 0
	BusyWait  time.Duration    // how long to wait for another process; 10 s when 0

	// Through is what the writer's connections pass through: tests make them fail there. Nil: nothing.
	Through func(driver.Connector) driver.Connector
}

// Connector is what an engine connects its writer with.
func (o Options) Connector(c driver.Connector) driver.Connector {
	if o.Through == nil {
		return c
	}
	return o.Through(c)
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.GroupTime == 0 {
		o.GroupTime = 50 * time.Millisecond
	}
	if o.BusyWait == 0 {
		o.BusyWait = 10 * time.Second
	}
	return o
}

// DB is an open database. It is a [node.Store] and an [account.Store].
type DB struct {
	engine Engine
	opt    Options
	texts  texts
	names  names
	newest newest // the writer's

	queue   chan *request
	closing chan struct{}
	stopped chan struct{} // the writer has ended
	once    sync.Once
	closed  error

	follow context.CancelFunc // ends the watch for foreign commits
	watch  sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{}
}

var _ node.Store = (*DB)(nil)

// Open brings an engine's database up to date and starts the writer. The packages of the engines
// call it; everyone else calls theirs.
//
// Errors: Busy when another process holds the database and must not; Conflict when the database was
// made by a newer program, or by one with other migrations. The engine is closed then.
func Open(ctx context.Context, e Engine, opt Options) (*DB, error) {
	db := &DB{
		engine:  e,
		opt:     opt.withDefaults(),
		texts:   texts{dollar: e.Dollar},
		queue:   make(chan *request, 1024),
		closing: make(chan struct{}),
		stopped: make(chan struct{}),
		changed: make(chan struct{}),
	}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.release())
	}
	go (&writer{db: db, lately: e.Lately}).write() // some may have been left: the first sorts them in
	following, cancel := context.WithCancel(context.Background())
	db.follow = cancel
	if e.Foreign != nil {
		db.watch.Go(func() { db.followForeign(following) })
	}
	return db, nil
}

// Close ends the writer after what it is doing, and lets go of the database. Updates that still
// wait are answered with Busy.
func (db *DB) Close() error {
	db.once.Do(func() {
		close(db.closing)
		<-db.stopped
		db.follow()
		db.watch.Wait()
		db.closed = db.release()
	})
	return db.closed
}

func (db *DB) release() error {
	err := errors.Join(db.engine.Reader.Close(), db.engine.Writer.Close(), db.engine.Lock.Release())
	if db.engine.Cleanup != nil {
		err = errors.Join(err, db.engine.Cleanup())
	}
	return err
}

// View reads one snapshot. f may call Update; what that writes is not in the snapshot.
func (db *DB) View(ctx context.Context, f func(node.View) error) error {
	conn, err := db.engine.Reader.BeginTx(ctx, &sql.TxOptions{Isolation: db.engine.Snapshot, ReadOnly: true})
	if err != nil {
		return db.failed(ctx, "begin to read", err)
	}
	defer conn.Rollback() // nothing was written: this only ends the snapshot
	return f(&view{db: db, ctx: ctx, q: conn})
}

// Changed is closed when something is committed after the call: at once for this process, soon for
// others. It may be closed without a change.
func (db *DB) Changed() <-chan struct{} {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.changed
}

func (db *DB) notify() {
	db.mu.Lock()
	defer db.mu.Unlock()
	close(db.changed)
	db.changed = make(chan struct{})
}

// followForeign tells of other processes' commits. When the watch breaks, everything may have
// changed meanwhile.
func (db *DB) followForeign(ctx context.Context) {
	for ctx.Err() == nil {
		if err := db.engine.Foreign(ctx, db.notify); err == nil {
			return
		}
		db.notify()
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// querier is a connection or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// failed gives an error of the database its kind and says what was being done. When the caller gave
// up, that is the error.
func (db *DB) failed(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return fmt.Errorf("%s: %w", doing, db.engine.explain(err))
}

// exec runs a statement written for both engines.
func (db *DB) exec(ctx context.Context, q querier, statement string, args ...any) (int, error) {
	result, err := q.ExecContext(ctx, db.texts.of(statement), args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// each runs a query and hands every row to f, which scans it.
func (db *DB) each(ctx context.Context, q querier, query string, args []any, f func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, db.texts.of(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// row runs a query of at most one row. sql.ErrNoRows when there is none.
func (db *DB) row(ctx context.Context, q querier, query string, args []any, to ...any) error {
	return q.QueryRowContext(ctx, db.texts.of(query), args...).Scan(to...)
}

// micros is a time as the database keeps it: microseconds of UTC; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMicro(at).UTC()
}

// Schema is the schema as text, to compare with what is expected of this engine.
func (db *DB) Schema(ctx context.Context) (string, error) {
	text, err := db.engine.Schema(ctx, db.engine.Reader)
	if err != nil {
		return "", db.failed(ctx, "read the schema", err)
	}
	return text, nil
}
