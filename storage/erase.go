package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"tributary/node"
	"tributary/vocab"
)

// cleaning says, engine by engine, what makes overwritten and removed bytes go from the files too.
var cleaning = map[string]struct {
	overwrite string   // before rewriting: what is removed is overwritten
	alone     []string // afterwards, while no other program has the database open: all free space goes
	beside    []string // afterwards, beside others
}{
	"sqlite": {
		overwrite: "PRAGMA secure_delete = ON",
		alone:     []string{"PRAGMA busy_timeout = 10000", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"},
		beside:    []string{"PRAGMA busy_timeout = 10000", "PRAGMA wal_checkpoint(TRUNCATE)"},
	},
	"postgres": {
		alone: []string{"VACUUM FULL log", "VACUUM FULL member", "VACUUM FULL secret", "VACUUM FULL relation", "VACUUM FULL letter", "VACUUM FULL parcel"},
	},
}

// Rewriting is what [DB.Rewrite] is asked for.
type Rewriting struct {
	Things []vocab.IRI
	// Change gives a stored body, or a delta, the content it has from now on.
	Change func(body []byte) ([]byte, error)
	Links  func(body []byte) ([]node.Link, error)
	// Record makes the versions that tell that it was done, of the newest versions of the things that
	// changed. It is not called when nothing did.
	Record func(changed []node.Version) []node.Version
	// Letter and Parcel give what came from other nodes, and what waits to be sent to them, the content it
	// has from now on; false: it stays. Nil: all of it stays.
	Letter func(node.Letter) (node.Letter, bool)
	Parcel func(body []byte) ([]byte, bool)
}

// Rewritten is what [DB.Rewrite] changed.
type Rewritten struct {
	Versions map[vocab.IRI]int // of each thing
	Letters  []vocab.IRI
	Parcels  int
}

// Rewrite changes what the log says of things, in every version: the one exception to the rule that
// what is in the log stays. All or nothing, alone among updates. It says how many versions of each
// thing changed.
//
// Errors: NotFound when there is no such thing; those of Change and Links.
func (db *DB) Rewrite(ctx context.Context, r Rewriting) (done Rewritten, err error) {
	err = db.Update(ctx, func(t node.Tx) error {
		own := t.(*tx)
		if err := own.save(); err != nil {
			return err
		}
		if overwrite := cleaning[db.engine.Name].overwrite; overwrite != "" {
			if _, err := own.exec(overwrite); err != nil {
				return own.failed("prepare to overwrite", err)
			}
		}
		done = Rewritten{Versions: map[vocab.IRI]int{}}
		var changed []node.Version
		for _, id := range r.Things {
			n, err := own.rewrite(id, r)
			if err != nil {
				return err
			}
			if n > 0 {
				done.Versions[id] = n
				latest, err := own.view.Latest(id)
				if err != nil {
					return err
				}
				changed = append(changed, latest)
			}
		}
		if err := own.rewriteMail(r, &done); err != nil || len(changed) == 0 {
			return err
		}
		for _, v := range r.Record(changed) {
			if _, err := own.Append(v); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

const (
	setLetter = `UPDATE letter SET body = ?2, proof = ?3, reason = ?4 WHERE id = ?1`
	setParcel = `UPDATE parcel SET body = ?3 WHERE activity = ?1 AND form = ?2`
)

// rewriteMail changes what came from other nodes and what waits to be sent to them.
func (t *tx) rewriteMail(r Rewriting, done *Rewritten) error {
	var letters []node.Letter
	var parcels []node.Parcel
	now := Snapshot{&t.view}
	if r.Letter != nil {
		if err := now.Letters(func(l node.Letter) error {
			if next, changed := r.Letter(l); changed {
				letters = append(letters, next)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if r.Parcel != nil {
		if err := now.Parcels(func(p node.Parcel) error {
			if body, changed := r.Parcel(p.Body); changed {
				parcels = append(parcels, node.Parcel{Activity: p.Activity, Form: p.Form, Body: body})
			}
			return nil
		}); err != nil {
			return err
		}
	}
	for _, l := range letters {
		proof, err := json.Marshal(l.Proof)
		if err != nil {
			return fmt.Errorf("write how %s was proven: %w", l.ID, err)
		}
		if _, err := t.exec(setLetter, string(l.ID), l.Body, string(proof), l.Reason); err != nil {
			return t.failed("rewrite a letter", err)
		}
		done.Letters = append(done.Letters, l.ID)
	}
	for _, p := range parcels {
		if _, err := t.exec(setParcel, string(p.Activity), p.Form, p.Body); err != nil {
			return t.failed("rewrite a parcel", err)
		}
	}
	done.Parcels = len(parcels)
	return nil
}

const (
	bodiesOf = `
WITH RECURSIVE walk (pos, prev) AS (
	SELECT l.pos, l.prev FROM latest t JOIN log l ON l.pos = t.pos WHERE t.created = ?1
	UNION ALL
	SELECT l.pos, l.prev FROM walk w JOIN log l ON l.pos = w.prev
)
SELECT l.pos, l.body FROM walk w JOIN log l ON l.pos = w.pos WHERE l.body IS NOT NULL`
	setBody = `UPDATE log SET body = ?2 WHERE pos = ?1`
)

// rewrite changes one thing's versions and the references that are derived from them.
func (t *tx) rewrite(id vocab.IRI, r Rewriting) (int, error) {
	before, err := t.view.Latest(id)
	if err != nil {
		return 0, err
	}
	var stored []current
	err = t.each(bodiesOf, []any{int64(before.Created)}, func(rows *sql.Rows) error {
		var c current // created is the position here
		err := rows.Scan(&c.created, &c.body)
		stored = append(stored, c)
		return err
	})
	if err != nil {
		return 0, t.failed("read the versions of "+string(id), err)
	}
	n := 0
	for _, c := range stored {
		body, err := r.Change(c.body)
		if err != nil {
			return 0, fmt.Errorf("rewrite %s: %w", id, err)
		}
		if bytes.Equal(body, c.body) {
			continue
		}
		if _, err := t.exec(setBody, c.created, body); err != nil {
			return 0, t.failed("rewrite "+string(id), err)
		}
		n++
	}
	if n == 0 {
		return 0, nil
	}
	t.group.db.newest.forget(id)
	delete(t.group.kept, id)
	return n, t.relink(before, r)
}

// relink removes the references that a thing makes no more.
func (t *tx) relink(before node.Version, r Rewriting) error {
	if before.Deleted {
		return nil
	}
	after, err := t.view.Latest(before.IRI)
	if err != nil {
		return err
	}
	old, err := r.Links(before.Body)
	if err != nil {
		return fmt.Errorf("read the references of %s: %w", before.IRI, err)
	}
	left, err := r.Links(after.Body)
	if err != nil {
		return fmt.Errorf("read the references of %s: %w", before.IRI, err)
	}
	for _, l := range old {
		if slices.Contains(left, l) {
			continue
		}
		ids, err := t.lookup([]string{string(l.To), string(l.Property)})
		if err != nil {
			return t.failed("name a reference", err)
		}
		gone := edge{ids[string(l.To)], ids[string(l.Property)], int64(before.Created)}
		if err := t.unmake([]edge{gone}); err != nil {
			return t.failed("remove a reference", err)
		}
	}
	return nil
}

// Clean removes from the database's files what was overwritten and deleted. Beside another program it
// cannot reach everything, and says false: call it again when this program is alone.
//
// What the database's server, file system or backups keep elsewhere is beyond it.
func (db *DB) Clean(ctx context.Context) (everything bool, err error) {
	alone, err := db.engine.Lock.Exclude(ctx)
	if err != nil {
		return false, db.failed(ctx, "clean the database", err)
	}
	statements := cleaning[db.engine.Name].beside
	if alone {
		statements = cleaning[db.engine.Name].alone
	}
	err = execAll(ctx, db.engine.Writer, statements)
	if _, sharing := db.engine.Lock.Share(context.WithoutCancel(ctx)); err == nil {
		err = sharing
	}
	if err != nil {
		return false, db.failed(ctx, "clean the database", err)
	}
	return alone, nil
}
