package storage

import (
	"context"
	"database/sql"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Record is a version as the log has it. Where only economic fields changed, Base is the position of
// the whole body before it, Delta holds the fields, and Body is nil; else Base is 0 and Delta nil.
type Record struct {
	node.Version
	Base node.Position
}

// Memory is what an agent's idempotency key was used for.
type Memory struct {
	Actor vocab.IRI
	Key   string
	node.Memory
}

// Member is who may sign in.
type Member struct {
	IRI   vocab.IRI
	Email string
	Since time.Time
}

// Secret is what a secret is good for, by its hash. Expires and Used are zero for never.
type Secret struct {
	Hash, Scope           string
	Holder                vocab.IRI
	Issued, Expires, Used time.Time
}

// Snapshot is one state of the whole database: all that cannot be derived, in an order of its own.
// Each method hands row after row to f and stops at its error; f may not ask the snapshot anything.
type Snapshot struct{ view *view }

// Snapshot reads one state of the whole database. Writing goes on meanwhile.
func (db *DB) Snapshot(ctx context.Context, f func(Snapshot) error) error {
	return db.View(ctx, func(v node.View) error { return f(Snapshot{v.(*view)}) })
}

// View is the same state, as the node reads it.
func (s Snapshot) View() node.View { return s.view }

const (
	logRecords = `
SELECT l.pos, l.created, i.text, l.n, COALESCE(ac.text, ''), COALESCE(au.text, ''), COALESCE(ow.text, ''),
	l.at, COALESCE(cl.text, ''), l.level, l.names, l.deleted, COALESCE(l.base, 0), l.body
FROM log l
JOIN iri i ON i.id = l.iri
LEFT JOIN iri ac ON ac.id = l.activity
LEFT JOIN iri au ON au.id = l.author
LEFT JOIN iri ow ON ow.id = l.owner
LEFT JOIN iri cl ON cl.id = l.class
WHERE l.pos > ?1`
	ofOwner = `
AND (SELECT t.owner FROM latest t WHERE t.created = l.created) = ?3`
	inOrder = `
ORDER BY l.pos LIMIT ?2`
)

// recordsPage is how many records are in memory at once.
const recordsPage = 1024

// Records are the versions of the log, in order: all, or those of the things that an owner has now.
func (s Snapshot) Records(owner vocab.IRI, f func(Record) error) error {
	query, args := logRecords+inOrder, []any{int64(0), recordsPage}
	if owner != "" {
		id, err := s.view.idOf(owner)
		if err != nil {
			return s.view.failed("read the log", err)
		}
		query, args = logRecords+ofOwner+inOrder, append(args, id)
	}
	for {
		page, bases, err := s.view.records(query, args)
		if err != nil {
			return s.view.failed("read the log", err)
		}
		for i, p := range page {
			if err := f(Record{p.version, bases[i]}); err != nil {
				return err
			}
			args[0] = int64(p.version.Position)
		}
		if len(page) < recordsPage {
			return nil
		}
	}
}

// records reads a page of the log as it stands.
func (v *view) records(query string, args []any) (page []placed, bases []node.Position, err error) {
	err = v.each(query, args, func(rows *sql.Rows) error {
		var p placed
		var at int64
		var base node.Position
		ver := &p.version
		err := rows.Scan(&ver.Position, &ver.Created, &ver.IRI, &ver.N, &ver.Activity, &ver.Author, &ver.Owner,
			&at, &ver.Class, &ver.Audience.Level, &p.names, &ver.Deleted, &base, &ver.Body)
		ver.At = fromMicros(at)
		if base != 0 {
			ver.Body, ver.Delta = nil, ver.Body
		}
		page, bases = append(page, p), append(bases, base)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return page, bases, v.readNames(page)
}

// Relations are all standing relations, in the order they began.
func (s Snapshot) Relations(f func(node.Relation) error) error {
	for r, err := range s.view.Relations(node.Relation{}) {
		if err != nil {
			return err
		}
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

const allMemories = `
SELECT i.text, m.key, m.digest, m.activity, m.at FROM memory m JOIN iri i ON i.id = m.actor
ORDER BY i.text, m.key`

// Memories are what idempotency keys were used for, those included that have had their time.
func (s Snapshot) Memories(f func(Memory) error) error {
	return s.rows("read idempotency keys", allMemories, func(rows *sql.Rows) error {
		var m Memory
		var at int64
		if err := rows.Scan(&m.Actor, &m.Key, &m.Digest, &m.Activity, &at); err != nil {
			return err
		}
		m.At = fromMicros(at)
		return f(m)
	})
}

const allMembers = `SELECT iri, email, since FROM member ORDER BY id`

// Members are who may sign in, in the order they came.
func (s Snapshot) Members(f func(Member) error) error {
	return s.rows("read the members", allMembers, func(rows *sql.Rows) error {
		var m Member
		var since int64
		if err := rows.Scan(&m.IRI, &m.Email, &since); err != nil {
			return err
		}
		m.Since = fromMicros(since)
		return f(m)
	})
}

const allSecrets = `SELECT hash, holder, scope, issued, expires, used FROM secret ORDER BY id`

// Secrets are what secrets are good for, in order of issue.
func (s Snapshot) Secrets(f func(Secret) error) error {
	return s.rows("read the secrets", allSecrets, func(rows *sql.Rows) error {
		var secret Secret
		var issued, expires, used int64
		if err := rows.Scan(&secret.Hash, &secret.Holder, &secret.Scope, &issued, &expires, &used); err != nil {
			return err
		}
		secret.Issued, secret.Expires, secret.Used = fromMicros(issued), fromMicros(expires), fromMicros(used)
		return f(secret)
	})
}

const allMeta = `SELECT key, value FROM meta ORDER BY key`

// Meta are the node's own facts, its keys among them.
func (s Snapshot) Meta(f func(key string, value []byte) error) error {
	return s.rows("read the node's own facts", allMeta, func(rows *sql.Rows) error {
		var key string
		var value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		return f(key, value)
	})
}

func (s Snapshot) rows(doing, query string, f func(*sql.Rows) error) error {
	if err := s.view.each(query, nil, f); err != nil {
		return s.view.failed(doing, err)
	}
	return nil
}
