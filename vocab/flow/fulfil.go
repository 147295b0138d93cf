package flow

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Progress is how much of something planned or claimed has come about. Figures are in the units of
// the plan; where the plan states none, in those of the first flow that counts.
type Progress struct {
	Quantity, Effort           quantity.Measure // done; corrections counted in
	Remaining, RemainingEffort quantity.Measure // never below zero; unit "" where the plan states none
	Over                       bool             // more was done than was planned
	Counted                    []vocab.IRI      // the flows that count, corrections among them
	Uncounted                  []vocab.IRI      // flows left out because their units do not convert
}

// Done says that nothing remains of what was planned. The plan's own vf:finished may say otherwise.
func (p Progress) Done() bool {
	planned := p.Remaining.Unit != "" || p.RemainingEffort.Unit != ""
	return planned && p.Remaining.IsZero() && p.RemainingEffort.IsZero()
}

// Fulfilled is how much of a commitment events have fulfilled. Events that do not concern it are
// passed over, so that the caller may hand in more than it needs. A correction counts with the
// event that it corrects, whether or not it names the commitment itself.
//
// Errors: vocab.Violations for a measure of the commitment that is none.
//
// Spec: ValueFlows 1.0, vf:fulfills; concepts/planning.
func Fulfilled(commitment *vocab.Resource, events []Event) (Progress, error) {
	return progress(commitment, eventFlows(events, func(e *Event) bool {
		return slices.Contains(e.Fulfills, commitment.ID())
	}))
}

// Satisfied is how much of an intent commitments and events have satisfied. An event that fulfils
// one of those commitments counts with it, and not again.
//
// Errors: vocab.Violations for a measure of the intent or of a commitment that is none.
//
// Spec: ValueFlows 1.0, vf:satisfies; concepts/planning.
func Satisfied(intent *vocab.Resource, commitments []*vocab.Resource, events []Event) (Progress, error) {
	var flows []counted
	promised := map[vocab.IRI]bool{}
	for _, c := range commitments {
		if !slices.Contains(iris(c, vf.Satisfies), intent.ID()) {
			continue
		}
		resource, effort, err := plannedIn(c)
		if err != nil {
			return Progress{}, err
		}
		promised[c.ID()] = true
		flows = append(flows, counted{c.ID(), resource, effort})
	}
	direct := eventFlows(events, func(e *Event) bool {
		again := slices.ContainsFunc(e.Fulfills, func(id vocab.IRI) bool { return promised[id] })
		return slices.Contains(e.Satisfies, intent.ID()) && !again
	})
	return progress(intent, append(flows, direct...))
}

// Settled is how much of a claim events have settled.
//
// Errors: vocab.Violations for a measure of the claim that is none.
//
// Spec: ValueFlows 1.0, vf:settles; concepts/exchanges, "Claims".
func Settled(claim *vocab.Resource, events []Event) (Progress, error) {
	return progress(claim, eventFlows(events, func(e *Event) bool {
		return slices.Contains(e.Settles, claim.ID())
	}))
}

// counted is one flow that counts towards a plan.
type counted struct {
	id               vocab.IRI
	resource, effort quantity.Measure
}

// eventFlows are the originals that count and the corrections of them.
func eventFlows(events []Event, counts func(*Event) bool) []counted {
	originals := map[vocab.IRI]bool{}
	for i := range events {
		if events[i].Corrects == "" && counts(&events[i]) {
			originals[events[i].ID] = true
		}
	}
	var flows []counted
	for i := range events {
		e := &events[i]
		if originals[orElse(e.Corrects, e.ID)] {
			flows = append(flows, counted{e.ID, e.Quantity, e.Effort})
		}
	}
	return flows
}

func progress(plan *vocab.Resource, flows []counted) (Progress, error) {
	resource, effort, err := plannedIn(plan)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{
		Quantity: quantity.Measure{Unit: resource.Unit},
		Effort:   quantity.Measure{Unit: effort.Unit},
	}
	for _, f := range flows {
		done, errDone := sum(p.Quantity, f.resource)
		worked, errWorked := sum(p.Effort, f.effort)
		if errDone != nil || errWorked != nil {
			p.Uncounted = append(p.Uncounted, f.id)
			continue
		}
		p.Quantity, p.Effort = done, worked
		p.Counted = append(p.Counted, f.id)
	}
	var over, overworked bool
	p.Remaining, over = left(resource, p.Quantity)
	p.RemainingEffort, overworked = left(effort, p.Effort)
	p.Over = over || overworked
	return p, nil
}

// sum adds m to total, which takes the unit of the first measure when the plan gave it none.
func sum(total, m quantity.Measure) (quantity.Measure, error) {
	if m.Unit == "" {
		return total, nil
	}
	total.Unit = orElse(total.Unit, m.Unit)
	return total.Add(m)
}

// left is what remains of a planned quantity, and whether more than that was done.
func left(planned, done quantity.Measure) (quantity.Measure, bool) {
	if planned.Unit == "" {
		return quantity.Measure{}, false
	}
	rest, err := planned.Sub(done)
	if err != nil || rest.Value.Sign() < 0 {
		return quantity.Measure{Unit: planned.Unit}, err == nil
	}
	return rest, false
}

// plannedIn are the quantities of a commitment, an intent or a claim.
func plannedIn(plan *vocab.Resource) (resource, effort quantity.Measure, err error) {
	var found vocab.Violations
	if resource, err = QuantityOf(plan.Get(vf.ResourceQuantity)); err != nil {
		found = append(found, violation(vf.ResourceQuantity, "%v", err))
	}
	if effort, err = QuantityOf(plan.Get(vf.EffortQuantity)); err != nil {
		found = append(found, violation(vf.EffortQuantity, "%v", err))
	}
	if len(found) > 0 {
		return quantity.Measure{}, quantity.Measure{}, found
	}
	return resource, effort, nil
}
