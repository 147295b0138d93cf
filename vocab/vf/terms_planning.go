package vf

import "tributary/vocab"

// Processes and plans.
var (
	BasedOn = Schema.Property(vocab.Property{
		Term: "basedOn", Range: vocab.On(ProcessSpecification),
		On:     vocab.On(Process),
		Status: "stable",
		Doc:    "The type of process it is.",
	})
	InScopeOf = Schema.Property(vocab.Property{
		Term: "inScopeOf", Range: vocab.On(Agent),
		On:     vocab.On(Process),
		Status: "testing",
		Doc:    "The agent in whose responsibility the process takes place.",
	})
	PlannedWithin = Schema.Property(vocab.Property{
		Term: "plannedWithin", Label: "part of the plan", Range: vocab.On(Plan),
		On:     vocab.On(Process, Commitment, Intent),
		Status: "stable",
		Doc:    "The plan it is part of.",
	})
	PlanIncludes = Schema.Property(vocab.Property{
		Term: "planIncludes", Label: "includes", Range: vocab.On(Process, Commitment, Intent), Many: true, Inverse: PlannedWithin,
		On:     vocab.On(Plan),
		Status: "stable",
		Doc:    "A process or flow that is part of the plan.",
	})
	// The ontology has Commitment only, its own comment and changelog Intent as well.
	IndependentDemandOf = Schema.Property(vocab.Property{
		Term: "independentDemandOf", Label: "asked for by the plan", Range: vocab.On(Plan),
		On:     vocab.On(Commitment, Intent),
		Status: "stable",
		Doc:    "The plan that was made in order to deliver this.",
	})
	HasIndependentDemand = Schema.Property(vocab.Property{
		Term: "hasIndependentDemand", Label: "asks for", Range: vocab.On(Commitment, Intent), Many: true, Inverse: IndependentDemandOf,
		On:     vocab.On(Plan),
		Status: "stable",
		Doc:    "What the plan was made in order to deliver.",
	})
)
