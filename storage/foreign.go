package storage

import (
	"context"
	"database/sql"
	"iter"

	"tributary/node"
)

// Most of a log is the node's own doing: what is not is found without reading a body.
const foreignVersions = `
SELECT l.pos, i.text, l.n, ac.text, COALESCE(au.text, ''), COALESCE(cl.text, '')
FROM log l
JOIN iri ac ON ac.id = l.activity
JOIN iri i ON i.id = l.iri
LEFT JOIN iri au ON au.id = l.author
LEFT JOIN iri cl ON cl.id = l.class
WHERE l.pos > ?1 AND SUBSTR(ac.text, 1, ?2) <> ?3
ORDER BY l.pos LIMIT ?4`

// Foreign are the versions that activities caused whose addresses do not begin with a prefix, in order: what
// agents of other nodes did, and what was read at its own address there. Of each there are Position, IRI, N,
// Activity, Author and Class.
func (db *DB) Foreign(ctx context.Context, prefix string) iter.Seq2[node.Version, error] {
	return func(yield func(node.Version, error) bool) {
		after := int64(0)
		for more := true; more; {
			var page []node.Version
			err := db.each(ctx, db.engine.Reader, foreignVersions, []any{after, len(prefix), prefix, lastPage}, func(rows *sql.Rows) error {
				var v node.Version
				err := rows.Scan(&v.Position, &v.IRI, &v.N, &v.Activity, &v.Author, &v.Class)
				page = append(page, v)
				return err
			})
			if err != nil {
				yield(node.Version{}, db.failed(ctx, "read what others did", err))
				return
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
				after = int64(v.Position)
			}
			more = len(page) == lastPage
		}
	}
}
