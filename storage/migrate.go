package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"tributary/node"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one numbered step forward, in the words of one engine. Its checksum is that of the
// file, which is the same for every engine.
type migration struct {
	number   int
	name     string
	text     string
	checksum string
}

// migrations are all steps, in order. The files are ours: a wrong one is found by any test.
func migrations(d Dialect) ([]migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	all := make([]migration, len(names))
	for i, path := range names {
		text, err := migrationFiles.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name := path[len("migrations/"):]
		number, err := strconv.Atoi(name[:4])
		if err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s should be number %d", name, i+1)
		}
		sum := sha256.Sum256(text)
		all[i] = migration{number, name, d.Types.Replace(string(text)), hex.EncodeToString(sum[:])}
	}
	return all, nil
}

const (
	createMigration = `
CREATE TABLE IF NOT EXISTS migration (
	number bigint PRIMARY KEY, name {text} NOT NULL, checksum {text} NOT NULL, at bigint NOT NULL
)`
	doneMigrations = `SELECT number, name, checksum FROM migration ORDER BY number`
	putMigration   = `INSERT INTO migration (number, name, checksum, at) VALUES (?1, ?2, ?3, ?4)`
)

// migrate brings the schema up to date, alone, and leaves the database shared. A step that breaks
// off was never taken: the next start takes it again.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := migrations(db.engine.Dialect)
	if err != nil {
		return err
	}
	if err := db.await(ctx, db.engine.Lock.Share); err != nil {
		return err
	}
	missing, err := db.missing(ctx, steps)
	if err != nil || len(missing) == 0 {
		return err
	}
	if err := db.await(ctx, db.engine.Lock.Exclude); err != nil {
		return err
	}
	// Another process may have been here first.
	if missing, err = db.missing(ctx, steps); err != nil {
		return err
	}
	for _, m := range missing {
		if err := db.step(ctx, m); err != nil {
			return fmt.Errorf("migrate to %s: %w", m.name, db.engine.explain(err))
		}
	}
	return db.await(ctx, db.engine.Lock.Share)
}

// await asks for a lock until it is granted or patience ends.
func (db *DB) await(ctx context.Context, lock func(context.Context) (bool, error)) error {
	for wait := time.Now().Add(db.opt.BusyWait); ; {
		granted, err := lock(ctx)
		if err != nil {
			return db.failed(ctx, "lock the database", err)
		}
		if granted {
			return nil
		}
		if time.Now().After(wait) {
			return node.Errorf(node.Busy,
				"another program has the database open, or is changing it as a whole; end it and try again")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// missing are the steps the database has not taken. It refuses a database with others.
func (db *DB) missing(ctx context.Context, steps []migration) ([]migration, error) {
	q := db.engine.Writer
	if _, err := db.exec(ctx, q, db.engine.Types.Replace(createMigration)); err != nil {
		return nil, db.failed(ctx, "look for migrations", err)
	}
	done := 0
	err := db.each(ctx, q, doneMigrations, nil, func(rows *sql.Rows) error {
		var number int
		var name, checksum string
		if err := rows.Scan(&number, &name, &checksum); err != nil {
			return err
		}
		done++
		switch {
		case number > len(steps):
			return node.Errorf(node.Conflict,
				"the database was made by a newer program, which took migration %s; this one knows %d", name, len(steps))
		case steps[number-1].checksum != checksum:
			return node.Errorf(node.Conflict,
				"the database took a migration %s that differs from this program's %s", name, steps[number-1].name)
		}
		return nil
	})
	if err != nil {
		return nil, db.failed(ctx, "read migrations", err)
	}
	return steps[done:], nil
}

func (db *DB) step(ctx context.Context, m migration) error {
	conn, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, m.text); err != nil {
		rollback(conn)
		return err
	}
	if _, err := db.exec(ctx, conn, putMigration, m.number, m.name, m.checksum, micros(db.opt.Now())); err != nil {
		rollback(conn)
		return err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}
