package storage

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"tributary/node"
)

const (
	allLetters = letterColumns + `ORDER BY at, id`
	allParcels = `SELECT activity, form, body FROM parcel ORDER BY activity, form`
)

// Letters are what other nodes sent, and the documents read at theirs, in the order they came.
func (s Snapshot) Letters(f func(node.Letter) error) error {
	return s.rows("read the letters", allLetters, func(rows *sql.Rows) error {
		l, err := scanLetter(rows)
		if err != nil {
			return err
		}
		return f(l)
	})
}

// Parcels are the bodies that are kept to be sent, by activity and form.
func (s Snapshot) Parcels(f func(node.Parcel) error) error {
	return s.rows("read the parcels", allParcels, func(rows *sql.Rows) error {
		var p node.Parcel
		if err := rows.Scan(&p.Activity, &p.Form, &p.Body); err != nil {
			return err
		}
		return f(p)
	})
}

const (
	restoreLetter = `INSERT INTO letter (id, actor, at, body, proof, state, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`
	// keepLetter lets what came here itself stand, unless nothing remained of it.
	keepLetter = restoreLetter + `
ON CONFLICT (id) DO UPDATE SET actor = excluded.actor, at = excluded.at, body = excluded.body,
	proof = excluded.proof, state = excluded.state, reason = excluded.reason
WHERE letter.state = 2`
)

// AddLetter adds what another node sent.
func (l *Loader) AddLetter(letter node.Letter) error { return l.tx.addLetter(restoreLetter, letter) }

// KeepLetter keeps, in the transaction of an update, what another node sent to a group while that group was
// elsewhere. What came here itself stays as it is.
func KeepLetter(t node.Tx, letter node.Letter) error {
	own := t.(*tx)
	if err := own.save(); err != nil {
		return err
	}
	return own.addLetter(keepLetter, letter)
}

func (t *tx) addLetter(statement string, l node.Letter) error {
	if err := checkTexts("a letter's id", string(l.ID), "its actor", string(l.Actor), "its reason", l.Reason); err != nil {
		return err
	}
	if int(l.State) >= len(node.LetterStates) {
		return node.Errorf(node.Invalid, "there is no state %d of a letter", l.State)
	}
	proof, err := json.Marshal(l.Proof)
	if err != nil {
		return fmt.Errorf("write how %s was proven: %w", l.ID, err)
	}
	if err := checkTexts("how a letter was proven", string(proof)); err != nil {
		return err
	}
	_, err = t.exec(statement, string(l.ID), string(l.Actor), micros(l.At), append([]byte{}, l.Body...), string(proof), int(l.State), l.Reason)
	if err != nil {
		return t.failed("keep a letter", err)
	}
	return nil
}

const restoreParcel = `INSERT INTO parcel (activity, form, body) VALUES (?1, ?2, ?3)`

// AddParcel adds a body that waits to be sent.
func (l *Loader) AddParcel(p node.Parcel) error {
	if err := checkTexts("a parcel's activity", string(p.Activity), "its form", p.Form); err != nil {
		return err
	}
	_, err := l.tx.exec(restoreParcel, string(p.Activity), p.Form, append([]byte{}, p.Body...))
	return l.done("write a parcel", err)
}
