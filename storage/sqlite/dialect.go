package sqlite

import (
	"errors"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"tributary/node"
	"tributary/storage"
)

var dialect = storage.Dialect{
	Name: "sqlite",
	Types: strings.NewReplacer(
		"{key}", "INTEGER PRIMARY KEY", // the row's own number: no index beside the table
		"{text}", "text",
		"{blob}", "blob",
		"{clustered}", " WITHOUT ROWID",
	),
	// Waiting for another process is up to the writer, who asks more often than SQLite would.
	Begin:   []string{"PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE"},
	Lately:  4096, // which a reader passes over in a tenth of a millisecond
	Pause:   time.Millisecond,
	Explain: explain,
}

// kinds are SQLite's result codes, by what the one who asked can do about them. Others are ours to
// repair.
//
// Spec: SQLite, "Result and Error Codes".
var kinds = map[sqlite3.ErrNo]struct {
	kind    node.Kind
	message string
}{
	sqlite3.ErrBusy:       {node.Busy, "another program is writing to the database; try again"},
	sqlite3.ErrLocked:     {node.Busy, "the database is locked; try again"},
	sqlite3.ErrConstraint: {node.Conflict, "it is there already"},
	sqlite3.ErrTooBig:     {node.TooLarge, "it is larger than the database takes"},
	sqlite3.ErrFull:       {node.Internal, "the disk of this node is full"},
	sqlite3.ErrIoErr:      {node.Internal, "the disk of this node does not work"},
	sqlite3.ErrCantOpen:   {node.Internal, "the database file of this node cannot be opened"},
	sqlite3.ErrReadonly:   {node.Internal, "the database file of this node cannot be written"},
	sqlite3.ErrPerm:       {node.Internal, "the database file of this node cannot be written"},
	sqlite3.ErrCorrupt:    {node.Internal, "the database file of this node is damaged"},
	sqlite3.ErrNotADB:     {node.Internal, "the database file of this node is no database"},
}

func explain(err error) (node.Kind, string) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return "", ""
	}
	if known, ok := kinds[e.Code]; ok {
		return known.kind, known.message
	}
	return node.Internal, "the database of this node failed"
}
