package node

import (
	"fmt"

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
	links := [][]vocab.IRI{e.Fulfills, e.Satisfies, e.Settles}
	if original != nil {
		for i, list := range [][]vocab.IRI{original.Fulfills, original.Satisfies, original.Settles} {
			if len(links[i]) == 0 {
				links[i] = list
			}
		}
	}
	for _, list := range links {
		for _, id := range list {
			if err := d.count(id, e.Quantity, e.Effort); err != nil {
				return err
			}
		}
	}
	return nil
}

// satisfied counts a commitment into the intents that it satisfies.
func (d *Draft) satisfied(commitment *vocab.Resource) error {
	for _, intent := range commitment.All(vf.Satisfies) {
		quantities, err := flow.QuantityOf(commitment.Get(vf.ResourceQuantity))
		if err != nil {
			return err
		}
		effort, err := flow.QuantityOf(commitment.Get(vf.EffortQuantity))
		if err != nil {
			return err
		}
		if err := d.count(intent.IRI(), quantities, effort); err != nil {
			return err
		}
	}
	return nil
}

// count adds to what has come about of one promise. Promises of other nodes, and of groups that have
// nothing to do with the acting one, are not ours to count.
func (d *Draft) count(id vocab.IRI, quantities, effort quantity.Measure) error {
	r, err := d.read(id)
	if k := KindOf(err); k == NotFound || k == Gone {
		return nil
	}
	if err != nil {
		return err
	}
	concerned, err := d.concerned(r)
	if err != nil {
		return err
	}
	if !concerned {
		d.Warn("%s is between others; its progress is not counted", id)
		return nil
	}
	wanted, came := r.Get(vf.ResourceQuantity), quantities
	if wanted.IsZero() {
		wanted, came = r.Get(vf.EffortQuantity), effort
	}
	if wanted.IsZero() || came.Unit == "" {
		return nil
	}
	for _, row := range progressed {
		if !r.Class().IsA(row.class) {
			continue
		}
		next, err := counted(r, row.done, wanted, came)
		if err != nil {
			d.Warn("%s: %v", id, err)
			return nil
		}
		return d.put(next, d.act.Actor, false)
	}
	return nil
}

// counted is a promise with a further quantity counted in.
func counted(r *vocab.Resource, done *vocab.Property, wanted vocab.Value, came quantity.Measure) (*vocab.Resource, error) {
	whole, err := flow.QuantityOf(wanted)
	if err != nil {
		return nil, fmt.Errorf("read what was promised: %w", err)
	}
	sum := quantity.Measure{Unit: whole.Unit}
	if before := r.Get(done); !before.IsZero() {
		if sum, err = flow.QuantityOf(before); err != nil {
			return nil, fmt.Errorf("read what has come about: %w", err)
		}
	}
	if sum, err = sum.Add(came); err != nil {
		return nil, err
	}
	left, err := whole.Sub(sum)
	if err != nil {
		return nil, err
	}
	return r.With(done, flow.MeasureValue(sum)).With(own.OutstandingQuantity, flow.MeasureValue(left)), nil
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
