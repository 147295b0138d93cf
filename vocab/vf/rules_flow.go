package vf

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/quantity"
)

// The rules of every flow: events, commitments, intents, claims and the flows of recipes.
//
// Spec: ValueFlows 1.0, concepts/actions, "Event Quantities", "Input/Output" and "Corrections".
func init() {
	for _, class := range flows {
		Schema.Rule(class, "quantities suit the action", quantitiesSuitAction)
		Schema.Rule(class, "quantities are not negative", quantitiesNotNegative)
		Schema.Rule(class, "quantities are given in full", quantitiesInFull)
		Schema.Rule(class, "process links suit the action", linksSuitAction)
	}
	Schema.Rule(RecipeProcess, "duration is not negative", quantitiesNotNegative)
	Schema.Rule(RecipeProcess, "duration is given in full", quantitiesInFull)
}

var quantities = []*vocab.Property{ResourceQuantity, EffortQuantity, AvailableQuantity, MinimumQuantity, HasDuration}

// quantitiesSuitAction refuses effort where the action knows none. Which quantities must be there
// is asked of events only: what is planned may be open.
func quantitiesSuitAction(flow *vocab.Resource) []vocab.Violation {
	row, known := rowOf(flow)
	if !known || row.EventQuantity != ValueResource || !flow.Has(EffortQuantity) {
		return nil
	}
	return refuse(EffortQuantity, "means nothing for %s, which takes %s only", row.Action.Name, ResourceQuantity.Term)
}

// quantitiesNotNegative allows a quantity below zero only where it takes back what an event said.
func quantitiesNotNegative(flow *vocab.Resource) (found []vocab.Violation) {
	if flow.Class().IsA(EconomicEvent) && flow.Has(Corrects) {
		return nil
	}
	for _, p := range quantities {
		if n, ok := Figure(flow, p); ok && n.Sign() < 0 {
			found = append(found, refuse(p, "is below zero, which only an event with %s may be", Corrects.Term)...)
		}
	}
	return found
}

// quantitiesInFull wants the figure itself: a reference to one could change after the fact.
func quantitiesInFull(flow *vocab.Resource) (found []vocab.Violation) {
	for _, p := range quantities {
		if flow.Get(p).Kind() == vocab.Reference {
			found = append(found, refuse(p, "is given in full, with %s and %s, not by reference", HasNumericalValue.Term, HasUnit.Term)...)
		}
	}
	return found
}

// linksSuitAction refuses a link to a process on the side where the action has none.
func linksSuitAction(flow *vocab.Resource) (found []vocab.Violation) {
	row, known := rowOf(flow)
	if !known {
		return nil
	}
	in := row.InputOutput == ValueInput || row.InputOutput == ValueOutputInput
	out := row.InputOutput == ValueOutput || row.InputOutput == ValueOutputInput
	for _, link := range []struct {
		property *vocab.Property
		allowed  bool
		side     string
	}{
		{InputOf, in, "an input"}, {RecipeInputOf, in, "an input"},
		{OutputOf, out, "an output"}, {RecipeOutputOf, out, "an output"},
	} {
		if flow.Has(link.property) && !link.allowed {
			found = append(found, refuse(link.property, "%s is never %s of a process", row.Action.Name, link.side)...)
		}
	}
	return found
}

// rowOf is the behaviour of the flow's action; an unknown action is refused elsewhere.
func rowOf(flow *vocab.Resource) (Behaviour, bool) { return BehaviourOf(flow.Get(HasAction).IRI()) }

// Figure is the number of the measure that r has in p. There is none where p has no value, or what
// it has is no number, which Check refuses.
func Figure(r *vocab.Resource, p *vocab.Property) (quantity.Decimal, bool) {
	measure := r.Get(p).Part()
	if measure == nil || !measure.Has(HasNumericalValue) {
		return quantity.Decimal{}, false
	}
	n, err := quantity.ParseDecimal(measure.Get(HasNumericalValue).Text())
	return n, err == nil
}

func refuse(p *vocab.Property, format string, args ...any) []vocab.Violation {
	return []vocab.Violation{{Path: p.Term, Term: p.Term, Message: fmt.Sprintf(format, args...)}}
}
