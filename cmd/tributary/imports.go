package main

import (
	"fmt"
	"strings"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/importer"
	"tributary/node/server"
)

// imports brings in a source.
type imports struct {
	Source   string `arg:"" help:"A file of JSON-LD, Turtle, N-Triples, N-Quads, TriG, RDF/XML, ValueFlows YAML, CSV, DAOstar or Murmurations; a folder of Markdown: a governance repository; or an archive of this program."`
	As       string `required:"" placeholder:"HANDLE" help:"The group into whose record it goes; of an archive, the handle that the group or person has here from then on."`
	DryRun   bool   `help:"Say what would be made and changed, and change nothing."`
	Audience string `enum:",public,followers,members" default:"" placeholder:"WHO" help:"Who may read it: public, followers or members. Default: members for tables, repositories, DAOstar, Murmurations and Bonfire; else as for everything of the group. Again with another audience changes who may read what came in before."`
	Key      string `placeholder:"KEY" help:"Of an archive: take it only when it is signed with this key, such as z6Mk…, which the group's own node shows."`
	Member   string `placeholder:"EMAIL" help:"Of a person's archive: the member of this node who the person is. The member has no other handle."`
	Unsigned bool   `help:"Of an archive: take it although nobody signed it."`
	Map      string `placeholder:"FILE" help:"Of a table: a YAML file that says what the columns mean where their headings do not. docs/import.md tells how."`
	JSON     bool   `help:"Print the report as JSON."`
}

func (c *imports) Run(a *app) error {
	if archive.Is(c.Source) {
		return c.arrive(a)
	}
	if c.Member != "" {
		return usagef("--member is for the archive of a person")
	}
	return a.with(func(s *server.Server) error {
		into, err := a.group(s, c.As)
		if err != nil {
			return err
		}
		opt := importer.Options{Node: s.Node, Group: into, DryRun: c.DryRun}
		if c.Audience != "" {
			level, err := node.ParseLevel(c.Audience)
			if err != nil {
				return err
			}
			opt.Audience = &node.Audience{Level: level}
		}
		if c.Map != "" {
			if opt.Mapping, err = importer.ReadMapping(c.Map); err != nil {
				return err
			}
		}
		bar := a.bar("import")
		opt.Progress = bar.at
		report, err := importer.Import(a.ctx, c.Source, opt)
		bar.end()
		return c.tell(a, report, err)
	})
}

// tell writes the report, also of an import that did not come to an end when there is something to
// say: what it recorded before, or which rules the source breaks.
func (c *imports) tell(a *app, report importer.Report, failed error) error {
	if failed == nil || len(report.Activities) > 0 || len(report.Violations) > 0 {
		write := func() error { return report.WriteText(a.stdout) }
		if c.JSON {
			write = func() error { return a.json(report) }
		}
		if err := write(); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	if failed != nil && (strings.Contains(failed.Error(), "a mapping") || strings.Contains(report.Violations.Error(), "a mapping")) {
		defer a.note("A mapping is a small file of YAML, given with --map FILE; docs/import.md shows one.")
	}
	if failed != nil && len(report.Violations) > 0 {
		a.note("tributary: nothing was imported: the source breaks the rules listed above")
		return errTold
	}
	return failed
}
