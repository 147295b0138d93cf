package node

import (
	"fmt"
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Recount recomputes how much has come about of a node's commitments, intents and claims, from
// versions that are handed over in the order of the log. What was promised between others was not
// counted when it was recorded, and is not here. Make one with [NewRecount].
type Recount struct {
	owns   func(vocab.IRI) bool
	event  func(vocab.IRI) (flow.Event, error)
	later  func(commitment vocab.IRI) []vocab.IRI
	speaks func(actor, agent vocab.IRI) (bool, error)
	actor  vocab.IRI // whose activity is being read
	of     map[vocab.IRI]*promise
	said   map[[2]vocab.IRI]bool            // which actor speaks for which agent
	meets  map[vocab.IRI][]vocab.IRI        // the intents that commitments satisfy, so far
	brings map[vocab.IRI][2]share           // what commitments bring into those, so far, and would if they were withdrawn
	done   map[*vocab.Class]*vocab.Property // where a class keeps what has come about; nil for what is no promise
}

// promise is a commitment, an intent or a claim as it stands in the log so far.
type promise struct {
	progress flow.Progress
	left     quantity.Measure // as of the last time that something was counted
	parties  [3]vocab.IRI     // whose record it is, its provider, its receiver

	// An import counts into promises between others too, and what another node says counts when a
	// group here agrees. The log does not say which; the version that was made of the promise does.
	activity vocab.IRI
	ahead    int    // versions that the activity made before we met what they count
	waiting  []came // what counts if a version follows
}

// NewRecount begins with nothing. owns says what is the node's own, event finds an event that is
// corrected, later gives the intents that a commitment satisfies which stands later in the log, and speaks
// says whether an actor is an agent or speaks for it.
func NewRecount(
	owns func(vocab.IRI) bool, event func(vocab.IRI) (flow.Event, error), later func(commitment vocab.IRI) []vocab.IRI,
	speaks func(actor, agent vocab.IRI) (bool, error),
) *Recount {
	return &Recount{owns: owns, event: event, later: later, speaks: speaks, of: map[vocab.IRI]*promise{}, said: map[[2]vocab.IRI]bool{},
		meets: map[vocab.IRI][]vocab.IRI{}, brings: map[vocab.IRI][2]share{}, done: map[*vocab.Class]*vocab.Property{}}
}

// Version takes the next version of the log; r is its content, nil of what was deleted.
//
// Errors: those of event, but for NotFound, and of speaks.
func (p *Recount) Version(v Version, r *vocab.Resource) error {
	if v.Deleted {
		if brings, known := p.brings[v.IRI]; known {
			p.changed(v, brings[1])
			p.brings[v.IRI] = [2]share{brings[1], brings[1]} // it may be restored
		}
		delete(p.of, v.IRI)
		return nil
	}
	here := p.owns(v.IRI)
	if v.Activity == v.IRI {
		p.actor = v.Owner
	}
	if done := p.progressOf(r); done != nil && here {
		p.stated(v, r, done)
	}
	if r.Has(vf.Satisfies) && r.Class().IsA(vf.Commitment) || p.meets[v.IRI] != nil {
		p.meets[v.IRI] = intentsOf(r)
	}
	switch {
	case strings.HasPrefix(string(v.IRI), string(v.Activity)+"#"):
		return nil // what is inside an Offer promises nothing yet
	case r.Class().IsA(vf.Commitment):
		return p.commitment(v, r)
	case v.N > 1 && here:
		return nil
	case v.Class == vf.EconomicEvent.Name:
		return p.happened(v, r)
	}
	return nil
}

// progressOf is where a promise keeps what has come about; nil for what is no promise.
func (p *Recount) progressOf(r *vocab.Resource) *vocab.Property {
	done, known := p.done[r.Class()]
	if !known {
		done = progressOf(r.Class())
		p.done[r.Class()] = done
	}
	return done
}

// met are the intents that a commitment satisfied when an event fulfilled it.
func (p *Recount) met(commitment vocab.IRI) []vocab.IRI {
	if intents, known := p.meets[commitment]; known {
		return intents
	}
	return p.later(commitment) // it stands later in the log, in the same activity
}

// stated takes a promise as this version states it. What is counted already in version 1 was counted
// elsewhere, and is believed.
func (p *Recount) stated(v Version, r *vocab.Resource, done *vocab.Property) {
	now, err := flow.ProgressOf(r)
	if err != nil {
		return // nothing can be counted into it
	}
	k := p.of[v.IRI]
	if k == nil {
		k = &promise{}
		p.of[v.IRI] = k
		k.progress.Done, _ = flow.QuantityOf(r.Get(done))
		k.left, _ = flow.QuantityOf(r.Get(own.OutstandingQuantity))
	}
	now.Done = k.progress.Done
	k.progress = now
	k.replan()
	k.parties = [3]vocab.IRI{v.Owner, r.Get(vf.Provider).IRI(), r.Get(vf.Receiver).IRI()}
	k.begin(v)
	switch {
	case v.N == 1:
	case len(k.waiting) == 0:
		k.ahead++
	default:
		k.take(k.waiting[0])
		k.waiting = k.waiting[1:]
	}
}

func (p *Recount) happened(v Version, r *vocab.Resource) error {
	if !r.Has(vf.Fulfills) && !r.Has(vf.Satisfies) && !r.Has(vf.Settles) && !r.Has(vf.Corrects) {
		return nil
	}
	e, err := flow.EventOf(r)
	if err != nil {
		return nil // it was never counted
	}
	var original *flow.Event
	if e.Corrects != "" {
		o, err := p.event(e.Corrects)
		if err == nil {
			original = &o
		} else if KindOf(err) != NotFound {
			return err
		}
	}
	for _, id := range flow.Promises(e, original, p.met) {
		if err := p.count(v, id, came{e.Quantity, e.Effort}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Recount) commitment(v Version, r *vocab.Resource) error {
	if _, known := p.brings[v.IRI]; !known && !r.Has(vf.Satisfies) {
		return nil
	}
	now, err := shareOf(r)
	if err != nil {
		return nil // it was never counted
	}
	if v.N > 1 {
		p.changed(v, now)
	}
	p.brings[v.IRI] = [2]share{now, keptShareOf(r)}
	if v.N > 1 {
		return nil
	}
	for _, part := range now.parts() {
		if err := p.count(v, part.intent, part.came); err != nil {
			return err
		}
	}
	return nil
}

// changed counts what a commitment brings that is changed or withdrawn. Programs before this one did not, so
// only what made a version of the intent counts.
func (p *Recount) changed(v Version, now share) {
	for _, part := range p.brings[v.IRI][0].changes(now) {
		if k := p.counts(part.intent, part.came); k != nil {
			k.begin(v)
			k.met(part.came)
		}
	}
}

// count counts what a version brings into a promise that stands in the log before it.
func (p *Recount) count(v Version, id vocab.IRI, c came) error {
	k := p.counts(id, c)
	if k == nil {
		return nil
	}
	k.begin(v)
	concerned := false
	if p.owns(v.IRI) {
		var err error
		if concerned, err = p.concerned(p.actor, k); err != nil {
			return err
		}
	}
	if concerned {
		k.take(c)
	} else {
		k.met(c)
	}
	return nil
}

// counts is the promise that something counts into; nil when its plan is of another kind, or unknown.
func (p *Recount) counts(id vocab.IRI, c came) *promise {
	k := p.of[id]
	if k == nil || k.progress.Figure(c.resource, c.effort).Unit == "" {
		return nil
	}
	return k
}

// met counts what comes if the activity made a version of the promise, before or after.
func (k *promise) met(c came) {
	if k.ahead > 0 {
		k.ahead--
		k.take(c)
		return
	}
	k.waiting = append(k.waiting, c)
}

func (p *Recount) concerned(actor vocab.IRI, k *promise) (bool, error) {
	if k.parties[0] == actor {
		return true, nil
	}
	for _, agent := range k.parties[1:] {
		if agent == "" {
			continue
		}
		pair := [2]vocab.IRI{actor, agent}
		speaks, known := p.said[pair]
		if !known {
			var err error
			if speaks, err = p.speaks(actor, agent); err != nil {
				return false, err
			}
			p.said[pair] = speaks
		}
		if speaks {
			return true, nil
		}
	}
	return false, nil
}

// begin forgets what another activity left open.
func (k *promise) begin(v Version) {
	if k.activity != v.Activity {
		k.activity, k.ahead, k.waiting = v.Activity, 0, nil
	}
}

// replan says what is left of a plan as it is now, once something has come about.
func (k *promise) replan() {
	if k.progress.Done.Unit == "" {
		return
	}
	k.left = quantity.Measure{}
	if k.progress.Planned.Unit != "" {
		k.left, _ = k.progress.Left() // a plan that does not convert was refused
	}
}

// take counts. Who recorded a unit that does not convert was warned that it does not count.
func (k *promise) take(c came) {
	if next, err := k.progress.Count(c.resource, c.effort); err == nil {
		k.progress = next
		k.left, _ = next.Left() // the units converted
	}
}

// Differences says in which figures a promise differs from what was counted into it. Nil also for what is none.
func (p *Recount) Differences(r *vocab.Resource) (found []string) {
	done := p.progressOf(r)
	if done == nil || p.of[r.ID()] == nil {
		return nil
	}
	k := p.of[r.ID()]
	for _, f := range []struct {
		property *vocab.Property
		ought    quantity.Measure
	}{{done, k.progress.Done}, {own.OutstandingQuantity, k.left}} {
		is, err := flow.QuantityOf(r.Get(f.property))
		if err == nil && same(is, f.ought) {
			continue
		}
		found = append(found, fmt.Sprintf("has %s %s; what counts into it makes it %s", f.property.Term, told(r.Get(f.property)), told(flow.MeasureValue(f.ought))))
	}
	return found
}

func same(a, b quantity.Measure) bool {
	if a.Unit == "" || b.Unit == "" {
		return a.Unit == b.Unit
	}
	order, err := a.Cmp(b)
	return err == nil && order == 0
}
