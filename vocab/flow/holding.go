package flow

import (
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Holding is the economic state of one resource: what its events, in the order of the log, have
// made of it. It is a value; Apply returns changed copies.
type Holding struct {
	Resource      vocab.IRI
	Specification vocab.IRI // conformsTo: the resource's own, here for comparison

	Accounting  quantity.Measure // what the accountable agent has rights to; unit "" before the first quantity
	Onhand      quantity.Measure // what is there to be used
	Location    vocab.IRI        // where it is
	Stage       vocab.IRI        // the ProcessSpecification it last went through
	State       string           // e.g. "pass"
	Accountable vocab.IRI        // primaryAccountable: who has the rights
	Custodian   vocab.IRI        // who has it in hand
	ContainedIn []vocab.IRI      // the resources it is inside of
	Latest      vocab.IRI        // the last event that named it
	Events      int              // events applied since the holding was made or read

	// AllowNegative says that balances may fall below zero; see NegativeAllowed.
	AllowNegative bool
	// Unchecked says that the balance at the start is unknown, so that falling below zero proves
	// nothing: for imports and for records of which another node is the authority.
	Unchecked bool
}

// HoldingOf reads the economic fields of a vf:EconomicResource. AllowNegative and Unchecked are the
// caller's to set. What is no measure reads as none: it was checked when it was written.
func HoldingOf(r *vocab.Resource) Holding {
	accounting, _ := QuantityOf(r.Get(vf.AccountingQuantity))
	onhand, _ := QuantityOf(r.Get(vf.OnhandQuantity))
	h := Holding{
		Resource:      r.ID(),
		Specification: r.Get(vf.ConformsTo).IRI(),
		Accounting:    accounting,
		Onhand:        onhand,
		Location:      r.Get(vf.CurrentLocation).IRI(),
		Stage:         r.Get(vf.Stage).IRI(),
		State:         r.Get(vf.State).Text(),
		Accountable:   r.Get(vf.PrimaryAccountable).IRI(),
		Custodian:     r.Get(own.Custodian).IRI(),
		Latest:        r.Get(own.LatestEvent).IRI(),
	}
	for _, container := range r.All(vf.ContainedIn) {
		h.ContainedIn = append(h.ContainedIn, container.IRI())
	}
	return h
}

// Onto writes the economic fields of h onto the resource, in place of those it had. Its other
// fields, the specification among them, stay.
func Onto(r *vocab.Resource, h Holding) *vocab.Resource {
	containers := make([]vocab.Value, len(h.ContainedIn))
	for i, container := range h.ContainedIn {
		containers[i] = vocab.Ref(container)
	}
	one := func(p *vocab.Property, v vocab.Value) vocab.Field {
		return vocab.Field{Property: p, Values: []vocab.Value{v}}
	}
	return r.WithAll(
		one(vf.AccountingQuantity, MeasureValue(h.Accounting)),
		one(vf.OnhandQuantity, MeasureValue(h.Onhand)),
		one(vf.CurrentLocation, refTo(h.Location)),
		one(vf.Stage, refTo(h.Stage)),
		one(vf.State, text(h.State)),
		one(vf.PrimaryAccountable, refTo(h.Accountable)),
		one(own.Custodian, refTo(h.Custodian)),
		vocab.Field{Property: vf.ContainedIn, Values: containers},
		one(own.LatestEvent, refTo(h.Latest)),
	)
}

// NegativeAllowed is the balance policy of a resource: what it says itself, else what its
// specification says, else whether the specification is a medium of exchange, as mutual credit
// needs. Specification may be nil.
func NegativeAllowed(resource, specification *vocab.Resource) bool {
	switch {
	case resource.Has(own.AllowNegative):
		return resource.Get(own.AllowNegative).Bool()
	case specification == nil:
		return false
	case specification.Has(own.AllowNegative):
		return specification.Get(own.AllowNegative).Bool()
	}
	return specification.Get(vf.MediumOfExchange).Bool()
}

// Discrepant says that the books and the shelf differ while nothing explains it: the resource is in
// no container. An open process or a loan may still; Pairs tells.
func (h Holding) Discrepant() bool {
	order, err := h.Accounting.Cmp(h.Onhand)
	return len(h.ContainedIn) == 0 && (err != nil || order != 0)
}

// keeper is the agent whose stock the record counts. It is the accountable one, except for a record
// that a transfer of custody made: that has no accounting quantity and counts what its custodian has.
func (h *Holding) keeper() (agent vocab.IRI, byCustody bool) {
	borrowed := h.Accounting.IsZero() && !h.Unchecked
	if h.Custodian != "" && (borrowed || h.Accountable == "") {
		return h.Custodian, true
	}
	return h.Accountable, false
}

// blank says that no event counts for the record, as when the one that brought it in was backed
// out. The next event then brings it in anew.
func (h *Holding) blank() bool {
	return h != nil && h.Accountable == "" && h.Custodian == "" && h.Accounting.Unit == ""
}

// open gives the figures of a record the units of its first quantities.
func (h *Holding) open(accounting, onhand string) {
	if h == nil {
		return
	}
	if h.Accounting.Unit == "" {
		h.Accounting.Unit = accounting
	}
	if h.Onhand.Unit == "" {
		h.Onhand.Unit = onhand
	}
}

func refTo(id vocab.IRI) vocab.Value {
	if id == "" {
		return vocab.Value{}
	}
	return vocab.Ref(id)
}

func text(s string) vocab.Value {
	if s == "" {
		return vocab.Value{}
	}
	return vocab.Text(s)
}
