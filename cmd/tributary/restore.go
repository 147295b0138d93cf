package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/config"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
)

// restore makes a node of a backup.
type restore struct {
	Source   string `arg:"" help:"A file that backup, or export --archive, made."`
	Database string `placeholder:"DSN" help:"postgres://… keeps the data in PostgreSQL, in an empty database. Default: a SQLite file in the folder."`
	URL      string `placeholder:"URL" help:"The node's address, which has to be the backup's; another with --move."`
	Move     bool   `help:"Give the node another address: all its IRIs, in every version, then begin with it. Others do not know the new ones."`
	Listen   string `placeholder:"HOST:PORT" help:"Where the server listens. Default: as in the backup."`
}

// unfinished is the folder in which a node is restored. It goes when the node is whole.
const unfinished = ".restoring"

func (c *restore) Run(a *app) error {
	if err := vacant(a.folder()); err != nil {
		return err
	}
	bar := a.bar("read")
	from, err := archive.Open(c.Source, bar.at)
	bar.end()
	if err != nil {
		return err
	}
	defer from.Close()
	if c.URL != "" && c.URL != from.Node && !c.Move {
		return node.Errorf(node.Conflict, "the backup is of the node %s; --move gives it the address %s", from.Node, c.URL)
	}
	// What an earlier attempt left is no node, and nobody's.
	staging := filepath.Join(a.folder(), unfinished)
	if err := os.RemoveAll(staging); err != nil {
		return fmt.Errorf("remove what an earlier attempt left: %w", err)
	}
	cfg, err := c.configure(staging, from)
	if err != nil {
		return errors.Join(err, os.RemoveAll(staging))
	}
	if err := errors.Join(c.fill(a, from, cfg), bringProofs(from, staging)); err != nil {
		return errors.Join(err, os.RemoveAll(staging))
	}
	if err := settleIn(staging, a.folder()); err != nil {
		return err
	}
	a.say("restored %s to %s: %d versions of %d things, compared with their hashes", cfg.URL, a.folder(), from.Versions, from.Things)
	if !from.Private {
		a.note("The archive has no keys, members and tokens: the node gets new keys at its first start")
	}
	a.note("Next: tributary verify, which recomputes everything from the log; then tributary serve")
	return nil
}

// vacant refuses a folder in which a node lives.
func vacant(dir string) error {
	for _, name := range []string{config.FileName, "tributary.db", proofs} {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil {
			return node.Errorf(node.Conflict, "%s is there already: restore makes a node in an empty folder (--dir DIR)", path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// configure writes the config.toml of the node in the folder where it is restored.
func (c *restore) configure(staging string, from *archive.Archive) (config.Config, error) {
	cfg := config.Default()
	text, err := from.Config()
	if err != nil {
		return cfg, err
	}
	if text != nil {
		if cfg, err = parse(staging, text); err != nil {
			return cfg, fmt.Errorf("read the backup's config.toml: %w", err)
		}
	}
	cfg.URL, cfg.Database, cfg.DatabaseFile = from.Node, c.Database, ""
	if c.Move && c.URL != "" {
		cfg.URL = c.URL
	}
	if c.Listen != "" {
		cfg.Listen = c.Listen
	}
	return config.Init(staging, cfg)
}

// parse reads a config.toml that is not in its place yet.
func parse(staging string, text []byte) (cfg config.Config, err error) {
	if err := os.MkdirAll(staging, 0o700); err != nil {
		return cfg, err
	}
	path := filepath.Join(staging, config.FileName)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return cfg, err
	}
	cfg, err = config.Load(staging)
	return cfg, errors.Join(err, os.Remove(path))
}

func (c *restore) fill(a *app, from *archive.Archive, cfg config.Config) error {
	db, err := openEmpty(a.ctx, cfg)
	if err != nil {
		return err
	}
	doing, show := "", a.bar("restore")
	err = from.Restore(a.ctx, db, cfg.URL, func(what string, done, total int) {
		if what != doing {
			show.end()
			doing, show = what, a.bar(what)
		}
		show.at(done, total)
	})
	show.end()
	return errors.Join(err, db.Close())
}

func openEmpty(ctx context.Context, cfg config.Config) (*storage.DB, error) {
	if dsn := cfg.Postgres(); dsn != "" {
		return postgres.Open(ctx, dsn, storage.Options{})
	}
	return sqlite.Open(ctx, cfg.SQLite(), storage.Options{})
}

// settleIn moves a whole node to its folder: the configuration last, because with it the folder is
// a node's.
func settleIn(staging, dir string) error {
	for _, name := range []string{proofs, "tributary.db", config.FileName} {
		err := os.Rename(filepath.Join(staging, name), filepath.Join(dir, name))
		if err != nil && !(errors.Is(err, fs.ErrNotExist) && name != config.FileName) { // PostgreSQL has no file, and few nodes have proofs
			return fmt.Errorf("put the node in its place: %w", err)
		}
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close(), os.RemoveAll(staging))
}
