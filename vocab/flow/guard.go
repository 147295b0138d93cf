package flow

import (
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// guard refuses what the effects would do but the rules of the record forbid.
func (c *change) guard() error {
	if err := c.guardOneRecord(); err != nil {
		return err
	}
	if err := c.guardBalance(c.situation.From, c.from); err != nil {
		return err
	}
	if c.to == c.from {
		return c.guardPart(c.situation.From, c.from)
	}
	if err := c.guardBalance(c.situation.To, c.to); err != nil {
		return err
	}
	if err := c.guardPart(c.situation.From, c.from); err != nil {
		return err
	}
	return c.guardPart(c.situation.To, c.to)
}

// guardBalance refuses to take more than there is, by the policy of the resource. What only makes
// a debt smaller is fine, and a lower may open a record with one.
func (c *change) guardBalance(before, after *Holding) error {
	if after == nil || after.AllowNegative || after.Unchecked || c.event.Is(vf.Lower) && c.creates(after) {
		return nil
	}
	for _, figure := range []struct {
		name string
		of   func(*Holding) *quantity.Measure
	}{{"on hand", (*Holding).onhand}, {"in its accounts", (*Holding).accounting}} {
		was, is := *figure.of(before), *figure.of(after)
		if is.Value.Sign() < 0 && is.Value.Cmp(was.Value) < 0 {
			was.Unit = is.Unit
			return refuse(ErrNegative, after.Resource, "holds %s %s; %s would leave %s", was, figure.name, c.event.amount(), is)
		}
	}
	return nil
}

// guardPart refuses a new stage or state for a part of a stock: the record is one, so the rest
// would be relabelled with it.
func (c *change) guardPart(before, after *Holding) error {
	e := c.event
	if after == nil || e.WholeStock || e.Opening != nil || e.Quantity.Unit == "" {
		return nil
	}
	if before.Stage == after.Stage && before.State == after.State {
		return nil
	}
	stock := larger(before.Onhand, after.Onhand)
	if e.Behaviour.Onhand == nil && e.Behaviour.Accounting != nil {
		stock = larger(before.Accounting, after.Accounting)
	}
	if !exceeds(stock, e.Quantity) {
		return nil
	}
	what, label := "state", after.State
	if before.Stage != after.Stage {
		what, label = "stage", string(after.Stage)
	}
	return refuse(ErrPart, after.Resource, "holds %s; %s of it cannot have the %s %q alone: give that part a resource of its own, or say wholeStock",
		stock, e.Quantity, what, label)
}

// guardOneRecord refuses to let a part of a record change hands in place.
//
// Spec: ValueFlows 1.0, concepts/transfers: one record has one accountable agent.
func (c *change) guardOneRecord() error {
	e, h := c.event, c.situation.From
	passes := e.Behaviour.Accounting == vf.ValueDecrementIncrement || e.Behaviour.Onhand == vf.ValueDecrementIncrement
	if h == nil || !passes || !e.staysOneRecord() || e.Is(vf.Move) || e.Corrects != "" || e.Quantity.Unit == "" {
		return nil
	}
	if e.Behaviour.Accounting != nil && !equal(h.Accounting, e.Quantity) {
		return refuse(ErrPart, h.Resource, "has %s in its accounts; %s of it cannot change hands in the same record: name a receiving resource",
			h.Accounting, e.Quantity)
	}
	if e.Behaviour.Onhand != nil && !equal(h.Onhand, e.Quantity) {
		return refuse(ErrPart, h.Resource, "has %s on hand; %s of it cannot change hands in the same record: name a receiving resource",
			h.Onhand, e.Quantity)
	}
	return nil
}

// warn notes what is allowed and probably a mistake.
func (c *change) warn() {
	e := c.event
	if e.Corrects != "" {
		return
	}
	from, to := c.situation.From, c.situation.To
	if from != nil && to != nil && from.Specification != "" && to.Specification != "" &&
		from.Specification != to.Specification && !e.Is(vf.Combine) {
		c.warnf("%s is %s, but %s is %s", to.Resource, to.Specification, from.Resource, from.Specification)
	}
	if box, ok := inside(from); ok && !e.Is(vf.Combine, vf.Separate) {
		c.warnf("%s is still contained in %s", from.Resource, box)
	}
	if e.Is(vf.Combine) && from != nil && c.container() == "" {
		c.warnf("%s goes into no container that is known", from.Resource)
	}
	c.warnOfReceiver()
	if c.from != nil && c.from.Location != from.Location && e.Opening == nil && !c.allOnHand() {
		c.warnf("%s is now at %s as a whole, though %s was moved", from.Resource, c.from.Location, e.Quantity)
	}
	if c.from != nil && e.Is(vf.TransferCustody) && e.ToResource == "" && exceeds(c.from.Onhand, c.from.Accounting) &&
		!exceeds(from.Onhand, from.Accounting) {
		c.warnf("%s came back as %s, more than the %s accounted for", from.Resource, c.from.Onhand, c.from.Accounting)
	}
}

// warnOfReceiver notes that a stock grows for somebody who is not accountable for it.
//
// Spec: ValueFlows 1.0, vf:accountableEffect, "new".
func (c *change) warnOfReceiver() {
	e, stock := c.event, c.situation.From
	if e.passesOn() || e.ToResource != "" {
		stock = c.situation.To
	}
	if e.Behaviour.Accountable == vf.ValueNew && stock != nil && stock.Accountable != "" && stock.Accountable != e.Receiver {
		c.warnf("%s is accounted for by %s, not by the receiver %s", stock.Resource, stock.Accountable, e.Receiver)
	}
}

func equal(m, n quantity.Measure) bool {
	order, err := m.Cmp(n)
	return err == nil && order == 0
}

// amount is the quantity as a refusal names it.
func (e *Event) amount() string {
	if e.Corrects != "" {
		return "a correction of " + e.Quantity.String()
	}
	return e.Quantity.String()
}
