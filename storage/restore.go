package storage

import (
	"context"
	"database/sql"
	"fmt"

	"tributary/node"
)

// Loader fills an empty database with what a [Snapshot] gave, in any engine: positions, numbers and
// times stay as they were. What it is given goes out in large statements; nothing is in memory for
// longer.
type Loader struct {
	tx     *tx
	ctx    context.Context
	known  names // ids of this transaction, as far as they are remembered
	lastID int64
	wait   batch // records that are not laid down yet
	last   node.Position
	rows   map[string]int64 // given so far, by table
}

// Restore fills an empty database, all or nothing: what f gives is there when f and the commit
// succeed, and nothing of it when either fails or the program ends. No other program may have the
// database open. References are derived from the bodies with links.
//
// Errors: Busy when another program has the database open; Conflict when it is not empty; those of f.
func (db *DB) Restore(
	ctx context.Context, links func(body []byte) ([]node.Link, error), progress func(done, total int), f func(*Loader) error,
) error {
	return db.exclusively(ctx, "restore", func() error {
		return db.Update(ctx, func(t node.Tx) error {
			own := t.(*tx)
			if err := own.save(); err != nil {
				return err
			}
			if err := own.empty(); err != nil {
				return err
			}
			l := &Loader{tx: own, ctx: ctx, lastID: own.group.lastID, rows: map[string]int64{}}
			if err := f(l); err != nil {
				return err
			}
			if err := l.derive(links, progress); err != nil {
				return own.failed("derive from the log", err)
			}
			own.group.end, own.group.lastID = l.last, l.lastID
			db.newest = newest{} // things are there that were not
			return nil
		})
	})
}

// exclusively runs f while no other program has the database open.
func (db *DB) exclusively(ctx context.Context, doing string, f func() error) (err error) {
	if err := db.await(ctx, db.engine.Lock.Exclude); err != nil {
		_, sharing := db.engine.Lock.Share(ctx)
		return fmt.Errorf("%s: %w", doing, firstOf(err, sharing))
	}
	defer func() {
		if _, sharing := db.engine.Lock.Share(context.Background()); err == nil && sharing != nil {
			err = db.failed(ctx, "share the database again", sharing)
		}
	}()
	return f()
}

const countAll = `
SELECT (SELECT COUNT(*) FROM log) + (SELECT COUNT(*) FROM relation) + (SELECT COUNT(*) FROM memory)
	+ (SELECT COUNT(*) FROM member) + (SELECT COUNT(*) FROM secret) + (SELECT COUNT(*) FROM meta)
	+ (SELECT COUNT(*) FROM lane) + (SELECT COUNT(*) FROM job) + (SELECT COUNT(*) FROM policy_rule)
	+ (SELECT COUNT(*) FROM peer) + (SELECT COUNT(*) FROM letter) + (SELECT COUNT(*) FROM parcel)`

// empty refuses a database that somebody uses.
func (t *tx) empty() error {
	var n int64
	if err := t.row(countAll, nil, &n); err != nil {
		return t.failed("look whether the database is empty", err)
	}
	if n > 0 {
		return node.Errorf(node.Conflict, "the database is in use already: restoring takes an empty one")
	}
	return nil
}

// Append adds a record to the log. Positions grow; a thing's first version stands at its Created; a
// delta's Base stands before it.
//
// Errors: Invalid for a record that no log can have.
func (l *Loader) Append(r Record) error {
	if err := l.check(&r); err != nil {
		return err
	}
	l.last = r.Position
	l.tx.group.at = max(l.tx.group.at, micros(r.At))
	e := &entry{Version: r.Version, base: r.Position}
	if r.Base != 0 {
		e.base = r.Base
		l.wait.bytes += len(r.Delta)
	}
	l.wait.append(e)
	if l.wait.full() {
		return l.Flush()
	}
	return nil
}

func (l *Loader) check(r *Record) error {
	whole := r.Version
	if r.Base != 0 {
		whole.Body = whole.Delta // one of the two has to be there
	}
	if err := checkVersion(&whole); err != nil {
		return err
	}
	switch {
	case r.Position <= l.last || r.Position < 1:
		return node.Errorf(node.Invalid, "the log goes from position %d to %d", l.last, r.Position)
	case r.N < 1, (r.N == 1) != (r.Created == r.Position), r.Created < 1, r.Created > r.Position:
		return node.Errorf(node.Invalid, "version %d of %s at position %d cannot have begun at %d", r.N, r.IRI, r.Position, r.Created)
	case r.Base != 0 && (r.Deleted || r.Base < r.Created || r.Base >= r.Position):
		return node.Errorf(node.Invalid, "version %d of %s cannot build on position %d", r.N, r.IRI, r.Base)
	}
	return nil
}

// Flush lays down what was given so far.
func (l *Loader) Flush() error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	ids, err := l.intern(l.wait.texts(), l.wait.versions)
	if err != nil {
		return l.tx.failed("write names", err)
	}
	if err := l.chain(ids); err != nil {
		return l.tx.failed("read what versions follow", err)
	}
	for _, write := range [...]func(*batch, map[string]int64) error{l.tx.putLog, l.tx.putNames, l.tx.putLatest} {
		if err := write(&l.wait, ids); err != nil {
			return l.tx.failed("write the log", err)
		}
	}
	l.wait = batch{}
	return nil
}

// tail is where a thing ends, and whether it moved since it was laid down.
type tail struct {
	pos, class, owner int64
	moved             bool // see entry
}

const tailsOf = `SELECT created, pos, class, owner FROM latest WHERE created IN (`

// chain has each version name the one before it.
func (l *Loader) chain(ids map[string]int64) error {
	tails := map[node.Position]tail{}
	var asked []any
	for _, e := range l.wait.versions {
		if _, known := tails[e.Created]; !known && e.N > 1 {
			asked = append(asked, int64(e.Created))
		}
		tails[e.Created] = tail{}
	}
	for len(asked) > 0 {
		n := chunk(len(asked))
		err := l.tx.each(tailsOf+list(1, n)+")", asked[:n], func(rows *sql.Rows) error {
			var created node.Position
			var t tail
			err := rows.Scan(&created, &t.pos, &t.class, &t.owner)
			tails[created] = t
			return err
		})
		if err != nil {
			return err
		}
		asked = asked[n:]
	}
	for _, e := range l.wait.versions {
		before := tails[e.Created]
		now := tail{pos: int64(e.Position), class: ids[e.Class], owner: ids[string(e.Owner)]}
		now.moved = before.moved || e.N > 1 && (before.class != now.class || before.owner != now.owner)
		e.prev, e.moved = node.Position(before.pos), now.moved
		tails[e.Created] = now
	}
	return nil
}

// intern gives every text an id. Unlike the writer's it forgets what it has not used lately and asks
// again: a whole log has more names than memory should hold.
func (l *Loader) intern(texts []string, versions []*entry) (map[string]int64, error) {
	ids, err := l.lookup(texts)
	if err != nil {
		return nil, err
	}
	begins := map[string]node.Position{}
	for i := range versions {
		if v := &versions[i].Version; v.N == 1 {
			begins[string(v.IRI)] = v.Position
		}
	}
	var args []any
	fresh := map[string]int64{}
	for _, text := range texts {
		begin, begun := begins[text]
		if id, known := ids[text]; known {
			if begun {
				if _, err := l.tx.exec(setIRI, id, int64(begin)); err != nil {
					return nil, err
				}
			}
			continue
		}
		l.lastID++
		ids[text], fresh[text] = l.lastID, l.lastID
		var created any
		if begun {
			created = int64(begin)
		}
		args = append(args, l.lastID, text, created)
	}
	if err := l.tx.insert(putIRI, 3, "", args); err != nil {
		return nil, err
	}
	l.known.add(fresh)
	return ids, nil
}

func (l *Loader) lookup(texts []string) (map[string]int64, error) {
	ids := make(map[string]int64, len(texts))
	var asked []any
	for _, text := range texts {
		if id, ok := l.known.get(text); ok {
			ids[text] = id
		} else {
			asked = append(asked, text)
		}
	}
	learned := map[string]int64{}
	for len(asked) > 0 {
		n := chunk(len(asked))
		err := l.tx.each(idsOf+list(1, n)+")", asked[:n], func(rows *sql.Rows) error {
			var text string
			var id int64
			err := rows.Scan(&text, &id)
			ids[text], learned[text] = id, id
			return err
		})
		if err != nil {
			return nil, err
		}
		asked = asked[n:]
	}
	l.known.add(learned)
	return ids, nil
}

// Snapshot reads what was given so far.
func (l *Loader) Snapshot() (Snapshot, error) {
	if err := l.Flush(); err != nil {
		return Snapshot{}, err
	}
	return Snapshot{&view{db: l.tx.db, ctx: l.tx.ctx, q: l.tx.q, lost: l.tx.lost}}, nil
}

const restoreRelation = `INSERT INTO relation (id, source, kind, target, value, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`

// Relate adds a standing relation after those given before.
func (l *Loader) Relate(r node.Relation) error {
	if err := checkTexts("From", string(r.From), "To", string(r.To), "Kind", string(r.Kind), "a relation's value", r.Value); err != nil {
		return err
	}
	ids, err := l.intern(distinct(string(r.From), string(r.To)), nil)
	if err != nil {
		return l.tx.failed("name the agents of a relation", err)
	}
	return l.put("relation", restoreRelation, ids[string(r.From)], string(r.Kind), ids[string(r.To)], r.Value, micros(r.Since))
}

const restoreMemory = `INSERT INTO memory (actor, key, digest, activity, at) VALUES (?1, ?2, ?3, ?4, ?5)`

// Remember adds what an idempotency key was used for.
func (l *Loader) Remember(m Memory) error {
	if err := checkTexts("an actor", string(m.Actor), "a key", m.Key, "a digest", m.Digest, "an activity", string(m.Activity)); err != nil {
		return err
	}
	ids, err := l.intern([]string{string(m.Actor)}, nil)
	if err != nil {
		return l.tx.failed("name an actor", err)
	}
	_, err = l.tx.exec(restoreMemory, ids[string(m.Actor)], m.Key, m.Digest, string(m.Activity), micros(m.At))
	return l.done("remember a key", err)
}

const restoreMember = `INSERT INTO member (id, iri, email, since) VALUES (?1, ?2, ?3, ?4)`

// AddMember adds who may sign in, after those given before.
func (l *Loader) AddMember(m Member) error {
	if err := checkTexts("a member's IRI", string(m.IRI), "an e-mail address", m.Email); err != nil {
		return err
	}
	return l.put("member", restoreMember, string(m.IRI), m.Email, micros(m.Since))
}

const restoreSecret = `
INSERT INTO secret (id, hash, holder, scope, issued, expires, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`

// KeepSecret adds what a secret is good for, after those given before.
func (l *Loader) KeepSecret(s Secret) error {
	if err := checkTexts("a hash", s.Hash, "a holder's IRI", string(s.Holder), "a scope", s.Scope); err != nil {
		return err
	}
	return l.put("secret", restoreSecret, s.Hash, string(s.Holder), s.Scope, micros(s.Issued), micros(s.Expires), micros(s.Used))
}

// SetMeta adds one of the node's own facts.
func (l *Loader) SetMeta(key string, value []byte) error {
	if err := checkTexts("a key", key); err != nil {
		return err
	}
	_, err := l.tx.exec(setMeta, key, append([]byte{}, value...))
	return l.done("set "+key, err)
}

// put adds a row to a table whose ids are the order of its rows.
func (l *Loader) put(table, statement string, args ...any) error {
	l.rows[table]++
	_, err := l.tx.exec(statement, append([]any{l.rows[table]}, args...)...)
	return l.done("write a "+table, err)
}

func (l *Loader) done(doing string, err error) error {
	if err != nil {
		return l.tx.failed(doing, err)
	}
	return nil
}
