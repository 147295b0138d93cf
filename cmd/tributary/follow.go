package main

import (
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/as"
)

const actorHelp = "An agent, here or on another node: its address, or @name@host."

// follow asks an agent for what it publishes.
type follow struct {
	Handle string `arg:"" help:"The group or person that follows."`
	Actor  string `arg:"" help:"${actor}"`
}

func (c *follow) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		actor, err := s.Federation.Resolve(a.ctx, c.Actor)
		if err != nil {
			return err
		}
		if err := s.Policy.Refuse(a.ctx, string(actor), group); err != nil {
			return err
		}
		bond, err := bondWith(a, s, node.Relation{From: group, To: actor}, node.Follows)
		if err != nil {
			return err
		}
		if bond.Kind == node.Follows {
			a.say("%s follows %s since %s", c.Handle, actor, stamp(bond.Since))
			return nil
		}
		if _, err := a.does(s, "Follow", group, actor); err != nil {
			return err
		}
		if s.Node.Owns(actor) {
			a.say("%s follows %s", c.Handle, actor)
			return nil
		}
		a.say("%s asks to follow %s", c.Handle, actor)
		a.note("The running node sends it; tributary following %s says what came of it.", c.Handle)
		return nil
	})
}

// unfollow ends a following, or takes back that it was asked for.
type unfollow struct {
	Handle string `arg:"" help:"The group or person that follows."`
	Actor  string `arg:"" help:"${actor}"`
}

func (c *unfollow) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		bond, err := a.bond(s, c.Actor, func(other vocab.IRI) node.Relation { return node.Relation{From: group, To: other} })
		if err != nil {
			return err
		}
		if bond.Kind == "" {
			return node.Errorf(node.NotFound, "%s does not follow %s", c.Handle, c.Actor)
		}
		asked, err := followOf(a, s, bond)
		if err != nil {
			return err
		}
		if _, err := a.does(s, "Undo", group, asked); err != nil {
			return err
		}
		a.say("%s follows %s no more", c.Handle, bond.To)
		return nil
	})
}

// does has a group do something with things that are there.
func (a *app) does(s *server.Server, verb string, group vocab.IRI, things ...vocab.IRI) (node.Receipt, error) {
	act := node.Activity{Verb: verb, Actor: group}
	for _, id := range things {
		act.Objects = append(act.Objects, node.Object{IRI: id})
	}
	who := node.Caller{Agent: group, Roles: map[vocab.IRI]node.Role{group: node.Admin}}
	return s.Node.Submit(a.ctx, who, act)
}

// bond is how a group stands to the agent that a text means: what follows, else what asks to; the zero
// Relation when it is neither. An agent whose node is gone is found by what is known of it.
func (a *app) bond(s *server.Server, text string, between func(other vocab.IRI) node.Relation) (node.Relation, error) {
	for _, kind := range []node.RelationKind{node.Follows, node.AsksToFollow} {
		like := between("")
		like.Kind = kind
		all, err := s.Node.Relations(a.ctx, like)
		if err != nil {
			return node.Relation{}, err
		}
		for _, r := range all {
			if other := other(r, like); string(other) == text || sameAccount(accountOf(a, s, other), text) {
				return r, nil
			}
		}
	}
	id, err := s.Federation.Resolve(a.ctx, text)
	switch node.KindOf(err) {
	case "":
	case node.NotFound, node.Gone, node.Unreachable, node.Busy, node.Forbidden:
		return node.Relation{}, nil // nobody that is known
	default:
		return node.Relation{}, err
	}
	return bondWith(a, s, between(id), node.Follows, node.AsksToFollow)
}

// bondWith is the first relation of some kinds between two agents; zero when there is none.
func bondWith(a *app, s *server.Server, like node.Relation, kinds ...node.RelationKind) (node.Relation, error) {
	for _, kind := range kinds {
		like.Kind = kind
		found, err := s.Node.Relations(a.ctx, like)
		if err != nil {
			return node.Relation{}, err
		}
		if len(found) > 0 {
			return found[0], nil
		}
	}
	return node.Relation{}, nil
}

// followOf is the Follow with which a following began. Between groups of this node the relation does not
// name it: then it is the latest of them.
func followOf(a *app, s *server.Server, bond node.Relation) (vocab.IRI, error) {
	if bond.Value != "" {
		return vocab.IRI(bond.Value), nil
	}
	found, err := s.Node.Find(a.ctx, node.Operator, node.Query{
		Classes: []string{as.Follow.Name}, Owner: bond.From, Limit: 1, Descending: true,
		Refers: []node.Link{{Property: as.HasObject.IRI, To: bond.To}},
	})
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", node.Errorf(node.NotFound, "there is no Follow of %s by %s", bond.To, bond.From)
	}
	return found[0].IRI, nil
}
