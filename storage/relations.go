package storage

import (
	"database/sql"
	"iter"

	"tributary/node"
	"tributary/vocab"
)

const relationColumns = `
SELECT r.id, s.text, r.kind, o.text, r.value, r.since
FROM relation r JOIN iri s ON s.id = r.source JOIN iri o ON o.id = r.target
WHERE r.id > `

// Relations are standing relations that match, in the order they began. Since does not restrict.
func (v *view) Relations(like node.Relation) iter.Seq2[node.Relation, error] {
	return func(yield func(node.Relation, error) bool) {
		var after int64
		for size := firstPage; ; size = nextPage(size) {
			page, err := v.relations(like, &after, size)
			if err != nil {
				yield(node.Relation{}, v.failed("read relations", err))
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < size {
				return
			}
		}
	}
}

// relations reads a page, and moves after to its end.
func (v *view) relations(like node.Relation, after *int64, size int) ([]node.Relation, error) {
	f := &filter{}
	f.add("%s%s", relationColumns, f.arg(*after))
	for _, end := range [...]struct {
		column string
		iri    vocab.IRI
	}{{"source", like.From}, {"target", like.To}} {
		if end.iri == "" {
			continue
		}
		id, err := v.idOf(end.iri)
		if err != nil || id == 0 {
			return nil, err
		}
		f.add(" AND r.%s = %s", end.column, f.arg(id))
	}
	if like.Kind != "" {
		f.add(" AND r.kind = %s", f.arg(string(like.Kind)))
	}
	if like.Value != "" {
		f.add(" AND r.value = %s", f.arg(like.Value))
	}
	f.add(" ORDER BY r.id LIMIT %s", f.arg(size))
	var page []node.Relation
	err := v.each(f.b.String(), f.args, func(rows *sql.Rows) error {
		var r node.Relation
		var since int64
		if err := rows.Scan(after, &r.From, &r.Kind, &r.To, &r.Value, &since); err != nil {
			return err
		}
		r.Since = fromMicros(since)
		page = append(page, r)
		return nil
	})
	return page, err
}

const (
	putRelation = `
INSERT INTO relation (id, source, kind, target, value, since)
VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM relation), ?1, ?2, ?3, ?4, ?5)
ON CONFLICT (source, kind, target, value) DO NOTHING`
	dropRelation = `
DELETE FROM relation WHERE source = ?1 AND kind = ?2 AND target = ?3`
	dropRelationBut   = dropRelation + ` AND value <> ?4`
	dropRelationValue = dropRelation + ` AND value = ?4`
)

// Relate begins a standing relation, or ends it. Two agents are related once in each kind: another
// value, such as a role, takes the place of the one before. Only an event may await the same agent
// more than once, for several resources. What stands already stays as it began.
func (t *tx) Relate(r node.Relation, on bool) error {
	for what, text := range map[string]string{"From": string(r.From), "To": string(r.To), "Kind": string(r.Kind)} {
		if text == "" {
			return node.Errorf(node.Invalid, "a relation needs %s", what)
		}
		if err := checkText(what, text); err != nil {
			return err
		}
	}
	if err := checkText("a relation's value", r.Value); err != nil {
		return err
	}
	if err := t.save(); err != nil {
		return err
	}
	ids, err := t.intern(t.group, distinct(string(r.From), string(r.To)), nil)
	if err != nil {
		return t.failed("name the agents of a relation", err)
	}
	source, target := ids[string(r.From)], ids[string(r.To)]
	if err := t.unrelate(r, source, target, on); err != nil {
		return t.failed("end a relation", err)
	}
	if !on {
		return nil
	}
	if _, err := t.exec(putRelation, source, string(r.Kind), target, r.Value, micros(r.Since)); err != nil {
		return t.failed("begin a relation", err)
	}
	return nil
}

// unrelate removes what r ends, or takes the place of.
func (t *tx) unrelate(r node.Relation, source, target int64, on bool) error {
	var err error
	switch many := r.Kind == node.Awaits; {
	case many && on:
	case many && r.Value != "":
		_, err = t.exec(dropRelationValue, source, string(r.Kind), target, r.Value)
	case on:
		_, err = t.exec(dropRelationBut, source, string(r.Kind), target, r.Value)
	default:
		_, err = t.exec(dropRelation, source, string(r.Kind), target)
	}
	return err
}

func distinct(a, b string) []string {
	if a == b {
		return []string{a}
	}
	return []string{a, b}
}
