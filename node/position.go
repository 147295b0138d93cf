package node

import (
	"fmt"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// A position is said by a group, on the node of that group, and brought to the body that decides. That
// body's node alone judges whether the group takes part, and counts: one group has one position, which is
// the one it told last. What came is counted when it came in time, by this node's clock.

// positioned is the rule of positions.
func (d *Draft) positioned(path string, before, r *vocab.Resource) (*vocab.Resource, error) {
	group, question := r.Get(own.TakenBy).IRI(), r.Get(own.OnProposal).IRI()
	if group != d.act.Actor {
		return nil, breaks(Forbidden, path, own.TakenBy, fmt.Sprintf("%s takes its own position, not that of %s", d.act.Actor, group))
	}
	if before != nil && before.Get(own.OnProposal).IRI() != question {
		return nil, breaks(Conflict, path, own.OnProposal, "a position stays on its proposal; take another one")
	}
	if d.act.Verb == "Undo" {
		return nil, Errorf(Conflict, "what the group said before is not said again by an Undo; take another position, or delete this one")
	}
	there, err := d.visible(question)
	if err != nil {
		return nil, err
	}
	proposal, err := d.Current(question)
	switch kind := KindOf(err); {
	case kind == NotFound && !d.node.Owns(question) && !d.received():
		return r, d.unheard(path, r)
	case kind == NotFound, kind == Gone:
		return nil, Errorf(NotFound, "there is no proposal %s", question)
	case err != nil:
		return nil, err
	}
	body, err := d.bodyOf(proposal)
	if err != nil {
		return nil, err
	}
	if !d.node.Owns(body) {
		return r, d.confide(r, body)
	}
	voice, err := d.voice(group, body, d.now)
	switch {
	case err != nil:
		return nil, err
	case voice == "" && !there:
		return nil, Errorf(NotFound, "there is no proposal %s", question)
	case voice == "":
		return nil, breaks(Forbidden, path, own.TakenBy, fmt.Sprintf(
			"%s holds no seat in %s, and no way of deciding there names it (pf:DelegateSeat, pf:eligibleDeciders)", group, body))
	}
	if err := d.open(path, proposal); err != nil {
		return nil, err
	}
	d.recount(question)
	return r, d.confide(r, body)
}

// unheard has a position on a proposal that is not known here go to whom it is addressed.
func (d *Draft) unheard(path string, r *vocab.Resource) error {
	if len(d.act.To)+len(d.act.CC)+len(d.act.Blind) > 0 {
		return nil
	}
	return breaks(Invalid, path, own.OnProposal, fmt.Sprintf(
		"%s is not known on this node: address the position to the body that decides", r.Get(own.OnProposal).IRI()))
}

// confide brings a position to the body that decides: to it alone, unless the group addressed it further.
func (d *Draft) confide(r *vocab.Resource, body vocab.IRI) error {
	if d.received() {
		return nil
	}
	if len(d.act.To)+len(d.act.CC)+len(d.act.Blind) == 0 {
		d.act.To = []vocab.IRI{body}
	}
	return d.tell(r, body)
}

// bodyOf is the body that is asked to decide: the one the proposal names, else the one whose record it is.
func (d *Draft) bodyOf(proposal *vocab.Resource) (vocab.IRI, error) {
	if body := proposal.Get(pf.ProposedToBody).IRI(); body != "" {
		return body, nil
	}
	return d.owner(proposal.ID())
}

// voice is whose voice an agent has in a body at a time; empty when it takes no part. A group takes part by a
// seat whose term had not ended, a person by being assigned to one: then it speaks for the group which the seat
// represents. Both take part by a way of deciding that names them, or all members when they are among them.
func (d *Draft) voice(agent, body vocab.IRI, at time.Time) (vocab.IRI, error) {
	seats, err := d.seatsIn(body)
	if err != nil {
		return "", err
	}
	for _, seat := range seats {
		group := seat.Get(pf.RepresentsGroup).IRI()
		if past(seat.Get(pf.TermEnd).Time(), at) {
			continue
		}
		if group == agent {
			return group, nil
		}
		if filled, err := d.fills(agent, seat.ID(), body, at); err != nil || filled {
			return group, err
		}
	}
	named, err := d.namedDecider(agent, body)
	if err != nil || !named {
		return "", err
	}
	return agent, nil
}

// fills says whether a body assigned an agent to one of its seats, for a term that had not ended.
func (d *Draft) fills(agent, seat, body vocab.IRI, at time.Time) (bool, error) {
	holders, err := d.holders(seat, body, at)
	return slices.Contains(holders, agent), err
}

// holders are those whom a body has assigned to one of its seats, for a term that had begun and not ended.
func (d *Draft) holders(seat, body vocab.IRI, at time.Time) (agents []vocab.IRI, err error) {
	q := Query{Classes: []string{pf.RoleAssignment.Name}, Refers: []Link{{pf.FillsSeat.IRI, seat}}, Owner: body, Sight: Sight{All: true}}
	for v, err := range d.Find(q) {
		if err != nil {
			return nil, err
		}
		r, err := v.Resource()
		if err != nil {
			return nil, err
		}
		if start := r.Get(pf.TermStart).Time(); !past(r.Get(pf.TermEnd).Time(), at) && !start.After(at) {
			agents = append(agents, r.Get(pf.Member).IRI())
		}
	}
	return agents, nil
}

// namedDecider says whether a body's ways of deciding name an agent, or all members when it is one of them.
func (d *Draft) namedDecider(group, body vocab.IRI) (bool, error) {
	r, err := d.Current(body)
	if err != nil {
		return false, err
	}
	for _, v := range r.All(pf.HasMechanism) {
		mechanism, err := d.Current(v.IRI())
		if err != nil {
			continue // elsewhere, or gone: it lets nobody in
		}
		deciders := mechanism.All(pf.EligibleDeciders)
		named := func(id vocab.IRI) bool {
			return slices.ContainsFunc(deciders, func(v vocab.Value) bool { return v.IRI() == id })
		}
		if named(group) {
			return true, nil
		}
		if !named(body) && (mechanism.Get(pf.MechanismType).IRI() != oneGroup || d.isHuman(group)) {
			continue
		}
		if member, err := d.related(Relation{From: group, Kind: MemberOf, To: body}); err != nil || member {
			return member, err
		}
	}
	return false, nil
}

// isHuman says whether an agent is known to be a person.
func (d *Draft) isHuman(id vocab.IRI) bool {
	r, err := d.Current(id)
	return err == nil && r.Class().IsA(vf.Person)
}

// oneGroup is the way of deciding in which each member group counts once.
var oneGroup = pf.Schema.Base + "mech-one-group"

// seatsIn are the delegate seats in a body, of its own record.
func (d *Draft) seatsIn(body vocab.IRI) (seats []*vocab.Resource, err error) {
	q := Query{Classes: []string{pf.DelegateSeat.Name}, Refers: []Link{{pf.PostIn.IRI, body}}, Sight: Sight{All: true}}
	for v, err := range d.Find(q) {
		if err != nil {
			return nil, err
		}
		if v.Owner != body {
			continue
		}
		seat, err := v.Resource()
		if err != nil {
			return nil, err
		}
		seats = append(seats, seat)
	}
	return seats, nil
}

// settled are the statuses of proposals on which nobody takes positions any more.
var settled = []*vocab.Individual{
	pf.PropAccepted, pf.PropAcceptedAmended, pf.PropRejected, pf.PropBlocked, pf.PropWithdrawn, pf.PropExpired,
	pf.PropQueued, pf.PropExecuted, pf.PropEvaluated,
}

// open refuses positions before deciding opens and after it closed.
func (d *Draft) open(path string, proposal *vocab.Resource) error {
	opens, closes := proposal.Get(pf.OpensAt).Time(), proposal.Get(pf.ClosesAt).Time()
	status := proposal.Get(pf.ProposalStatus).IRI()
	switch {
	case !opens.IsZero() && d.now.Before(opens):
		return breaks(Conflict, path, own.OnProposal, fmt.Sprintf("%s opens at %s (pf:opensAt)", proposal.ID(), proposal.Get(pf.OpensAt).Text()))
	case !closes.IsZero() && d.now.After(closes):
		return breaks(Conflict, path, own.OnProposal, fmt.Sprintf("%s closed at %s (pf:closesAt)", proposal.ID(), proposal.Get(pf.ClosesAt).Text()))
	}
	for _, s := range settled {
		if status == s.IRI {
			return breaks(Conflict, path, own.OnProposal, fmt.Sprintf("%s is %s (pf:proposalStatus)", proposal.ID(), s.Label))
		}
	}
	return nil
}

// retract has a deleted position no longer counted, while the proposal is open.
func (d *Draft) retract(path string, r *vocab.Resource) error {
	kept, err := d.Latest(r.ID())
	if err != nil {
		return err
	}
	d.Send(kept.Audience.Names...)
	question := r.Get(own.OnProposal).IRI()
	proposal, err := d.Current(question)
	if err != nil || !d.node.Owns(question) {
		return nil // decided elsewhere, or gone
	}
	if err := d.open(path, proposal); err != nil {
		return err
	}
	d.recount(question)
	return nil
}
