package main

import (
	"bufio"
	"slices"
	"time"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/importer"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
)

// export writes the record as linked data.
type export struct {
	Format string `enum:"nquads,turtle,trig,jsonld,daouri,murmurations" default:"nquads" help:"One of ${enum}. N-Quads of any number take no memory; the last two are profiles of one group. Default: ${default}."`
	Group  string `placeholder:"HANDLE" aliases:"person" help:"Only the record of this group or person; --person is another name of it."`
	At     string `placeholder:"TIME" help:"As it was recorded by then, such as 2026-03-01 or 2026-03-01T12:00:00Z."`

	Repository string `placeholder:"DIR" help:"Instead, write the group's repository of Markdown back to this folder, and one commit where it is a git clone."`
	Archive    string `placeholder:"FILE" help:"Instead, write every version, as it was recorded, to an archive that proves itself and that another node can import; a folder gets one with the time in its name."`
}

func (c *export) Run(a *app) error {
	switch {
	case c.Archive != "":
		return c.leave(a)
	case c.Repository != "":
		return c.writeBack(a)
	}
	if slices.Contains(importer.ExportFormats(), c.Format) {
		return c.profile(a)
	}
	var query node.Query
	if c.At != "" {
		at, err := moment(c.At)
		if err != nil {
			return err
		}
		query.At = &at
	}
	return a.with(func(s *server.Server) error {
		if c.Group != "" {
			var err error
			if query.Owner, err = a.actor(s, c.Group); err != nil {
				return err
			}
		}
		out := bufio.NewWriterSize(a.stdout, 64<<10)
		if err := c.write(a, s.Node, query, out); err != nil {
			return err
		}
		return out.Flush()
	})
}

// profile writes what other registries know of a group.
func (c *export) profile(a *app) error {
	if c.Group == "" {
		return usagef("--format %s needs --group: it is the profile of one", c.Format)
	}
	return a.with(func(s *server.Server) error {
		group, err := a.group(s, c.Group)
		if err != nil {
			return err
		}
		document, err := importer.Export(a.ctx, s.Node, group, c.Format)
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(document)
		return err
	})
}

func (c *export) write(a *app, n *node.Node, query node.Query, out *bufio.Writer) error {
	if c.Format == "nquads" {
		return writeQuads(a.ctx, n, query, out)
	}
	var all []*vocab.Resource
	if err := each(a, n, query, func(r *vocab.Resource) error { all = append(all, r); return nil }); err != nil {
		return err
	}
	if c.Format == "jsonld" {
		_, err := out.Write(append(jsonld.Documents(all, n.Base+"/contexts/"+contexts.Native().Name), '\n'))
		return err
	}
	format := map[string]*rdf.Format{"turtle": rdf.Turtle, "trig": rdf.TriG}[c.Format]
	var quads []rdf.Quad
	for _, r := range all {
		quads = graph.Append(quads, r)
	}
	return rdf.Write(out, format, quads, model.Prefixes())
}

// each hands over everything that the operator may see, in order of creation.
func each(a *app, n *node.Node, query node.Query, f func(*vocab.Resource) error) error {
	return n.Each(a.ctx, node.Operator, query, func(v node.Version) error {
		r, err := v.Resource()
		if err != nil {
			return err
		}
		return f(r)
	})
}

// moment reads a time, or a day, which is meant until its end.
func moment(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.UTC(), nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, usagef("--at takes a day or a time, such as 2026-03-01 or 2026-03-01T12:00:00Z; not %q", text)
	}
	return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil
}
