package vf

import "tributary/vocab"

const (
	om     vocab.IRI = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
	foaf   vocab.IRI = "http://xmlns.com/foaf/0.1/"
	org    vocab.IRI = "http://www.w3.org/ns/org#"
	geo    vocab.IRI = "http://www.w3.org/2003/01/geo/wgs84_pos#"
	timens vocab.IRI = "http://www.w3.org/2006/time#"
	skos   vocab.IRI = "http://www.w3.org/2004/02/skos/core#"
	rdfs   vocab.IRI = "http://www.w3.org/2000/01/rdf-schema#"
	dct    vocab.IRI = "http://purl.org/dc/terms/"
)

// Schema is ValueFlows 1.0.
var Schema = &vocab.Schema{
	Prefix: "vf", Base: "https://w3id.org/valueflows/ont/vf#", Version: "1.0.0",
	Title: "ValueFlows",
	Doc:   "Economic flows between agents: what is planned, what happened, and to which resources.",
	Aliases: []vocab.IRI{
		"http://w3id.org/valueflows/ont/vf#",
		"https://w3id.org/valueflows#",
		"https://w3id.org/valueflows/",
		"ValueFlows:",
	},
}

// The core classes.
var (
	Agent = Schema.Class(vocab.Class{
		Name: "Agent", Near: []vocab.IRI{foaf + "Agent"},
		Status: "stable",
		Doc:    "A person, an organization or a part of nature that takes part in flows.",
	})
	Person = Schema.Class(vocab.Class{
		Name: "Person", Plural: "people", Is: vocab.On(Agent), Near: []vocab.IRI{foaf + "Person"},
		Status: "stable",
		Doc:    "A human being.",
	})
	Organization = Schema.Class(vocab.Class{
		Name: "Organization", Is: vocab.On(Agent), Near: []vocab.IRI{org + "Organization"},
		Status: "stable",
		Doc:    "A group that acts as one.",
	})
	EcologicalAgent = Schema.Class(vocab.Class{
		Name: "EcologicalAgent", Is: vocab.On(Agent),
		Status: "testing",
		Doc:    "A living being or an ecosystem that is not human and is counted as taking part.",
	})
	Action = Schema.Class(vocab.Class{
		Name: "Action", Kind: vocab.Enumeration,
		Status: "stable",
		Doc:    "What is done in a flow, and with which effects.",
	})
	ProcessSpecification = Schema.Class(vocab.Class{
		Name:   "ProcessSpecification",
		Status: "stable",
		Doc:    "A type of process; also the stage that a resource has reached by it.",
	})
	Recipe = Schema.Class(vocab.Class{
		Name:   "Recipe",
		Status: "testing",
		Doc:    "Process templates that belong together, made for one type of resource.",
	})
	RecipeExchange = Schema.Class(vocab.Class{
		Name:   "RecipeExchange",
		Status: "stable",
		Doc:    "A template for agreements.",
	})
	RecipeFlow = Schema.Class(vocab.Class{
		Name:   "RecipeFlow",
		Status: "stable",
		Doc:    "A template for what goes into a process, comes out of it, or is exchanged.",
	})
	RecipeProcess = Schema.Class(vocab.Class{
		Name:   "RecipeProcess",
		Status: "stable",
		Doc:    "A template for processes.",
	})
	ResourceSpecification = Schema.Class(vocab.Class{
		Name:   "ResourceSpecification",
		Status: "stable",
		Doc:    "A type of resource: a thing, a service, a skill, a currency.",
	})
	Agreement = Schema.Class(vocab.Class{
		Name:   "Agreement",
		Status: "stable",
		Doc:    "What agents promise each other, and what they did under it.",
	})
	AgreementBundle = Schema.Class(vocab.Class{
		Name:   "AgreementBundle",
		Status: "testing",
		Doc:    "Agreements that belong together, such as the lines of an order.",
	})
	Claim = Schema.Class(vocab.Class{
		Name:   "Claim",
		Status: "testing",
		Doc:    "What a receiver says is owed in return for an event.",
	})
	Commitment = Schema.Class(vocab.Class{
		Name:   "Commitment",
		Status: "stable",
		Doc:    "A promised flow.",
	})
	Intent = Schema.Class(vocab.Class{
		Name:   "Intent",
		Status: "stable",
		Doc:    "A flow that somebody wants, offers or plans, before it is promised.",
	})
	Plan = Schema.Class(vocab.Class{
		Name:   "Plan",
		Status: "stable",
		Doc:    "Processes and flows that are to bring about something by a time.",
	})
	Process = Schema.Class(vocab.Class{
		Name:   "Process",
		Status: "stable",
		Doc:    "What turns inputs into outputs, planned or observed.",
	})
	Proposal = Schema.Class(vocab.Class{
		Name:   "Proposal",
		Status: "stable",
		Doc:    "A published offer or request, with what is wanted in return.",
	})
	ProposalList = Schema.Class(vocab.Class{
		Name:   "ProposalList",
		Status: "testing",
		Doc:    "Proposals that belong together, such as a price list.",
	})
	BatchLotRecord = Schema.Class(vocab.Class{
		Name:   "BatchLotRecord",
		Status: "testing",
		Doc:    "What is known of a batch or lot.",
	})
	EconomicEvent = Schema.Class(vocab.Class{
		Name:   "EconomicEvent",
		Status: "stable",
		Doc:    "A flow that took place; nothing else changes how much there is of a resource.",
	})
	EconomicResource = Schema.Class(vocab.Class{
		Name:   "EconomicResource",
		Status: "stable",
		Doc:    "Something that is kept count of: goods, equipment, an account, a document.",
	})
	Measure = Schema.Class(vocab.Class{
		Name: "Measure", Kind: vocab.Part, Also: []vocab.IRI{om + "Measure"},
		Status: "stable",
		Doc:    "A number with its unit.",
	})
	SpatialThing = Schema.Class(vocab.Class{
		Name: "SpatialThing", Also: []vocab.IRI{geo + "SpatialThing"},
		Status: "stable",
		Doc:    "A place.",
	})
	Unit = Schema.Class(vocab.Class{
		Name: "Unit", Words: om, Also: []vocab.IRI{om + "Unit"},
		Status: "stable",
		Doc:    "A unit of measure.",
	})
)

// The enumerations in which actions and proposals are described.
var (
	ProposalPurpose   = enumeration("ProposalPurpose", "testing", "Whether a proposal offers or asks.")
	InputOutput       = enumeration("InputOutput", "testing", "Which way the flows of an action go.")
	CreateResource    = enumeration("CreateResource", "testing", "Whether events with an action may bring resources into being.")
	EventQuantity     = enumeration("EventQuantity", "testing", "Which quantities the flows of an action carry.")
	AccountingEffect  = enumeration("AccountingEffect", "testing", "What an action does to the quantity owned.")
	OnhandEffect      = enumeration("OnhandEffect", "testing", "What an action does to the quantity at hand.")
	LocationEffect    = enumeration("LocationEffect", "testing", "Whose location an action sets.")
	ContainedEffect   = enumeration("ContainedEffect", "testing", "What an action does to the container of a resource.")
	AccountableEffect = enumeration("AccountableEffect", "testing", "Whose accountable agent an action sets.")
	StageEffect       = enumeration("StageEffect", "testing", "What an action does to the stage of a resource.")
	StateEffect       = enumeration("StateEffect", "unstable", "Whose state an action sets.")
)

func enumeration(name, status, doc string) *vocab.Class {
	return Schema.Class(vocab.Class{Name: name, Kind: vocab.Enumeration, Status: status, Doc: doc})
}

// flows are the classes that say what is given to whom.
var flows = vocab.On(EconomicEvent, Commitment, Intent, RecipeFlow, Claim)
