package storage

import (
	"database/sql"
	"fmt"
	"runtime"
	"sync"

	"tributary/node"
	"tributary/vocab"
)

const latestBodies = `
SELECT t.created, l.body, base.body FROM latest t
JOIN log l ON l.pos = t.pos
LEFT JOIN log base ON base.pos = l.base
WHERE t.created > ?1 AND NOT t.deleted ORDER BY t.created LIMIT ?2`

// derivePage is how many things are read before their references are written.
const derivePage = 4096

// derive fills what Reindex fills and Flush has not. Bodies are read by all processors, since that is most
// of the work.
func (l *Loader) derive(links func([]byte) ([]node.Link, error), progress func(done, total int)) error {
	if err := l.Flush(); err != nil {
		return err
	}
	var total int
	if err := l.tx.row(countLatest, nil, &total); err != nil {
		return err
	}
	for after, done := int64(0), 0; ; {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		page, err := l.bodies(after)
		if err != nil || len(page) == 0 {
			return err
		}
		b, err := referring(page, links)
		if err != nil {
			return err
		}
		ids, err := l.intern(b.texts(), nil)
		if err != nil {
			return err
		}
		made, _ := b.references(ids)
		if err := l.tx.putEdges(made); err != nil {
			return err
		}
		after = page[len(page)-1].created
		if done += len(page); progress != nil {
			progress(done, total)
		}
	}
}

// current is a thing's newest body as the log has it.
type current struct {
	created    int64
	body, base []byte
}

func (l *Loader) bodies(after int64) (page []current, err error) {
	err = l.tx.each(latestBodies, []any{after, derivePage}, func(rows *sql.Rows) error {
		var c current
		err := rows.Scan(&c.created, &c.body, &c.base)
		page = append(page, c)
		return err
	})
	return page, err
}

// referring makes entries with nothing but their references.
func referring(page []current, links func([]byte) ([]node.Link, error)) (*batch, error) {
	entries := make([]*entry, len(page))
	errs := make([]error, len(page))
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(page); i += workers {
				c := page[i]
				if c.base != nil {
					if c.body, _, errs[i] = node.Rebuild(c.base, c.body); errs[i] != nil {
						continue
					}
				}
				entries[i] = &entry{Version: node.Version{Created: node.Position(c.created)}}
				entries[i].Link, errs[i] = links(c.body)
			}
		})
	}
	all.Wait()
	b := &batch{newest: map[vocab.IRI]int{}, versions: entries}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("read the references of what began at position %d: %w", page[i].created, err)
		}
	}
	return b, nil
}
