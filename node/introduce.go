package node

import (
	"context"
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
)

// A group whose record is not for everyone has an actor document that strangers do not find. A node that
// it sends something to needs that document all the same, to see by which keys the group speaks: so the
// first thing sent introduces the group there, and the node reads the part of it that says no more than
// that.

// introduce notes with which other nodes the acting group deals from now on, if it hides from strangers.
func (d *Draft) introduce(a Audience) error {
	if d.received() || !d.node.IsGroup(d.act.Actor) || d.act.Problem != "" {
		return nil // to be told why one was refused is no dealing
	}
	for _, agent := range slices.Concat(d.sent, a.Names, d.act.To, d.act.CC, d.act.Blind) {
		origin, web := Origin(agent)
		if !web || d.node.Owns(agent) || isPublic(agent) {
			continue
		}
		r := Relation{From: d.act.Actor, Kind: DealsWith, To: vocab.IRI(origin)}
		known, err := d.related(r)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		group, err := d.Latest(d.act.Actor)
		if err != nil {
			return err
		}
		if group.Audience.Level == Public {
			return nil
		}
		d.Relate(r, true)
	}
	return nil
}

// Introduction is what a group of this node that hides from strangers tells a node which it deals with: where
// its inbox is, and by which keys it speaks. who is an agent of that node, who has signed.
//
// Errors: NotFound for everyone else, and for whom the group blocks, as if the group was not there.
func (n *Node) Introduction(ctx context.Context, who Caller, group vocab.IRI) (v Version, actor *vocab.Resource, err error) {
	unknown := Errorf(NotFound, "there is no %s", group)
	origin, web := Origin(who.Agent)
	if !web || n.Owns(who.Agent) || n.Handle(group) == "" {
		return Version{}, nil, unknown
	}
	err = n.store.View(ctx, func(view View) error {
		known := false
		for _, err := range view.Relations(Relation{From: group, Kind: DealsWith, To: vocab.IRI(origin)}) {
			if err != nil {
				return err
			}
			known = true
		}
		for _, err := range view.Relations(Relation{From: group, Kind: Blocks, To: who.Agent}) {
			if err != nil {
				return err
			}
			known = false
		}
		if !known {
			return unknown
		}
		if v, err = view.Latest(group); err != nil || v.Deleted {
			return unknown
		}
		whole, err := v.Resource()
		if err != nil {
			return err
		}
		actor = vocab.New(whole.Class(), group)
		for _, p := range introduced {
			actor = actor.With(p, whole.All(p)...)
		}
		return nil
	})
	return v, actor, err
}

// introduced are the terms of an introduction.
var introduced = []*vocab.Property{
	as.PreferredUsername, as.Inbox, as.Outbox, as.HasEndpoints, as.PublicKey, as.AssertionMethod, as.Authentication, as.Generator,
}
