package vf

import "tributary/vocab"

// ImpliedTransfer says what passes between provider and receiver beside the action's own effect,
// when they differ.
//
// Spec: ValueFlows 1.0, concepts/actions, "Implied transfers".
type ImpliedTransfer uint8

const (
	NoTransfer      ImpliedTransfer = iota
	CustodyTransfer                 // as transferCustody
	FullTransfer                    // as transfer: rights and custody
)

// Behaviour is a row of the action table: what an action takes and what it does to resources.
// A nil individual means notApplicable.
//
// Spec: ValueFlows 1.0, concepts/actions, "Action behaviours".
type Behaviour struct {
	Action         *vocab.Individual
	EventQuantity  *vocab.Individual // ValueResource, ValueEffort, ValueBoth
	InputOutput    *vocab.Individual // ValueInput, ValueOutput, ValueOutputInput
	PairsWith      *vocab.Individual // another action
	CreateResource *vocab.Individual // ValueOptional: resourceInventoriedAs; ValueOptionalTo: toResourceInventoriedAs
	Accounting     *vocab.Individual // ValueIncrement, ValueDecrement, ValueDecrementIncrement, ValueIncrementTo
	Onhand         *vocab.Individual // the same
	Location       *vocab.Individual // ValueNew, ValueUpdate, ValueUpdateTo
	Contained      *vocab.Individual // ValueUpdate, ValueRemove
	Accountable    *vocab.Individual // ValueNew, ValueUpdateTo
	Stage          *vocab.Individual // ValueUpdate
	State          *vocab.Individual // ValueUpdate, ValueUpdateTo
	Implied        ImpliedTransfer
}

// Behaviours are the rows, with the values the specification's text and worked examples ask for
// where its table and its ontology disagree.
var Behaviours = []Behaviour{
	{Produce, ValueResource, ValueOutput, nil, ValueOptional, ValueIncrement, ValueIncrement, ValueNew, nil, ValueNew, ValueUpdate, ValueUpdate, FullTransfer},
	{Consume, ValueResource, ValueInput, nil, nil, ValueDecrement, ValueDecrement, nil, nil, nil, nil, ValueUpdate, FullTransfer},
	{Use, ValueBoth, ValueInput, nil, nil, nil, nil, nil, nil, nil, nil, ValueUpdate, NoTransfer},
	{Work, ValueBoth, ValueInput, nil, nil, nil, nil, nil, nil, nil, nil, nil, NoTransfer},
	{Cite, ValueResource, ValueInput, nil, nil, nil, nil, nil, nil, nil, nil, ValueUpdate, NoTransfer},
	{DeliverService, ValueResource, ValueOutputInput, nil, nil, nil, nil, nil, nil, nil, nil, nil, FullTransfer},
	{Pickup, ValueResource, ValueInput, Dropoff, ValueOptionalTo, nil, ValueDecrement, ValueUpdate, nil, nil, nil, ValueUpdate, CustodyTransfer},
	{Dropoff, ValueResource, ValueOutput, Pickup, ValueOptionalTo, nil, ValueIncrement, ValueUpdate, nil, nil, ValueUpdate, ValueUpdate, CustodyTransfer},
	{Accept, ValueResource, ValueInput, Modify, ValueOptionalTo, nil, ValueDecrement, ValueUpdate, nil, nil, nil, ValueUpdate, CustodyTransfer},
	{Modify, ValueResource, ValueOutput, Accept, ValueOptionalTo, nil, ValueIncrement, ValueUpdate, nil, nil, ValueUpdate, ValueUpdate, CustodyTransfer},
	{Combine, ValueResource, ValueInput, nil, nil, nil, ValueDecrement, nil, ValueUpdate, nil, nil, ValueUpdate, NoTransfer},
	{Separate, ValueResource, ValueOutput, nil, nil, nil, ValueIncrement, nil, ValueRemove, nil, ValueUpdate, ValueUpdate, NoTransfer},
	{TransferCustody, ValueResource, nil, nil, ValueOptionalTo, nil, ValueDecrementIncrement, ValueUpdateTo, nil, nil, nil, ValueUpdateTo, NoTransfer},
	{TransferAllRights, ValueResource, nil, nil, ValueOptionalTo, ValueDecrementIncrement, nil, nil, nil, ValueUpdateTo, nil, ValueUpdateTo, NoTransfer},
	{Transfer, ValueResource, nil, nil, ValueOptionalTo, ValueDecrementIncrement, ValueDecrementIncrement, ValueUpdateTo, nil, ValueUpdateTo, nil, ValueUpdateTo, NoTransfer},
	{Move, ValueResource, nil, nil, ValueOptionalTo, ValueDecrementIncrement, ValueDecrementIncrement, ValueUpdateTo, nil, nil, nil, ValueUpdateTo, NoTransfer},
	{Copy, ValueResource, nil, nil, ValueOptionalTo, ValueIncrementTo, ValueIncrementTo, ValueNew, nil, ValueNew, nil, ValueUpdateTo, NoTransfer},
	{Raise, ValueResource, nil, nil, ValueOptional, ValueIncrement, ValueIncrement, nil, nil, ValueNew, nil, ValueUpdate, NoTransfer},
	{Lower, ValueResource, nil, nil, ValueOptional, ValueDecrement, ValueDecrement, nil, nil, ValueNew, nil, ValueUpdate, NoTransfer},
}

// The rows are facts about the actions, too, for whoever asks the vocabulary.
func init() {
	for _, b := range Behaviours {
		b.Action.Facts = b.facts()
	}
}

func (b Behaviour) facts() (facts []vocab.Fact) {
	for _, cell := range []struct {
		property *vocab.Property
		value    *vocab.Individual
	}{
		{HasEventQuantity, b.EventQuantity},
		{HasInputOutput, b.InputOutput},
		{PairsWith, b.PairsWith},
		{HasCreateResource, b.CreateResource},
		{HasAccountingEffect, b.Accounting},
		{HasOnhandEffect, b.Onhand},
		{HasLocationEffect, b.Location},
		{HasContainedEffect, b.Contained},
		{HasAccountableEffect, b.Accountable},
		{HasStageEffect, b.Stage},
		{HasStateEffect, b.State},
	} {
		if cell.value != nil {
			facts = append(facts, vocab.Fact{Property: cell.property, Value: vocab.Ref(cell.value.IRI)})
		}
	}
	return facts
}

var byAction = func() map[vocab.IRI]Behaviour {
	rows := map[vocab.IRI]Behaviour{}
	for _, b := range Behaviours {
		rows[b.Action.IRI] = b
	}
	return rows
}()

// BehaviourOf is the row of an action, by its canonical IRI.
func BehaviourOf(action vocab.IRI) (Behaviour, bool) {
	b, ok := byAction[action]
	return b, ok
}
