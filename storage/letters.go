package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"time"

	"tributary/node"
	"tributary/vocab"
)

const (
	putLetter = `INSERT INTO letter (id, actor, at, body, proof, state, reason) VALUES `
	// A refused letter does not keep its id: an honest activity under it is taken.
	overRefused = `
ON CONFLICT (id) DO UPDATE SET actor = excluded.actor, at = excluded.at, body = excluded.body,
	proof = excluded.proof, state = 0, reason = ''
WHERE letter.state = 2`
	proofOfLetter = `SELECT proof FROM letter WHERE id = ?1`
	stateOfLetter = `SELECT state FROM letter WHERE id = ?1`
	endLetter     = `UPDATE letter SET state = ?2, reason = ?3 WHERE id = ?1`
	letterColumns = `SELECT id, actor, at, body, proof, state, reason FROM letter `
	letterByID    = letterColumns + `WHERE id = ?1`
	pageOfLetters = letterColumns + `WHERE at > ?1 OR at = ?1 AND id > ?2 ORDER BY at, id LIMIT ?3`
)

// letterRow is a letter on its way into the database.
type letterRow struct {
	node.Letter
	proof string // as JSON
}

// TakeLetter keeps what another node sent, and the work of reading it, in one transaction. False: it was
// taken before. Of two that come at once under one id the first is kept; both may be told that it was
// taken, and the work is then asked for twice.
func (db *DB) TakeLetter(ctx context.Context, l node.Letter, work node.Job) (taken bool, err error) {
	var state int64
	err = db.row(ctx, db.engine.Reader, stateOfLetter, []any{string(l.ID)}, &state)
	switch {
	case err == nil && node.LetterState(state) != node.LetterRefused:
		return false, nil
	case err != nil && !isNone(err):
		return false, db.failed(ctx, "look for a letter", err)
	}
	proof, err := json.Marshal(l.Proof)
	if err != nil {
		return false, fmt.Errorf("write how %s was proven: %w", l.ID, err)
	}
	err = db.Update(ctx, func(t node.Tx) error {
		t.(*tx).own.takeLetter(letterRow{l, string(proof)})
		return t.Enqueue(work)
	})
	return err == nil, err
}

func (b *batch) takeLetter(l letterRow) {
	b.letters = append(b.letters, l)
	b.bytes += len(l.Body)
}

func (v *view) putLetters(b *batch, _ map[string]int64) error {
	args := make([]any, 0, 7*len(b.letters))
	seen := make(map[vocab.IRI]bool, len(b.letters))
	for _, l := range b.letters {
		if seen[l.ID] {
			continue // one statement does not touch a row twice
		}
		seen[l.ID] = true
		args = append(args, string(l.ID), string(l.Actor), micros(l.At), l.Body, l.proof, int64(node.LetterWaiting), "")
	}
	return v.insert(putLetter, 7, overRefused, args)
}

const putDocument = `
INSERT INTO letter (id, actor, at, body, proof, state, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')
ON CONFLICT (id) DO UPDATE SET actor = excluded.actor, at = excluded.at, body = excluded.body,
	proof = excluded.proof, state = excluded.state, reason = ''`

// PutDocument keeps a document that was read at its own address, in place of the one kept before.
func (db *DB) PutDocument(ctx context.Context, l node.Letter) error {
	proof, err := json.Marshal(l.Proof)
	if err != nil {
		return fmt.Errorf("write how %s was proven: %w", l.ID, err)
	}
	return db.alone(ctx, "keep a document", func(q querier) error {
		_, err := db.exec(ctx, q, putDocument, string(l.ID), string(l.Actor), micros(l.At), l.Body, string(proof), int(l.State))
		return err
	})
}

// endRow is what became of a letter.
type endRow struct {
	id     vocab.IRI
	state  node.LetterState
	reason string
}

// Erased is since when what is personal is blanked in a letter that is on disk.
func (t *tx) Erased(id vocab.IRI) (time.Time, error) {
	var text string
	var proof node.Evidence
	switch err := t.row(proofOfLetter, []any{string(id)}, &text); {
	case isNone(err):
		return time.Time{}, node.Errorf(node.NotFound, "no letter %s came here", id)
	case err != nil:
		return time.Time{}, t.failed("look whether a letter was erased", err)
	}
	if err := json.Unmarshal([]byte(text), &proof); err != nil {
		return time.Time{}, fmt.Errorf("read how %s was proven: %w", id, err)
	}
	return proof.Erased, nil
}

// EndLetter notes what became of a letter, together with what it did.
func (t *tx) EndLetter(id vocab.IRI, state node.LetterState, reason string) error {
	if err := checkTexts("a letter's id", string(id), "what became of a letter", reason); err != nil {
		return err
	}
	t.own.ended = append(t.own.ended, endRow{id, state, reason})
	return nil
}

const letterDone = `UPDATE letter SET state = 1, reason = '' WHERE id IN (VALUES `

// endLetters notes what became of letters: of most there is nothing more to say than that they were carried out.
func (v *view) endLetters(b *batch, _ map[string]int64) error {
	var done []any
	for _, e := range b.ended {
		if e.state == node.LetterDone && e.reason == "" {
			done = append(done, string(e.id))
			continue
		}
		if _, err := v.exec(endLetter, string(e.id), int(e.state), e.reason); err != nil {
			return err
		}
	}
	return v.insert(letterDone, 1, ")", done)
}

// EndLetter notes what became of a letter.
func (db *DB) EndLetter(ctx context.Context, id vocab.IRI, state node.LetterState, reason string) error {
	return db.alone(ctx, "end a letter", func(q querier) error {
		_, err := db.exec(ctx, q, endLetter, string(id), int(state), reason)
		return err
	})
}

// Letter is what another node sent, as it came. NotFound when it did not, or was erased.
func (db *DB) Letter(ctx context.Context, id vocab.IRI) (l node.Letter, err error) {
	found := false
	err = db.each(ctx, db.engine.Reader, letterByID, []any{string(id)}, func(rows *sql.Rows) error {
		found = true
		l, err = scanLetter(rows)
		return err
	})
	if err != nil {
		return l, db.failed(ctx, "read a letter", err)
	}
	if !found {
		return l, node.Errorf(node.NotFound, "no letter %s came here", id)
	}
	return l, nil
}

// Letters are all letters, in the order they came.
func (db *DB) Letters(ctx context.Context) iter.Seq2[node.Letter, error] {
	return func(yield func(node.Letter, error) bool) {
		var last node.Letter
		for more := true; more; {
			var page []node.Letter
			err := db.each(ctx, db.engine.Reader, pageOfLetters, []any{micros(last.At), string(last.ID), lastPage}, func(rows *sql.Rows) error {
				l, err := scanLetter(rows)
				page = append(page, l)
				return err
			})
			if err != nil {
				yield(node.Letter{}, db.failed(ctx, "read the letters", err))
				return
			}
			for _, l := range page {
				if !yield(l, nil) {
					return
				}
				last = l
			}
			more = len(page) == lastPage
		}
	}
}

func scanLetter(rows *sql.Rows) (l node.Letter, err error) {
	var at int64
	var proof string
	if err := rows.Scan(&l.ID, &l.Actor, &at, &l.Body, &proof, &l.State, &l.Reason); err != nil {
		return l, err
	}
	l.At = fromMicros(at)
	if err := json.Unmarshal([]byte(proof), &l.Proof); err != nil {
		return l, fmt.Errorf("read how %s was proven: %w", l.ID, err)
	}
	return l, nil
}

const (
	putParcel  = `INSERT INTO parcel (activity, form, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING`
	getParcel  = `SELECT body FROM parcel WHERE activity = ?1 AND form = ?2`
	oldParcels = `DELETE FROM parcel WHERE activity < ?1 AND NOT EXISTS (SELECT 1 FROM job WHERE job.ref = parcel.activity)`
)

// metaSent is how far the log has been looked through for what goes to other nodes.
const metaSent = "sent"

// Sent is how far the log has been looked through for what goes to other nodes. NotFound before
// anything was.
func (db *DB) Sent(ctx context.Context) (node.Position, error) {
	text, err := db.Meta(ctx, metaSent)
	if err != nil {
		return 0, err
	}
	at, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read how far the log was sent: %w", err)
	}
	return node.Position(at), nil
}

// Send keeps what goes to other nodes, and the work of delivering it, and how far the log has been looked
// through: from after to before, in one transaction. Conflict when another process looked first.
func (db *DB) Send(ctx context.Context, after, to node.Position, parcels []node.Parcel, work []node.Job) error {
	return db.Update(ctx, func(t node.Tx) error {
		own := t.(*tx)
		if err := own.save(); err != nil {
			return err
		}
		var kept []byte
		switch err := own.row(getMeta, []any{metaSent}, &kept); {
		case isNone(err):
			kept = []byte("0")
		case err != nil:
			return own.failed("read how far the log was sent", err)
		}
		if string(kept) != strconv.FormatInt(int64(after), 10) {
			return node.Errorf(node.Conflict, "another process has sent what follows position %d", after)
		}
		if _, err := own.exec(setMeta, metaSent, []byte(strconv.FormatInt(int64(to), 10))); err != nil {
			return own.failed("note how far the log was sent", err)
		}
		for _, p := range parcels {
			if _, err := own.exec(putParcel, string(p.Activity), p.Form, p.Body); err != nil {
				return own.failed("keep a parcel", err)
			}
		}
		return t.Enqueue(work...)
	})
}

const (
	renewParcel = `
INSERT INTO parcel (activity, form, body) VALUES (?1, ?2, ?3)
ON CONFLICT (activity, form) DO UPDATE SET body = excluded.body`
	dropWaiting = `DELETE FROM job WHERE lane IN (?1, ?2) AND ref = ?3`
)

// SendAgain keeps what goes to other nodes once more, and the work of delivering it, in place of what waits of
// the same activities in the same lanes: so all goes out in the order of work, in one transaction.
func (db *DB) SendAgain(ctx context.Context, parcels []node.Parcel, work []node.Job) error {
	return db.Update(ctx, func(t node.Tx) error {
		own := t.(*tx)
		if err := own.save(); err != nil {
			return err
		}
		for _, p := range parcels {
			if _, err := own.exec(renewParcel, string(p.Activity), p.Form, p.Body); err != nil {
				return own.failed("keep a parcel", err)
			}
		}
		dropped := map[[3]string]bool{}
		for _, j := range work {
			which := [3]string{j.Lane, j.Apart(), string(j.Ref)}
			if dropped[which] {
				continue
			}
			dropped[which] = true
			if _, err := own.exec(dropWaiting, j.Lane, j.Apart(), string(j.Ref)); err != nil {
				return own.failed("put a job in its order", err)
			}
		}
		return t.Enqueue(work...)
	})
}

// Parcel is the body of an activity of this node as it is sent in a form. NotFound when it was not made.
func (db *DB) Parcel(ctx context.Context, activity vocab.IRI, form string) ([]byte, error) {
	var body []byte
	err := db.row(ctx, db.engine.Reader, getParcel, []any{string(activity), form}, &body)
	if isNone(err) {
		return nil, node.Errorf(node.NotFound, "%s was not made ready to be sent as %s", activity, form)
	}
	if err != nil {
		return nil, db.failed(ctx, "read a parcel", err)
	}
	return body, nil
}

// DropParcels removes the bodies that nobody waits for any more, of activities whose address sorts
// before one: addresses of activities grow with time.
func (db *DB) DropParcels(ctx context.Context, before vocab.IRI) error {
	return db.alone(ctx, "drop parcels", func(q querier) error {
		_, err := db.exec(ctx, q, oldParcels, string(before))
		return err
	})
}
