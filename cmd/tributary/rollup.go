package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// rollup tells how the cells of a group stand.
type rollup struct {
	Group string `arg:"" name:"handle" help:"A group of this node."`
	JSON  bool   `help:"Print JSON."`
}

func (c *rollup) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.group(s, c.Group)
		if err != nil {
			return err
		}
		up, err := s.Node.Rollup(a.ctx, node.Operator, group)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.json(up)
		}
		if len(up.Cells) == 0 {
			a.note("no cell of %s is known", c.Group)
			return nil
		}
		w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		for _, cell := range up.Cells {
			phase, age := "no phase", "no state"
			if cell.Phase != "" {
				phase = s.Node.LabelOf(cell.Phase)
			}
			if cell.State != "" {
				age = fmt.Sprintf("%d days old", cell.Days)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", oneLine(cmp.Or(cell.Name, string(cell.Group))), phase,
				cmp.Or(labels(s.Node, cell.Scale), "no scale"), age, cmp.Or(oneLine(valued(cell)), "no values"), missing(cell))
		}
		return w.Flush()
	})
}

func labels(n *node.Node, ids []vocab.IRI) string {
	var words []string
	for _, id := range ids {
		words = append(words, n.LabelOf(id))
	}
	return strings.Join(words, ", ")
}

// valued are the values of a cell in one line.
func valued(c node.Cell) string {
	var words []string
	for _, v := range c.Values {
		words = append(words, cmp.Or(v.Text, string(v.Statement)))
	}
	return strings.Join(words, "; ")
}

func missing(c node.Cell) string {
	var words []string
	for _, g := range c.Gaps {
		words = append(words, string(g))
	}
	return cmp.Or(strings.Join(words, ", "), "complete")
}
