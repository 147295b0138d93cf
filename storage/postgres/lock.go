package postgres

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

const (
	tryShare   = `SELECT pg_try_advisory_lock_shared(1953655145, hashtext(current_schema()))`
	tryExclude = `SELECT pg_try_advisory_lock(1953655145, hashtext(current_schema()))`
	unlockAll  = `SELECT pg_advisory_unlock_all()`
)

// lock is an advisory lock of a session. The server lets go of it when the connection ends, however
// it ends.
type lock struct {
	db *sql.DB

	mu     sync.Mutex
	conn   *sql.Conn
	shared bool // as far as is known here
}

func (l *lock) Share(ctx context.Context) (bool, error) { return l.take(ctx, tryShare) }

func (l *lock) Exclude(ctx context.Context) (bool, error) { return l.take(ctx, tryExclude) }

func (l *lock) take(ctx context.Context, how string) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	granted, err := l.ask(ctx, how)
	l.shared = granted && how == tryShare
	return granted, err
}

func (l *lock) ask(ctx context.Context, how string) (bool, error) {
	if l.conn == nil {
		conn, err := l.db.Conn(ctx)
		if err != nil {
			return false, err
		}
		l.conn = conn
	}
	if _, err := l.conn.ExecContext(ctx, unlockAll); err != nil {
		return false, l.drop(err)
	}
	var granted bool
	if err := l.conn.QueryRowContext(ctx, how).Scan(&granted); err != nil {
		return false, l.drop(err)
	}
	return granted, nil
}

var errHeld = errors.New("another program changes the database as a whole")

// renew shares again what was shared when the connection was lost: a program that goes on when its
// database is back must not be taken for gone. With an error it has to be tried again.
func (l *lock) renew(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.shared || l.conn != nil && l.conn.PingContext(ctx) == nil {
		return nil
	}
	if l.conn != nil {
		_ = l.drop(nil)
	}
	granted, err := l.ask(ctx, tryShare)
	if err == nil && !granted {
		err = errHeld
	}
	return err
}

// drop forgets a connection that failed: the next attempt makes another.
func (l *lock) drop(err error) error {
	err = errors.Join(err, l.conn.Close())
	l.conn = nil
	return err
}

func (l *lock) Release() error {
	if l.conn != nil {
		l.conn.Close() // the lock goes with it; what fails here fails below too
	}
	return l.db.Close()
}
