// Package postgres opens a database on a PostgreSQL server, with jackc/pgx.
//
// Several programs may share a database, also from several machines; each schema is a database of
// its own, chosen by the search_path of the DSN. Writers queue for an advisory lock, because numbers
// that a sequence gives out become visible out of order, and a reader that pages by position would
// miss some.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"tributary/storage"
)

// readers is how many connections read.
const readers = 4

// settings hold unless the DSN says otherwise. Every query of storage is a range of an index and
// look-ups from there. The planner does not know that: it keeps plans it made while tables were
// small, when reading them whole was cheapest.
var settings = map[string]string{
	"application_name": "tributary",
	"lock_timeout":     "10s", // a program that hangs must not make the others hang
	"enable_seqscan":   "off",
	"enable_hashjoin":  "off",
	"enable_mergejoin": "off",
	"jit":              "off",
}

// Open connects to the database a DSN names, as a URL or as key=value pairs, and makes the tables
// when there are none.
//
// Errors: as storage.Open; Busy when the server does not answer.
func Open(ctx context.Context, dsn string, opt storage.Options) (*storage.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the DSN of the database: %w", err)
	}
	for name, value := range settings {
		if config.RuntimeParams[name] == "" {
			config.RuntimeParams[name] = value
		}
	}
	l := &lock{db: connect(stdlib.GetConnector(*config.Copy()), 1)}
	e := storage.Engine{
		Dialect: dialect,
		Writer:  connect(opt.Connector(stdlib.GetConnector(*config.Copy())), 1),
		Reader:  connect(stdlib.GetConnector(*config.Copy()), readers),
		Lock:    l,
		Foreign: func(ctx context.Context, notify func()) error { return listen(ctx, config, l.renew, notify) },
		Schema:  schema,
	}
	return storage.Open(ctx, e, opt)
}

func connect(c driver.Connector, most int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db
}

const channelName = `SELECT 'tributary_' || (hashtext(current_schema())::bigint & 4294967295)`

// listen hears of every commit, this program's own included. When it is connected, renew repairs what
// may have been lost with the connection before.
func listen(ctx context.Context, config *pgx.ConnConfig, renew func(context.Context) error, notify func()) error {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return ignoreCancel(ctx, err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := renew(ctx); err != nil {
		return ignoreCancel(ctx, err)
	}
	var channel string
	if err := conn.QueryRow(ctx, channelName).Scan(&channel); err != nil {
		return ignoreCancel(ctx, err)
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return ignoreCancel(ctx, err)
	}
	notify() // whatever was committed while nobody listened
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return ignoreCancel(ctx, err)
		}
		notify()
	}
}

func ignoreCancel(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

const listColumns = `
SELECT table_name || '.' || column_name || ' ' || data_type ||
	CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END ||
	COALESCE(' COLLATE ' || collation_name, '')
FROM information_schema.columns WHERE table_schema = current_schema()
ORDER BY table_name, ordinal_position`

const listIndexes = `
SELECT replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
ORDER BY tablename, indexname`

// schema is a line for each column and each index.
func schema(ctx context.Context, db *sql.DB) (string, error) {
	var b strings.Builder
	for _, query := range [...]string{listColumns, listIndexes} {
		rows, err := db.QueryContext(ctx, query)
		if err != nil {
			return "", err
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return "", errors.Join(err, rows.Close())
			}
			b.WriteString(line + "\n")
		}
		if err := rows.Err(); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
