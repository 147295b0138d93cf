package vf

import "tributary/vocab"

// What a flow is of: who gives what to whom, how much and when.
var (
	Provider = Schema.Property(vocab.Property{
		Term: "provider", Range: vocab.On(Agent),
		On:     vocab.On(EconomicEvent, Commitment, Intent, Claim),
		Must:   vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "Who gives, works or hands over.",
	})
	Receiver = Schema.Property(vocab.Property{
		Term: "receiver", Range: vocab.On(Agent),
		On:     vocab.On(EconomicEvent, Commitment, Intent, Claim),
		Must:   vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "Who gets it, or for whom it is done.",
	})
	ResourceConformsTo = Schema.Property(vocab.Property{
		Term: "resourceConformsTo", Label: "kind of resource", Range: vocab.On(ResourceSpecification),
		On:     vocab.On(Commitment, Intent, EconomicEvent, Claim, RecipeFlow),
		Status: "stable",
		Doc:    "The type of resource that flows.",
	})
	ResourceClassifiedAs = Schema.Property(vocab.Property{
		Term: "resourceClassifiedAs", Label: "classified as", Range: vocab.On(vocab.Tag), Many: true,
		On:     vocab.On(ResourceSpecification, RecipeFlow, Intent, Commitment, EconomicEvent, Claim),
		Status: "testing",
		Doc:    "A word or concept under which what flows is filed.",
	})
	ResourceInventoriedAs = Schema.Property(vocab.Property{
		Term: "resourceInventoriedAs", Label: "resource", Range: vocab.On(EconomicResource),
		On:     vocab.On(Commitment, Intent, EconomicEvent),
		Status: "stable",
		Doc:    "The resource that flows, or from which it flows.",
	})
	ToResourceInventoriedAs = Schema.Property(vocab.Property{
		Term: "toResourceInventoriedAs", Label: "receiving resource", Range: vocab.On(EconomicResource),
		On:     vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "The resource on the receiving side, or the container of a combine.",
	})
	ResourceQuantity = Schema.Property(vocab.Property{
		Term: "resourceQuantity", Label: "quantity", Range: vocab.On(Measure),
		On:     flows,
		Status: "stable",
		Doc:    "How much of the resource flows.",
	})
	EffortQuantity = Schema.Property(vocab.Property{
		Term: "effortQuantity", Label: "effort", Range: vocab.On(Measure),
		On:     flows,
		Status: "stable",
		Doc:    "How much work or use is put in.",
	})
	AvailableQuantity = Schema.Property(vocab.Property{
		Term: "availableQuantity", Label: "available", Range: vocab.On(Measure),
		On:     vocab.On(Intent),
		Status: "stable",
		Doc:    "How much is on offer in all.",
	})
	MinimumQuantity = Schema.Property(vocab.Property{
		Term: "minimumQuantity", Label: "at least", Range: vocab.On(Measure),
		On:     vocab.On(Intent),
		Status: "stable",
		Doc:    "The least that may be taken of it at a time.",
	})
	Stage = Schema.Property(vocab.Property{
		Term: "stage", Range: vocab.On(ProcessSpecification),
		On:     vocab.On(EconomicResource, Commitment, Intent, RecipeFlow),
		Status: "stable",
		Doc:    "The type of process a resource has come out of last, or must have.",
	})
	State = Schema.Property(vocab.Property{
		Term: "state", Range: vocab.On(vocab.String),
		On:     vocab.On(EconomicResource, EconomicEvent, RecipeFlow, Commitment, Intent),
		Status: "testing",
		Doc:    "The condition a resource is in, or must be in, as a word of the group.",
	})
	ToLocation = Schema.Property(vocab.Property{
		Term: "toLocation", Label: "to the location", Range: vocab.On(SpatialThing),
		On:     vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "Where the resource is afterwards.",
	})
	HasPointInTime = Schema.Property(vocab.Property{
		Term: "hasPointInTime", Label: "when", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(Commitment, EconomicEvent, Intent),
		Also:   []vocab.IRI{timens + "inXSDDateTimeStamp"},
		Status: "stable",
		Doc:    "When it happens, where that is one moment.",
	})
	HasBeginning = Schema.Property(vocab.Property{
		Term: "hasBeginning", Label: "begins", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(Commitment, EconomicEvent, Intent, Proposal, Process),
		Also:   []vocab.IRI{timens + "hasBeginning"},
		Status: "stable",
		Doc:    "When it begins.",
	})
	HasEnd = Schema.Property(vocab.Property{
		Term: "hasEnd", Label: "ends", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(Commitment, EconomicEvent, Intent, Proposal, Process),
		Also:   []vocab.IRI{timens + "hasEnd"},
		Status: "stable",
		Doc:    "When it ends.",
	})
	Due = Schema.Property(vocab.Property{
		Term: "due", Range: vocab.On(vocab.DateTimeStamp),
		On:     vocab.On(Plan, Commitment, Claim, Intent),
		Status: "stable",
		Doc:    "When it is to be done by.",
	})
	Finished = Schema.Property(vocab.Property{
		Term: "finished", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(Commitment, Process, Intent, Claim),
		Status: "stable",
		Doc:    "Whether nothing more is expected to come of it.",
	})
)
