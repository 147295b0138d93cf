package main

import (
	"fmt"
	"io"
	"os"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// submit records what a group does.
type submit struct {
	As   string `required:"" placeholder:"HANDLE" help:"The group or person that does it."`
	File string `arg:"" help:"A file with an activity, or with something to create, as JSON-LD; - reads standard input."`
	JSON bool   `help:"Print the receipt as JSON."`
}

func (c *submit) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		body, err := c.read(a, int64(s.Config.Limits.BodyBytes))
		if err != nil {
			return err
		}
		actor, err := a.actor(s, c.As)
		if err != nil {
			return err
		}
		act, err := federation.ReadActivity(body, actor)
		if err != nil {
			return err
		}
		who := node.Caller{Agent: actor, Roles: map[vocab.IRI]node.Role{actor: node.Admin}}
		receipt, err := s.Node.Submit(a.ctx, who, act)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.json(receipt)
		}
		a.say("%s %s", act.Verb, receipt.Activity)
		for _, id := range receipt.Objects {
			a.say("  %s", id)
		}
		for _, warning := range receipt.Warnings {
			a.note("warning: %s", warning)
		}
		return nil
	})
}

// read reads the file, as far as the node would take it by HTTP.
func (c *submit) read(a *app, most int64) ([]byte, error) {
	from := a.stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		from = f
	}
	body, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", c.File, err)
	}
	if int64(len(body)) > most {
		return nil, node.Errorf(node.TooLarge, "%s has more than %d bytes: import takes larger files", c.File, most)
	}
	return body, nil
}
