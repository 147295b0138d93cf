package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// verify replays the log and compares.
type verify struct {
	JSON    bool   `help:"Print the faults as JSON."`
	Archive string `placeholder:"FILE" help:"Read the history in an archive instead, which needs no node."`
	Key     string `placeholder:"KEY" help:"With --archive: it has to be signed with this key, such as z6Mk…, which whoever signed shows at its own address."`
	Open    bool   `help:"Instead, list what went into a process and has not come out: accepted and not modified, picked up and not dropped off. That is no fault; it may still come."`
	Group   string `placeholder:"HANDLE" help:"With --open: only this group's processes, and all that is open in them; else the first twenty of each group."`
}

func (c *verify) Run(a *app) error {
	switch {
	case c.Group != "" && !c.Open:
		return usagef("--group goes with --open")
	case c.Key != "" && c.Archive == "":
		return usagef("--key goes with --archive")
	case c.Open && c.Archive != "":
		return usagef("--open asks the node, --archive a file")
	case c.Open:
		return c.listOpen(a)
	case c.Archive != "":
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
		foreign, erased, err := federation.Verify(a.ctx, s.DB, s.Node)
		if err != nil {
			return fmt.Errorf("verify what other nodes sent: %w", err)
		}
		faults = append(faults, foreign...)
		came, err := a.verifyArrivals(s)
		if err != nil {
			return fmt.Errorf("verify how groups came here: %w", err)
		}
		faults = append(faults, came...)
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
		if erased > 0 {
			a.note("%d of the things that other nodes sent were erased: what proved them cannot be checked any more", erased)
		}
		a.note("all is well: %d versions, everything derived from them, and what other nodes sent", total)
		return nil
	})
}

// openShown is how much is told of each group when nobody asks for one.
const openShown = 20

// listOpen tells what went into processes and has not come out.
func (c *verify) listOpen(a *app) error {
	return a.with(func(s *server.Server) error {
		var group vocab.IRI
		if c.Group != "" {
			var err error
			if group, err = a.group(s, c.Group); err != nil {
				return err
			}
		}
		shown := []node.OpenPair{}
		count := map[vocab.IRI]int{}
		err := s.Node.Open(a.ctx, group, func(p node.OpenPair) error {
			if count[p.Group]++; count[p.Group] <= openShown || group != "" {
				shown = append(shown, p)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("look for what is open: %w", err)
		}
		if c.JSON {
			return a.json(shown)
		}
		slices.SortStableFunc(shown, func(p, q node.OpenPair) int { return cmp.Compare(p.Group, q.Group) })
		for _, p := range shown {
			a.say("%s", p)
		}
		for _, id := range slices.Sorted(maps.Keys(count)) {
			if more := count[id] - openShown; more > 0 && group == "" {
				a.note("%s has %d more: --group %s lists all", id, more, s.Node.Handle(id))
			}
		}
		if len(shown) == 0 {
			a.note("nothing is open")
		}
		return nil
	})
}
