package main

import (
	"fmt"
	"text/tabwriter"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/quantity"
)

// dealings tells how groups stand with agents of other nodes.
type dealings struct {
	Group string `placeholder:"HANDLE" help:"Only this group or person. Default: all."`
	With  string `placeholder:"ACTOR" help:"Only with this agent: its address, or @name@host. Default: all of other nodes."`
	JSON  bool   `help:"Print JSON."`
}

func (c *dealings) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, with := vocab.IRI(""), vocab.IRI(c.With)
		var err error
		if c.Group != "" {
			if group, err = a.actor(s, c.Group); err != nil {
				return err
			}
		}
		if _, address := node.Origin(with); c.With != "" && !address { // what is on record needs nobody to answer
			if with, err = s.Federation.Resolve(a.ctx, c.With); err != nil {
				return err
			}
		}
		all := []node.Reconciliation{}
		err = s.Node.Reconcile(a.ctx, group, with, func(r node.Reconciliation) error {
			if c.JSON {
				all = append(all, r)
				return nil
			}
			all = append(all[:0], r)
			return tellDealings(a, r)
		})
		if err != nil {
			return err
		}
		if c.JSON {
			return a.json(all)
		}
		if len(all) == 0 {
			a.note("there are no dealings with agents of other nodes")
		}
		return nil
	})
}

// tellDealings says how one group stands with one agent.
func tellDealings(a *app, r node.Reconciliation) error {
	a.say("%s with %s", r.Group, r.With)
	if r.Unasked > 0 {
		a.say("  %d events confirmed by both, %d from before the record", r.Confirmed, r.Unasked)
	} else {
		a.say("  %d events confirmed by both", r.Confirmed)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, t := range r.Totals {
		fmt.Fprintf(w, "    %s\tgiven %s\treceived %s\n", t.Action, t.Given, t.Received)
	}
	for _, t := range r.Owed {
		for _, side := range []struct {
			who string
			m   quantity.Measure
		}{{"we owe", t.Given}, {"they owe", t.Received}} {
			if !side.m.IsZero() {
				fmt.Fprintf(w, "    %s\t%s\t%s promised\n", t.Action, side.who, side.m)
			}
		}
	}
	for _, part := range []struct {
		title   string
		matters []node.Matter
	}{
		{"stated here, waiting for their word", r.Ours},
		{"stated there, waiting for our word", r.Theirs},
		{"disputed", r.Disputed},
		{"corrections", r.Corrections},
	} {
		if len(part.matters) > 0 {
			fmt.Fprintf(w, "  %s:\n", part.title)
		}
		for _, m := range part.matters {
			fmt.Fprintf(w, "    %s\t%s\t%s\t%s%s\n", m.Action, way(m), m.Event, stamp(m.At), because(m))
		}
	}
	return w.Flush()
}

func way(m node.Matter) string {
	if m.Given {
		return "given " + m.Quantity
	}
	return "received " + m.Quantity
}

func because(m node.Matter) string {
	text := ""
	if m.Corrects != "" {
		text += ", " + m.State + ", corrects " + string(m.Corrects)
	}
	if m.By != "" {
		text += ", refused by " + oneLine(string(m.By))
	}
	if m.Reason != "" {
		text += ": " + oneLine(m.Reason)
	}
	return text
}
