package storage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
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
	return db.await(ctx, func(ctx context.Context) (bool, error) {
		shared, err := db.engine.Lock.Share(ctx)
		if err != nil || !shared {
			return false, err
		}
		if err := db.ensureMigration(ctx); err != nil {
			return false, err
		}
		missing, err := db.missing(ctx, steps)
		if err != nil || len(missing) == 0 {
			return err == nil, err
		}
		// When it is not granted, another process may be taking these steps: look again.
		alone, err := db.engine.Lock.Exclude(ctx)
		if err != nil || !alone {
			return false, err
		}
		return false, db.take(ctx, steps)
	})
}

// take takes the steps that are missing now that nobody else can.
func (db *DB) take(ctx context.Context, steps []migration) error {
	missing, err := db.missing(ctx, steps)
	if err != nil {
		return err
	}
	for _, m := range missing {
		if err := db.step(ctx, m); err != nil {
			kind, _ := db.engine.Explain(err)
			return &node.Error{Kind: cmp.Or(kind, node.Internal), Err: err, Message: fmt.Sprintf("the migration %s broke off, "+
				"and nothing of it remains: put right what the database complains of and start again", m.name)}
		}
	}
	return nil
}

// await asks for a lock until it is granted or patience ends.
func (db *DB) await(ctx context.Context, lock func(context.Context) (bool, error)) error {
	for wait := time.Now().Add(db.opt.BusyWait); ; {
		granted, err := lock(ctx)
		if err != nil {
			return db.failed(ctx, "prepare the database", err)
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

// ensureMigration makes the table of the steps taken. Only one process at a time is a writer, so that
// two that start together do not both make it.
func (db *DB) ensureMigration(ctx context.Context) error {
	return db.inTransaction(ctx, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, db.engine.Types.Replace(createMigration))
		return err
	})
}

// missing are the steps the database has not taken. It refuses a database with others.
func (db *DB) missing(ctx context.Context, steps []migration) ([]migration, error) {
	done := 0
	err := db.each(ctx, db.engine.Writer, doneMigrations, nil, func(rows *sql.Rows) error {
		var number int
		var name, checksum string
		if err := rows.Scan(&number, &name, &checksum); err != nil {
			return err
		}
		done++
		switch {
		case number > len(steps):
			return node.Errorf(node.Conflict, "the database was made by a newer program, which took migration %s; "+
				"this one knows %d: start the newer program, or restore a backup from before it", name, len(steps))
		case number != done:
			return node.Errorf(node.Conflict, "the database took migration %s without the one before it: "+
				"somebody changed it by hand; restore a backup", name)
		case steps[number-1].checksum != checksum:
			return node.Errorf(node.Conflict, "the database took a migration %s that differs from this program's %s: "+
				"start the program that made it, or restore a backup that this one made", name, steps[number-1].name)
		}
		return nil
	})
	if err != nil {
		return nil, db.failed(ctx, "read migrations", err)
	}
	return steps[done:], nil
}

func (db *DB) step(ctx context.Context, m migration) error {
	return db.inTransaction(ctx, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, m.text); err != nil {
			return err
		}
		_, err := db.exec(ctx, conn, putMigration, m.number, m.name, m.checksum, micros(db.opt.Now()))
		return err
	})
}

// inTransaction is for the time before the writer runs.
func (db *DB) inTransaction(ctx context.Context, f func(*sql.Conn) error) error {
	conn, err := db.begin(ctx)
	if err != nil {
		return err
	}
	if err = f(conn); err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		return errors.Join(err, abandon(conn))
	}
	return conn.Close()
}
