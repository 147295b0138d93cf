package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tributary/node/archive"
	"tributary/node/config"
	"tributary/node/server"
)

// backup writes the whole node to one file.
type backup struct {
	Dest string `arg:"" help:"The file to make, or a folder, in which the backup gets a name with the time. Whoever can read it can be this node: it holds the keys."`
	JSON bool   `help:"Print the manifest as JSON."`
}

func (c *backup) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		text, err := portable(s.Config)
		if err != nil {
			return err
		}
		return a.archive(s, c.Dest, "tributary", c.JSON, archive.Options{
			Private: true, Config: text, Proofs: os.DirFS(filepath.Join(a.folder(), proofs)),
		})
	})
}

// portable is the configuration as another machine can use it. Where the data is kept, and with what
// password, is this machine's business.
func portable(cfg config.Config) ([]byte, error) {
	cfg.Database, cfg.DatabaseFile = "", ""
	var b bytes.Buffer
	if err := config.Write(&b, cfg); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// archive writes an archive, which is called what when only its folder is given, and tells of it.
func (a *app) archive(s *server.Server, dest, what string, asJSON bool, opt archive.Options) error {
	opt.DB, opt.Node, opt.Now, opt.Sign = s.DB, s.Node.Addresses, time.Now(), s.Keys()
	path, err := fileFor(dest, what, opt.Now)
	if err != nil {
		return err
	}
	bar := a.bar("backup")
	opt.Progress = bar.at
	m, err := archive.Backup(a.ctx, path, opt)
	bar.end()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(m)
	}
	a.say("%s", path)
	a.note("%d versions of %d things, up to position %d; the history's hash is %s", m.Versions, m.Things, m.Position.Last, m.Chain)
	return nil
}

// fileFor is the file that dest means.
func fileFor(dest, what string, now time.Time) (string, error) {
	info, err := os.Stat(dest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return dest, nil
	case err != nil:
		return "", err
	case info.IsDir():
		return filepath.Join(dest, archive.Name(what, now)), nil
	}
	return dest, nil
}

// leave writes the archive of the node's record without its secrets, or of one group or person.
func (c *export) leave(a *app) error {
	return a.with(func(s *server.Server) error {
		opt, what := archive.Options{}, "tributary"
		if c.Group != "" {
			id, err := a.actor(s, c.Group)
			if err != nil {
				return err
			}
			opt.Group, what = id, s.Node.Handle(id)
		}
		return a.archive(s, c.Archive, what, false, opt)
	})
}
