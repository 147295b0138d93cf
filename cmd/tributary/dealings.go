package main

import (
	"fmt"
	"text/tabwriter"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/quantity"
)

// dealings tells how groups stand with agents of other nodes.
type dealings struct {
	Group string `placeholder:"HANDLE" help:"Only this group or person. Default: all."`
	With  string `placeholder:"ACTOR" help:"Only with this agent: its address, or @name@host. Default: all of other nodes."`
	Ask   bool   `help:"Ask their nodes what they have on record, and list what differs; exits 1 when something does."`
	JSON  bool   `help:"Print JSON."`
}

// standing is how a group stands with an agent, by our record, and what the agent's node says of it.
type standing struct {
	node.Reconciliation
	Theirs *federation.Compared `json:"theirs,omitempty"`
	Error  string               `json:"error,omitempty"` // why they could not be asked
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
		all := []standing{}
		if err := s.Node.Reconcile(a.ctx, group, with, func(r node.Reconciliation) error {
			all = append(all, standing{Reconciliation: r})
			return nil
		}); err != nil {
			return err
		}
		differing, unanswered := 0, 0
		for i := range all {
			silent, err := c.hear(a, s, &all[i])
			if err != nil {
				return err
			}
			if silent {
				unanswered++
			}
			if t := all[i].Theirs; t != nil && len(t.Found) > 0 {
				differing++
			}
			if c.JSON {
				continue
			}
			if err := tellDealings(a, all[i].Reconciliation); err != nil {
				return err
			}
			tellTheirs(a, all[i])
		}
		if c.JSON {
			if err := a.json(all); err != nil {
				return err
			}
		}
		switch {
		case len(all) == 0 && !c.JSON:
			a.note("there are no dealings with agents of other nodes")
		case c.Ask && differing > 0:
			return fmt.Errorf("%d of %d say something else", differing, len(all))
		case c.Ask && unanswered > 0:
			return fmt.Errorf("%d of %d could not be asked", unanswered, len(all))
		}
		return nil
	})
}

// hear notes what the other side says: what it answers now, else what it said last. silent: it ought to
// have answered. Software that does not tell such things is nobody's fault.
func (c *dealings) hear(a *app, s *server.Server, at *standing) (silent bool, err error) {
	ask := s.Federation.HeardDealings
	if c.Ask {
		ask = s.Federation.AskDealings
	}
	heard, err := ask(a.ctx, at.Group, at.With)
	switch {
	case err == nil:
		at.Theirs = &heard
	case node.KindOf(err) == node.Internal || a.ctx.Err() != nil:
		return false, err
	case c.Ask:
		at.Error = node.MessageOf(err)
		return node.KindOf(err) != node.Unsupported, nil
	}
	return false, nil
}

// tellTheirs says what the other side has on record, as far as it is another.
func tellTheirs(a *app, r standing) {
	if r.Error != "" {
		a.say("  they could not be asked: %s", oneLine(r.Error))
	}
	t := r.Theirs
	if t == nil {
		return
	}
	since := ""
	if t.Later > 0 {
		since = fmt.Sprintf("; %d changed here since", t.Later)
	}
	if len(t.Found) == 0 {
		a.say("  they say the same, heard %s%s", stamp(t.Heard), since)
		return
	}
	a.say("  they say something else, heard %s, proven by %s%s:", stamp(t.Heard), oneLine(string(t.Key)), since)
	for _, d := range t.Found {
		a.say("    %s", oneLine(d.String()))
	}
}

// tellDealings says how one group stands with one agent.
func tellDealings(a *app, r node.Reconciliation) error {
	a.say("%s with %s", r.Group, r.With)
	if r.Unasked > 0 {
		a.say("  %s confirmed by both, %d from before the record", count(r.Confirmed, "event", "events"), r.Unasked)
	} else {
		a.say("  %s confirmed by both", count(r.Confirmed, "event", "events"))
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
