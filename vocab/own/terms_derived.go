package own

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// What the node works out about resources and the order of their events.
var (
	Custodian = Schema.Property(vocab.Property{
		Term: "custodian", Range: vocab.On(vf.Agent),
		On:     resource,
		Status: "testing", Derived: true,
		Doc: "Who has the resource in hand.",
	})
	LatestEvent = Schema.Property(vocab.Property{
		Term: "latestEvent", Range: event,
		On:     resource,
		Status: "testing", Derived: true,
		Doc: "The last event that concerned the resource.",
	})
	PreviousEvent = Schema.Property(vocab.Property{
		Term: "previousEvent", Label: "event before", Range: event,
		On:     event,
		Status: "testing", Derived: true,
		Doc: "The event before this one in the life of its resource.",
	})
	ToPreviousEvent = Schema.Property(vocab.Property{
		Term: "toPreviousEvent", Label: "event before at the receiving resource", Range: event,
		On:     event,
		Status: "testing", Derived: true,
		Doc: "The event before this one in the life of the receiving resource.",
	})
	HasConfirmation = Schema.Property(vocab.Property{
		Term: "confirmation", Range: vocab.On(Confirmation),
		On:     event,
		Status: "testing", Derived: true,
		Doc: "How far the other side has agreed to the event.",
	})
)

// How much of what was planned or claimed has come about.
var (
	FulfilledQuantity = Schema.Property(vocab.Property{
		Term: "fulfilledQuantity", Label: "fulfilled so far", Range: measure,
		On:     vocab.On(vf.Commitment),
		Status: "testing", Derived: true,
		Doc: "How much of the commitment events have fulfilled.",
	})
	SatisfiedQuantity = Schema.Property(vocab.Property{
		Term: "satisfiedQuantity", Label: "satisfied so far", Range: measure,
		On:     vocab.On(vf.Intent),
		Status: "testing", Derived: true,
		Doc: "How much of the intent commitments and events have satisfied.",
	})
	SettledQuantity = Schema.Property(vocab.Property{
		Term: "settledQuantity", Label: "settled so far", Range: measure,
		On:     vocab.On(vf.Claim),
		Status: "testing", Derived: true,
		Doc: "How much of the claim events have settled.",
	})
	OutstandingQuantity = Schema.Property(vocab.Property{
		Term: "outstandingQuantity", Label: "still outstanding", Range: measure,
		On:     vocab.On(vf.Commitment, vf.Intent, vf.Claim),
		Status: "testing", Derived: true,
		Doc: "How much is still to come.",
	})
)

// How versions and transactions follow each other in the published stream.
var (
	Seq = Schema.Property(vocab.Property{
		Term: "seq", Label: "number in the record", Range: vocab.On(vocab.PositiveInteger),
		On:     vocab.On(as.Activity),
		Status: "testing", Derived: true,
		Doc: "The position of a version in the published stream.",
	})
	Transaction = Schema.Property(vocab.Property{
		Term: "transaction", Range: vocab.On(vocab.Thing),
		On:     vocab.On(as.Activity),
		Status: "testing", Derived: true,
		Doc: "The request that made the version, together with others.",
	})
	TransactionEnd = Schema.Property(vocab.Property{
		Term: "transactionEnd", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(as.Activity),
		Status: "testing", Derived: true,
		Doc: "Whether the version is the last of its request.",
	})
)
