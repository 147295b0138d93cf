package postgres

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"tributary/node"
	"tributary/storage"
)

var dialect = storage.Dialect{
	Name:   "postgres",
	Dollar: true,
	Types: strings.NewReplacer(
		"{key}", "bigint PRIMARY KEY",
		"{text}", `text COLLATE "C"`, // order by bytes, as SQLite does
		"{blob}", "bytea",
		"{clustered}", "",
	),
	// Each statement sees what was committed before it, so that waiting for the lock shows the latest.
	Begin: []string{`BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_advisory_xact_lock(1953655146, hashtext(current_schema()))`},
	Notify:   "SELECT pg_notify('tributary_' || (hashtext(current_schema())::bigint & 4294967295), '')",
	Snapshot: sql.LevelRepeatableRead,
	Explain:  explain,
}

// kinds are SQLSTATE codes, or classes of them, by what the one who asked can do about them. Others
// are ours to repair.
//
// Spec: PostgreSQL, appendix A, "PostgreSQL Error Codes".
var kinds = []struct {
	code    string
	kind    node.Kind
	message string
}{
	{"23505", node.Conflict, "it is there already"},
	{"23", node.Conflict, "it does not agree with what is there"},
	{"40", node.Busy, "another program was writing the same; try again"},
	{"55P03", node.Busy, "the database is locked; try again"},
	{"57P", node.Busy, "the database server is stopping or starting; try again"},
	{"08", node.Busy, "the connection to the database was lost; try again"},
	{"53300", node.Busy, "the database server has too many connections; try again"},
	{"53100", node.Internal, "the disk of the database server is full"},
	{"54", node.TooLarge, "it is larger than the database takes"},
	{"58", node.Internal, "the disk of the database server does not work"},
	{"28", node.Internal, "the database server does not know this node's name and password"},
	{"XX", node.Internal, "the database is damaged"},
}

func explain(err error) (node.Kind, string) {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		for _, known := range kinds {
			if strings.HasPrefix(e.Code, known.code) {
				return known.kind, known.message
			}
		}
		return node.Internal, "the database of this node failed"
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError
	switch {
	case errors.As(err, &connecting):
		return node.Busy, "the database server does not answer; try again"
	case errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, pgconn.ErrConnClosed),
		errors.Is(err, io.ErrUnexpectedEOF):
		return node.Busy, "the connection to the database was lost; try again"
	}
	return "", ""
}
