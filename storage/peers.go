package storage

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"tributary/node"
)

const (
	peerColumns = `
SELECT host, software, version, kind, scheme, seen_at, last_ok, last_fail, failure, note FROM peer `
	getPeer    = peerColumns + `WHERE host = ?1`
	pageOfPeer = peerColumns + `WHERE host > ?1 ORDER BY host LIMIT ?2`
	allPeers   = peerColumns + `ORDER BY host`
	setPeer    = `
INSERT INTO peer (host, software, version, kind, scheme, seen_at, last_ok, last_fail, failure, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (host) DO UPDATE SET
	software = excluded.software, version = excluded.version, kind = excluded.kind, scheme = excluded.scheme,
	seen_at = excluded.seen_at, last_ok = excluded.last_ok, last_fail = excluded.last_fail,
	failure = excluded.failure, note = excluded.note`
)

// Peer is what is known of a node.
//
// Errors: NotFound when nothing is.
func (db *DB) Peer(ctx context.Context, host string) (node.Peer, error) {
	return db.peer(ctx, db.engine.Reader, host)
}

func (db *DB) peer(ctx context.Context, q querier, host string) (node.Peer, error) {
	none := node.Errorf(node.NotFound, "nothing is known of %s", host)
	if checkText("", host) != nil {
		return node.Peer{}, none
	}
	p := node.Peer{}
	err := db.each(ctx, q, getPeer, []any{host}, func(rows *sql.Rows) (err error) {
		p, err = scanPeer(rows)
		return err
	})
	switch {
	case err != nil:
		return p, db.failed(ctx, "read what is known of a peer", err)
	case p.Host == "":
		return p, none
	}
	return p, nil
}

func scanPeer(rows *sql.Rows) (p node.Peer, err error) {
	var seen, ok, fail int64
	err = rows.Scan(&p.Host, &p.Software, &p.Version, &p.Kind, &p.Scheme, &seen, &ok, &fail, &p.Failure, &p.Note)
	p.Seen, p.LastOK, p.LastFail = fromMicros(seen), fromMicros(ok), fromMicros(fail)
	return p, err
}

// Peers are all known nodes, by host.
func (db *DB) Peers(ctx context.Context) iter.Seq2[node.Peer, error] {
	return func(yield func(node.Peer, error) bool) {
		for last, more := "", true; more; {
			var page []node.Peer
			err := db.each(ctx, db.engine.Reader, pageOfPeer, []any{last, lastPage}, func(rows *sql.Rows) error {
				p, err := scanPeer(rows)
				page = append(page, p)
				return err
			})
			if err != nil {
				yield(node.Peer{}, db.failed(ctx, "read the peers", err))
				return
			}
			for _, p := range page {
				if last = p.Host; !yield(p, nil) {
					return
				}
			}
			more = len(page) == lastPage
		}
	}
}

// ChangePeer lets change see what is known of a node, and keeps what that makes of it. change may run
// twice: when it changes nothing, the writer is not troubled.
//
// Errors: Invalid for text that cannot be kept.
func (db *DB) ChangePeer(ctx context.Context, host string, change func(*node.Peer)) error {
	if host == "" {
		return node.Errorf(node.Invalid, "a peer has a host")
	}
	if _, same, err := db.changePeer(ctx, db.engine.Reader, host, change); err != nil || same {
		return err
	}
	return db.alone(ctx, "keep what is known of a peer", func(q querier) error {
		p, same, err := db.changePeer(ctx, q, host, change)
		if err != nil || same {
			return err
		}
		return db.putPeer(ctx, q, p)
	})
}

// changePeer is what a change makes of a peer, and whether that is what was known.
func (db *DB) changePeer(ctx context.Context, q querier, host string, change func(*node.Peer)) (node.Peer, bool, error) {
	before, err := db.peer(ctx, q, host)
	if err != nil && node.KindOf(err) != node.NotFound {
		return before, false, err
	}
	p := before
	p.Host = host
	change(&p)
	p.Host = host
	p.Seen, p.LastOK, p.LastFail = kept(p.Seen), kept(p.LastOK), kept(p.LastFail)
	return p, p == before, checkPeer(p)
}

// kept is a time as it will be read again.
func kept(t time.Time) time.Time { return fromMicros(micros(t)) }

func checkPeer(p node.Peer) error {
	return checkTexts("a peer's host", p.Host, "a peer's software", p.Software, "a peer's version", p.Version,
		"a peer's kind", string(p.Kind), "a signature scheme", p.Scheme, "a failure", p.Failure, "a note", p.Note)
}

func (db *DB) putPeer(ctx context.Context, q querier, p node.Peer) error {
	_, err := db.exec(ctx, q, setPeer, p.Host, p.Software, p.Version, string(p.Kind), p.Scheme,
		micros(p.Seen), micros(p.LastOK), micros(p.LastFail), p.Failure, p.Note)
	return err
}

// Peers are all known nodes, by host.
func (s Snapshot) Peers(f func(node.Peer) error) error {
	return s.rows("read the peers", allPeers, func(rows *sql.Rows) error {
		p, err := scanPeer(rows)
		if err != nil {
			return err
		}
		return f(p)
	})
}

// AddPeer adds what is known of a node.
func (l *Loader) AddPeer(p node.Peer) error {
	if err := checkPeer(p); err != nil {
		return err
	}
	return l.done("write a peer", l.tx.db.putPeer(l.ctx, l.tx.q, p))
}
