package main

import (
	"tributary/node/account"
	"tributary/node/server"
	"tributary/vocab"
)

// token makes a bearer token.
type token struct {
	Group  string `required:"" xor:"holder" placeholder:"HANDLE" help:"The group that the token speaks for."`
	Member string `required:"" xor:"holder" placeholder:"EMAIL" help:"The member that the token speaks for."`
	Scope  string `enum:"read,write,admin" default:"write" help:"What it is good for: ${enum}. Default: ${default}."`
}

func (c *token) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		holder, err := c.holder(a, s)
		if err != nil {
			return err
		}
		secret, err := s.Accounts.Token(a.ctx, holder, account.Scope(c.Scope))
		if err != nil {
			return err
		}
		a.say("%s", secret)
		a.note("This token is shown once. It lets its holder %s as %s.", mayDo[c.Scope], holder)
		return nil
	})
}

var mayDo = map[string]string{"read": "read", "write": "read and record", "admin": "do everything"}

func (c *token) holder(a *app, s *server.Server) (vocab.IRI, error) {
	if c.Member != "" {
		return s.Accounts.Member(a.ctx, c.Member)
	}
	return a.group(s, c.Group)
}
