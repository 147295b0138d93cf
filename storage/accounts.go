package storage

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

var _ account.Store = (*DB)(nil)

const putMember = `
INSERT INTO member (id, iri, email, since)
VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM member), ?1, ?2, ?3)
ON CONFLICT DO NOTHING`

func (db *DB) AddMember(ctx context.Context, member vocab.IRI, email string, since time.Time) error {
	if err := checkTexts("a member's IRI", string(member), "an e-mail address", email); err != nil {
		return err
	}
	return db.write1(ctx, "add a member", node.Errorf(node.Conflict, "%s is a member already", email),
		putMember, string(member), email, micros(since))
}

const memberByEmail = `SELECT iri FROM member WHERE email = ?1`

func (db *DB) MemberByEmail(ctx context.Context, email string) (vocab.IRI, error) {
	var member vocab.IRI
	err := db.read1(ctx, "find a member", node.Errorf(node.NotFound, "there is no member %s", email),
		memberByEmail, email, &member)
	return member, err
}

const emailOf = `SELECT email FROM member WHERE iri = ?1`

func (db *DB) EmailOf(ctx context.Context, member vocab.IRI) (string, error) {
	var email string
	err := db.read1(ctx, "find a member", noMember(member), emailOf, string(member), &email)
	return email, err
}

func noMember(member vocab.IRI) error {
	return node.Errorf(node.NotFound, "there is no member %s", member)
}

const pageOfMembers = `SELECT id, iri FROM member WHERE id > ?1 ORDER BY id LIMIT ?2`

func (db *DB) Members(ctx context.Context) iter.Seq2[vocab.IRI, error] {
	return func(yield func(vocab.IRI, error) bool) {
		for last, more := int64(0), true; more; {
			var page []vocab.IRI
			err := db.each(ctx, db.engine.Reader, pageOfMembers, []any{last, lastPage}, func(rows *sql.Rows) error {
				var member vocab.IRI
				err := rows.Scan(&last, &member)
				page = append(page, member)
				return err
			})
			if err != nil {
				yield("", db.failed(ctx, "read the members", err))
				return
			}
			for _, member := range page {
				if !yield(member, nil) {
					return
				}
			}
			more = len(page) == lastPage
		}
	}
}

const (
	dropMember    = `DELETE FROM member WHERE iri = ?1`
	dropSecretsOf = `DELETE FROM secret WHERE holder = ?1`
)

func (db *DB) ForgetMember(ctx context.Context, member vocab.IRI) error {
	if err := checkTexts("a member's IRI", string(member)); err != nil {
		return err
	}
	return db.alone(ctx, "forget a member", func(q querier) error {
		n, err := db.exec(ctx, q, dropMember, string(member))
		if err != nil {
			return err
		}
		if n == 0 {
			return noMember(member)
		}
		_, err = db.exec(ctx, q, dropSecretsOf, string(member))
		return err
	})
}

const putSecret = `
INSERT INTO secret (id, hash, holder, scope, issued, expires, used)
VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM secret), ?1, ?2, ?3, ?4, ?5, 0)
ON CONFLICT DO NOTHING`

func (db *DB) KeepSecret(
	ctx context.Context, hash string, holder vocab.IRI, scope string, issued, expires time.Time,
) error {
	if err := checkTexts("a hash", hash, "a holder's IRI", string(holder), "a scope", scope); err != nil {
		return err
	}
	return db.write1(ctx, "keep a secret", node.Errorf(node.Conflict, "this secret is kept already"),
		putSecret, hash, string(holder), scope, micros(issued), micros(expires))
}

const getSecret = `SELECT holder, scope, used, expires FROM secret WHERE hash = ?1`

func (db *DB) Secret(
	ctx context.Context, hash string,
) (holder vocab.IRI, scope string, used, expires time.Time, err error) {
	var usedAt, expiresAt int64
	err = db.read1(ctx, "find a secret", errNoSecret, getSecret, hash, &holder, &scope, &usedAt, &expiresAt)
	return holder, scope, fromMicros(usedAt), fromMicros(expiresAt), err
}

var errNoSecret = node.Errorf(node.NotFound, "there is no such secret")

const secretsOf = `SELECT hash FROM secret WHERE holder = ?1 ORDER BY id`

func (db *DB) SecretsOf(ctx context.Context, holder vocab.IRI) ([]string, error) {
	var hashes []string
	err := db.each(ctx, db.engine.Reader, secretsOf, []any{string(holder)}, func(rows *sql.Rows) error {
		var hash string
		err := rows.Scan(&hash)
		hashes = append(hashes, hash)
		return err
	})
	if err != nil {
		return nil, db.failed(ctx, "read the secrets of "+string(holder), err)
	}
	return hashes, nil
}

const touchSecret = `UPDATE secret SET used = ?2 WHERE hash = ?1`

func (db *DB) TouchSecret(ctx context.Context, hash string, used time.Time) error {
	return db.write1(ctx, "note the use of a secret", nil, touchSecret, hash, micros(used))
}

const dropSecret = `DELETE FROM secret WHERE hash = ?1`

func (db *DB) DropSecret(ctx context.Context, hash string) error {
	return db.write1(ctx, "drop a secret", errNoSecret, dropSecret, hash)
}

const sweepSecrets = `DELETE FROM secret WHERE expires <= ?1 AND expires <> 0`

func (db *DB) SweepSecrets(ctx context.Context, ended time.Time) (int, error) {
	var n int
	err := db.alone(ctx, "sweep secrets", func(q querier) (err error) {
		n, err = db.exec(ctx, q, sweepSecrets, micros(ended))
		return err
	})
	return n, err
}

// write1 runs a statement alone. none, when not nil, is the error when it changed no row.
func (db *DB) write1(ctx context.Context, doing string, none error, statement string, args ...any) error {
	return db.alone(ctx, doing, func(q querier) error {
		n, err := db.exec(ctx, q, statement, args...)
		if err == nil && n == 0 {
			return none
		}
		return err
	})
}

// read1 reads the one row with a key. none is the error when there is no such row.
func (db *DB) read1(ctx context.Context, doing string, none error, query, key string, to ...any) error {
	if checkText(doing, key) != nil {
		return none // what could not be kept is not there
	}
	err := db.row(ctx, db.engine.Reader, query, []any{key}, to...)
	switch {
	case isNone(err):
		return none
	case err != nil:
		return db.failed(ctx, doing, err)
	}
	return nil
}

// checkTexts takes what each text is, and the text.
func checkTexts(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := checkText(pairs[i], pairs[i+1]); err != nil {
			return err
		}
	}
	return nil
}
