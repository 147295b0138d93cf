package main

import (
	"fmt"

	"tributary/node"
	"tributary/node/server"
)

// verify replays the log and compares.
type verify struct {
	JSON    bool   `help:"Print the faults as JSON."`
	Archive string `placeholder:"FILE" help:"Read the history in an archive instead, which needs no node."`
}

func (c *verify) Run(a *app) error {
	if c.Archive != "" {
		return c.audit(a)
	}
	return a.with(func(s *server.Server) error {
		bar := a.bar("verify")
		total := 0
		faults, err := s.Node.Verify(a.ctx, func(at, end node.Position) {
			total = int(end)
			bar.at(int(at), int(end))
		})
		bar.end()
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		if c.JSON {
			if err := a.json(append([]node.Fault{}, faults...)); err != nil {
				return err
			}
		} else {
			for _, f := range faults {
				a.say("%s", f)
			}
		}
		if len(faults) > 0 {
			return fmt.Errorf("%d faults in %d versions", len(faults), total)
		}
		a.note("all is well: %d versions, and everything derived from them", total)
		return nil
	})
}
