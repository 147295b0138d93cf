package storage

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// keptFor is how long the use of an idempotency key is remembered.
const keptFor = 7 * 24 * time.Hour

const getMemory = `
SELECT digest, activity, at FROM memory
WHERE actor = (SELECT id FROM iri WHERE text = ?1) AND key = ?2 AND at > ?3`

func (v *view) Remembered(actor vocab.IRI, key string) (node.Memory, error) {
	var m node.Memory
	var at int64
	args := []any{known(actor), known(vocab.IRI(key)), v.db.forgetBefore()}
	err := v.row(getMemory, args, &m.Digest, &m.Activity, &at)
	switch {
	case isNone(err):
		return m, node.Errorf(node.NotFound, "the key %q was not used", key)
	case err != nil:
		return m, v.failed("look for an idempotency key", err)
	}
	m.At = fromMicros(at)
	return m, nil
}

func (db *DB) forgetBefore() int64 { return micros(db.opt.Now().Add(-keptFor)) }

func (t *tx) Remembered(actor vocab.IRI, key string) (node.Memory, error) {
	k := memoryKey{actor, key}
	for _, b := range [...]*batch{&t.own, &t.group.pending} {
		if m, ok := b.memories[k]; ok {
			return m, nil
		}
	}
	return t.view.Remembered(actor, key)
}

// maxKey bounds an idempotency key, in bytes.
const maxKey = 255

func (t *tx) Remember(actor vocab.IRI, key string, m node.Memory) error {
	if actor == "" || key == "" || len(key) > maxKey {
		return node.Errorf(node.Invalid, "an idempotency key has 1 to %d bytes and an actor", maxKey)
	}
	for what, text := range map[string]string{
		"an idempotency key": key, "an actor": string(actor), "a digest": m.Digest, "an activity": string(m.Activity),
	} {
		if err := checkText(what, text); err != nil {
			return err
		}
	}
	m.At = m.At.Truncate(time.Microsecond).UTC()
	t.own.remember(memoryKey{actor, key}, m)
	return nil
}

const (
	dropMemories = `DELETE FROM memory WHERE at <= ?1`
	putMemory    = `INSERT INTO memory (actor, key, digest, activity, at) VALUES `
	setMemory    = `
ON CONFLICT (actor, key) DO UPDATE SET digest = excluded.digest, activity = excluded.activity, at = excluded.at`
)

// putMemories also forgets what has had its time.
func (v *view) putMemories(b *batch, ids map[string]int64) error {
	if len(b.memories) == 0 {
		return nil
	}
	if _, err := v.exec(dropMemories, v.db.forgetBefore()); err != nil {
		return err
	}
	args := make([]any, 0, 5*len(b.memories))
	for _, k := range slices.SortedFunc(maps.Keys(b.memories), memoryKey.compare) {
		m := b.memories[k]
		args = append(args, ids[string(k.actor)], k.key, m.Digest, string(m.Activity), micros(m.At))
	}
	return v.insert(putMemory, 5, setMemory, args)
}

func (k memoryKey) compare(o memoryKey) int {
	return cmp.Or(cmp.Compare(k.actor, o.actor), cmp.Compare(k.key, o.key))
}
