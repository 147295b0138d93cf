package storage

import (
	"database/sql"

	"tributary/node"
	"tributary/vocab"
)

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
		t.group.at = max(t.group.at, micros(v.At))
		e := &entry{Version: v, prev: head.pos, base: v.Position}
		if head.n > 0 {
			e.Created = head.created
		}
		e.moved = head.n > 0 && (head.moved || head.class != v.Class || head.owner != v.Owner)
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
	created, pos, base node.Position
	n                  int
	deleted            bool
	class              string
	owner              vocab.IRI
	moved              bool // see entry
}

func headOf(e *entry) head {
	return head{e.Created, e.Position, e.base, e.N, e.Deleted, e.Class, e.Owner, e.moved}
}

const headsOf = `
SELECT i.text, t.created, t.pos, t.base, t.n, t.deleted FROM iri i JOIN latest t ON t.created = i.created
WHERE i.text IN (`

// heads asks for all things at once: on PostgreSQL a question is a round trip.
func (t *tx) heads(versions []node.Version) (map[vocab.IRI]head, error) {
	heads := make(map[vocab.IRI]head, len(versions))
	var asked []any
	for _, v := range versions {
		if _, ok := heads[v.IRI]; ok {
			continue
		}
		if e, ok := t.newest(v.IRI); ok && e.base != unknownBase {
			heads[v.IRI] = headOf(e)
			continue
		}
		heads[v.IRI] = head{}
		if v.N == 1 && !t.group.wary {
			continue // if it is there already, intern finds it, and the group is carried out again
		}
		asked = append(asked, string(v.IRI))
	}
	for len(asked) > 0 {
		n := chunk(len(asked))
		err := t.each(headsOf+list(1, n)+")", asked[:n], func(rows *sql.Rows) error {
			var id vocab.IRI
			var h head
			if err := rows.Scan(&id, &h.created, &h.pos, &h.base, &h.n, &h.deleted); err != nil {
				return err
			}
			h.moved = true // for all we know
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
