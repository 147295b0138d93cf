package main

import (
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

type member struct {
	Add    memberAdd    `cmd:"" help:"Invite someone: prints a link that signs in once."`
	List   memberList   `cmd:"" help:"Tell who belongs to a group, as what and since when, who is invited, and who asks to."`
	Handle memberHandle `cmd:"" help:"Make a member known by a handle, as a person whom others can follow and write to; or end that."`
	Link   memberLink   `cmd:"" help:"Say in a group that a member's pseudonym there and the person known by its handle are one; or no more."`
}

// memberAdd makes a member of whoever has an e-mail address.
type memberAdd struct {
	Email string `arg:"" help:"The person's e-mail address. It is never published."`
	Group string `placeholder:"HANDLE" help:"A group to be in."`
	Role  string `enum:",reader,member,editor,delegate,admin" default:"" placeholder:"ROLE" help:"What the person may do there: reader, member, editor, delegate or admin. Default: member."`
}

func (c *memberAdd) Run(a *app) error {
	role := node.Role(c.Role)
	if c.Group == "" && role != "" {
		return usagef("--role says what someone may do in a group: --group is missing")
	}
	if c.Group != "" && role == "" {
		role = node.Member
	}
	return a.with(func(s *server.Server) error {
		var in vocab.IRI
		if c.Group != "" {
			var err error
			if in, err = a.group(s, c.Group); err != nil {
				return err
			}
		}
		link, who, err := s.Accounts.Invite(a.ctx, c.Email, in, role)
		if err != nil {
			return err
		}
		a.say("%s", link)
		a.note("The link signs in %s once, within seven days. A new one for the same person ends it.", who)
		return nil
	})
}
