package flow

import (
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Event is a vf:EconomicEvent as this package computes with it. Empty fields were not stated.
type Event struct {
	ID        vocab.IRI
	Behaviour vf.Behaviour // the row of its action

	Provider, Receiver vocab.IRI
	Resource           vocab.IRI // resourceInventoriedAs
	ToResource         vocab.IRI // toResourceInventoriedAs
	Specification      vocab.IRI // resourceConformsTo
	Quantity           quantity.Measure
	Effort             quantity.Measure // changes no resource
	InputOf, OutputOf  vocab.IRI        // processes
	ToLocation         vocab.IRI
	State              string

	Corrects                     vocab.IRI
	Fulfills, Satisfies, Settles []vocab.IRI

	Mode       string   // own.Same or own.None: what becomes of a record that is passed on alone
	WholeStock bool     // a new stage or state holds for the whole stock
	Opening    *Opening // a balance from before the record began; nil for other events

	Previous   vocab.IRI // the event before this one in the life of Resource
	ToPrevious vocab.IRI // and of ToResource
}

// Opening is what a record begins with. A figure without a unit equals the event's quantity.
type Opening struct {
	Accounting, Onhand quantity.Measure
	Location, Stage    vocab.IRI
	State              string
	Containers         []vocab.IRI
}

// EventOf reads an event.
//
// Errors: vocab.Violations, for an action without a row and for measures that are none. Whether
// the event is one that makes sense is for vocab.Check and Check to say.
func EventOf(r *vocab.Resource) (Event, error) {
	var found vocab.Violations
	row, ok := vf.BehaviourOf(r.Get(vf.HasAction).IRI())
	if !ok {
		found = append(found, violation(vf.HasAction, "is none of the actions this node knows"))
	}
	measure := func(p *vocab.Property) quantity.Measure {
		m, err := QuantityOf(r.Get(p))
		if err != nil {
			found = append(found, violation(p, "%v", err))
		}
		return m
	}
	e := Event{
		ID: r.ID(), Behaviour: row,
		Provider: r.Get(vf.Provider).IRI(), Receiver: r.Get(vf.Receiver).IRI(),
		Resource: r.Get(vf.ResourceInventoriedAs).IRI(), ToResource: r.Get(vf.ToResourceInventoriedAs).IRI(),
		Specification: r.Get(vf.ResourceConformsTo).IRI(),
		Quantity:      measure(vf.ResourceQuantity), Effort: measure(vf.EffortQuantity),
		InputOf: r.Get(vf.InputOf).IRI(), OutputOf: r.Get(vf.OutputOf).IRI(),
		ToLocation: r.Get(vf.ToLocation).IRI(),
		State:      r.Get(vf.State).Text(),
		Corrects:   r.Get(vf.Corrects).IRI(),
		Fulfills:   iris(r, vf.Fulfills), Satisfies: iris(r, vf.Satisfies), Settles: iris(r, vf.Settles),
		Mode:       r.Get(own.ToResource).Text(),
		WholeStock: r.Get(own.WholeStock).Bool(),
		Previous:   r.Get(own.PreviousEvent).IRI(), ToPrevious: r.Get(own.ToPreviousEvent).IRI(),
	}
	if r.Get(own.Opening).Bool() {
		e.Opening = &Opening{
			Accounting: measure(own.OpeningAccounting), Onhand: measure(own.OpeningOnhand),
			Location: r.Get(own.OpeningLocation).IRI(), Stage: r.Get(own.OpeningStage).IRI(),
			State: r.Get(own.OpeningState).Text(), Containers: iris(r, own.OpeningContainer),
		}
	}
	if len(found) > 0 {
		return Event{}, found
	}
	return e, nil
}

// Is says whether the event has one of the actions.
func (e *Event) Is(actions ...*vocab.Individual) bool {
	for _, a := range actions {
		if e.Behaviour.Action == a {
			return true
		}
	}
	return false
}

// TakesFrom says whether the event is the kind that goes into a process, and PutsIn whether it is
// the kind that comes out of one, whether or not it names a process.
func (e *Event) TakesFrom() bool { return e.Behaviour.InputOutput == vf.ValueInput }
func (e *Event) PutsIn() bool    { return e.Behaviour.InputOutput == vf.ValueOutput }

// passesOn says whether the action takes a thing from one record to another: transfers, move, copy.
func (e *Event) passesOn() bool {
	return e.Behaviour.CreateResource == vf.ValueOptionalTo && e.Behaviour.InputOutput == nil
}

// implied is the row of the transfer between provider and receiver that comes with the action.
//
// Spec: ValueFlows 1.0, concepts/actions, "Implied transfers".
func (e *Event) implied() (vf.Behaviour, bool) {
	if e.Provider == e.Receiver {
		return vf.Behaviour{}, false
	}
	return impliedRows[e.Behaviour.Implied].row, impliedRows[e.Behaviour.Implied].ok
}

var impliedRows = func() (rows [3]struct {
	row vf.Behaviour
	ok  bool
}) {
	rows[vf.CustodyTransfer].row, rows[vf.CustodyTransfer].ok = vf.BehaviourOf(vf.TransferCustody.IRI)
	rows[vf.FullTransfer].row, rows[vf.FullTransfer].ok = vf.BehaviourOf(vf.Transfer.IRI)
	return rows
}()

// staysOneRecord says whether what is passed on keeps its record: because the event says so, names
// the same resource twice, or moves it without naming another.
func (e *Event) staysOneRecord() bool {
	switch {
	case e.ToResource != "":
		return e.ToResource == e.Resource
	case e.Mode != "":
		return e.Mode == own.Same
	}
	return e.Is(vf.Move)
}

// record is the resource that the event is about inside its process: where a thing arrives with an
// implied transfer, the receiver's record of it.
func (e *Event) record() vocab.IRI {
	if _, ok := e.implied(); ok && e.TakesFrom() && e.ToResource != "" {
		return e.ToResource
	}
	return e.Resource
}

func iris(r *vocab.Resource, p *vocab.Property) []vocab.IRI {
	values := r.All(p)
	if len(values) == 0 {
		return nil
	}
	ids := make([]vocab.IRI, len(values))
	for i, v := range values {
		ids[i] = v.IRI()
	}
	return ids
}
