package vf

import "tributary/vocab"

// Proposals.
var (
	Purpose = Schema.Property(vocab.Property{
		Term: "purpose", Range: vocab.On(ProposalPurpose),
		On:     vocab.On(Proposal),
		Status: "testing",
		Doc:    "Whether something is offered or asked for.",
	})
	Publishes = Schema.Property(vocab.Property{
		Term: "publishes", Range: vocab.On(Intent), Many: true,
		On:     vocab.On(Proposal),
		Status: "stable",
		Doc:    "What the proposal puts forward.",
	})
	Reciprocal = Schema.Property(vocab.Property{
		Term: "reciprocal", Label: "in return", Range: vocab.On(Intent), Many: true,
		On:     vocab.On(Proposal),
		Status: "stable",
		Doc:    "What is wanted or given in return.",
	})
	UnitBased = Schema.Property(vocab.Property{
		Term: "unitBased", Label: "per unit", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(Proposal),
		Status: "stable",
		Doc:    "Whether the figures are for one unit, and any number of units may be had.",
	})
	EligibleLocation = Schema.Property(vocab.Property{
		Term: "eligibleLocation", Label: "only at", Range: vocab.On(SpatialThing),
		On:     vocab.On(Proposal),
		Status: "testing",
		Doc:    "Where the proposal holds.",
	})
	ProposedTo = Schema.Property(vocab.Property{
		Term: "proposedTo", Range: vocab.On(Agent), Many: true,
		On:     vocab.On(Proposal, ProposalList),
		Status: "testing",
		Doc:    "An agent the proposal is meant for.",
	})
	ListedIn = Schema.Property(vocab.Property{
		Term: "listedIn", Range: vocab.On(ProposalList), Many: true,
		On:     vocab.On(Proposal),
		Status: "testing",
		Doc:    "A list the proposal stands in.",
	})
	Lists = Schema.Property(vocab.Property{
		Term: "lists", Range: vocab.On(Proposal), Many: true, Inverse: ListedIn,
		On:     vocab.On(ProposalList),
		Status: "testing",
		Doc:    "A proposal that stands in the list.",
	})
)
