package sqlite

import (
	"context"
	"errors"
	"os"
	"syscall"
)

// lock is an advisory lock on a file beside the database, because SQLite's own are of transactions,
// not of programs. The system lets go of it when the program ends, however it ends.
type lock struct{ file *os.File }

func openLock(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	return &lock{file}, nil
}

func (l *lock) Share(context.Context) (bool, error) { return l.take(syscall.LOCK_SH) }

func (l *lock) Exclude(context.Context) (bool, error) { return l.take(syscall.LOCK_EX) }

// take asks without waiting. A lock held in the other way is exchanged.
func (l *lock) take(how int) (bool, error) {
	err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

func (l *lock) Release() error { return l.file.Close() }
