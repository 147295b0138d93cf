package pf

import "tributary/vocab"

// Facilitation, requirements and feedback: the words in which a group looks at its own practice.
var (
	FacilitationStageScheme = Schema.Class(vocab.Class{Name: "FacilitationStageScheme", Kind: vocab.Scheme, Label: "Facilitation stages", Open: true,
		Doc: "Large steps of a facilitation."})
	FacilitationStepScheme = Schema.Class(vocab.Class{Name: "FacilitationStepScheme", Kind: vocab.Scheme, Label: "Facilitation steps", Open: true,
		Doc: "The five steps of working with a group."})
	ImplementationSequenceScheme = Schema.Class(vocab.Class{Name: "ImplementationSequenceScheme", Kind: vocab.Scheme, Label: "Order of implementation", Open: true,
		Doc: "The order recommended for building governance."})
	RequirementDimensionScheme = Schema.Class(vocab.Class{Name: "RequirementDimensionScheme", Kind: vocab.Scheme, Label: "Requirement dimensions", Open: true,
		Doc: "Dimensions of requirements mapping."})
	DynamicsScheme = Schema.Class(vocab.Class{Name: "DynamicsScheme", Kind: vocab.Scheme, Label: "Organisational dynamics", Open: true,
		Doc: "Dynamics a structure can produce."})
	SystemPropertyScheme = Schema.Class(vocab.Class{Name: "SystemPropertyScheme", Kind: vocab.Scheme, Label: "System properties", Open: true,
		Doc: "Properties of the wider system that the dynamics add up to."})
	SuccessMetricScheme = Schema.Class(vocab.Class{Name: "SuccessMetricScheme", Kind: vocab.Scheme, Label: "Success metrics",
		Doc: "The questions named in the operational guide, plus measures of the record itself."})
	FunctionScheme = Schema.Class(vocab.Class{Name: "FunctionScheme", Kind: vocab.Scheme, Label: "Functions", Open: true,
		Doc: "What patterns and tools are for."})
	GovernanceApproachScheme = Schema.Class(vocab.Class{Name: "GovernanceApproachScheme", Kind: vocab.Scheme, Label: "Governance approaches", Open: true,
		Doc: "How much is steered from the middle."})
)

var _ = rows(FacilitationStageScheme,
	row("fac-discover", "discover", "Learn about the group; ends with a discovery report.", at(1)),
	row("fac-design", "design", "Compose a structure; ends with a design proposal.", at(2)),
	row("fac-implement", "implement", "Put it in place.", at(3)),
	row("fac-launch", "launch and evolve", "Run it, listen, adapt.", at(4)),
)

var _ = rows(FacilitationStepScheme,
	row("step-assess", "assess context", "Find its phase, scale, state and values.", at(1)),
	row("step-needs", "identify needs", "Find the most pressing challenges.", at(2)),
	row("step-select", "select patterns", "Choose fitting patterns.", at(3)),
	row("step-implement", "implement solutions", "Adapt and apply them.", at(4)),
	row("step-evolve", "evolve and iterate", "Refine from feedback.", at(5)),
)

var _ = rows(ImplementationSequenceScheme,
	row("seq-decisions", "initial decision-making", "First a way to decide the rest.", at(1)),
	row("seq-coordination", "core coordination", "Basic agreements and protocols.", at(2)),
	row("seq-roles", "foundational roles", "Roles and responsibilities.", at(3)),
	row("seq-resources", "resource allocation", "How resources are given out.", at(4)),
	row("seq-special", "specialised components", "Whatever else is needed.", at(5)),
	row("seq-feedback", "feedback and evolution", "How it will change.", at(6)),
)

var _ = rows(RequirementDimensionScheme,
	row("req-scale-scope", "scale and scope", "How large, how many things, how controlled."),
	row("req-decision-scope", "decision scope", "What has to be decided."),
	row("req-stakeholders", "stakeholder inclusion", "Who must be represented."),
	row("req-time", "time horizons", "From tactical to long term."),
	row("req-resources", "resource considerations", "What has to be managed."),
	row("req-technical", "technical constraints", "Tools, skills, on-chain or not."),
	row("req-dynamics", "desired dynamics", "What the organisation should feel like from inside."),
	row("req-properties", "desired system properties", "What it should bring about."),
)

var _ = rows(DynamicsScheme,
	row("dyn-decentralized-decisions", "decentralised decision-making", "Dynamic named in the operational guide."),
	row("dyn-autonomy", "autonomy", "Dynamic named in the operational guide."),
	row("dyn-creative-innovation", "creative innovation", "Dynamic named in the operational guide."),
	row("dyn-economies-of-scale", "economies of scale", "Dynamic named in the operational guide."),
	row("dyn-permissionless", "permissionless innovation", "Dynamic named in the operational guide."),
	row("dyn-adaptability", "flexibility and adaptability", "Dynamic named in the operational guide."),
	row("dyn-aligned-incentives", "aligned incentives", "Dynamic named in the operational guide."),
	row("dyn-network-effects", "network effects", "Dynamic named in the operational guide."),
	row("dyn-fractal-scaling", "fractal scaling", "Dynamic named in the operational guide."),
)

var _ = rows(SystemPropertyScheme,
	row("sys-collective-intelligence", "collective intelligence", "System property named in the operational guide."),
	row("sys-evolving", "evolving and adapting system", "System property named in the operational guide."),
	row("sys-regenerative-economics", "regenerative economics", "System property named in the operational guide."),
	row("sys-system-impact", "system-level impact", "System property named in the operational guide."),
)

var _ = rows(SuccessMetricScheme,
	row("metric-autonomy-alignment", "autonomous and aligned", "Can cells act on their own and still pull together?"),
	row("metric-right-level", "decided at the right level", "Are decisions taken where they should be?"),
	row("metric-resource-flow", "resources flow to where value is made", "Do resources reach the work?"),
	row("metric-adaptation", "adapts", "Can the network change with circumstances?"),
	row("metric-state-freshness", "fresh state", "How old are the states, and how many are overdue?"),
	row("metric-decision-implementation", "decisions carried out", "How many decisions were carried out, how fast?"),
	row("metric-term-health", "healthy rotation", "How many terms are expired, vacant or past the limit?"),
	row("metric-participation", "participation", "How many of those eligible take part?"),
)

var _ = rows(FunctionScheme,
	row("fn-knowledge", "knowledge repository", "Keeping and sharing knowledge."),
	row("fn-state-repository", "state repository", "Keeping states with controlled editing and history."),
	row("fn-proposals-voting", "proposals and voting", "Making proposals and deciding."),
	row("fn-access", "authority and access", "Who may do what."),
	row("fn-communication", "communication", "Talking."),
	row("fn-treasury", "treasury management", "Keeping and moving resources."),
	row("fn-trust-building", "trust-building and fellowship", "Being heard, being together."),
	row("fn-governance", "governance", "Tag used in metadata."),
	row("fn-payments", "payments", "Tag used in metadata."),
	row("fn-privacy", "privacy", "Tag used in metadata."),
	row("fn-grants", "grants", "Tag used in metadata."),
	row("fn-transformation", "transformation", "Tag used in metadata."),
	row("fn-decisions", "decisions", "Lexicon tag carrying \"functions\"."),
	row("fn-coordination", "coordination", "Lexicon tag carrying \"functions\"."),
	row("fn-impact", "impact", "Lexicon tag carrying \"functions\"."),
	row("fn-permissions", "permissions", "Lexicon tag carrying \"functions\"."),
)

var _ = rows(GovernanceApproachScheme,
	row("approach-structured", "highly structured", "Decisions mostly come from above."),
	row("approach-unconstrained", "highly unconstrained", "Cells form and coordinate without limits from the network."),
	row("approach-combined", "combined", "Constraints of different kinds where they are needed; what the framework is made for."),
)
