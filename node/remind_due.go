package node

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// maxPromises bounds how many commitments of one side are looked at, the newest first.
const maxPromises = 10_000

// commitments reminds of what is due: whoever promised it, from some days before; whoever waits for it, once
// the day is past.
//
// Spec: ValueFlows 1.0, Commitment, "due", "finished".
func (r *reminding) commitments() error {
	for _, side := range []*vocab.Property{vf.Provider, vf.Receiver} {
		found, err := r.n.Find(r.ctx, r.who, Query{
			Classes: r.n.Kinds(vf.Commitment), Refers: []Link{{side.IRI, r.group}}, Descending: true, Limit: maxPromises,
		})
		if err != nil {
			return err
		}
		for _, v := range found {
			c, err := v.Resource()
			if err != nil {
				return err
			}
			when := c.Get(vf.Due).Time()
			late := expired(when, r.now)
			soon := late || side == vf.Provider && daysUntil(when, r.now) <= dueNotice
			if side == vf.Provider && r.asked[c.ID()] || when.IsZero() || !soon || isDone(c) || c.Get(vf.Provider).IRI() == c.Get(vf.Receiver).IRI() {
				continue
			}
			binds, err := r.binds(c)
			if err != nil {
				return err
			}
			if !binds {
				continue
			}
			what, when := r.promised(c), c.Get(vf.Due).Time()
			if side == vf.Receiver {
				r.say(CommitmentLate, c.ID(), when, "%s from %s was due on %s", what, r.nameFor(c.Get(vf.Provider).IRI()), day(when))
				continue
			}
			r.say(CommitmentDue, c.ID(), when, "%s to %s is due on %s", what, r.nameFor(c.Get(vf.Receiver).IRI()), day(when))
		}
	}
	return nil
}

// isDone says whether nothing more is expected of a commitment.
func isDone(c *vocab.Resource) bool {
	if c.Get(vf.Finished).Bool() {
		return true
	}
	left := c.Get(own.OutstandingQuantity)
	m, err := flow.QuantityOf(left)
	return err == nil && !left.IsZero() && m.Value.Sign() <= 0
}

// binds says whether a commitment is more than offered: what an Offer brings along stands under the address of the
// Offer until it is accepted.
func (r *reminding) binds(c *vocab.Resource) (bool, error) {
	for _, p := range []*vocab.Property{vf.ClauseOf, vf.ReciprocalClauseOf} {
		agreement := c.Get(p).IRI()
		if !strings.Contains(string(agreement), "#") {
			continue
		}
		bound, err := r.n.Relations(r.ctx, Relation{From: agreement, Kind: Binds})
		return len(bound) > 0, err
	}
	return true, nil
}

// promised says what a commitment leaves to be done: "transfer of 4 kg plums".
func (r *reminding) promised(c *vocab.Resource) string {
	text := actionOf(c)
	for _, p := range []*vocab.Property{own.OutstandingQuantity, vf.ResourceQuantity, vf.EffortQuantity} {
		if m, err := flow.QuantityOf(c.Get(p)); err == nil && c.Has(p) {
			text += " of " + m.String()
			break
		}
	}
	for _, p := range []*vocab.Property{vf.ResourceConformsTo, vf.ResourceInventoriedAs} {
		if c.Has(p) {
			return text + " " + r.nameFor(c.Get(p).IRI())
		}
	}
	return text
}

// seated are the bodies in which an agent itself fills a seat, each with the group that sent it; empty where the
// seat is nobody's.
func (r *reminding) seated() (map[vocab.IRI]vocab.IRI, error) {
	terms, err := r.n.terms(r.ctx, r.who)
	if err != nil {
		return nil, err
	}
	bodies := map[vocab.IRI]vocab.IRI{}
	for _, t := range terms {
		if t.sits && t.holder == r.group && t.body != r.group {
			bodies[t.body] = t.delegating
		}
	}
	return bodies, nil
}
