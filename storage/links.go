package storage

import (
	"cmp"
	"database/sql"
	"slices"

	"tributary/node"
	"tributary/vocab"
)

// Edges are kept from the end that is referred to, and only so: a second tree, by the thing that
// refers, would cost every write what verification alone would use. Verification asks thing by thing
// in order of creation, so that one walk over all edges serves the next many things.
const linkWindow = 1 << 17 // positions; some 40 MB where each thing makes six references

// window is what the things created in a range of the log refer to, by their created.
type window struct {
	from, to int64
	edges    []edge // in order of created
}

const edgesOfWindow = `
SELECT target, property, created FROM edge WHERE created >= ?1 AND created < ?2
UNION ALL
SELECT target, property, created FROM edge_lately l WHERE created >= ?1 AND created < ?2
	AND NOT EXISTS (SELECT 1 FROM edge e WHERE e.target = l.target AND e.property = l.property AND e.created = l.created)`

const createdOf = `SELECT COALESCE(created, 0) FROM iri WHERE text = ?1`

// Links are the references that a thing's current version makes, as Find knows them. The first call
// reads all edges; calls for things created soon after that one are answered from what it read.
func (v *view) Links(id vocab.IRI) ([]node.Link, error) {
	var created int64
	err := v.row(createdOf, []any{known(id)}, &created)
	if isNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, v.failed("read the references of "+string(id), err)
	}
	if created < v.window.from || created >= v.window.to {
		if v.window, err = v.readWindow(created, created+linkWindow); err != nil {
			return nil, v.failed("read the references of "+string(id), err)
		}
	}
	links, err := v.named(v.window.of(created))
	if err != nil {
		return nil, v.failed("read the references of "+string(id), err)
	}
	return links, nil
}

func (v *view) readWindow(from, to int64) (window, error) {
	w := window{from: from, to: to}
	err := v.each(edgesOfWindow, []any{from, to}, func(rows *sql.Rows) error {
		var e edge
		if err := rows.Scan(&e.target, &e.property, &e.created); err != nil {
			return err
		}
		w.edges = append(w.edges, e)
		return nil
	})
	slices.SortFunc(w.edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.created, b.created), a.compare(b))
	})
	return w, err
}

func (w window) of(created int64) []edge {
	from, _ := slices.BinarySearchFunc(w.edges, created, func(e edge, c int64) int { return cmp.Compare(e.created, c) })
	to, _ := slices.BinarySearchFunc(w.edges, created+1, func(e edge, c int64) int { return cmp.Compare(e.created, c) })
	return w.edges[from:to]
}

const textsOf = `SELECT id, text FROM iri WHERE id IN (`

// named turns ids back into IRIs.
func (v *view) named(edges []edge) ([]node.Link, error) {
	iris := map[int64]vocab.IRI{}
	var asked []any
	for _, e := range edges {
		for _, id := range [...]int64{e.target, e.property} {
			if _, ok := iris[id]; !ok {
				iris[id] = ""
				asked = append(asked, id)
			}
		}
	}
	for len(asked) > 0 {
		n := chunk(len(asked))
		err := v.each(textsOf+list(1, n)+")", asked[:n], func(rows *sql.Rows) error {
			var id int64
			var text vocab.IRI
			if err := rows.Scan(&id, &text); err != nil {
				return err
			}
			iris[id] = text
			return nil
		})
		if err != nil {
			return nil, err
		}
		asked = asked[n:]
	}
	links := make([]node.Link, len(edges))
	for i, e := range edges {
		links[i] = node.Link{Property: iris[e.property], To: iris[e.target]}
	}
	return links, nil
}
