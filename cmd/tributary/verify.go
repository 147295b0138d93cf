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
	Ask     bool   `help:"Ask the nodes of those with whom groups and persons have dealings what they have on record; else what they said last is compared."`
	Open    bool   `help:"Instead, list what went into a process and has not come out: accepted and not modified, picked up and not dropped off. That is no fault; it may still come."`
	Group   string `placeholder:"HANDLE" help:"With --open: only this group's processes, and all that is open in them; else the first twenty of each group."`
}

func (c *verify) Run(a *app) error {
	switch {
	case c.Ask && (c.Open || c.Archive != ""):
		return usagef("--ask goes with the whole of verify")
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
		differing, err := c.reconcile(a, s)
		if err != nil {
			return fmt.Errorf("compare with what other nodes have on record: %w", err)
		}
		faults = append(faults, differing...)
		if c.JSON {
			if err := a.json(append([]node.Fault{}, faults...)); err != nil {
				return err
			}
		} else {
			for _, f := range faults {
				a.say("%s", f)
			}
		}
		switch {
		case len(faults) > len(differing):
			return fmt.Errorf("%s in %s", count(len(faults)-len(differing), "fault", "faults"), count(total, "version", "versions"))
		case len(differing) > 0:
			return fmt.Errorf("the record is sound, and other nodes differ from it in %s", count(len(differing), "point", "points"))
		}
		if erased > 0 {
			a.note("%d of the things that other nodes sent were erased: what proved them cannot be checked any more", erased)
		}
		a.note("all is well: %d versions, everything derived from them, and what other nodes sent", total)
		return nil
	})
}

// reconcile lists in what other nodes say something else of what stands between two than this one.
func (c *verify) reconcile(a *app, s *server.Server) (faults []node.Fault, err error) {
	pairs, err := s.Federation.Partners(a.ctx, "", "")
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		heard, err := s.Federation.HeardDealings(a.ctx, p[0], p[1])
		if c.Ask {
			heard, err = s.Federation.AskDealings(a.ctx, p[0], p[1])
		}
		switch {
		case node.KindOf(err) == node.Internal || a.ctx.Err() != nil:
			return nil, err
		case err != nil && c.Ask:
			faults = append(faults, node.Fault{IRI: p[0], Message: fmt.Sprintf("%s could not be asked: %s", p[1], oneLine(node.MessageOf(err)))})
		}
		for _, d := range heard.Found {
			faults = append(faults, node.Fault{IRI: p[0], Message: fmt.Sprintf("%s says otherwise, heard %s: %s", p[1], stamp(heard.Heard), oneLine(d.String()))})
		}
	}
	return faults, nil
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
