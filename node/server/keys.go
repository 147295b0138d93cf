package server

import (
	"bytes"
	"context"
	"time"

	"tributary/federation/keyring"
	"tributary/node"
	"tributary/storage"
)

const metaKeys = "actor-keys"

// loadKeys fetches the keys with which the node signs, and makes them at the first start.
func loadKeys(ctx context.Context, db *storage.DB, now time.Time) (*keyring.Keyring, error) {
	kept, err := db.Meta(ctx, metaKeys)
	if node.KindOf(err) != node.NotFound {
		if err != nil {
			return nil, err
		}
		return keyring.Read(kept)
	}
	made, err := keyring.New(now)
	if err != nil {
		return nil, err
	}
	if err := keepKeys(ctx, db, made); err != nil {
		return nil, err
	}
	// Another program may have started first at the same moment: what is kept counts.
	if kept, err = db.Meta(ctx, metaKeys); err != nil {
		return nil, err
	}
	return keyring.Read(kept)
}

func keepKeys(ctx context.Context, db *storage.DB, k *keyring.Keyring) error {
	text, err := k.Text()
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, metaKeys, text)
}

// RotateKeys makes the node's keys anew: the newest sign from now on, and every group shows them in a new
// version of itself, of which its followers are told. Older proofs stay good.
func (s *Server) RotateKeys(ctx context.Context) error {
	next, err := s.Keys().Rotate(s.opt.Now())
	if err != nil {
		return err
	}
	if err := keepKeys(ctx, s.DB, next); err != nil {
		return err
	}
	s.useKeys(next)
	return s.identify(ctx)
}

// followKeys takes up the keys that another program made anew, until ctx ends. Who makes them keeps them
// before any group shows them, so that what goes out is signed with keys that peers find.
func (s *Server) followKeys(ctx context.Context) {
	for {
		changed := s.DB.Changed()
		if err := s.renewKeys(ctx); err != nil && ctx.Err() == nil {
			s.opt.Log.Warn("look for new keys", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		// A busy node commits all the time, and keys change once in a year.
		select {
		case <-ctx.Done():
			return
		case <-time.After(keysEvery):
		}
	}
}

// keysEvery is how often keys are looked for at most.
const keysEvery = 100 * time.Millisecond

// renewKeys uses the keys that are kept, if they are others than those in use.
func (s *Server) renewKeys(ctx context.Context) error {
	kept, err := s.DB.Meta(ctx, metaKeys)
	if err != nil {
		return err
	}
	used, err := s.Keys().Text()
	if err != nil || bytes.Equal(kept, used) {
		return err
	}
	next, err := keyring.Read(kept)
	if err != nil {
		return err
	}
	s.useKeys(next)
	return s.identify(ctx)
}

// Keys are the node's keys.
func (s *Server) Keys() *keyring.Keyring { return s.keys.Load() }

func (s *Server) useKeys(k *keyring.Keyring) {
	s.keys.Store(k)
	if s.Federation != nil {
		s.Federation.UseKeys(k)
	}
}
