package storage

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"strings"
)

// insert runs a statement for many rows.
func (v *view) insert(before string, columns int, after string, args []any) error {
	return v.many(severally{before: before, after: after, columns: columns}, args)
}

// many runs a statement for many rows. They go past database/sql to the driver: what that checks and
// converts, value by value, is a tenth of the work, and these are the driver's own types already.
func (v *view) many(s severally, args []any) error {
	if len(args) == 0 {
		return nil
	}
	if err := v.ready(); err != nil {
		return err
	}
	return v.group.conn.Raw(func(c any) error {
		named := v.group.writer.values(min(len(args), sizes[0]*s.columns))
		for len(args) > 0 {
			n := chunk(len(args) / s.columns)
			for i, arg := range args[:n*s.columns] {
				if !driver.IsValue(arg) {
					return fmt.Errorf("parameter %d is a %T, which no driver takes", i+1, arg)
				}
				named[i].Value = arg
			}
			statement := v.db.texts.rows(s, n)
			if _, err := c.(driver.ExecerContext).ExecContext(v.ctx, statement, named[:n*s.columns]); err != nil {
				return err
			}
			args = args[n*s.columns:]
		}
		return nil
	})
}

// rows is remembered, because making it costs more than running it.
func (t *texts) rows(s severally, count int) string {
	key := rowsKey{s, count}
	if text, ok := t.made.Load(key); ok {
		return text.(string)
	}
	text := t.of(s.rows(count))
	t.made.Store(key, text)
	return text
}

type rowsKey struct {
	severally
	rows int
}

// severally is a statement that takes the values of several rows:
// "INSERT … VALUES (?1, ?2), (?3, ?4) …", or "DELETE … WHERE (a, b) = (?1, ?2) OR (a, b) = (?3, ?4)".
type severally struct {
	before  string
	between string // rows; ", " when empty
	after   string
	columns int
}

func (s severally) rows(count int) string {
	var b strings.Builder
	b.WriteString(s.before)
	for r := range count {
		if r > 0 {
			b.WriteString(cmp.Or(s.between, ", "))
		}
		b.WriteByte('(')
		writeList(&b, r*s.columns+1, s.columns)
		b.WriteByte(')')
	}
	b.WriteString(s.after)
	return b.String()
}
