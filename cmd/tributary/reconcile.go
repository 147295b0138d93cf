package main

import (
	"tributary/node"
	"tributary/node/server"
)

// reconcile has what is kept of agents of other nodes compared with what their nodes have.
type reconcile struct {
	Handle string `arg:"" help:"The group or person that follows."`
	Actor  string `arg:"" optional:"" help:"An agent that it follows: its address, or @name@host. Default: all."`
}

func (c *reconcile) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		like := node.Relation{From: group, Kind: node.Follows}
		if c.Actor != "" {
			if like.To, err = s.Federation.Resolve(a.ctx, c.Actor); err != nil {
				return err
			}
		}
		found, err := s.Node.Relations(a.ctx, like)
		if err != nil {
			return err
		}
		asked := 0
		for _, r := range found {
			if s.Node.Owns(r.To) {
				continue // of this node: there is nothing to compare
			}
			if err := s.Federation.Repair(a.ctx, group, r.To); err != nil {
				return err
			}
			a.say("comparing what is kept of %s", r.To)
			asked++
		}
		if asked == 0 {
			return node.Errorf(node.NotFound, "%s follows nobody of another node%s", c.Handle, named(c.Actor))
		}
		a.note("The running node does it; tributary jobs list says how far it is.")
		return nil
	})
}

func named(actor string) string {
	if actor == "" {
		return ""
	}
	return " that is " + actor
}
