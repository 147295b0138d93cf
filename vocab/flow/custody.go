package flow

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// ValueFlows has no term for who has a thing in hand. It follows from the events: whoever received
// the record's thing last, unless only a part of it went.

// custody says who has the thing after a step.
func (c *change) custody(s step) {
	if c.creates(s.from) {
		s.from.Custodian = s.receiver
	}
	if s.to == nil || s.to == c.from && s.row.Onhand == nil {
		return
	}
	handed := s.row.Onhand != nil && s.provider != s.receiver
	switch {
	case handed:
		s.to.Custodian = s.receiver
	case !c.creates(s.to):
	case s.row.Onhand == vf.ValueIncrementTo:
		s.to.Custodian = s.receiver
	case s.from != nil && s.from.Custodian != "":
		s.to.Custodian = s.from.Custodian
	default:
		s.to.Custodian = s.provider
	}
	if c.creates(s.to) && s.to.Accountable == "" && s.provider == s.receiver {
		s.to.Accountable = s.receiver
	}
}

// handOver is the transfer of custody that comes with an action when the thing keeps its one
// record: no quantity changes, but another agent has it.
func (c *change) handOver() {
	if c.from == nil || c.event.Corrects != "" || c.event.Behaviour.Onhand == nil {
		return
	}
	if c.allOnHand() {
		c.from.Custodian = c.event.Receiver
	}
}

// lend is a transfer of custody with one record. What it does to the quantity on hand depends on
// whose stock the record counts: lending takes from it, giving back adds to it, and passing on
// among others does neither.
//
// Spec: ValueFlows 1.0, examples "Checking out a book" and "Car rental".
func (c *change) lend() error {
	e, h := c.event, c.from
	if h == nil || e.Provider == e.Receiver {
		return nil
	}
	row := e.Behaviour
	has := h.Custodian
	keeper, byCustody := h.keeper()
	switch {
	case e.Receiver == keeper:
		row.Onhand = vf.ValueIncrement
	case e.Provider == keeper:
		row.Onhand = vf.ValueDecrement
	default:
		row.Onhand = nil
		if e.Provider != has {
			c.warnf("%s is with %s, not with the provider %s", h.Resource, orElse(has, "nobody known"), e.Provider)
		}
	}
	s := step{row: row, from: h, thing: h, provider: e.Provider, receiver: e.Receiver}
	if err := c.quantities(s); err != nil {
		return err
	}
	if e.Corrects != "" {
		return nil
	}
	// A record of borrowed things stays with whoever borrowed them, to be put right later.
	lent := e.Provider == keeper && !byCustody && c.allOnHand()
	passedOn := row.Onhand == nil && e.Provider == has
	if e.Receiver == keeper || lent || passedOn {
		h.Custodian = e.Receiver
		c.location(s)
	}
	return nil
}

// allOnHand says whether the event concerns everything that its record has, or had, on hand.
func (c *change) allOnHand() bool {
	if c.newFrom || c.event.Quantity.Unit == "" {
		return true
	}
	return !exceeds(c.most((*Holding).onhand), c.event.Quantity)
}

// most is the larger of a figure before and after the event.
func (c *change) most(figure func(*Holding) *quantity.Measure) quantity.Measure {
	return larger(*figure(c.situation.From), *figure(c.from))
}

func (c *change) warnf(format string, args ...any) {
	c.warnings = append(c.warnings, fmt.Sprintf(format, args...))
}

// inside says whether the record is in a container, and names the first.
func inside(h *Holding) (vocab.IRI, bool) {
	if h == nil || len(h.ContainedIn) == 0 {
		return "", false
	}
	return h.ContainedIn[0], true
}
