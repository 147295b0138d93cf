package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"tributary/federation"
	"tributary/federation/dialect"
	"tributary/federation/keyring"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/account"
	"tributary/node/config"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Options are what a server takes from outside, beside its configuration. The zero Options work.
type Options struct {
	Version  string               // of the program, as it tells others
	Log      *slog.Logger         // nil: nothing is logged
	Now      func() time.Time     // nil: time.Now
	Patience time.Duration        // how long to wait for others to let go of the database; 0: 10 s
	Ready    func(address string) // told where the server listens, once it does; nil: nobody is
}

// Server is an open node. It is safe for concurrent use.
type Server struct {
	Node     *node.Node
	Accounts *account.Accounts
	DB       *storage.DB
	Config   config.Config

	Federation *federation.Federation
	Policy     *policy.Keeper

	opt  Options
	keys atomic.Pointer[keyring.Keyring]
}

// Open opens a node's database, and makes it, and the node's keys, when they are not there yet.
//
// Errors: Conflict when the database was made for a node at another address, or by a newer program;
// Busy when it cannot be had.
func Open(ctx context.Context, cfg config.Config, opt Options) (*Server, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	db, err := openDatabase(ctx, cfg, storage.Options{Now: opt.Now, BusyWait: opt.Patience})
	if err != nil {
		return nil, err
	}
	s := &Server{DB: db, Config: cfg, opt: opt}
	if err := s.settle(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.Node = node.New(node.Options{Base: cfg.URL, Store: db, Now: opt.Now, Identity: s.identity})
	if err := s.introduce(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.Accounts = account.New(db, db, s.Node.Addresses, account.Options{Now: opt.Now})
	if err := s.federate(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// identity is what an actor of the node shows of the node: its public keys, the shared inbox, and what
// its software can do.
//
// Spec: ActivityPub 4.1, 7.1.3; FEP-844e; FEP-2c59.
func (s *Server) identity(actor vocab.IRI) ([]vocab.Field, error) {
	fields, err := s.Keys().Fields(actor)
	var features []vocab.Value
	for _, f := range dialect.Features {
		features = append(features, vocab.Inside(vocab.New(as.Link, "").
			With(as.Href, vocab.Ref(f.Href))))
	}
	return append(fields,
		vocab.Field{Property: as.HasEndpoints, Values: []vocab.Value{vocab.Inside(vocab.New(as.Endpoints, "").
			With(as.SharedInbox, vocab.Ref(vocab.IRI(s.Config.URL+"/inbox"))))}},
		vocab.Field{Property: as.Implements, Values: features},
		vocab.Field{Property: as.Webfinger, Values: []vocab.Value{vocab.Text(s.account(actor))}},
	), err
}

// account is the name by which WebFinger finds an actor of the node.
func (s *Server) account(actor vocab.IRI) string {
	handle := s.Node.Handle(actor)
	if actor == s.Node.Node() {
		handle = "actor"
	}
	_, host, _ := strings.Cut(s.Config.URL, "://")
	return handle + "@" + host
}

func openDatabase(ctx context.Context, cfg config.Config, opt storage.Options) (*storage.DB, error) {
	if dsn := cfg.Postgres(); dsn != "" {
		return postgres.Open(ctx, dsn, opt)
	}
	return sqlite.Open(ctx, cfg.SQLite(), opt)
}

const metaURL = "url"

// settle finds out whether the database is this node's, and fetches the keys.
func (s *Server) settle(ctx context.Context) error {
	kept, err := s.DB.Meta(ctx, metaURL)
	switch {
	case node.KindOf(err) == node.NotFound:
		if err := s.DB.SetMeta(ctx, metaURL, []byte(s.Config.URL)); err != nil {
			return err
		}
	case err != nil:
		return err
	case string(kept) != s.Config.URL:
		return node.Errorf(node.Conflict, "this database belongs to the node %s; the configuration says %s", kept, s.Config.URL)
	}
	keys, err := loadKeys(ctx, s.DB, s.opt.Now())
	if err != nil {
		return fmt.Errorf("load the node's keys: %w", err)
	}
	s.useKeys(keys)
	return nil
}

// Close lets go of the database.
func (s *Server) Close() error { return s.DB.Close() }
