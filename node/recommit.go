package node

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// share is what a commitment brings into each of the intents that it satisfies.
type share struct {
	intents []vocab.IRI
	came
}

// came is what an event or a commitment brings. A measure without unit is nothing.
type came struct{ resource, effort quantity.Measure }

// part is what is counted into one intent.
type part struct {
	intent vocab.IRI
	came
}

// shareOf is what a commitment brings as it stands.
//
// Errors: vocab.Violations for a measure that is none.
func shareOf(commitment *vocab.Resource) (share, error) {
	s := share{intents: intentsOf(commitment)}
	var err error
	if s.resource, err = flow.QuantityOf(commitment.Get(vf.ResourceQuantity)); err != nil {
		return share{}, err
	}
	s.effort, err = flow.QuantityOf(commitment.Get(vf.EffortQuantity))
	return s, err
}

// keptShareOf is what stays of a commitment that is withdrawn: what has come about of it.
func keptShareOf(commitment *vocab.Resource) share {
	s := share{intents: intentsOf(commitment)}
	plan, err := flow.ProgressOf(commitment)
	if err != nil {
		return s
	}
	done, _ := flow.QuantityOf(commitment.Get(own.FulfilledQuantity)) // the node's own figure
	if plan.Effort {
		s.effort = done
	} else {
		s.resource = done
	}
	return s
}

// parts are what a share brings.
func (s share) parts() (parts []part) {
	for _, intent := range s.intents {
		parts = append(parts, part{intent, s.came})
	}
	return parts
}

// changes are what is counted when a share becomes another one: of each intent the difference, which may
// be negative.
func (s share) changes(next share) (parts []part) {
	for i, intent := range slices.Concat(s.intents, next.intents) {
		if i >= len(s.intents) && slices.Contains(s.intents, intent) {
			continue
		}
		var before, after came
		if i < len(s.intents) {
			before = s.came
		}
		if slices.Contains(next.intents, intent) {
			after = next.came
		}
		for _, c := range before.changes(after) {
			parts = append(parts, part{intent, c})
		}
	}
	return parts
}

// changes is the difference; in two steps where the units do not convert, so that each counts for itself.
func (c came) changes(next came) (steps []came) {
	resource, one := difference(c.resource, next.resource)
	effort, other := difference(c.effort, next.effort)
	if one && other {
		steps = []came{{resource, effort}}
	} else {
		steps = []came{{c.resource.Neg(), c.effort.Neg()}, next}
	}
	return slices.DeleteFunc(steps, func(c came) bool { return c.resource.Unit == "" && c.effort.Unit == "" })
}

// difference is b - a, without unit where there is none, and whether their units convert.
func difference(a, b quantity.Measure) (quantity.Measure, bool) {
	d, err := b, error(nil)
	switch {
	case b.Unit == "":
		d = a.Neg()
	case a.Unit != "":
		d, err = b.Sub(a)
	}
	if err != nil || d.IsZero() {
		return quantity.Measure{}, err == nil
	}
	return d, true
}

// resatisfied counts what has changed in what a commitment brings to the intents that it satisfies.
//
// Spec: ValueFlows 1.0, concepts/planning, "Satisfaction".
func (d *Draft) resatisfied(commitment vocab.IRI, was, next share) error {
	for _, p := range was.changes(next) {
		counted, passed := false, false
		if slices.Contains(was.intents, p.intent) {
			var err error
			if counted, passed, err = d.wasCounted(commitment, p.intent); err != nil {
				return err
			}
		}
		if passed {
			d.Warn("what %s brings to %s was not counted, and its change is not", commitment, p.intent)
			continue
		}
		if err := d.count(p.intent, p.resource, p.effort, counted && d.node.Owns(p.intent)); err != nil {
			return err
		}
	}
	return nil
}

// wasCounted says whether what a commitment brings was counted into an intent when it first brought something, or passed
// over though it could have been: it was between others then, whoever the intent is between now. What counted made a
// version of the intent.
func (d *Draft) wasCounted(commitment, intent vocab.IRI) (counted, passed bool, err error) {
	for v, err := range d.History(commitment, 0) {
		if err != nil {
			return false, false, err
		}
		r, err := v.Resource()
		if err != nil {
			return false, false, err
		}
		if r == nil || !namesAny(r.All(vf.Satisfies), intent) {
			continue
		}
		brought, err := shareOf(r)
		if err != nil || brought.resource.Unit == "" && brought.effort.Unit == "" {
			continue
		}
		then, err := d.AsOf(intent, v.At)
		if err != nil || then.Deleted {
			if k := KindOf(err); k == NotFound || err == nil {
				return false, true, nil
			}
			return false, false, err
		}
		if then.Activity == v.Activity {
			return true, false, nil
		}
		plan, err := then.Resource()
		if err != nil {
			return false, false, err
		}
		progress, err := flow.ProgressOf(plan)
		if err == nil && progress.Figure(brought.resource, brought.effort).Unit != "" {
			_, err = progress.Count(brought.resource, brought.effort)
			return false, err == nil, nil
		}
		return false, false, nil
	}
	return false, false, nil
}

// recommitted counts anew what a commitment brings that has changed. An intent says at once how much of it is
// promised now.
func (d *Draft) recommitted(was, next *vocab.Resource) error {
	if !next.Class().IsA(vf.Commitment) || !was.Has(vf.Satisfies) && !next.Has(vf.Satisfies) {
		return nil
	}
	before, err := shareOf(was)
	if err != nil {
		return err
	}
	after, err := shareOf(next)
	if err != nil {
		return err
	}
	return d.resatisfied(next.ID(), before, after)
}

// uncommitted takes back what a commitment brought, but for what has come about of it.
func (d *Draft) uncommitted(commitment *vocab.Resource) error {
	if !commitment.Class().IsA(vf.Commitment) || !commitment.Has(vf.Satisfies) || d.offered(commitment.ID()) {
		return nil
	}
	before, err := shareOf(commitment)
	if err != nil {
		return err
	}
	return d.resatisfied(commitment.ID(), before, keptShareOf(commitment))
}

// recommittedAgain counts anew what a commitment brings that is again as it was before. now is nil where it was
// deleted: what had come about of it counts still.
func (d *Draft) recommittedAgain(now, before *vocab.Resource) error {
	if now != nil {
		return d.recommitted(now, before)
	}
	if !before.Class().IsA(vf.Commitment) || !before.Has(vf.Satisfies) || d.offered(before.ID()) {
		return nil
	}
	next, err := shareOf(before)
	if err != nil {
		return err
	}
	return d.resatisfied(before.ID(), keptShareOf(before), next)
}

// offered says whether a thing is inside an Offer, and so promises nothing yet.
func (d *Draft) offered(id vocab.IRI) bool {
	whole, _, inside := strings.Cut(string(id), "#")
	if !inside {
		return false
	}
	v, err := d.Latest(vocab.IRI(whole))
	return err == nil && v.Activity == v.IRI
}
