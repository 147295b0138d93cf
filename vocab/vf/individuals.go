package vf

import "tributary/vocab"

// The values by which actions are described, and the purposes of proposals.
var (
	// Which way a flow goes.
	ValueInput = Schema.Individual(vocab.Individual{
		Name: "input", Of: vocab.On(InputOutput),
		Status: "stable",
		Doc:    "A flow with the action goes into a process.",
	})
	ValueOutput = Schema.Individual(vocab.Individual{
		Name: "output", Of: vocab.On(InputOutput),
		Status: "stable",
		Doc:    "A flow with the action comes out of a process.",
	})
	ValueOutputInput = Schema.Individual(vocab.Individual{
		Name: "outputInput", Of: vocab.On(InputOutput),
		Status: "testing",
		Doc:    "A flow with the action comes out of one process, and may go into another at the same time.",
	})

	// Which quantities a flow has.
	ValueResource = Schema.Individual(vocab.Individual{
		Name: "resource", Of: vocab.On(EventQuantity),
		Status: "testing",
		Doc:    "A flow with the action says how much of a resource it is of.",
	})
	ValueEffort = Schema.Individual(vocab.Individual{
		Name: "effort", Of: vocab.On(EventQuantity),
		Status: "testing",
		Doc:    "A flow with the action says how much work it is of.",
	})
	ValueBoth = Schema.Individual(vocab.Individual{
		Name: "both", Of: vocab.On(EventQuantity),
		Status: "testing",
		Doc:    "A flow with the action says how much of a resource it is of, how much work or use, or both.",
	})

	// What happens to a quantity.
	ValueIncrement = Schema.Individual(vocab.Individual{
		Name: "increment", Of: vocab.On(AccountingEffect, OnhandEffect),
		Status: "stable",
		Doc:    "The quantity of the resource grows.",
	})
	ValueDecrement = Schema.Individual(vocab.Individual{
		Name: "decrement", Of: vocab.On(AccountingEffect, OnhandEffect),
		Status: "stable",
		Doc:    "The quantity of the resource shrinks.",
	})
	ValueDecrementIncrement = Schema.Individual(vocab.Individual{
		Name: "decrementIncrement", Of: vocab.On(AccountingEffect, OnhandEffect),
		Status: "stable",
		Doc:    "The quantity of the first resource shrinks and that of the second grows.",
	})
	ValueIncrementTo = Schema.Individual(vocab.Individual{
		Name: "incrementTo", Of: vocab.On(AccountingEffect, OnhandEffect),
		Status: "stable",
		Doc:    "The quantity of the second resource grows; the first stays as it is.",
	})

	// What happens to a place, a container, an accountable agent, a stage or a state.
	ValueUpdate = Schema.Individual(vocab.Individual{
		Name: "update", Of: vocab.On(LocationEffect, ContainedEffect, StageEffect, StateEffect),
		Status: "testing",
		Doc:    "The resource changes.",
	})
	ValueUpdateTo = Schema.Individual(vocab.Individual{
		Name: "updateTo", Of: vocab.On(LocationEffect, ContainedEffect, AccountableEffect, StateEffect),
		Status: "testing",
		Doc:    "The resource on the receiving side changes.",
	})
	ValueNew = Schema.Individual(vocab.Individual{
		Name: "new", Of: vocab.On(LocationEffect, AccountableEffect),
		Status: "testing",
		Doc:    "A resource that the event brings into being gets it; others stay as they are.",
	})
	ValueRemove = Schema.Individual(vocab.Individual{
		Name: "remove", Of: vocab.On(ContainedEffect),
		Status: "testing",
		Doc:    "The resource is taken out.",
	})

	// Whether a resource comes into being.
	ValueOptional = Schema.Individual(vocab.Individual{
		Name: "optional", Of: vocab.On(CreateResource),
		Status: "testing",
		Doc:    "The event may bring the resource it names into being.",
	})
	ValueOptionalTo = Schema.Individual(vocab.Individual{
		Name: "optionalTo", Of: vocab.On(CreateResource),
		Status: "testing",
		Doc:    "The event may bring the resource on the receiving side into being.",
	})

	// What a proposal is for.
	ValueOffer = Schema.Individual(vocab.Individual{
		Name: "offer", Of: vocab.On(ProposalPurpose),
		Status: "testing",
		Doc:    "What is proposed is offered.",
	})
	ValueRequest = Schema.Individual(vocab.Individual{
		Name: "request", Of: vocab.On(ProposalPurpose),
		Status: "testing",
		Doc:    "What is proposed is asked for.",
	})

	// Anything an action has nothing to do with. The ontology lists it under five of the classes
	// and uses it with ten: it is a member of all of them here.
	ValueNotApplicable = Schema.Individual(vocab.Individual{
		Name: "notApplicable", Of: vocab.On(InputOutput, CreateResource, AccountingEffect, OnhandEffect, LocationEffect,
			ContainedEffect, AccountableEffect, StageEffect, StateEffect),
		Status: "testing",
		Doc:    "The action has nothing to do with it.",
	})
)
