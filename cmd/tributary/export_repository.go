package main

import (
	"time"

	"tributary/node/importer"
	"tributary/node/server"
)

// writeBack writes a group's repository of Markdown to a folder.
func (c *export) writeBack(a *app) error {
	if c.Group == "" {
		return usagef("--repository needs --group: whose repository is it?")
	}
	return a.with(func(s *server.Server) error {
		group, err := a.group(s, c.Group)
		if err != nil {
			return err
		}
		written, err := importer.ExportRepository(a.ctx, s.Node, group, c.Repository, time.Now())
		if err != nil {
			return err
		}
		for _, p := range written.Problems {
			a.note("%s", p)
		}
		for _, path := range written.Paths {
			a.say("%s", path)
		}
		switch {
		case len(written.Paths) == 0:
			a.note("nothing changed")
		case written.Commit != "":
			a.note("committed as %s", written.Commit)
		}
		return nil
	})
}
