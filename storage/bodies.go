package storage

import (
	"database/sql"
	"fmt"

	"tributary/node"
)

// bodyColumns and bodyJoins read what a query for bodies alone asks: not one name is looked up.
const (
	bodyColumns = `
SELECT f.place, l.pos, l.created, l.n, l.deleted, l.body, base.body
FROM (`
	bodyJoins = `) f
JOIN log l ON l.pos = f.pos
LEFT JOIN log base ON base.pos = l.base
ORDER BY f.place`
)

// bodies reads the bodies at the positions that a query of (pos, place) gives, in order of place.
func (v *view) bodies(positions, order string, args []any) (page []placed, err error) {
	err = v.each(bodyColumns+positions+bodyJoins+order, args, func(rows *sql.Rows) error {
		var p placed
		var base []byte
		ver := &p.version
		if err := rows.Scan(&p.place, &ver.Position, &ver.Created, &ver.N, &ver.Deleted, &ver.Body, &base); err != nil {
			return err
		}
		if base != nil {
			var err error
			if ver.Body, _, err = node.Rebuild(base, ver.Body); err != nil {
				return fmt.Errorf("rebuild version %d at position %d: %w", ver.N, ver.Position, err)
			}
		}
		page = append(page, p)
		return nil
	})
	return page, err
}
