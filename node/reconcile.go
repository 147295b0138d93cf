package node

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Reconciliation is how a group of this node stands with an agent of another one, as it is recorded here:
// what both sides agree on, and everything that is still between them.
type Reconciliation struct {
	Group     vocab.IRI `json:"group"`
	With      vocab.IRI `json:"with"`
	Confirmed int       `json:"confirmed"`         // events by the word of both sides
	Unasked   int       `json:"unasked,omitempty"` // events from before the record, of which nobody was asked
	Totals    []Total   `json:"totals"`            // of those two, by action and unit
	Owed      []Total   `json:"owed"`              // what commitments leave outstanding; Given is what the group owes
	// Ours were stated here and wait for the other side's word, Theirs there and wait for the group's.
	Ours        []Matter `json:"ours"`
	Theirs      []Matter `json:"theirs"`
	Disputed    []Matter `json:"disputed"`
	Corrections []Matter `json:"corrections"` // wherever they stand
}

// Total sums one kind of thing that was done. Corrections count.
type Total struct {
	Action   string           // such as transfer
	Given    quantity.Measure // by the group, in one unit with Received
	Received quantity.Measure // by the group
}

// MarshalJSON writes {"action": "transfer", "unit": "kilogram", "given": "3", "received": "0"}.
func (t Total) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Action   string `json:"action"`
		Unit     string `json:"unit"`
		Given    string `json:"given"`
		Received string `json:"received"`
	}{t.Action, t.Given.Unit, t.Given.Value.String(), t.Received.Value.String()})
}

// UnmarshalJSON reads what MarshalJSON writes, as another node wrote it.
func (t *Total) UnmarshalJSON(text []byte) error {
	var told struct{ Action, Unit, Given, Received string }
	if err := json.Unmarshal(text, &told); err != nil {
		return err
	}
	given, err := quantity.ParseDecimal(told.Given)
	if err != nil {
		return err
	}
	received, err := quantity.ParseDecimal(told.Received)
	if err != nil {
		return err
	}
	*t = Total{told.Action, quantity.Measure{Value: given, Unit: told.Unit}, quantity.Measure{Value: received, Unit: told.Unit}}
	return nil
}

// String is the sum for people.
func (t Total) String() string {
	return t.Action + " given " + t.Given.String() + " received " + t.Received.String()
}

// Matter is one event between two sides.
type Matter struct {
	Event    vocab.IRI `json:"event"`
	State    string    `json:"state"` // stated, confirmed or disputed
	Action   string    `json:"action"`
	Quantity string    `json:"quantity,omitempty"` // such as "3 kg"; with effort, "3 kg, 2 h"
	Given    bool      `json:"given"`              // by the group; else received
	At       time.Time `json:"recorded"`
	Corrects vocab.IRI `json:"corrects,omitempty"`
	Reason   string    `json:"reason,omitempty"` // for which it was denied or refused
	By       vocab.IRI `json:"by,omitempty"`     // who denied or refused it
}

// Reconcile hands over how a group or person, or each for "", stands with an agent of another node, or with each
// for "": in the order of the groups, then of the agents' addresses. It keeps what is open of one group in
// memory, and of what is settled the sums.
//
// Errors: NotFound for a group that is not there; those of f.
func (n *Node) Reconcile(ctx context.Context, group, with vocab.IRI, f func(Reconciliation) error) error {
	return n.ReconcileFor(ctx, Operator, group, with, f)
}

// ReconcileFor is Reconcile of those events and commitments that the caller may see: what members are not shown is
// in none of the sums that they are told.
func (n *Node) ReconcileFor(ctx context.Context, who Caller, group, with vocab.IRI, f func(Reconciliation) error) error {
	sight := who.Sight()
	return n.store.View(ctx, func(view View) error {
		if group != "" {
			if _, err := view.Latest(group); err != nil {
				return err
			}
			return n.reconcile(view, sight, group, with, f)
		}
		for v, err := range view.Find(Query{Classes: append(n.Kinds(pf.Group), n.Kinds(vf.Person)...), Sight: Sight{All: true}}) {
			if err == nil && n.Handle(v.IRI) != "" {
				err = n.reconcile(view, sight, v.IRI, with, f)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (n *Node) reconcile(view View, sight Sight, group, with vocab.IRI, f func(Reconciliation) error) error {
	b := books{node: n, view: view, sight: sight, group: group, with: with, of: map[vocab.IRI]*Reconciliation{}}
	sides := []vocab.IRI{group}
	for r, err := range view.Relations(Relation{Kind: SpokenFor, To: group}) {
		if err != nil {
			return err
		}
		sides = append(sides, r.From)
	}
	for _, side := range sides {
		for _, given := range []bool{true, false} {
			if err := b.read(side, given); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.of)) {
		if err := f(*b.of[id]); err != nil {
			return err
		}
	}
	return nil
}

// books are what a group has with others, while it is read.
type books struct {
	node        *Node
	view        View
	sight       Sight // of whoever is told
	group, with vocab.IRI
	of          map[vocab.IRI]*Reconciliation
}

// read reads what a side of the group gave, or received, and promised.
func (b *books) read(side vocab.IRI, given bool) error {
	here, there := vf.Provider, vf.Receiver
	if !given {
		here, there = there, here
	}
	classes := append(b.node.Kinds(vf.EconomicEvent), b.node.Kinds(vf.Commitment)...)
	for v, err := range b.view.Find(Query{Classes: classes, Refers: []Link{{here.IRI, side}}, Sight: b.sight}) {
		if err != nil {
			return err
		}
		r, err := v.Resource()
		if err != nil {
			return err
		}
		other := r.Get(there).IRI()
		if r.Get(here).IRI() != side || b.node.Owns(other) || !isWeb(other) || b.with != "" && other != b.with {
			continue
		}
		into := b.of[other]
		if into == nil {
			into = &Reconciliation{Group: b.group, With: other}
			b.of[other] = into
		}
		if r.Class().IsA(vf.Commitment) {
			bound, err := b.bound(r)
			if err != nil {
				return err
			}
			if bound {
				into.owe(r, given)
			}
			continue
		}
		if err := b.event(into, v, r, given); err != nil {
			return err
		}
	}
	return nil
}

// event puts an event where it belongs.
func (b *books) event(into *Reconciliation, v Version, r *vocab.Resource, given bool) error {
	m := Matter{Event: v.IRI, State: "unasked", Action: actionOf(r), Quantity: amountsOf(r), Given: given, Corrects: r.Get(vf.Corrects).IRI()}
	first, err := b.view.Version(v.IRI, 1)
	if err != nil {
		return err
	}
	m.At = first.At
	switch said := r.Get(own.HasConfirmation).IRI(); said {
	case own.Stated.IRI:
		m.State = own.Stated.Name
		if !b.node.Owns(v.IRI) {
			into.Theirs = append(into.Theirs, m)
			break
		}
		// What their node refused for a rule of its own is told of the activity.
		if m.Reason, m.By, err = b.rejected(v.IRI, first.Activity); err != nil {
			return err
		}
		into.Ours = append(into.Ours, m)
	case own.Disputed.IRI:
		m.State = own.Disputed.Name
		if m.Reason, m.By, err = b.rejected(v.IRI, first.Activity); err != nil {
			return err
		}
		into.Disputed = append(into.Disputed, m)
	case own.Confirmed.IRI:
		m.State = own.Confirmed.Name
		into.Confirmed++
		into.Totals = sum(into.Totals, r, given)
	default:
		into.Unasked++
		into.Totals = sum(into.Totals, r, given)
	}
	if m.Corrects != "" {
		into.Corrections = append(into.Corrections, m)
	}
	return nil
}

// rejected is why somebody last denied an event, or refused what told of it, and who; empty when nobody did.
func (b *books) rejected(event, told vocab.IRI) (reason string, by vocab.IRI, err error) {
	var newest Position
	for _, about := range []vocab.IRI{event, told} {
		for v, err := range b.view.Find(Query{
			Classes: []string{as.Reject.Name}, Refers: []Link{{as.HasObject.IRI, about}}, Sight: b.sight, Descending: true, Limit: 1,
		}) {
			if err != nil {
				return "", "", err
			}
			r, err := v.Resource()
			if err != nil {
				return "", "", err
			}
			if v.Position > newest {
				newest, reason, by = v.Position, r.Get(as.Summary).Text(), r.Get(as.Actor).IRI()
			}
		}
	}
	return reason, by, nil
}

// bound says whether a commitment is more than offered: it is no clause, or one of an agreement that both
// sides concluded.
func (b *books) bound(promise *vocab.Resource) (bool, error) {
	agreement := promise.Get(vf.ClauseOf).IRI()
	if agreement == "" {
		agreement = promise.Get(vf.ReciprocalClauseOf).IRI()
	}
	if agreement == "" || !strings.Contains(string(agreement), "#") {
		return true, nil // only what is offered stands under the address of its Offer
	}
	for _, err := range b.view.Relations(Relation{From: agreement, Kind: Binds}) {
		return true, err
	}
	return false, nil
}

// owe adds what a commitment leaves outstanding.
func (r *Reconciliation) owe(promise *vocab.Resource, given bool) {
	if promise.Get(vf.Finished).Bool() {
		return
	}
	if left := promise.Get(own.OutstandingQuantity); !left.IsZero() {
		if m, err := flow.QuantityOf(left); err == nil && m.Value.Sign() > 0 {
			r.Owed = add(r.Owed, actionOf(promise), m, given)
		}
		return
	}
	r.Owed = sum(r.Owed, promise, given)
}

// sum adds the amounts of an event or commitment to the totals.
func sum(totals []Total, r *vocab.Resource, given bool) []Total {
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		if m, err := flow.QuantityOf(r.Get(p)); err == nil && r.Has(p) {
			totals = add(totals, actionOf(r), m, given)
		}
	}
	return totals
}

// add keeps one total for each action and unit, by action; what cannot be summed exactly gets one of its own.
func add(totals []Total, action string, m quantity.Measure, given bool) []Total {
	place := func(t *Total) *quantity.Measure {
		if given {
			return &t.Given
		}
		return &t.Received
	}
	for i := range totals {
		t := &totals[i]
		if t.Action != action || t.Given.Unit != m.Unit {
			continue
		}
		if both, err := place(t).Add(m); err == nil {
			*place(t) = both
			return totals
		}
	}
	t := Total{Action: action, Given: quantity.Measure{Unit: m.Unit}, Received: quantity.Measure{Unit: m.Unit}}
	*place(&t) = m
	totals = append(totals, t)
	slices.SortStableFunc(totals, func(a, b Total) int {
		return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.Given.Unit, b.Given.Unit))
	})
	return totals
}

func actionOf(r *vocab.Resource) string {
	action := r.Get(vf.HasAction).IRI()
	if row, ok := vf.BehaviourOf(action); ok {
		return row.Action.Name
	}
	return string(action)
}

// amountsOf is what an event is of, for people.
func amountsOf(r *vocab.Resource) string {
	text := ""
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		m, err := flow.QuantityOf(r.Get(p))
		if err != nil || !r.Has(p) {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += m.String()
	}
	return text
}
