package storage

import (
	"context"
	"fmt"

	"tributary/node"
)

// What is derived, and how it is derived from the log in one stroke. Edges need bodies to be read.
var (
	emptyDerived = []string{
		`DELETE FROM edge`,
		`DELETE FROM edge_lately`,
		`DELETE FROM latest`,
		`UPDATE iri SET created = NULL WHERE created IS NOT NULL`,
	}
	fillDerived = []string{
		`INSERT INTO latest (created, pos, n, base, class, owner, level, deleted)
		SELECT l.created, l.pos, l.n, COALESCE(l.base, l.pos), l.class, l.owner, l.level, l.deleted
		FROM (SELECT MAX(pos) AS pos FROM log GROUP BY created) newest JOIN log l ON l.pos = newest.pos`,
		`UPDATE iri SET created = l.pos FROM log l WHERE l.iri = iri.id AND l.n = 1`,
	}
)

const (
	countLatest = `SELECT COUNT(*) FROM latest`
	allLatest   = `SELECT pos, created AS place FROM latest WHERE created > ?1 ORDER BY created LIMIT ?2`
)

// Reindex empties what is derived from the log and derives it again, in one transaction and while no
// other program has the database open. links says what references a version makes (node.Links of its
// resource); progress, when not nil, hears after each page how many things are done.
//
// Errors: Busy when another program has the database open; those of links. Nothing is changed then.
func (db *DB) Reindex(
	ctx context.Context, links func(node.Version) ([]node.Link, error), progress func(done, total int),
) (err error) {
	if err := db.await(ctx, db.engine.Lock.Exclude); err != nil {
		_, sharing := db.engine.Lock.Share(ctx)
		return fmt.Errorf("reindex: %w", firstOf(err, sharing))
	}
	defer func() {
		if _, sharing := db.engine.Lock.Share(context.Background()); err == nil && sharing != nil {
			err = db.failed(ctx, "share the database again", sharing)
		}
	}()
	return db.Update(ctx, func(t node.Tx) error {
		own := t.(*tx)
		if err := own.save(); err != nil {
			return err
		}
		if err := own.reindex(ctx, links, progress); err != nil {
			return own.failed("reindex", err)
		}
		return nil
	})
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (t *tx) reindex(
	ctx context.Context, links func(node.Version) ([]node.Link, error), progress func(done, total int),
) error {
	for _, statements := range [...][]string{emptyDerived, fillDerived} {
		if err := execAll(t.ctx, t.q, statements); err != nil {
			return err
		}
	}
	var total int
	if err := t.row(countLatest, nil, &total); err != nil {
		return err
	}
	for after, done := int64(0), 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, err := t.versions(allLatest, ascending, []any{after, lastPage})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		if err := t.linkAgain(page, links); err != nil {
			return err
		}
		after = page[len(page)-1].place
		if done += len(page); progress != nil {
			progress(done, total)
		}
	}
}

// linkAgain writes the edges of a page of things.
func (t *tx) linkAgain(page []placed, links func(node.Version) ([]node.Link, error)) error {
	var b batch
	for _, p := range page {
		v := p.version
		if v.Deleted {
			continue
		}
		made, err := links(v)
		if err != nil {
			return fmt.Errorf("read the references of %s: %w", v.IRI, err)
		}
		v.Link = made
		b.append(&entry{Version: v})
	}
	ids, err := t.intern(t.group, b.texts(), nil)
	if err != nil {
		return err
	}
	made, _ := b.references(ids)
	return t.putEdges(made)
}
