package vf

import "tributary/vocab"

// What things are called and sorted under.
var (
	Name = Schema.Property(vocab.Property{
		Term: "name", Range: vocab.On(vocab.String),
		On:     vocab.On(Agent, Agreement, AgreementBundle, EconomicResource, Intent, Plan, Process, ProcessSpecification, Proposal, ProposalList, Recipe, RecipeExchange, RecipeProcess, ResourceSpecification, SpatialThing),
		Status: "stable",
		Doc:    "What it is called by people.",
	})
	Label = Schema.Property(vocab.Property{
		Term: "label", Range: vocab.On(vocab.String),
		On:     vocab.On(Unit, Action),
		Must:   vocab.On(Unit),
		Also:   []vocab.IRI{rdfs + "label"},
		Status: "stable",
		Doc:    "What a unit or an action is called.",
	})
	Symbol = Schema.Property(vocab.Property{
		Term: "symbol", Range: vocab.On(vocab.String),
		On:     vocab.On(Unit),
		Also:   []vocab.IRI{om + "symbol"},
		Status: "stable",
		Doc:    "How the unit is written after a number.",
	})
	ClassifiedAs = Schema.Property(vocab.Property{
		Term: "classifiedAs", Range: vocab.On(vocab.Tag), Many: true,
		On:     vocab.On(Process, EconomicResource, Organization, EcologicalAgent, Unit),
		Status: "testing",
		Doc:    "A word or concept it is filed under.",
	})
)
