package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// reminders tells what groups, and persons known by a handle, should see to.
type reminders struct {
	Group string `placeholder:"HANDLE" aliases:"person" help:"Only what this group or person should see to; --person is another name of it. Default: all of this node."`
	JSON  bool   `help:"Print JSON."`
}

func (c *reminders) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		var groups []vocab.IRI
		if c.Group != "" {
			group, err := a.actor(s, c.Group)
			if err != nil {
				return err
			}
			groups = append(groups, group)
		}
		list, err := s.Node.Reminders(a.ctx, node.Operator, groups...)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.json(list)
		}
		if len(list) == 0 {
			a.note("nothing waits")
			return nil
		}
		w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		for _, r := range list {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t<%s>\n", cmp.Or(s.Node.Handle(r.Group), string(r.Group)), due(r), r.Kind, oneLine(r.Text), r.About)
		}
		return w.Flush()
	})
}

// due says how long there is.
func due(r node.Reminder) string {
	switch {
	case r.Day.IsZero():
		return "now"
	case r.Days == 0:
		return "today"
	case r.Days < 0:
		return fmt.Sprintf("%d days ago", -r.Days)
	}
	return fmt.Sprintf("in %d days", r.Days)
}
