package node

import (
	"context"
	"net/url"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// Receive keeps what an agent of another node did, and carries it out. That act.Actor did it is
// proven; nothing else is believed: what it describes must be of the actor's own origin, or carry its
// own proof ([Object.Proven]).
//
// The receipt's Replayed says that the activity was received before. What the verb does not know to
// carry out is kept and changes nothing.
//
// Errors: Invalid, Forbidden, NotFound, Conflict, as Submit has them. Nothing remains then.
//
// Spec: ActivityPub 7; FEP-fe34.
func (n *Node) Receive(ctx context.Context, act Activity) (Receipt, error) {
	v, err := verbNamed(act.Verb)
	if err != nil {
		v = Verb{Name: act.Verb}
	}
	if err := n.checkReceived(act); err != nil {
		return Receipt{}, err
	}
	var receipt Receipt
	err = n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		known, err := tx.Latest(act.ID)
		if err == nil {
			receipt = Receipt{Activity: act.ID, Position: known.Position, Replayed: true}
			return nil
		}
		if KindOf(err) != NotFound {
			return err
		}
		who, err := PeerCaller(tx, act.Actor)
		if err != nil {
			return err
		}
		d := n.draft(tx, who, act)
		if v.Remote != nil {
			err = v.Remote(d, act)
		} else {
			err = keepNamed(d, act)
		}
		if err != nil {
			return err
		}
		if err := d.republish(act); err != nil {
			return err
		}
		if receipt, err = n.commit(tx, d); err != nil {
			return err
		}
		return n.carryOut(tx, d.answers, &receipt)
	})
	return receipt, err
}

// PeerCaller is an agent of another node as a caller: it reads what is public, and what the groups that it
// follows tell their followers.
func PeerCaller(view View, agent vocab.IRI) (Caller, error) {
	who := Caller{Agent: agent}
	for r, err := range view.Relations(Relation{From: agent, Kind: Follows}) {
		if err != nil {
			return who, err
		}
		who.Follows = append(who.Follows, r.To)
	}
	return who, nil
}

// checkReceived refuses what needs no look at the store.
func (n *Node) checkReceived(act Activity) error {
	switch {
	case act.Actor == "" || n.Owns(act.Actor):
		return Errorf(Forbidden, "actor: an agent of this node acts through its own outbox")
	case act.ID == "" || !SameOrigin(act.ID, act.Actor):
		return Errorf(Forbidden, "id: an activity has an id of its actor's origin")
	case n.vocabulary.Class(act.Verb) == nil:
		return Errorf(Invalid, "type: %q is no activity that this node knows", act.Verb)
	case len(act.Objects) > maxObjects:
		return Errorf(TooLarge, "one activity is about at most %d things", maxObjects)
	}
	for i, o := range act.Objects {
		if o.Resource == nil {
			continue
		}
		id := o.Resource.ID()
		if id == "" {
			continue // part of the activity: what an Offer proposes has no id yet
		}
		if n.Owns(id) || !SameOrigin(id, act.Actor) && !o.Proven {
			return Errorf(Forbidden, "%s: %s is not %s's to describe", act.path(i), id, act.Actor)
		}
	}
	return nil
}

// Answer has an agent of this node do something in reply, when what it replies to is kept.
func (d *Draft) Answer(act Activity) { d.answers = append(d.answers, act) }

// carryOut does what a draft answers. An answer that cannot be given is left to people.
func (n *Node) carryOut(tx Tx, answers []Activity, receipt *Receipt) error {
	for _, act := range answers {
		v, err := verbNamed(act.Verb)
		if err != nil {
			return err
		}
		d := n.draft(tx, Caller{Agent: act.Actor, Roles: map[vocab.IRI]Role{act.Actor: Admin}}, act)
		if err := v.Local(d, act); err != nil {
			if KindOf(err) == Internal {
				return err
			}
			receipt.Warnings = append(receipt.Warnings, MessageOf(err))
			continue
		}
		if _, err := n.commit(tx, d); err != nil {
			return err
		}
		if err := n.carryOut(tx, d.answers, receipt); err != nil {
			return err
		}
	}
	return nil
}

// self is the IRI of the activity itself.
func (d *Draft) self() vocab.IRI {
	if d.act.ID == "" {
		d.act.ID = d.node.Thing(as.Activity, d.node.mint(d.now))
		d.local = true
	}
	return d.act.ID
}

// received says whether the activity came from another node.
func (d *Draft) received() bool { return d.act.ID != "" && !d.local }

// Send has the activity delivered to agents, whoever else is addressed.
func (d *Draft) Send(to ...vocab.IRI) {
	for _, agent := range to {
		if agent != "" && !d.node.Owns(agent) && isWeb(agent) {
			d.sent = append(d.sent, agent)
		}
	}
}

// keepNamed notes what an activity is about.
func keepNamed(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		if id := o.id(); id != "" {
			d.ids = append(d.ids, id)
		}
	}
	return nil
}

// remoteAudience is who here may read what came from another node: everyone what is public, the
// followers of its author what went to a collection of theirs, and the groups, and the followers of others,
// that it names.
func (d *Draft) remoteAudience() Audience {
	a := Audience{Level: Named}
	for _, list := range [][]vocab.IRI{d.act.To, d.act.CC, d.act.Blind} {
		for _, to := range list {
			switch {
			case isPublic(to):
				a.Level = min(a.Level, Public)
			case d.node.Owns(to):
				a.Names = append(a.Names, to)
			case to != d.act.Actor && strings.HasPrefix(string(to), string(d.act.Actor)):
				a.Level = min(a.Level, Followers)
			default:
				if _, others := followed(to); others {
					a.Names = append(a.Names, to) // those who follow somebody else: a group that passes it on
				}
			}
		}
	}
	if a.Level == Public {
		a.Names = nil
	}
	return a
}

// SameOrigin says whether two web addresses have one scheme, host and port.
//
// Spec: RFC 6454; FEP-fe34, "Origin".
func SameOrigin(a, b vocab.IRI) bool {
	one, ok := Origin(a)
	other, fine := Origin(b)
	return ok && fine && one == other
}

// Origin is the scheme, host and port of a web address; false for anything else.
func Origin(id vocab.IRI) (string, bool) {
	u, err := url.Parse(string(id))
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + host, true
}

func isWeb(id vocab.IRI) bool {
	_, ok := Origin(id)
	return ok
}
