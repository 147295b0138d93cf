package storage

import (
	"maps"

	"tributary/node"
	"tributary/vocab"
)

// newest are the newest versions of things lately read or written by the writer: what events change
// is what events changed before. It belongs to the writer alone and holds as long as the log ends
// where this process left it; another process's commit moves the end, and everything is forgotten.
type newest struct {
	end   node.Position
	of    map[vocab.IRI]entry
	bytes int
}

// What is kept in memory at the most; more, and some of it goes.
const (
	maxKept      = 8192
	maxKeptBytes = 16 << 20
)

// unknownBase marks a version that was read: where its whole body stands was not asked.
const unknownBase = -1

// at forgets everything when the log does not end where it did.
func (n *newest) at(end node.Position) {
	if n.end != end || n.of == nil {
		*n = newest{end: end, of: map[vocab.IRI]entry{}}
	}
}

func (n *newest) put(e entry) {
	if old, ok := n.of[e.IRI]; ok {
		n.bytes -= len(old.Body)
	}
	n.of[e.IRI] = e
	n.bytes += len(e.Body)
	for id, some := range n.of { // in no order: as good as any guess, and costs nothing to keep
		if len(n.of) <= maxKept && n.bytes <= maxKeptBytes {
			return
		}
		delete(n.of, id)
		n.bytes -= len(some.Body)
	}
}

// committed keeps what a group wrote.
func (n *newest) committed(written map[vocab.IRI]entry, end node.Position) {
	for _, e := range written {
		e.Link, e.Unlink, e.Delta = nil, nil, nil
		n.put(e)
	}
	n.end = end
}

// newest is the newest version of a thing, if it need not be asked of the database.
func (t *tx) newest(id vocab.IRI) (entry, bool) {
	if e, ok := t.own.latest(id); ok {
		return e, true
	}
	for _, known := range [...]map[vocab.IRI]entry{t.laid, t.group.kept, t.group.db.newest.of} {
		if e, ok := known[id]; ok {
			return e, true
		}
	}
	return entry{}, false
}

// lay notes what the closure wrote, before it goes to the database and out of sight.
func (t *tx) lay() {
	if t.laid == nil {
		t.laid = map[vocab.IRI]entry{}
	}
	for id, i := range t.own.newest {
		t.laid[id] = t.own.versions[i]
	}
}

// keepNewest hands what the closure wrote to the group's knowledge.
func (t *tx) keepNewest() {
	if t.group.kept == nil {
		t.group.kept = map[vocab.IRI]entry{}
	}
	maps.Copy(t.group.kept, t.laid)
	for id, i := range t.own.newest {
		t.group.kept[id] = t.own.versions[i]
	}
}
