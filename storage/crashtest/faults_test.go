package crashtest

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
)

// fault is how a statement fails. raw is the driver's own connection, run runs the statement on it.
type fault func(raw driver.Conn, run func() error) error

// refused fails a statement that the database did not run.
func refused(err error) fault {
	return func(driver.Conn, func() error) error { return err }
}

// unheard runs the statement, and loses the answer.
func unheard(err error) fault {
	return func(_ driver.Conn, run func() error) error { return errors.Join(run(), err) }
}

// undone fails a statement and ends its transaction, as SQLite does when the disk fails it.
func undone(err error) fault {
	return func(raw driver.Conn, _ func() error) error {
		// Outside a transaction there is nothing to end.
		_, _ = raw.(driver.ExecerContext).ExecContext(context.Background(), "ROLLBACK", nil)
		return err
	}
}

// faults sit between the writer and the driver. At a statement it was set for, one strikes.
type faults struct {
	mu     sync.Mutex
	set    fault
	only   string // it strikes this statement alone; empty: any
	left   int    // statements until it strikes
	struck string // the statement it struck
}

// in lets the nth statement from now on fail.
func (f *faults) in(nth int, how fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set, f.only, f.left, f.struck = how, "", nth, ""
}

// at lets the next such statement fail.
func (f *faults) at(statement string, how fault) {
	f.in(1, how)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.only = statement
}

// next lets the statement after this one fail as well.
func (f *faults) next(how fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set, f.left = how, 1
}

// end lets nothing fail any more. It gives the statement that did; empty when there was none.
func (f *faults) end() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set = nil
	return f.struck
}

func (f *faults) due(statement string) fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.set == nil || f.only != "" && f.only != statement {
		return nil
	}
	if f.left--; f.left > 0 {
		return nil
	}
	due := f.set
	f.set, f.struck = nil, f.struck+statement
	return due
}

// pass runs a statement, or lets it fail.
func (f *faults) pass(raw driver.Conn, statement string, run func() error) error {
	if due := f.due(statement); due != nil {
		return due(raw, run)
	}
	return run()
}

// through is what storage.Options.Through takes.
func (f *faults) through(c driver.Connector) driver.Connector { return connector{c, f} }

type connector struct {
	driver.Connector
	faults *faults
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{raw, c.faults}, nil
}

// conn passes on whatever the driver's connection can do.
type conn struct {
	driver.Conn
	faults *faults
}

func (c *conn) ExecContext(ctx context.Context, statement string, args []driver.NamedValue) (result driver.Result, err error) {
	err = c.faults.pass(c.Conn, statement, func() (err error) {
		result, err = c.Conn.(driver.ExecerContext).ExecContext(ctx, statement, args)
		return err
	})
	return result, err
}

func (c *conn) QueryContext(ctx context.Context, statement string, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = c.faults.pass(c.Conn, statement, func() (err error) {
		rows, err = c.Conn.(driver.QueryerContext).QueryContext(ctx, statement, args)
		return err
	})
	if err != nil && rows != nil {
		rows.Close() // the answer is lost, and must not stay open
	}
	return rows, err
}

func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *conn) ResetSession(ctx context.Context) error {
	if resetter, ok := c.Conn.(driver.SessionResetter); ok {
		return resetter.ResetSession(ctx)
	}
	return nil
}

func (c *conn) IsValid() bool {
	if validator, ok := c.Conn.(driver.Validator); ok {
		return validator.IsValid()
	}
	return true
}
