package main

import (
	"strings"

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
	Add groupAdd `cmd:"" help:"Make a group."`
}

// groupAdd makes a group.
type groupAdd struct {
	Handle   string `arg:"" help:"Its short name, in its address: a-z, 0-9 and -."`
	Name     string `required:"" placeholder:"NAME" help:"What people call it."`
	Kind     string `default:"group" placeholder:"KIND" help:"What sort of group: cell, dao, delegate-body, committee …. Default: ${default}."`
	PartOf   string `placeholder:"IRI" help:"The group it is a part of, by its address or its handle here."`
	Audience string `enum:",public,followers,members" default:"" placeholder:"WHO" help:"Who may read what it records, unless a record says otherwise: public, followers or members. Default: as config.toml says."`
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
		if c.PartOf != "" {
			g = g.With(pf.SubOrganizationOf, vocab.Ref(c.whole(s)))
		}
		receipt, err := s.Node.Submit(a.ctx, node.Operator, node.Create(s.Node.Node(), g))
		if err != nil {
			return err
		}
		a.say("%s", receipt.Objects[0])
		a.say("readable by %s (%s)", readers[level], level)
		return nil
	})
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
