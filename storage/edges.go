package storage

import (
	"cmp"
	"slices"

	"tributary/node"
)

// edge is a reference, as the table keeps it.
type edge struct{ target, property, created int64 }

func (e edge) compare(o edge) int {
	return cmp.Or(cmp.Compare(e.target, o.target), cmp.Compare(e.property, o.property),
		cmp.Compare(e.created, o.created))
}

const (
	putEdge  = `INSERT INTO edge (target, property, created) VALUES `
	keepEdge = ` ON CONFLICT (target, property, created) DO NOTHING`
)

var dropEdges = severally{
	before: `DELETE FROM edge WHERE (target, property, created) = `, between: ` OR (target, property, created) = `, columns: 3,
}

// The tree of references has a place for each thing that is referred to, so that every event about a
// resource writes that resource's page anew. Where the dialect says so, references are therefore kept in
// the order in which they were made first, which is one page for many, and sorted in by the thousand:
// then each page of the tree takes many at once. Who asks looks in both.
const (
	putLately  = `INSERT INTO edge_lately (created, property, target) VALUES `
	keepLately = ` ON CONFLICT (created, property, target) DO NOTHING`
	sortIn     = `
INSERT INTO edge (target, property, created)
SELECT target, property, created FROM edge_lately WHERE TRUE ORDER BY target, property, created
ON CONFLICT (target, property, created) DO NOTHING`
	sortedIn = `DELETE FROM edge_lately`
)

var dropLately = severally{
	before:  `DELETE FROM edge_lately WHERE (created, property, target) = `,
	between: ` OR (created, property, target) = `, columns: 3,
}

// mention is an edge that a version made or unmade.
type mention struct {
	edge
	nth  int // in order of time
	made bool
}

// references are what is left of a batch's references: one that was made and unmade costs nothing. They
// are in the order of the tree.
func (b *batch) references(ids map[string]int64) (made, unmade []edge) {
	mentions := make([]mention, 0, 4*len(b.versions))
	for _, e := range b.versions {
		for made, links := range [...][]node.Link{e.Unlink, e.Link} {
			for _, l := range links {
				at := edge{ids[string(l.To)], ids[string(l.Property)], int64(e.Created)}
				mentions = append(mentions, mention{at, len(mentions), made == 1})
			}
		}
	}
	slices.SortFunc(mentions, func(a, b mention) int { return cmp.Or(a.compare(b.edge), cmp.Compare(a.nth, b.nth)) })
	made = make([]edge, 0, len(mentions))
	for i, m := range mentions {
		switch {
		case i+1 < len(mentions) && mentions[i+1].edge == m.edge: // a later one says otherwise
		case m.made:
			made = append(made, m.edge)
		default:
			unmade = append(unmade, m.edge)
		}
	}
	return made, unmade
}

// putReferences writes a batch's references.
func (v *view) putReferences(b *batch, ids map[string]int64) error {
	made, unmade := b.references(ids)
	if err := v.unmake(unmade); err != nil {
		return err
	}
	if v.db.engine.Lately == 0 {
		return v.putEdges(made)
	}
	slices.SortFunc(made, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.created, b.created), cmp.Compare(a.property, b.property), cmp.Compare(a.target, b.target))
	})
	if err := v.insert(putLately, 3, keepLately, byCreated(made)); err != nil {
		return err
	}
	w := v.group.writer
	if w.lately += len(made); w.lately < v.db.engine.Lately {
		return nil
	}
	w.lately = 0
	for _, statement := range [...]string{sortIn, sortedIn} {
		if _, err := v.exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// putEdges writes references into the tree.
func (v *view) putEdges(made []edge) error {
	return v.insert(putEdge, 3, keepEdge, byTarget(made))
}

// unmake removes references, wherever they are.
func (v *view) unmake(edges []edge) error {
	if err := v.many(dropEdges, byTarget(edges)); err != nil {
		return err
	}
	return v.many(dropLately, byCreated(edges))
}

func byTarget(edges []edge) []any {
	args := make([]any, 0, 3*len(edges))
	for _, e := range edges {
		args = append(args, e.target, e.property, e.created)
	}
	return args
}

func byCreated(edges []edge) []any {
	args := make([]any, 0, 3*len(edges))
	for _, e := range edges {
		args = append(args, e.created, e.property, e.target)
	}
	return args
}
