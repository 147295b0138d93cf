package storage

import (
	"iter"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// tx is what one closure sees and writes. What it writes stays in memory until someone asks a
// question that only the database can answer, or until the group is committed.
type tx struct {
	view
	group  *group
	own    batch
	laid   map[vocab.IRI]*entry // newest of what this closure wrote and the database has
	saved  bool                 // a savepoint stands before the first of this closure's rows
	end    node.Position        // of the log before this closure
	at     int64                // the latest record time before this closure
	lastID int64                // before this closure
}

const (
	savepoint = "SAVEPOINT closure"
	release   = "RELEASE SAVEPOINT closure"
	undo      = "ROLLBACK TO SAVEPOINT closure"
)

// settle lays down everything written so far, so that a query finds it.
func (t *tx) settle() error {
	if t.own.empty() {
		if err := t.layDown(t.group, &t.group.pending); err != nil {
			return t.failed("write", err)
		}
		return nil
	}
	if err := t.save(); err != nil {
		return err
	}
	t.lay()
	if err := t.layDown(t.group, &t.own); err != nil {
		return t.failed("write", err)
	}
	return nil
}

// save lays down what earlier closures wrote and sets a savepoint behind it.
func (t *tx) save() error {
	if t.saved {
		return nil
	}
	if err := t.ready(); err != nil { // only then is known which names there are
		return err
	}
	if err := t.layDown(t.group, &t.group.pending); err != nil {
		return t.failed("write", err)
	}
	t.lastID = t.group.lastID // names of earlier closures stay
	if _, err := t.exec(savepoint); err != nil {
		return t.failed("set a savepoint", err)
	}
	t.saved = true
	return nil
}

// keep hands what the closure wrote to the group.
func (t *tx) keep() error {
	if t.saved {
		if _, err := t.exec(release); err != nil {
			return t.failed("release a savepoint", err)
		}
	}
	t.keepNewest()
	t.group.pending.take(&t.own)
	if !t.group.pending.full() {
		return nil
	}
	if err := t.layDown(t.group, &t.group.pending); err != nil {
		return t.failed("write", err)
	}
	return nil
}

// undo forgets what the closure wrote.
func (t *tx) undo() error {
	t.group.end, t.group.at = t.end, t.at
	if !t.saved {
		return nil
	}
	for text, id := range t.view.fresh {
		if id > t.lastID {
			delete(t.view.fresh, text)
		}
	}
	t.group.lastID = t.lastID
	if _, err := t.exec(undo); err != nil {
		return t.failed("undo an update", err)
	}
	if _, err := t.exec(release); err != nil {
		return t.failed("undo an update", err)
	}
	return nil
}

// Latest remembers what the database said, also that it knows of no such thing.
func (t *tx) Latest(id vocab.IRI) (node.Version, error) {
	if e, ok := t.newest(id); ok {
		return e.read()
	}
	v, err := t.view.Latest(id)
	switch {
	case node.KindOf(err) == node.NotFound:
		t.group.db.newest.put(absent(id))
		return v, err
	case err == nil:
		v.Content, err = v.Resource() // once, for all who will ask
	}
	if err != nil {
		return v, err
	}
	t.group.db.newest.put(&entry{Version: v, base: unknownBase})
	return v, nil
}

// written is the newest version of a thing that the database has not got yet.
func (t *tx) written(id vocab.IRI) (*entry, bool) {
	if e, ok := t.own.latest(id); ok {
		return e, true
	}
	return t.group.pending.latest(id)
}

// absent is what is known of a thing that was never there.
func absent(id vocab.IRI) *entry { return &entry{Version: node.Version{IRI: id}} }

// read is a version as it reads from the database: what it changed is not in it.
func (e *entry) read() (node.Version, error) {
	if e.N == 0 {
		return node.Version{}, node.Errorf(node.NotFound, noThing, e.IRI)
	}
	v := e.Version
	v.Delta, v.Link, v.Unlink = nil, nil, nil
	return v, nil
}

func (t *tx) Version(id vocab.IRI, n int) (node.Version, error) {
	if err := t.settleFor(id); err != nil {
		return node.Version{}, err
	}
	return t.view.Version(id, n)
}

func (t *tx) AsOf(id vocab.IRI, at time.Time) (node.Version, error) {
	if err := t.settleFor(id); err != nil {
		return node.Version{}, err
	}
	return t.view.AsOf(id, at)
}

// settleFor settles when it matters to one thing.
func (t *tx) settleFor(id vocab.IRI) error {
	if _, ok := t.written(id); ok {
		return t.settle()
	}
	return nil
}

func (t *tx) History(id vocab.IRI, after int) iter.Seq2[node.Version, error] {
	return t.settled(t.settleFor(id), t.view.History(id, after))
}

func (t *tx) Find(q node.Query) iter.Seq2[node.Version, error] {
	return t.settled(t.settle(), t.view.Find(q))
}

func (t *tx) Log(after node.Position) iter.Seq2[node.Version, error] {
	return t.settled(t.settle(), t.view.Log(after))
}

func (t *tx) settled(err error, found iter.Seq2[node.Version, error]) iter.Seq2[node.Version, error] {
	if err == nil {
		return found
	}
	return func(yield func(node.Version, error) bool) { yield(node.Version{}, err) }
}

func (t *tx) Count(q node.Query) (int, error) {
	if err := t.settle(); err != nil {
		return 0, err
	}
	return t.view.Count(q)
}

// Links reads anew each time, since the next write may change the answer.
func (t *tx) Links(id vocab.IRI) ([]node.Link, error) {
	if err := t.settle(); err != nil {
		return nil, err
	}
	t.window = window{}
	return t.view.Links(id)
}

func (t *tx) Position() (node.Position, error) { return t.group.end, nil }

func (t *tx) Recorded() time.Time { return fromMicros(t.group.at) }
