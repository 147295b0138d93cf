package own

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// The values of toResource.
const (
	Same = "same" // the record stands for the resource afterwards, too
	None = "none" // the resource leaves the inventory
)

var _ = Schema.Rule(vf.EconomicEvent, "toResource", func(event *vocab.Resource) []vocab.Violation {
	mode := event.Get(ToResource)
	if mode.IsZero() {
		return nil
	}
	if text := mode.Text(); text != Same && text != None {
		return refuse(ToResource, "takes "+Same+" or "+None)
	}
	if event.Has(vf.ToResourceInventoriedAs) {
		return refuse(ToResource, "stands only where no "+vf.ToResourceInventoriedAs.Term+" does")
	}
	row, known := vf.BehaviourOf(event.Get(vf.HasAction).IRI())
	if known && !vf.PassesOn(row) {
		return refuse(ToResource, "means nothing for "+row.Action.Name)
	}
	return nil
})

var _ = Schema.Rule(vf.EconomicEvent, "opening", func(event *vocab.Resource) (found []vocab.Violation) {
	opens := event.Get(Opening).Bool()
	if opens && event.Get(vf.HasAction).IRI() != vf.Raise.IRI {
		found = append(found, refuse(Opening, "is for "+vf.Raise.Name+" only")...)
	}
	for _, p := range openingTerms {
		if event.Has(p) && !opens {
			found = append(found, refuse(p, "stands only on an opening")...)
		}
	}
	return found
})

var _ = Schema.Rule(vf.Agent, "confirmsWithin", func(agent *vocab.Resource) []vocab.Violation {
	if within := agent.Get(ConfirmsWithin); !within.IsZero() && within.Text() != Agreement {
		return refuse(ConfirmsWithin, "takes "+Agreement)
	}
	return nil
})

var _ = Schema.Rule(vf.Agent, "republishes", func(agent *vocab.Resource) []vocab.Violation {
	switch said := agent.Get(Republishes); said.Text() {
	case RepublishNothing, RepublishFacts, RepublishAll:
		return nil
	default:
		if said.IsZero() {
			return nil
		}
		return refuse(Republishes, "takes "+RepublishNothing+", "+RepublishFacts+" or "+RepublishAll)
	}
})

// Zero says nothing, except of a resource that begins with nothing.
var _ = Schema.Rule(vf.EconomicEvent, "figures are not zero", func(event *vocab.Resource) (found []vocab.Violation) {
	if event.Get(Opening).Bool() {
		return nil
	}
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		if n, ok := vf.Figure(event, p); ok && n.IsZero() {
			found = append(found, refuse(p, "is zero, which only an "+Opening.Term+" may be")...)
		}
	}
	return found
})

var openingTerms = []*vocab.Property{
	OpeningAccounting, OpeningOnhand, OpeningLocation, OpeningStage, OpeningState, OpeningContainer,
}

func refuse(p *vocab.Property, message string) []vocab.Violation {
	return []vocab.Violation{{Path: p.Term, Term: p.Term, Message: message}}
}
