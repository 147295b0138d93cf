package flow

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// step is one row of the action table, carried out on the records that it reaches. An event is one
// step, or two where a transfer comes with its action.
type step struct {
	row                vf.Behaviour
	from, to           *Holding // whose quantities change; one and the same when it changes hands in place
	thing              *Holding // the record that describes the thing afterwards
	provider, receiver vocab.IRI
}

// carry does what the row says, column by column.
func (c *change) carry(s step) error {
	if err := c.quantities(s); err != nil {
		return err
	}
	if c.event.Corrects != "" {
		return nil // a difference in quantity says nothing about place, stage, state or agents
	}
	c.location(s)
	c.contained(s)
	c.accountable(s)
	c.stage(s)
	c.state(s)
	c.custody(s)
	c.opening()
	return nil
}

// quantities are the columns accountingEffect and onhandEffect.
func (c *change) quantities(s step) error {
	accounting, onhand := c.event.Quantity, c.event.Quantity
	if o := c.event.Opening; o != nil {
		accounting, onhand = orElse(o.Accounting, accounting), orElse(o.Onhand, onhand)
	}
	if accounting.Unit == "" {
		return nil // effort alone changes no resource
	}
	if s.row.Accounting == nil && s.row.Onhand == nil {
		return nil
	}
	s.from.open(accounting.Unit, onhand.Unit)
	s.to.open(accounting.Unit, onhand.Unit)
	if err := shift(s, s.row.Accounting, accounting, (*Holding).accounting); err != nil {
		return err
	}
	return shift(s, s.row.Onhand, onhand, (*Holding).onhand)
}

func (h *Holding) accounting() *quantity.Measure { return &h.Accounting }
func (h *Holding) onhand() *quantity.Measure     { return &h.Onhand }

// shift adds to one figure of the records, or takes from it.
func shift(s step, effect *vocab.Individual, q quantity.Measure, figure func(*Holding) *quantity.Measure) error {
	switch effect {
	case vf.ValueIncrement:
		return add(s.from, figure, q)
	case vf.ValueDecrement:
		return add(s.from, figure, q.Neg())
	case vf.ValueDecrementIncrement:
		if s.from == s.to {
			return nil // what stays in its record nets to zero
		}
		if err := add(s.from, figure, q.Neg()); err != nil {
			return err
		}
		return add(s.to, figure, q)
	case vf.ValueIncrementTo:
		return add(s.to, figure, q)
	}
	return nil
}

func add(h *Holding, figure func(*Holding) *quantity.Measure, q quantity.Measure) error {
	if h == nil {
		return nil
	}
	m := figure(h)
	sum, err := m.Add(q)
	if err != nil {
		return refuseSum(h.Resource, err)
	}
	*m = sum
	return nil
}

// location is the column locationEffect. It means the record that describes the thing afterwards;
// new means it only where the event brings that record in.
func (c *change) location(s step) {
	if c.event.ToLocation == "" || s.row.Location == nil || s.thing == nil {
		return
	}
	if s.row.Location == vf.ValueNew && !c.creates(s.thing) {
		return
	}
	s.thing.Location = c.event.ToLocation
}

// contained is the column containedEffect.
func (c *change) contained(s step) {
	if s.from == nil {
		return
	}
	switch s.row.Contained {
	case vf.ValueUpdate:
		if container := c.container(); container != "" {
			s.from.ContainedIn = []vocab.IRI{container}
		}
	case vf.ValueRemove:
		s.from.ContainedIn = nil
	}
}

func (c *change) container() vocab.IRI {
	if c.event.ToResource != "" {
		return c.event.ToResource
	}
	return c.situation.Container
}

// accountable is the column accountableEffect. A transfer that leaves the rights where they are
// gives a new record the accountable agent of the record it comes from.
func (c *change) accountable(s step) {
	switch s.row.Accountable {
	case vf.ValueNew:
		if c.creates(s.from) {
			s.from.Accountable = s.receiver
		}
		if c.creates(s.to) {
			s.to.Accountable = s.receiver
		}
	case vf.ValueUpdateTo:
		if s.thing != nil {
			s.thing.Accountable = s.receiver
		}
	default:
		if c.creates(s.to) && s.from != nil {
			s.to.Accountable = s.from.Accountable
		}
	}
}

// stage is the column stageEffect: the stage comes from the process, never from the event.
func (c *change) stage(s step) {
	if s.row.Stage != nil && c.situation.StageOf != "" && s.thing != nil {
		s.thing.Stage = c.situation.StageOf
	}
}

// state is the column stateEffect.
func (c *change) state(s step) {
	if s.row.State != nil && c.event.State != "" && s.thing != nil {
		s.thing.State = c.event.State
	}
}

// opening sets what only an opening may set directly.
func (c *change) opening() {
	o := c.event.Opening
	if o == nil || c.from == nil {
		return
	}
	c.from.Location = orElse(o.Location, c.from.Location)
	c.from.Stage = orElse(o.Stage, c.from.Stage)
	c.from.State = orElse(o.State, c.from.State)
	if len(o.Containers) > 0 {
		c.from.ContainedIn = slices.Clone(o.Containers)
	}
}

// creates says whether the event brings this record in.
func (c *change) creates(h *Holding) bool {
	if h == nil {
		return false
	}
	return h == c.from && c.newFrom || h == c.to && c.newTo
}

func orElse[T comparable](stated, otherwise T) T {
	var zero T
	if stated == zero {
		return otherwise
	}
	return stated
}
