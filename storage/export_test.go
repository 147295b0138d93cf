package storage

import (
	"context"
	"database/sql"
	"fmt"

	"tributary/node"
)

// Plan is what SQLite would do to read a page of what a query finds.
func (db *DB) Plan(ctx context.Context, q node.Query) (plan []string, err error) {
	v := &view{db: db, ctx: ctx, q: db.engine.Reader}
	s, err := v.search(q)
	if err != nil {
		return nil, err
	}
	if s.nothing {
		return nil, fmt.Errorf("nothing matches %+v", q)
	}
	positions, args := s.positions(s.start(), firstPage)
	query := "EXPLAIN QUERY PLAN " + versionColumns + positions + versionJoins + s.order()
	err = v.each(query, args, func(rows *sql.Rows) error {
		var id, parent, unused int
		var step string
		err := rows.Scan(&id, &parent, &unused, &step)
		plan = append(plan, step)
		return err
	})
	return plan, err
}

var Chunk = chunk

// Rows is a statement for so many rows.
func Rows(before, between, after string, rows, columns int) string {
	return severally{before, between, after, columns}.rows(rows)
}

// Text is a statement as the engine takes it.
func Text(dollar bool, statement string) string {
	t := texts{dollar: dollar}
	return t.of(statement)
}
