package main

import (
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// proposals tells what an agent offers and asks for.
type proposals struct {
	Actor string `arg:"" help:"${actor}"`
	JSON  bool   `help:"Print JSON."`
}

// proposalLine is one proposal.
type proposalLine struct {
	ID   vocab.IRI `json:"id"`
	Name string    `json:"name,omitempty"`
}

func (c *proposals) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		actor, err := s.Federation.Resolve(a.ctx, c.Actor)
		if err != nil {
			return err
		}
		found, err := proposalsOf(a, s, actor)
		if err != nil {
			return err
		}
		lines := []proposalLine{}
		for _, id := range found {
			v, err := s.Node.Get(a.ctx, node.Operator, id)
			if err != nil {
				return err
			}
			r, err := v.Resource()
			if err != nil {
				return err
			}
			lines = append(lines, proposalLine{id, r.Get(vf.Name).Text()})
		}
		if c.JSON {
			return a.json(lines)
		}
		for _, l := range lines {
			a.say("%s  %s", l.ID, oneLine(l.Name))
		}
		if len(lines) == 0 {
			a.say("%s proposes nothing that can be read", actor)
		}
		return nil
	})
}

// proposalsOf are the proposals of an agent: of this node those that can be taken up; of another, what its
// document links to, read now.
func proposalsOf(a *app, s *server.Server, actor vocab.IRI) (ids []vocab.IRI, err error) {
	const most = 64
	if !s.Node.Owns(actor) {
		return s.Federation.Proposals(a.ctx, actor)
	}
	live, err := s.Node.LiveProposals(a.ctx, node.Operator, actor, most)
	for _, v := range live {
		ids = append(ids, v.IRI)
	}
	return ids, err
}
