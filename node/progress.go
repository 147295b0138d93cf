package node

import (
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// progressed says where the part of a promise that has come about is kept, class by class.
var progressed = []struct {
	class *vocab.Class
	done  *vocab.Property
}{
	{vf.Commitment, own.FulfilledQuantity},
	{vf.Intent, own.SatisfiedQuantity},
	{vf.Claim, own.SettledQuantity},
}

// progress counts an event into the commitments, intents and claims it names. A correction counts
// where its original did.
//
// Spec: ValueFlows 1.0, concepts/planning, "Fulfillment", "Satisfaction"; concepts/exchanges, "Claims".
func (d *Draft) progress(e flow.Event, original *flow.Event) error {
	for _, id := range flow.Promises(e, original, d.meets) {
		if err := d.count(id, e.Quantity, e.Effort, false); err != nil {
			return err
		}
	}
	return nil
}

// meets are the intents that a commitment satisfies, as it stands.
func (d *Draft) meets(commitment vocab.IRI) []vocab.IRI {
	r, err := d.read(commitment)
	if err != nil {
		return nil // nothing of it is known here, so nothing of it was counted
	}
	return intentsOf(r)
}

func intentsOf(commitment *vocab.Resource) (intents []vocab.IRI) {
	for _, intent := range commitment.All(vf.Satisfies) {
		intents = append(intents, intent.IRI())
	}
	return intents
}

// satisfied counts a commitment into the intents that it satisfies. agreed: by the word of both sides.
func (d *Draft) satisfied(commitment *vocab.Resource, agreed bool) error {
	brings, err := shareOf(commitment)
	if err != nil {
		return err
	}
	for _, p := range brings.parts() {
		if err := d.count(p.intent, p.resource, p.effort, agreed); err != nil {
			return err
		}
	}
	return nil
}

// count adds to what has come about of one promise. Promises of other nodes, and of groups that have
// nothing to do with the acting one, are not ours to count, unless theirs is one of the words by which it was agreed.
func (d *Draft) count(id vocab.IRI, quantities, effort quantity.Measure, agreed bool) error {
	r, err := d.read(id)
	if k := KindOf(err); k == NotFound || k == Gone {
		return nil
	}
	if err != nil {
		return err
	}
	if agreed && !d.node.Owns(id) {
		return nil // its own node counts it
	}
	concerned, err := d.concerned(r)
	if err != nil {
		return err
	}
	if !concerned && !agreed {
		d.Warn("%s is between others; its progress is not counted", id)
		return nil
	}
	done := progressOf(r.Class())
	progress, err := flow.ProgressOf(r)
	if err != nil || done == nil || progress.Figure(quantities, effort).Unit == "" {
		return nil
	}
	if progress.Done, err = flow.QuantityOf(r.Get(done)); err == nil {
		progress, err = progress.Count(quantities, effort)
	}
	if err == nil {
		r, err = withProgress(r, progress)
	}
	if err != nil {
		d.Warn("%s: %v", id, err)
		return nil
	}
	return d.put(r, d.act.Actor, false)
}

// progressOf is where a class of promises keeps what has come about; nil for what is no promise.
func progressOf(class *vocab.Class) *vocab.Property {
	for _, row := range progressed {
		if class.IsA(row.class) {
			return row.done
		}
	}
	return nil
}

// withProgress is a promise that says how much of it has come about, and what is left.
//
// Errors: as [flow.Progress.Left].
func withProgress(promise *vocab.Resource, p flow.Progress) (*vocab.Resource, error) {
	left, err := p.Left()
	if err != nil {
		return nil, err
	}
	return promise.With(progressOf(promise.Class()), flow.MeasureValue(p.Done)).With(own.OutstandingQuantity, flow.MeasureValue(left)), nil
}

// replanned is a promise whose plan may have changed, with what is left of it now. was is nil, or what it
// was: what has come about of it stays, unless next says something else.
//
// Errors: as [flow.Progress.Left], when the new plan is in units in which nothing was done.
func replanned(was, next *vocab.Resource) (*vocab.Resource, error) {
	done := progressOf(next.Class())
	if done == nil || was == nil || !was.Has(done) {
		return next, nil
	}
	if !next.Has(done) {
		next = next.With(done, was.All(done)...)
	}
	p, err := flow.ProgressOf(next)
	if err == nil {
		p.Done, err = flow.QuantityOf(next.Get(done))
	}
	if err != nil {
		return nil, err
	}
	if p.Planned.Unit == "" {
		return next.With(own.OutstandingQuantity), nil
	}
	return withProgress(next, p)
}

// concerned says whether the acting group is a party of a promise, or has recorded it.
func (d *Draft) concerned(r *vocab.Resource) (bool, error) {
	if d.act.Import {
		return true, nil
	}
	if owner, err := d.owner(r.ID()); err != nil || owner == d.act.Actor {
		return err == nil, err
	}
	for _, p := range []*vocab.Property{vf.Provider, vf.Receiver} {
		if agent := r.Get(p).IRI(); agent != "" {
			if ok, err := d.spokenFor(d.act.Actor, agent); ok || err != nil {
				return ok, err
			}
		}
	}
	return false, nil
}
