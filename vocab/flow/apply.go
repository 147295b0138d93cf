package flow

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Situation is what an event finds.
type Situation struct {
	// From and To are the records of Event.Resource and Event.ToResource as they stand; nil when
	// the event names none or the record is not kept here.
	From, To *Holding
	// CreatesFrom and CreatesTo say that the event brings that resource in: the holding is then
	// new, with only Resource, Specification and the policies set.
	CreatesFrom, CreatesTo bool
	// StageOf is the basedOn of the process that the event is an output of, or "".
	StageOf vocab.IRI
	// Container is where a combine without toResourceInventoriedAs puts the thing; see InferContainer.
	Container vocab.IRI
	// Lenient says that the event is history from elsewhere: what would be refused as a conflict
	// (ErrNegative, ErrPart) is a warning.
	Lenient bool
	// Original is the event that this one corrects, and Corrections are the earlier corrections of
	// it, in any order.
	Original    *Event
	Corrections []Event
}

// Outcome is what an event leaves.
type Outcome struct {
	From, To *Holding // nil where the Situation had nil
	// BackedOut says that the event takes back all of its original. Quantities are right; for
	// location, stage, state, agents and container the caller folds the histories anew (Fold).
	BackedOut bool
	Warnings  []string // what is odd but allowed, for whoever sent the event
}

// Apply returns the holdings as the event leaves them.
//
// The event passes vocab.Check and Check. Quantities are exact, in the unit that the resource
// already has; effortQuantity has no effect. A correction changes quantities only. The holdings
// handed in stay as they are.
//
// Errors: a *Refusal of kind ErrNegative, ErrPart, ErrUnit or ErrRange.
//
// Spec: ValueFlows 1.0, concepts/actions, "Resource Effects".
func Apply(e Event, s Situation) (Outcome, error) {
	c := change{event: &e, situation: &s}
	c.begin()
	if err := c.run(); err != nil {
		return Outcome{}, err
	}
	if err := c.guard(); err != nil {
		if !s.Lenient {
			return Outcome{}, err
		}
		c.warnf("%v", err)
	}
	c.warn()
	out := Outcome{From: c.from, To: c.to, Warnings: c.warnings}
	if s.Original != nil {
		out.BackedOut = backsOut(*s.Original, s.Corrections, &e)
	}
	return out, nil
}

// change is an event at work on copies of the records it finds.
type change struct {
	event     *Event
	situation *Situation
	from, to  *Holding // working copies; the same one when the event names one resource twice
	warnings  []string

	newFrom, newTo bool // the event brings the record in
}

func (c *change) begin() {
	s := c.situation
	c.from, c.to = c.visit(s.From), c.visit(s.To)
	c.newFrom, c.newTo = s.CreatesFrom || s.From.blank(), s.CreatesTo || s.To.blank()
	if c.event.ToResource != "" && c.event.ToResource == c.event.Resource {
		c.to = c.from
	}
}

// visit copies a record and notes that the event has been there.
func (c *change) visit(h *Holding) *Holding {
	if h == nil {
		return nil
	}
	next := *h
	next.Latest = c.event.ID
	next.Events++
	return &next
}

// run carries out the steps that the event consists of, in their order.
func (c *change) run() error {
	e := c.event
	implied, passes := e.implied()
	between := passes && e.ToResource != "" && e.ToResource != e.Resource
	act := step{row: e.Behaviour, from: c.from, thing: c.from, provider: e.Provider, receiver: e.Receiver}
	transfer := step{row: implied, from: c.from, to: c.to, thing: c.to, provider: e.Provider, receiver: e.Receiver}
	switch {
	case e.passesOn():
		return c.pass()
	case between && e.TakesFrom():
		// What arrives changes hands first: the receiver then puts it to work.
		act.from, act.thing, act.provider = c.to, c.to, e.Receiver
		return c.carryBoth(transfer, act)
	case between:
		// What is handed over is finished first. Where it is and how it is, it is at the receiver.
		act.thing, act.receiver = c.to, e.Provider
		return c.carryBoth(act, transfer)
	}
	if err := c.carry(act); err != nil {
		return err
	}
	if passes {
		c.handOver()
	}
	return nil
}

func (c *change) carryBoth(first, second step) error {
	if err := c.carry(first); err != nil {
		return err
	}
	return c.carry(second)
}

// pass is a transfer, a move or a copy: what goes from one record to another, or leaves, or stays
// in its record while that changes hands.
//
// Spec: ValueFlows 1.0, concepts/transfers; examples "Checking out a book" and "Car rental".
func (c *change) pass() error {
	e := c.event
	s := step{row: e.Behaviour, from: c.from, to: c.to, thing: c.to, provider: e.Provider, receiver: e.Receiver}
	switch {
	case e.staysOneRecord():
		s.to, s.thing = c.from, c.from
	case e.ToResource == "" && e.Is(vf.TransferCustody):
		return c.lend()
	}
	return c.carry(s)
}
