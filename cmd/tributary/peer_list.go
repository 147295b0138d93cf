package main

import (
	"bufio"
	"os"
	"path/filepath"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// peerImport brings in a list.
type peerImport struct {
	File   string `arg:"" help:"A list that Mastodon or other software exports (CSV), one domain a line, or what peer export --json wrote."`
	Level  string `enum:",allow,limit,block" default:"" placeholder:"LEVEL" help:"What to do with those for whom the list says nothing: allow, limit or block. Needed for lists of domains alone."`
	Group  string `placeholder:"HANDLE" help:"The group whose rules they become. Default: the whole node's, or as the list says."`
	Draft  bool   `help:"Only propose them: they count when they are approved."`
	DryRun bool   `help:"Say what would be added and changed, and change nothing."`
}

func (c *peerImport) Run(a *app) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	return a.withPolicy(c.Group, func(s *server.Server, k *policy.Keeper, group vocab.IRI) error {
		list, err := policy.ReadList(file, policy.ReadOptions{
			Name: filepath.Base(c.File), Level: policy.Level(c.Level), Group: group, Ours: s.Node.Owns, Author: s.Node.Node(), Draft: c.Draft,
		})
		if faults := node.ViolationsOf(err); len(faults) > 0 {
			a.note("tributary: nothing was imported: some lines of %s make no rule", c.File)
			for _, f := range faults {
				a.note("  %s: %s", f.Path, oneLine(f.Message))
			}
			return errTold
		}
		if err != nil {
			return err
		}
		p, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		found := p.Compare(list.Rules)
		if news := found.News(); len(news) > 0 && !c.DryRun {
			if err := k.Record(a.ctx, news...); err != nil {
				return err
			}
		}
		tellImport(a, list, found, c.DryRun)
		return nil
	})
}

func tellImport(a *app, list policy.List, found policy.Comparison, dry bool) {
	for _, r := range found.Added {
		a.say("add %s %s", r.Level, r.Subject)
	}
	for _, change := range found.Changed {
		a.say("change %s from %s to %s", change.To.Subject, change.From.Level, change.To.Level)
	}
	for _, line := range list.Skipped {
		a.say("skip line %d: %s: %s", line.Line, oneLine(line.Text), line.Why)
	}
	a.say("%d added, %d changed, %d unchanged, %d skipped", len(found.Added), len(found.Changed), len(found.Unchanged), len(list.Skipped))
	if dry {
		a.note("This was a trial: nothing was changed.")
	}
}

// peerExport writes the rules in force.
type peerExport struct {
	CSV   bool   `name:"csv" xor:"form" help:"The table that Mastodon and other software import. It knows domains to limit or block, and nothing else."`
	JSON  bool   `name:"json" xor:"form" help:"All that is known of each rule. This is the default."`
	Group string `placeholder:"HANDLE" help:"Only this group's rules. Default: with --csv the whole node's, else all."`
}

func (c *peerExport) Run(a *app) error {
	return a.withPolicy(c.Group, func(_ *server.Server, k *policy.Keeper, group vocab.IRI) error {
		p, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		var chosen []policy.Rule
		for _, r := range p.Rules() {
			if r.Group == group || group == "" && !c.CSV {
				chosen = append(chosen, r)
			}
		}
		out := bufio.NewWriter(a.stdout)
		if !c.CSV {
			err = policy.WriteJSON(out, chosen)
		} else {
			var left int
			if left, err = policy.WriteCSV(out, chosen); left > 0 {
				a.note("Left out are %d rules that this table has no words for.", left)
			}
		}
		if err != nil {
			return err
		}
		return out.Flush()
	})
}
