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
// also is done in the same transaction; nil: nothing is.
//
// Errors: Invalid, Forbidden, NotFound, Conflict, as Submit has them; those of also. Nothing remains then.
//
// Spec: ActivityPub 7; FEP-fe34.
func (n *Node) Receive(ctx context.Context, act Activity, also func(Tx, Receipt) error) (Receipt, error) {
	r := n.receiving(act, also)
	if r.err != nil {
		return Receipt{}, r.err
	}
	err := n.store.Update(ctx, r.carryOut)
	return r.receipt, err
}

// Reception is one of several activities that were received in order, and what became of it.
type Reception struct {
	Activity Activity
	// Also is done in the same transaction, when the activity was carried out.
	Also    func(Tx, Receipt) error
	Receipt Receipt
	Err     error // as Receive gives it; Busy also when an earlier one of the actor is to be tried again
}

// ReceiveAll is Receive for several activities, in their order. Each has its own outcome, and they share
// commits. When one may be tried again, later ones of its actor are not carried out before it.
func (n *Node) ReceiveAll(ctx context.Context, all []Reception) {
	var (
		runs  []func(Tx) error
		which []int
		last  = map[vocab.IRI]*receiving{}
	)
	for i := range all {
		r := n.receiving(all[i].Activity, all[i].Also)
		if all[i].Err = r.err; r.err != nil {
			continue
		}
		r.before, last[r.act.Actor] = last[r.act.Actor], r
		runs, which = append(runs, func(tx Tx) error {
			err := r.carryOut(tx)
			all[i].Receipt = r.receipt
			return err
		}), append(which, i)
	}
	for k, err := range n.store.UpdateAll(ctx, runs) {
		all[which[k]].Err = err
	}
}

// receiving is an activity on its way into the record.
type receiving struct {
	node    *Node
	act     Activity
	verb    Verb
	also    func(Tx, Receipt) error
	before  *receiving // of the same actor
	receipt Receipt
	err     error // of the latest run, or why there is none
}

func (n *Node) receiving(act Activity, also func(Tx, Receipt) error) *receiving {
	v, err := verbNamed(act.Verb)
	if err != nil {
		v = Verb{Name: act.Verb}
	}
	return &receiving{node: n, act: act, verb: v, also: also, err: n.checkReceived(act)}
}

// again says whether it may be tried again, for reasons that are not its own.
func (r *receiving) again() bool {
	switch KindOf(r.err) {
	case Internal, Busy, Unreachable:
		return true
	}
	return false
}

func (r *receiving) carryOut(tx Tx) error {
	r.receipt = Receipt{}
	if r.before != nil && r.before.again() {
		r.err = Errorf(Busy, "%s is not carried out before what came first", r.act.ID)
		return r.err
	}
	r.err = r.run(tx)
	return r.err
}

func (r *receiving) run(tx Tx) error {
	n, act := r.node, r.act
	n.notBefore(tx.Recorded())
	known, err := tx.Latest(act.ID)
	switch {
	case err == nil:
		r.receipt = Receipt{Activity: act.ID, Position: known.Position, Replayed: true}
	case KindOf(err) != NotFound:
		return err
	default:
		who, err := PeerCaller(tx, act.Actor)
		if err != nil {
			return err
		}
		d := n.draft(tx, who, act)
		if r.verb.Remote != nil {
			err = r.verb.Remote(d, act)
		} else {
			err = keepNamed(d, act)
		}
		if err != nil {
			return err
		}
		if err := d.republish(act); err != nil {
			return err
		}
		if r.receipt, err = n.commit(tx, d); err != nil {
			return err
		}
		if err := n.carryOut(tx, d.answers, &r.receipt); err != nil {
			return err
		}
	}
	if r.also != nil {
		return r.also(tx, r.receipt)
	}
	return nil
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

// Insist is Answer without which what it replies to is refused.
func (d *Draft) Insist(act Activity) {
	act.must = true
	d.Answer(act)
}

// carryOut does what a draft answers, as far as the agent may do it by itself: who answers has no rights that it
// does not have at the door. An answer that cannot be given is left to people.
func (n *Node) carryOut(tx Tx, answers []Activity, receipt *Receipt) error {
	for _, act := range answers {
		v, err := verbNamed(act.Verb)
		if err != nil {
			return err
		}
		d := n.draft(tx, Caller{Agent: act.Actor, Roles: map[vocab.IRI]Role{act.Actor: Admin}}, act)
		err = v.May(d, act)
		if err == nil {
			err = v.Local(d, act)
		}
		if err != nil {
			if KindOf(err) == Internal || act.must {
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
