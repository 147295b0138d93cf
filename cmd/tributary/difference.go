package main

import (
	"strings"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// difference tells what a version changed, by meaning.
type difference struct {
	IRI  string `arg:"" name:"iri" help:"The address of anything that is known here, such as the state of a group, here or elsewhere."`
	At   int    `name:"number" placeholder:"N" help:"Which version, as this node counts them. Default: the newest."`
	JSON bool   `help:"Print JSON."`
}

// changed is one difference as programs read it.
type changed struct {
	Version int       `json:"version"`
	Kind    string    `json:"kind"`
	Text    string    `json:"text"`
	About   vocab.IRI `json:"about,omitempty"`
}

func (c *difference) Run(a *app) error {
	if !strings.Contains(c.IRI, ":") || c.At < 0 {
		return usagef("difference takes an IRI, such as https://node.example/groups/garden/state, and --number a version from 1")
	}
	return a.with(func(s *server.Server) error {
		id, nr := vocab.IRI(c.IRI), c.At
		if nr == 0 {
			v, err := s.Node.Get(a.ctx, node.Operator, id)
			if err != nil {
				return err
			}
			nr = v.N
		}
		found, err := s.Node.Differences(a.ctx, node.Operator, id, nr)
		if err != nil {
			return err
		}
		list := []changed{}
		for _, d := range found {
			list = append(list, changed{nr, d.Kind, d.Text, d.About})
		}
		if c.JSON {
			return a.json(list)
		}
		if len(list) == 0 {
			a.note("version %d changed nothing in meaning", nr)
		}
		for _, d := range list {
			a.say("%s", oneLine(d.Text))
		}
		return nil
	})
}
