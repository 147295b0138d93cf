package storage

import (
	"maps"

	"tributary/node"
	"tributary/vocab"
)

// newest are the newest versions of things lately read or written by the writer: what events change
// is what events changed before. It belongs to the writer alone and holds as long as the log ends
// where this process left it; another process's commit moves the end, and everything is forgotten.
// As for room, it forgets the half that was not asked for lately.
type newest struct {
	end        node.Position
	young, old map[vocab.IRI]*entry
	bytes      int // of the young
}

// What is kept in memory at the most, in each half.
const (
	maxKept      = 4096
	maxKeptBytes = 8 << 20
)

// unknownBase marks a version that was read: where its whole body stands was not asked.
const unknownBase = -1

// at forgets everything when the log does not end where it did.
func (n *newest) at(end node.Position) {
	if n.end != end {
		*n = newest{end: end}
	}
}

func (n *newest) get(id vocab.IRI) (*entry, bool) {
	if e, ok := n.young[id]; ok {
		return e, true
	}
	e, ok := n.old[id]
	if ok {
		n.put(e)
	}
	return e, ok
}

func (n *newest) put(e *entry) {
	if n.young == nil || len(n.young) >= maxKept || n.bytes >= maxKeptBytes {
		n.young, n.old, n.bytes = map[vocab.IRI]*entry{}, n.young, 0
	}
	if before, ok := n.young[e.IRI]; ok {
		n.bytes -= len(before.Body)
	}
	n.young[e.IRI] = e
	n.bytes += len(e.Body)
}

// forget lets the next who asks for a thing read anew.
func (n *newest) forget(id vocab.IRI) {
	if e, ok := n.young[id]; ok {
		n.bytes -= len(e.Body)
		delete(n.young, id)
	}
	delete(n.old, id)
}

// committed keeps what a group wrote.
func (n *newest) committed(written map[vocab.IRI]*entry, end node.Position) {
	for _, e := range written {
		e.Link, e.Unlink, e.Delta, e.moved = nil, nil, nil, false
		n.put(e)
	}
	n.end = end
}

// newest is the newest version of a thing, if it need not be asked of the database.
func (t *tx) newest(id vocab.IRI) (*entry, bool) {
	if e, ok := t.own.latest(id); ok {
		return e, true
	}
	for _, known := range [...]map[vocab.IRI]*entry{t.laid, t.group.kept, t.group.writer.coming()} {
		if e, ok := known[id]; ok {
			return e, true
		}
	}
	return t.group.db.newest.get(id)
}

// coming is what the group ahead wrote, while it is on its way to disk.
func (w *writer) coming() map[vocab.IRI]*entry {
	if w.ahead == nil {
		return nil
	}
	return w.ahead.kept
}

// lay notes what the closure wrote, before it goes to the database and out of sight.
func (t *tx) lay() {
	if t.laid == nil {
		t.laid = map[vocab.IRI]*entry{}
	}
	for _, e := range t.own.versions {
		t.laid[e.IRI] = e
	}
}

// keepNewest hands what the closure wrote to the group's knowledge.
func (t *tx) keepNewest() {
	if t.group.kept == nil {
		t.group.kept = make(map[vocab.IRI]*entry, 4*fewest)
	}
	maps.Copy(t.group.kept, t.laid)
	for _, e := range t.own.versions {
		t.group.kept[e.IRI] = e
	}
}
