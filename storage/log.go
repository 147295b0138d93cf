package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"tributary/node"
	"tributary/vocab"
)

// view reads one state of the database: a reader's snapshot, or what the writer sees.
type view struct {
	db     *DB
	ctx    context.Context
	q      querier
	fresh  map[string]int64 // ids this transaction gave; nil for readers
	group  *group           // whose transaction it reads; nil for readers
	lost   *error           // the first failure of the database in this transaction; nil for readers
	window window
}

// A cursor never stays open while a caller works: on PostgreSQL a connection with an open one can
// do nothing else. So iterators read a page, close it, hand it out, and go on after its last row.
// Pages grow, because many callers stop early.
const (
	firstPage = 32
	lastPage  = 512
)

func nextPage(size int) int { return min(size*4, lastPage) }

// versionColumns are read by scanVersion, from the positions that a query named f gives with the
// place that orders them. base is the whole body beneath a delta.
const (
	versionColumns = `
SELECT f.place, i.text, l.n, l.pos, l.created, COALESCE(ac.text, ''), COALESCE(au.text, ''),
	COALESCE(ow.text, ''), l.at, COALESCE(cl.text, ''), l.level, l.names, l.deleted, l.body, base.body
FROM (`
	versionJoins = `) f
JOIN log l ON l.pos = f.pos
JOIN iri i ON i.id = l.iri
LEFT JOIN iri ac ON ac.id = l.activity
LEFT JOIN iri au ON au.id = l.author
LEFT JOIN iri ow ON ow.id = l.owner
LEFT JOIN iri cl ON cl.id = l.class
LEFT JOIN log base ON base.pos = l.base
ORDER BY f.place`
	ascending  = ""
	descending = " DESC"
)

// placed is a version with its place in the order it was asked for.
type placed struct {
	version node.Version
	place   int64
	names   int
	base    []byte // the whole body that the version's is a delta on; nil: it is whole
}

// versions reads the versions at the positions that a query of (pos, place) gives, in order of place.
func (v *view) versions(positions, order string, args []any) ([]placed, error) {
	var page []placed
	err := v.each(versionColumns+positions+versionJoins+order, args, func(rows *sql.Rows) error {
		p, err := scanVersion(rows)
		if err != nil {
			return err
		}
		page = append(page, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := rebuild(page); err != nil {
		return nil, err
	}
	return page, v.readNames(page)
}

// rebuild makes bodies of deltas. Of a long page all processors do, since that is most of the work of reading it.
func rebuild(page []placed) error {
	workers := 1
	if len(page) >= lastPage/4 {
		workers = runtime.GOMAXPROCS(0)
	}
	errs := make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		work := func() {
			for i := w; i < len(page) && errs[w] == nil; i += workers {
				ver := &page[i].version
				if page[i].base == nil {
					continue
				}
				var err error
				if ver.Body, ver.Content, err = node.Rebuild(page[i].base, ver.Body); err != nil {
					errs[w] = fmt.Errorf("rebuild version %d of %s: %w", ver.N, ver.IRI, err)
				}
				page[i].base = nil
			}
		}
		if w == workers-1 {
			work()
			break
		}
		all.Go(work)
	}
	all.Wait()
	return errors.Join(errs...)
}

func scanVersion(rows *sql.Rows) (placed, error) {
	var p placed
	var at int64
	ver := &p.version
	err := rows.Scan(&p.place, &ver.IRI, &ver.N, &ver.Position, &ver.Created, &ver.Activity, &ver.Author,
		&ver.Owner, &at, &ver.Class, &ver.Audience.Level, &p.names, &ver.Deleted, &ver.Body, &p.base)
	ver.At = fromMicros(at)
	return p, err
}

const namesOf = `
SELECT named.pos, iri.text FROM named JOIN iri ON iri.id = named.agent
WHERE named.pos IN (`

// readNames fills in the audiences' names, in alphabetical order.
func (v *view) readNames(page []placed) error {
	var positions []any
	at := map[node.Position]*node.Audience{}
	for i := range page {
		if page[i].names > 0 {
			ver := &page[i].version
			positions = append(positions, int64(ver.Position))
			at[ver.Position] = &ver.Audience
		}
	}
	for len(positions) > 0 {
		n := chunk(len(positions))
		err := v.each(namesOf+list(1, n)+") ORDER BY iri.text", positions[:n], func(rows *sql.Rows) error {
			var pos node.Position
			var agent vocab.IRI
			if err := rows.Scan(&pos, &agent); err != nil {
				return err
			}
			at[pos].Names = append(at[pos].Names, agent)
			return nil
		})
		if err != nil {
			return err
		}
		positions = positions[n:]
	}
	return nil
}

// one is the single version a query of positions gives, or NotFound.
func (v *view) one(positions string, args []any, missing string, what ...any) (node.Version, error) {
	page, err := v.versions(positions, ascending, args)
	if err != nil {
		return node.Version{}, v.failed("read "+fmt.Sprint(what[0]), err)
	}
	if len(page) == 0 {
		return node.Version{}, node.Errorf(node.NotFound, missing, what...)
	}
	return page[0].version, nil
}

const latestPosition = `
SELECT t.pos, t.n AS place FROM latest t WHERE t.created = (SELECT created FROM iri WHERE text = ?1)`

const noThing = "there is no %s"

func (v *view) Latest(id vocab.IRI) (node.Version, error) {
	return v.one(latestPosition, []any{known(id)}, noThing, id)
}

const logPositions = `
SELECT pos, pos AS place FROM log WHERE pos > ?1 ORDER BY pos LIMIT ?2`

func (v *view) Log(after node.Position) iter.Seq2[node.Version, error] {
	return v.pages("read the log", int64(after), func(after int64, size int) ([]placed, error) {
		return v.versions(logPositions, ascending, []any{after, size})
	})
}

// pages hands out the rows of page after page, each read after the place where the last one ended.
func (v *view) pages(
	doing string, after int64, read func(after int64, size int) ([]placed, error),
) iter.Seq2[node.Version, error] {
	return func(yield func(node.Version, error) bool) {
		for size, place := firstPage, after; ; size = nextPage(size) {
			page, err := read(place, size)
			if err != nil {
				yield(node.Version{}, v.failed(doing, err))
				return
			}
			for _, p := range page {
				if !yield(p.version, nil) {
					return
				}
				place = p.place
			}
			if len(page) < size {
				return
			}
		}
	}
}

const endOfLog = `SELECT COALESCE(MAX(pos), 0) FROM log`

func (v *view) Position() (node.Position, error) {
	var pos node.Position
	if err := v.row(endOfLog, nil, &pos); err != nil {
		return 0, v.failed("read the end of the log", err)
	}
	return pos, nil
}

func (v *view) each(query string, args []any, f func(*sql.Rows) error) error {
	if err := v.ready(); err != nil {
		return err
	}
	return v.db.each(v.ctx, v.q, query, args, f)
}

func (v *view) row(query string, args []any, to ...any) error {
	if err := v.ready(); err != nil {
		return err
	}
	return v.db.row(v.ctx, v.q, query, args, to...)
}

func (v *view) exec(statement string, args ...any) (int, error) {
	if err := v.ready(); err != nil {
		return 0, err
	}
	return v.db.exec(v.ctx, v.q, statement, args...)
}

// ready begins the writer's transaction with the first question. Nothing may be asked in one that the
// database has ended: SQLite does so by itself when the disk fails, and would commit every statement
// that follows for itself.
func (v *view) ready() error {
	if v.lost != nil && *v.lost != nil {
		return *v.lost
	}
	if v.group == nil {
		return nil
	}
	if err := v.group.open(); err != nil {
		return err
	}
	v.q = v.group.conn
	return nil
}

// failed also notes for the writer what befell its transaction, whatever the closure makes of it.
func (v *view) failed(doing string, err error) error {
	if kind, _ := v.db.engine.Explain(err); kind != "" && v.lost != nil && *v.lost == nil {
		*v.lost = err
	}
	return v.db.failed(v.ctx, doing, err)
}

func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }
