package storage

import (
	"iter"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// The versions of a thing are a chain: each names the position of the one before it. An index has only
// every 64th, the marks, because a place of its own for each thing in a tree would be written anew by
// every event about it. So a version is found from the mark above it, or from the newest version, by at
// most 63 steps back.

const firstPosition = `SELECT created AS pos, 1 AS place FROM iri WHERE text = ?1 AND created IS NOT NULL`

// versionPositions are those of the versions above number ?2, up to ?3.
const versionPositions = `
WITH RECURSIVE thing AS (
	SELECT t.created, t.pos, t.n FROM iri i JOIN latest t ON t.created = i.created WHERE i.text = ?1
), walk (pos, n) AS (
	SELECT COALESCE(m.pos, t.pos), COALESCE(m.n, t.n) FROM thing t LEFT JOIN log m ON m.pos = (
		SELECT pos FROM log WHERE created = t.created AND n % 64 = 0 AND n >= ?3 ORDER BY n LIMIT 1)
	UNION ALL
	SELECT l.prev, w.n - 1 FROM walk w JOIN log l ON l.pos = w.pos WHERE w.n - 1 > ?2
)
SELECT pos, n AS place FROM walk WHERE n > ?2 AND n <= ?3`

func (v *view) Version(id vocab.IRI, n int) (node.Version, error) {
	const missing = "%s has no version %d"
	if n == 1 {
		return v.one(firstPosition, []any{known(id)}, missing, id, n)
	}
	return v.one(versionPositions, []any{known(id), int64(n) - 1, int64(n)}, missing, id, n)
}

// Record times grow with the versions, so that halving finds the last mark before a time: a thing with a
// hundred thousand versions costs eleven looks into the index, and a walk.
const positionAsOf = `
WITH RECURSIVE thing AS (
	SELECT t.created, t.pos, t.n FROM iri i JOIN latest t ON t.created = i.created WHERE i.text = ?1
), search (low, high) AS (
	SELECT CAST(0 AS bigint), n / 64 FROM thing
	UNION ALL
	SELECT CASE WHEN m.at <= ?2 THEN m.n / 64 ELSE s.low END, CASE WHEN m.at <= ?2 THEN s.high ELSE m.n / 64 - 1 END
	FROM search s CROSS JOIN thing t
	JOIN log m ON m.created = t.created AND m.n % 64 = 0 AND m.n = (s.low + s.high + 1) / 2 * 64
	WHERE s.low < s.high
), walk (pos, prev, n, at) AS (
	SELECT l.pos, l.prev, l.n, l.at FROM search s CROSS JOIN thing t JOIN log l ON l.pos = COALESCE((
		SELECT pos FROM log WHERE created = t.created AND n % 64 = 0 AND n = (s.low + 1) * 64), t.pos)
	WHERE s.low = s.high
	UNION ALL
	SELECT l.pos, l.prev, l.n, l.at FROM walk w JOIN log l ON l.pos = w.prev WHERE w.at > ?2
)
SELECT pos, n AS place FROM walk WHERE at <= ?2`

func (v *view) AsOf(id vocab.IRI, at time.Time) (node.Version, error) {
	args := []any{known(id), at.UnixMicro()}
	return v.one(positionAsOf, args, "there was no %s at %s", id, at.UTC().Format(time.RFC3339Nano))
}

func (v *view) History(id vocab.IRI, after int) iter.Seq2[node.Version, error] {
	return v.pages("read the history of "+string(id), int64(max(after, 0)), func(after int64, size int) ([]placed, error) {
		return v.versions(versionPositions, ascending, []any{known(id), after, after + int64(size)})
	})
}
