package flow

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Progress is how much of something planned or claimed has come about: of its resourceQuantity where
// it states one, else of its effortQuantity. Where it states neither, nothing counts.
type Progress struct {
	Planned quantity.Measure // unit "" where nothing is stated
	Done    quantity.Measure // corrections counted in; unit "" until something counts
	Effort  bool             // the plan is one of effort
}

// ProgressOf is the plan of a commitment, an intent or a claim, of which nothing has come about.
//
// Errors: vocab.Violations for a measure that is none.
func ProgressOf(plan *vocab.Resource) (Progress, error) {
	p, stated := Progress{}, vf.ResourceQuantity
	if !plan.Has(stated) {
		p.Effort, stated = true, vf.EffortQuantity
	}
	var err error
	if p.Planned, err = QuantityOf(plan.Get(stated)); err != nil {
		return Progress{}, vocab.Violations{violation(stated, "%v", err)}
	}
	return p, nil
}

// Figure is the one of two quantities that the plan is about; unit "" when it is about neither.
func (p Progress) Figure(resource, effort quantity.Measure) quantity.Measure {
	switch {
	case p.Planned.Unit == "":
		return quantity.Measure{}
	case p.Effort:
		return effort
	}
	return resource
}

// Count adds the quantities of an event, or of a commitment that satisfies an intent. The figure
// keeps the unit of the plan.
//
// Errors: as Measure.Add, when the units do not convert; then nothing counts.
//
// Spec: ValueFlows 1.0, concepts/planning, "Fulfillment", "Satisfaction"; concepts/exchanges, "Claims".
func (p Progress) Count(resource, effort quantity.Measure) (Progress, error) {
	came := p.Figure(resource, effort)
	if came.Unit == "" {
		return p, nil
	}
	p.Done.Unit = orElse(p.Done.Unit, p.Planned.Unit)
	sum, err := p.Done.Add(came)
	if err != nil {
		return Progress{}, err
	}
	p.Done = sum
	return p, nil
}

// Left is what remains of the plan: below zero when more came about than was planned.
//
// Errors: as Measure.Sub, when the plan was changed to units that do not convert.
func (p Progress) Left() (quantity.Measure, error) {
	if p.Done.Unit == "" {
		return p.Planned, nil
	}
	return p.Planned.Sub(p.Done)
}

// Promises are the commitments, intents and claims that an event counts into: those that it names, each
// once. A correction counts where its original did, unless it names others of the kind itself. original is
// the event that it corrects; nil when it corrects none.
//
// An intent that a commitment satisfies has the whole commitment counted in already. So an event that
// fulfils the commitment does not count into that intent, though it may name it. meets gives the intents
// that a commitment satisfies.
//
// Spec: ValueFlows 1.0, vf:fulfills, vf:satisfies, vf:settles, vf:corrects.
func Promises(e Event, original *Event, meets func(commitment vocab.IRI) []vocab.IRI) []vocab.IRI {
	fulfills, satisfies, settles := e.Fulfills, e.Satisfies, e.Settles
	if original != nil {
		fulfills = orOthers(fulfills, original.Fulfills)
		satisfies = orOthers(satisfies, original.Satisfies)
		settles = orOthers(settles, original.Settles)
	}
	var met []vocab.IRI
	if len(satisfies) > 0 {
		for _, commitment := range fulfills {
			met = append(met, meets(commitment)...)
		}
	}
	var all []vocab.IRI
	for _, id := range slices.Concat(fulfills, satisfies, settles) {
		if !slices.Contains(all, id) && !slices.Contains(met, id) {
			all = append(all, id)
		}
	}
	return all
}

func orOthers(named, others []vocab.IRI) []vocab.IRI {
	if len(named) == 0 {
		return others
	}
	return named
}
