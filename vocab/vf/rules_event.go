package vf

import "tributary/vocab"

// The rules of events alone.
//
// Spec: ValueFlows 1.0, concepts/actions, "Resource Effects", and concepts/transfers.
func init() {
	Schema.Rule(EconomicEvent, "quantity is there", quantityThere)
	Schema.Rule(EconomicEvent, "receiving resource suits the action", receivingResource)
	Schema.Rule(EconomicEvent, "move stays with one agent", moveWithin)
	Schema.Rule(EconomicEvent, "corrects another event", correctsAnother)
}

// quantityThere asks for the quantity that the action takes. A flow of something that is neither
// inventoried nor of a stated type may leave it open.
func quantityThere(event *vocab.Resource) []vocab.Violation {
	row, known := rowOf(event)
	if !known {
		return nil
	}
	named := event.Has(ResourceInventoriedAs) || event.Has(ToResourceInventoriedAs) || event.Has(ResourceConformsTo)
	switch {
	case row.EventQuantity == ValueBoth && !event.Has(ResourceQuantity) && !event.Has(EffortQuantity):
		return refuse(EffortQuantity, "%s needs %s, %s or both", row.Action.Name, EffortQuantity.Term, ResourceQuantity.Term)
	case row.EventQuantity == ValueResource && named && !event.Has(ResourceQuantity):
		return refuse(ResourceQuantity, "%s needs a %s", row.Action.Name, ResourceQuantity.Term)
	}
	return nil
}

// receivingResource allows toResourceInventoriedAs where the action has an effect on it: on the
// receiving record, or on the container of a combine. Where the effect is that of an implied
// transfer, there has to be one.
func receivingResource(event *vocab.Resource) []vocab.Violation {
	row, known := rowOf(event)
	if !known || !event.Has(ToResourceInventoriedAs) {
		return nil
	}
	switch {
	case row.Implied == NoTransfer && row.CreateResource != ValueOptionalTo && row.Contained != ValueUpdate:
		return refuse(ToResourceInventoriedAs, "means nothing for %s", row.Action.Name)
	case row.Implied != NoTransfer && sameAgent(event):
		return refuse(ToResourceInventoriedAs, "on %s needs a %s other than the %s", row.Action.Name, Receiver.Term, Provider.Term)
	}
	return nil
}

// moveWithin keeps a move with one agent, and asks where to.
func moveWithin(event *vocab.Resource) []vocab.Violation {
	if event.Get(HasAction).IRI() != Move.IRI {
		return nil
	}
	if event.Has(Provider) && event.Has(Receiver) && !sameAgent(event) {
		return refuse(Receiver, "is the %s for %s; %s passes things to others", Provider.Term, Move.Name, Transfer.Name)
	}
	from, to := event.Get(ResourceInventoriedAs), event.Get(ToResourceInventoriedAs)
	if !from.IsZero() && (to.IsZero() || to.IRI() == from.IRI()) && !event.Has(ToLocation) {
		return refuse(ToLocation, "%s needs a %s or another resource in %s", Move.Name, ToLocation.Term, ToResourceInventoriedAs.Term)
	}
	return nil
}

func correctsAnother(event *vocab.Resource) []vocab.Violation {
	if event.ID() == "" || event.Get(Corrects).IRI() != event.ID() {
		return nil
	}
	return refuse(Corrects, "names the event itself")
}

func sameAgent(event *vocab.Resource) bool {
	return event.Get(Provider).IRI() == event.Get(Receiver).IRI()
}
