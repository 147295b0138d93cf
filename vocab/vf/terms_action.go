package vf

import "tributary/vocab"

// What is known of an action; the table Behaviours has the same facts as Go values.
var (
	HasAction = Schema.Property(vocab.Property{
		Term: "action", Range: vocab.On(Action),
		On:     flows,
		Must:   flows,
		Status: "stable",
		Doc:    "What is done in the flow.",
	})
	HasEventQuantity = Schema.Property(vocab.Property{
		Term: "eventQuantity", Range: vocab.On(EventQuantity),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Which quantities a flow with the action carries.",
	})
	HasInputOutput = Schema.Property(vocab.Property{
		Term: "inputOutput", Range: vocab.On(InputOutput),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whether a flow with the action goes into a process, comes out of one, or neither.",
	})
	PairsWith = Schema.Property(vocab.Property{
		Term: "pairsWith", Range: vocab.On(Action),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "The action that completes this one on the same process and resource.",
	})
	HasCreateResource = Schema.Property(vocab.Property{
		Term: "createResource", Range: vocab.On(CreateResource),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whether an event with the action may bring a new resource into being, and on which side.",
	})
	HasAccountingEffect = Schema.Property(vocab.Property{
		Term: "accountingEffect", Range: vocab.On(AccountingEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "What an event with the action does to the accounting quantity.",
	})
	HasOnhandEffect = Schema.Property(vocab.Property{
		Term: "onhandEffect", Label: "on-hand effect", Range: vocab.On(OnhandEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "What an event with the action does to the on-hand quantity.",
	})
	HasLocationEffect = Schema.Property(vocab.Property{
		Term: "locationEffect", Range: vocab.On(LocationEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whose location an event with the action sets.",
	})
	HasContainedEffect = Schema.Property(vocab.Property{
		Term: "containedEffect", Range: vocab.On(ContainedEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whether an event with the action puts a resource into a container or takes it out.",
	})
	HasAccountableEffect = Schema.Property(vocab.Property{
		Term: "accountableEffect", Range: vocab.On(AccountableEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whose accountable agent an event with the action sets.",
	})
	HasStageEffect = Schema.Property(vocab.Property{
		Term: "stageEffect", Range: vocab.On(StageEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whether an event with the action moves a resource to the stage of its process.",
	})
	HasStateEffect = Schema.Property(vocab.Property{
		Term: "stateEffect", Range: vocab.On(StateEffect),
		On:     vocab.On(Action),
		Status: "testing",
		Doc:    "Whose state an event with the action sets.",
	})
)
