package storage

import (
	"context"

	"tributary/node"
)

const (
	getMeta = `SELECT value FROM meta WHERE key = ?1`
	setMeta = `
INSERT INTO meta (key, value) VALUES (?1, ?2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value`
)

// Meta is one of the node's own facts, such as the URL it was made for. NotFound when it was never set.
func (db *DB) Meta(ctx context.Context, key string) ([]byte, error) {
	var value []byte
	err := db.row(ctx, db.engine.Reader, getMeta, []any{key}, &value)
	if isNone(err) {
		return nil, node.Errorf(node.NotFound, "the database has no %s", key)
	}
	if err != nil {
		return nil, db.failed(ctx, "read "+key, err)
	}
	return value, nil
}

// SetMeta keeps one of the node's own facts.
func (db *DB) SetMeta(ctx context.Context, key string, value []byte) error {
	return db.alone(ctx, "set "+key, func(q querier) error {
		_, err := db.exec(ctx, q, setMeta, key, value)
		return err
	})
}

// alone runs f in the writer's transaction. It is for tables that are no part of the record.
func (db *DB) alone(ctx context.Context, doing string, f func(querier) error) error {
	return db.Update(ctx, func(t node.Tx) error {
		own := t.(*tx)
		if err := own.save(); err != nil {
			return err
		}
		if err := f(own.q); err != nil {
			return db.failed(own.ctx, doing, err)
		}
		return nil
	})
}
