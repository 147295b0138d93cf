package vf

import "tributary/vocab"

// What people add, and when it was written down.
var (
	Note = Schema.Property(vocab.Property{
		Term: "note", Range: vocab.On(vocab.String),
		On:     vocab.On(Agent, Agreement, AgreementBundle, Claim, Commitment, EconomicEvent, EconomicResource, Intent, Plan, Process, ProcessSpecification, Proposal, ProposalList, Recipe, RecipeExchange, RecipeFlow, RecipeProcess, ResourceSpecification, SpatialThing),
		Also:   []vocab.IRI{skos + "note"},
		Status: "stable", Personal: true,
		Doc: "What people want to add, in their own words.",
	})
	Image = Schema.Property(vocab.Property{
		Term: "image", Range: vocab.On(vocab.AnyURI),
		On:     vocab.On(Agent, EconomicEvent, EconomicResource, Intent, ResourceSpecification, ProcessSpecification, RecipeProcess),
		Status: "stable",
		Doc:    "Where a picture of it is.",
	})
	ImageList = Schema.Property(vocab.Property{
		Term: "imageList", Label: "images", Range: vocab.On(vocab.AnyURI), Many: true,
		On:     vocab.On(EconomicResource, Intent, ResourceSpecification),
		Status: "stable",
		Doc:    "Where one of several pictures of it is.",
	})
	Created = Schema.Property(vocab.Property{
		Term: "created", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(Agreement, AgreementBundle, Claim, Commitment, EconomicEvent, Plan, Proposal, ProposalList),
		Near:   []vocab.IRI{dct + "created"},
		Status: "stable",
		Doc:    "When it was written down.",
	})
)
