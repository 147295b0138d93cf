package storage

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"tributary/node"
)

// Dialect is what differs between engines. Statements are written once, for both: integers, text,
// bytes and booleans only, parameters as ?1 … ?n, no functions but those of the standard.
type Dialect struct {
	Name     string             // of the engine, for messages and golden files
	Dollar   bool               // parameters are $1 … $n
	Types    *strings.Replacer  // {key}, {text}, {blob} and {clustered} of the migrations
	Begin    []string           // opens the writer's transaction and makes it the only one
	Notify   string             // run before a commit to tell other processes; empty: they look themselves
	Snapshot sql.IsolationLevel // under which a reader sees one state
	Lately   int                // how many references wait to be sorted in; 0: none do
	Pause    time.Duration      // how long a busy writer steps back for other processes; 0: the engine queues them
	// Explain turns a driver's error into a kind and a message fit for whoever asked. Empty for
	// errors that are not the driver's.
	Explain func(error) (node.Kind, string)
}

// Engine is an opened database: what a package under storage hands to [Open].
type Engine struct {
	Dialect
	Writer *sql.DB // one connection
	Reader *sql.DB // snapshots, read only
	Lock   Lock
	// Foreign calls notify whenever another process may have committed, until ctx ends. Nil when
	// no other process can.
	Foreign func(ctx context.Context, notify func()) error
	// Schema reads the schema as text, in an order of its own, for the golden file.
	Schema func(ctx context.Context, q *sql.DB) (string, error)
	// Cleanup runs when everything is closed.
	Cleanup func() error
}

// Lock keeps programs apart: each that has the database open shares it, and what must be alone
// (migration, reindexing) holds it exclusively. Each way takes the place of the other. Neither waits:
// false means that another program holds the lock, and that this one now holds nothing.
type Lock interface {
	Share(context.Context) (bool, error)
	Exclude(context.Context) (bool, error)
	Release() error
}

var parameter = regexp.MustCompile(`\?[0-9]+`)

// texts keeps statements in the form the engine takes, by the form they are written in.
type texts struct {
	dollar bool
	done   sync.Map // by statement
	made   sync.Map // by rowsKey
}

func (t *texts) of(statement string) string {
	if !t.dollar {
		return statement
	}
	if text, ok := t.done.Load(statement); ok {
		return text.(string)
	}
	text := parameter.ReplaceAllStringFunc(statement, func(p string) string { return "$" + p[1:] })
	t.done.Store(statement, text)
	return text
}

// explain gives a driver's error its kind; node's own errors pass unchanged.
func (d Dialect) explain(err error) error {
	if own := (*node.Error)(nil); err == nil || errors.As(err, &own) {
		return err
	}
	if kind, message := d.Explain(err); kind != "" {
		return &node.Error{Kind: kind, Message: message, Err: err}
	}
	return err
}

// sizes are the numbers of rows, or of values in a list, that statements are made for. Few sizes
// keep the number of prepared statements small.
var sizes = [...]int{64, 16, 4, 1}

// chunk is the largest of sizes that n rows fill.
func chunk(n int) int {
	for _, size := range sizes {
		if n >= size {
			return size
		}
	}
	return 0
}

// list is "?first, …" for count parameters.
func list(first, count int) string {
	var b strings.Builder
	writeList(&b, first, count)
	return b.String()
}

func writeList(b *strings.Builder, first, count int) {
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('?')
		b.WriteString(strconv.Itoa(first + i))
	}
}
