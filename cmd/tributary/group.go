package main

import (
	"strings"
	"time"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/model"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

type group struct {
	Add      groupAdd      `cmd:"" help:"Make a group."`
	Payments groupPayments `cmd:"" help:"Say where a group or person is paid, for everybody to see."`
}

// groupAdd makes a group.
type groupAdd struct {
	Handle       string `arg:"" help:"Its short name, in its address: a-z, 0-9 and -."`
	Name         string `required:"" placeholder:"NAME" help:"What people call it."`
	Kind         string `default:"group" placeholder:"KIND" help:"What sort of group: cell, dao, delegate-body, committee …. Default: ${default}."`
	PartOf       string `placeholder:"IRI" help:"The group it is a part of, by its address or its handle here."`
	EndsOn       string `placeholder:"DATE" help:"The day on which it ends unless renewed, such as 2026-12-31. A committee or an ephemeral cell has this or --end-condition."`
	EndCondition string `placeholder:"TEXT" help:"What ends it, in words."`
	Audience     string `enum:",public,followers,members" default:"" placeholder:"WHO" help:"Who may read what it records, unless a record says otherwise: public, followers or members. Default: as config.toml says."`
}

// readers says who an audience is.
var readers = map[node.Level]string{
	node.Public:    "everyone",
	node.Followers: "its followers and members",
	node.Members:   "its members",
}

func (c *groupAdd) Run(a *app) error {
	class, err := kindOfGroup(c.Kind)
	if err != nil {
		return err
	}
	if err := node.CheckHandle(c.Handle); err != nil {
		return usage(err)
	}
	if err := c.checkEnd(class); err != nil {
		return err
	}
	return a.with(func(s *server.Server) error {
		level := s.Config.Audience()
		if c.Audience != "" {
			if level, err = node.ParseLevel(c.Audience); err != nil {
				return err
			}
		}
		g := vocab.New(class, "").
			With(vf.Name, vocab.Text(c.Name)).
			With(as.PreferredUsername, vocab.Text(c.Handle)).
			With(own.DefaultAudience, vocab.Text(level.String()))
		if c.EndsOn != "" {
			g = g.With(pf.EndsOn, vocab.Typed(c.EndsOn, vocab.Date.IRI))
		}
		if c.EndCondition != "" {
			g = g.With(pf.EndCondition, vocab.Text(c.EndCondition))
		}
		if c.PartOf != "" {
			g = g.With(pf.SubOrganizationOf, vocab.Ref(c.whole(s)))
		}
		receipt, err := s.Node.Submit(a.ctx, node.Operator, node.Create(s.Node.Node(), g))
		if err != nil {
			return err
		}
		a.say("%s", receipt.Objects[0])
		a.say("readable by %s (%s)", readers[level], level)
		if level != node.Public {
			a.say("strangers find nothing at its address; a node that it deals with reads its handle, inbox and keys there, and no more")
		}
		return nil
	})
}

// checkEnd sees to it that what ends has an end, and only that.
func (c *groupAdd) checkEnd(class *vocab.Class) error {
	ends, given := class.IsAny(pf.EndsOn.On), c.EndsOn != "" || c.EndCondition != ""
	switch {
	case ends && !given:
		return usagef("--kind %s is for what ends: give --ends-on DATE or --end-condition TEXT", c.Kind)
	case given && !ends:
		return usagef("--ends-on and --end-condition are for committees and ephemeral cells; --kind %s is none", c.Kind)
	case c.EndsOn == "":
		return nil
	}
	if _, err := time.Parse(time.DateOnly, c.EndsOn); err != nil {
		return usagef("--ends-on is a day such as 2026-12-31; not %q", c.EndsOn)
	}
	return nil
}

// whole is the group that the new one is a part of.
func (c *groupAdd) whole(s *server.Server) vocab.IRI {
	if strings.Contains(c.PartOf, ":") {
		return vocab.IRI(c.PartOf)
	}
	return s.Node.Group(c.PartOf)
}

// kindOfGroup finds a class of groups by its name in addresses.
func kindOfGroup(name string) (*vocab.Class, error) {
	var names []string
	for _, c := range model.Vocabulary.Kinds(pf.Group) {
		if c.Path() == name {
			return c, nil
		}
		names = append(names, c.Path())
	}
	return nil, usagef("--kind is one of %s; not %q", strings.Join(names, ", "), name)
}
