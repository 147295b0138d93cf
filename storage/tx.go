package storage

import (
	"database/sql"
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
	saved  bool          // a savepoint stands before the first of this closure's rows
	end    node.Position // of the log before this closure
	lastID int64         // before this closure
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
	t.group.end = t.end
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

func (t *tx) Latest(id vocab.IRI) (node.Version, error) {
	if e, ok := t.written(id); ok {
		return e.read(), nil
	}
	return t.view.Latest(id)
}

// written is the newest version of a thing that the database has not got yet.
func (t *tx) written(id vocab.IRI) (entry, bool) {
	if e, ok := t.own.latest(id); ok {
		return e, true
	}
	return t.group.pending.latest(id)
}

// read is a version as it reads from the database: what it changed is not in it.
func (e entry) read() node.Version {
	v := e.Version
	v.Delta, v.Link, v.Unlink = nil, nil, nil
	return v
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

func (t *tx) History(id vocab.IRI) iter.Seq2[node.Version, error] {
	return t.settled(t.settleFor(id), t.view.History(id))
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

// Append assigns positions and checks that each version follows the latest one of its thing.
func (t *tx) Append(versions ...node.Version) ([]node.Version, error) {
	for i := range versions {
		if err := checkVersion(&versions[i]); err != nil {
			return nil, err
		}
	}
	heads, err := t.heads(versions)
	if err != nil {
		return nil, err
	}
	placed := make([]node.Version, len(versions))
	for i, v := range versions {
		head := heads[v.IRI]
		if v.N != head.n+1 {
			return nil, node.Errorf(node.Conflict, "version %d of %s does not follow version %d", v.N, v.IRI, head.n)
		}
		t.group.end++
		v.Position, v.Created = t.group.end, t.group.end
		e := entry{v, v.Position}
		if head.n > 0 {
			e.Created = head.created
		}
		if v.Delta != nil && !v.Deleted && !head.deleted && head.n > 0 && v.N%wholeEvery != 0 {
			e.base = head.base
		}
		t.own.append(e)
		heads[v.IRI] = headOf(e)
		placed[i] = e.Version
		if t.own.full() {
			if err := t.settle(); err != nil {
				return nil, err
			}
		}
	}
	return placed, nil
}

// wholeEvery is how often a body is logged whole though only a delta changed, so that a version is
// rebuilt from two rows and a damaged row harms few.
const wholeEvery = 64

// checkVersion refuses what the log cannot keep.
func checkVersion(v *node.Version) error {
	if v.IRI == "" || v.Class == "" {
		return node.Errorf(node.Invalid, "a version needs an IRI and a class")
	}
	if !v.Deleted && v.Body == nil || v.Deleted && v.Body != nil {
		return node.Errorf(node.Invalid, "%s needs a body, or to be deleted, and not both", v.IRI)
	}
	if int(v.Audience.Level) >= len(node.Levels) {
		return node.Errorf(node.Invalid, "%s has no audience known here", v.IRI)
	}
	names := [...]vocab.IRI{v.IRI, v.Activity, v.Author, v.Owner, vocab.IRI(v.Class)}
	for i, what := range [...]string{"an IRI", "an activity's IRI", "an author's IRI", "an owner's IRI", "a class"} {
		if err := checkText(what, string(names[i])); err != nil {
			return err
		}
	}
	for _, name := range v.Audience.Names {
		if err := checkText("an agent's IRI", string(name)); err != nil {
			return err
		}
	}
	for _, links := range [...][]node.Link{v.Link, v.Unlink} {
		for _, l := range links {
			if l.To == "" || l.Property == "" {
				return node.Errorf(node.Invalid, "%s makes a reference without property or target", v.IRI)
			}
			if err := checkText("a reference", string(l.To)); err != nil {
				return err
			}
			if err := checkText("a property's IRI", string(l.Property)); err != nil {
				return err
			}
		}
	}
	return nil
}

// head is what a further version has to follow. n is 0 when there is none.
type head struct {
	created, base node.Position
	n             int
	deleted       bool
}

func headOf(e entry) head { return head{e.Created, e.base, e.N, e.Deleted} }

const headsOf = `
SELECT i.text, t.created, t.base, t.n, t.deleted FROM iri i JOIN latest t ON t.created = i.created
WHERE i.text IN (`

// heads asks for all things at once: on PostgreSQL a question is a round trip.
func (t *tx) heads(versions []node.Version) (map[vocab.IRI]head, error) {
	heads := make(map[vocab.IRI]head, len(versions))
	var asked []any
	for _, v := range versions {
		if _, ok := heads[v.IRI]; ok {
			continue
		}
		if e, ok := t.written(v.IRI); ok {
			heads[v.IRI] = headOf(e)
			continue
		}
		heads[v.IRI] = head{}
		asked = append(asked, string(v.IRI))
	}
	for len(asked) > 0 {
		n := chunk(len(asked))
		err := t.each(headsOf+list(1, n)+")", asked[:n], func(rows *sql.Rows) error {
			var id vocab.IRI
			var h head
			if err := rows.Scan(&id, &h.created, &h.base, &h.n, &h.deleted); err != nil {
				return err
			}
			heads[id] = h
			return nil
		})
		if err != nil {
			return nil, t.failed("read what a version follows", err)
		}
		asked = asked[n:]
	}
	return heads, nil
}
