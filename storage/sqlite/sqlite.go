// Package sqlite opens a database in one file, with mattn/go-sqlite3.
//
// Writes go through one connection, in write-ahead mode and fully synchronous: what is committed is
// on disk. Readers have connections of their own, which cannot write, and are never in each other's
// way.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"tributary/node"
	"tributary/storage"
)

// readers is how many connections read; more are slower.
const readers = 4

// Open opens the database at path, and makes it when it is not there. ":memory:" is a private
// database that is gone when it is closed; it stands in the folder for temporary files, because
// SQLite's own databases in memory have no snapshots, and a reader would wait for the writer.
//
// Errors: as storage.Open.
func Open(ctx context.Context, path string, opt storage.Options) (*storage.DB, error) {
	synchronous := "FULL"
	var cleanup func() error
	if path == ":memory:" {
		folder, err := os.MkdirTemp("", "tributary-")
		if err != nil {
			return nil, fmt.Errorf("make a private database: %w", err)
		}
		cleanup = func() error { return os.RemoveAll(folder) }
		path, synchronous = filepath.Join(folder, "private.db"), "OFF"
	}
	lock, err := claim(path)
	if err != nil {
		return nil, err
	}
	e := storage.Engine{Dialect: dialect, Lock: lock, Schema: schema, Cleanup: cleanup}
	writer, err := locate(path, url.Values{
		"mode": {"rwc"}, "_journal_mode": {"WAL"}, "_synchronous": {synchronous}, "_txlock": {"immediate"},
		"_cache_size": {"-16384"}, // every commit walks the whole cache, so that a larger one is slower
	})
	if err != nil {
		return nil, err
	}
	// What many commits change is copied from the log into the database once.
	writer.first = "PRAGMA wal_autocheckpoint = 4000"
	reader, err := locate(path, url.Values{
		"mode": {"ro"}, "_query_only": {"true"}, "_txlock": {"deferred"},
		"_cache_size": {"-16384"},
	})
	if err != nil {
		return nil, err
	}
	e.Writer, e.Reader = connect(opt.Connector(writer), 1), connect(reader, readers)
	if cleanup == nil {
		e.Foreign = func(ctx context.Context, notify func()) error { return poll(ctx, e.Reader, notify) }
	}
	return storage.Open(ctx, e, opt)
}

// claim makes the file, and the one beside it that programs lock. Both are their owner's alone: what
// is in a node is not for everyone who has an account on the machine.
func claim(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = file.Close()
	}
	var l *lock
	if err == nil {
		l, err = openLock(path + ".lock")
	}
	if err != nil {
		return nil, &node.Error{Kind: node.Internal, Message: "the database file of this node cannot be opened", Err: err}
	}
	return l, nil
}

// location is a database file and how to open it.
type location struct {
	uri   string
	first string // statement that every connection begins with; none when empty
}

// locate names a file by URI, so that no character of its path is taken for an option.
func locate(path string, options url.Values) (location, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return location{}, fmt.Errorf("find the database: %w", err)
	}
	options.Set("_busy_timeout", "10000")
	options.Set("_stmt_cache_size", "256")
	u := url.URL{Scheme: "file", Path: whole, RawQuery: options.Encode()}
	return location{uri: u.String()}, nil
}

func (l location) Connect(context.Context) (driver.Conn, error) { return l.Driver().Open(l.uri) }

func (l location) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if l.first == "" {
			return nil
		}
		_, err := c.Exec(l.first, nil)
		return err
	}}
}

func connect(c driver.Connector, most int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db
}

// pollEvery is how often a foreign commit is looked for.
const pollEvery = 250 * time.Millisecond

// poll watches a number that is another whenever another connection committed.
func poll(ctx context.Context, db *sql.DB, notify func()) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return ignoreCancel(ctx, err)
	}
	defer conn.Close()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for last := int64(-1); ; {
		var version int64
		if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
			return ignoreCancel(ctx, err)
		}
		if version != last { // at first too: something may have been committed while nobody looked
			notify()
		}
		last = version
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func ignoreCancel(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

const listSchema = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name`

// schema is the text that made each table and index.
func schema(ctx context.Context, db *sql.DB) (string, error) {
	rows, err := db.QueryContext(ctx, listSchema)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return "", err
		}
		b.WriteString(text + ";\n\n")
	}
	return b.String(), rows.Err()
}
