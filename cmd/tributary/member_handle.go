package main

import (
	"tributary/node"
	"tributary/node/server"
)

// memberHandle makes a member a person known by a handle.
type memberHandle struct {
	Email        string `arg:"" help:"The member's e-mail address. It is never published."`
	Handle       string `arg:"" optional:"" help:"The handle to be known by, as in @HANDLE@host. It stays: nobody gets it again."`
	Name         string `help:"What the person is called. Default: the handle."`
	Note         string `help:"What the person says of itself."`
	Ask          bool   `help:"Ask the person before anybody follows it."`
	Discoverable bool   `help:"The person may be listed and searched."`
	Close        bool   `help:"End it: followers are told, and a tombstone stays."`
}

func (c *memberHandle) Run(a *app) error {
	if c.Close == (c.Handle != "") {
		return usagef("member handle takes a handle, or --close")
	}
	return a.with(func(s *server.Server) error {
		member, err := s.Accounts.Member(a.ctx, c.Email)
		if err != nil {
			return err
		}
		if c.Close {
			return c.end(a, s)
		}
		person, err := s.Node.BeKnown(a.ctx, member, node.Chosen{
			Handle: c.Handle, Name: c.Name, Note: c.Note, Asks: c.Ask, Discoverable: c.Discoverable,
		})
		if err != nil {
			return err
		}
		a.say("%s", person)
		a.note("Nothing says who that is. tributary member link ties the handle to a pseudonym in a group.")
		return nil
	})
}

func (c *memberHandle) end(a *app, s *server.Server) error {
	member, err := s.Accounts.Member(a.ctx, c.Email)
	if err != nil {
		return err
	}
	person, err := s.Node.KnownAs(a.ctx, member)
	if err == nil && person == "" {
		err = node.Errorf(node.NotFound, "this member has no handle")
	}
	if err != nil {
		return err
	}
	if err := s.Node.Close(a.ctx, person); err != nil {
		return err
	}
	a.say("closed %s", person)
	return nil
}

// memberLink links a member's pseudonym in a group to the person known by its handle.
type memberLink struct {
	Email string `arg:"" help:"The member's e-mail address."`
	Group string `required:"" placeholder:"HANDLE" help:"The group."`
	Undo  bool   `help:"Take the link back. Who read it before keeps what was read."`
}

func (c *memberLink) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		member, err := s.Accounts.Member(a.ctx, c.Email)
		if err != nil {
			return err
		}
		group, err := a.group(s, c.Group)
		if err != nil {
			return err
		}
		if err := s.Node.Link(a.ctx, member, group, !c.Undo); err != nil {
			return err
		}
		if c.Undo {
			a.say("the pseudonym in %s is linked to no handle", c.Group)
			return nil
		}
		a.say("the pseudonym in %s says whose it is, to whoever may read it", c.Group)
		return nil
	})
}
