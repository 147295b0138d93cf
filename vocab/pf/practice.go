package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Practice: facilitation, feedback, patterns, tools and why they were chosen.
var (
	FacilitationProcess = Schema.Class(vocab.Class{Name: "FacilitationProcess",
		Also: []vocab.IRI{prov + "Activity"},
		Doc:  "One run of helping a group discover, design and implement how it governs itself."})
	FeedbackMechanism = Schema.Class(vocab.Class{Name: "FeedbackMechanism",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "A standing way in which a group hears how its governance works, at a given scale."})
	SuccessMetric = Schema.Class(vocab.Class{Name: "SuccessMetric",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "A question or measure by which a group judges its own structure."})
	MetricObservation = Schema.Class(vocab.Class{Name: "MetricObservation",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "One answer to a success metric at one time."})
	Pattern = Schema.Class(vocab.Class{Name: "Pattern",
		Also: []vocab.IRI{skos + "Concept", prov + "Plan"},
		Doc:  "A reusable way of organising that has worked for others, described so that it can be adapted."})
	Tool = Schema.Class(vocab.Class{Name: "Tool", Label: "tool (technical primitive)",
		Also: []vocab.IRI{schemaOrg + "SoftwareApplication"},
		Doc:  "A concrete tool, protocol or module used to put a pattern into practice."})
	Selection = Schema.Class(vocab.Class{Name: "Selection",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "The recorded choice of a pattern or tool by a group, with the phase, scale and values that led to it."})
	Requirement = Schema.Class(vocab.Class{Name: "Requirement",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "Something the governance structure of a group must be able to do."})
)

// The terms of practice.
var (
	Facilitates = Schema.Property(vocab.Property{Term: "facilitates", Range: vocab.On(Group), Many: true,
		On:  vocab.On(FacilitationProcess),
		Doc: "The group being helped."})
	Facilitator = Schema.Property(vocab.Property{Term: "facilitator", Range: vocab.On(vf.Agent), Many: true,
		On:   vocab.On(FacilitationProcess),
		Also: []vocab.IRI{prov + "wasAssociatedWith"},
		Doc:  "Who helps."})
	FacilitationStage = Schema.Property(vocab.Property{Term: "facilitationStage", Range: vocab.On(FacilitationStageScheme),
		On:  vocab.On(FacilitationProcess),
		Doc: "Discover, design, implement, launch and evolve."})
	FacilitationStep = Schema.Property(vocab.Property{Term: "facilitationStep", Range: vocab.On(FacilitationStepScheme),
		On:  vocab.On(FacilitationProcess),
		Doc: "The step reached."})
	HasRequirement = Schema.Property(vocab.Property{Term: "hasRequirement", Label: "requirements", Range: vocab.On(Requirement), Many: true,
		On:  vocab.On(Group, GovernanceDesign),
		Doc: "A requirement found for the governance of the group."})
	RequirementDimension = Schema.Property(vocab.Property{Term: "requirementDimension", Range: vocab.On(RequirementDimensionScheme),
		On:  vocab.On(Requirement),
		Doc: "Which dimension the requirement belongs to."})
	WantsDynamic = Schema.Property(vocab.Property{Term: "wantsDynamic", Range: vocab.On(DynamicsScheme, SystemPropertyScheme), Many: true,
		On:  vocab.On(Group, GovernanceDesign),
		Doc: "An organisational dynamic or system property the group wants its structure to produce."})
	HasFeedbackMechanism = Schema.Property(vocab.Property{Term: "hasFeedbackMechanism", Label: "feedback", Range: vocab.On(FeedbackMechanism), Many: true,
		On:  vocab.On(Group),
		Doc: "A standing way of hearing back."})
	Cadence = Schema.Property(vocab.Property{Term: "cadence", Range: vocab.On(vocab.Duration),
		On:  vocab.On(FeedbackMechanism),
		Doc: "How often it runs."})
	HasSuccessMetric = Schema.Property(vocab.Property{Term: "hasSuccessMetric", Label: "measured by", Range: vocab.On(SuccessMetric), Many: true,
		On:  vocab.On(Group),
		Doc: "A measure the group judges itself by."})
	MetricKind = Schema.Property(vocab.Property{Term: "metricKind", Range: vocab.On(SuccessMetricScheme),
		On:  vocab.On(SuccessMetric),
		Doc: "The common measure this is an instance of."})
	MetricQuestion = Schema.Property(vocab.Property{Term: "metricQuestion", Range: vocab.On(vocab.String),
		On:  vocab.On(SuccessMetric),
		Doc: "The question as the group asks it."})
	OfMetric = Schema.Property(vocab.Property{Term: "ofMetric", Range: vocab.On(SuccessMetric),
		On: vocab.On(MetricObservation), Must: vocab.On(MetricObservation),
		Doc: "The metric observed."})
	ObservedValue = Schema.Property(vocab.Property{Term: "observedValue",
		On: vocab.On(MetricObservation), Must: vocab.On(MetricObservation),
		Doc: "The answer."})
	SuitsPhase = Schema.Property(vocab.Property{Term: "suitsPhase", Range: vocab.On(PhaseScheme), Many: true,
		On:  vocab.On(Pattern, Tool, DecisionMechanism),
		Doc: "A phase for which the pattern, tool or mechanism fits."})
	SuitsScale = Schema.Property(vocab.Property{Term: "suitsScale", Range: vocab.On(ScaleScheme), Many: true,
		On:  vocab.On(Pattern, Tool, DecisionMechanism, GovernanceLayerScheme, DecisionMechanismScheme),
		Doc: "A scale for which it fits."})
	ExpressesQuality = Schema.Property(vocab.Property{Term: "expressesQuality", Range: vocab.On(Quality), Many: true,
		On:  vocab.On(Pattern, Tool, DecisionMechanism, Group, DecisionMechanismScheme),
		Doc: "A quality it brings."})
	ServesFunction = Schema.Property(vocab.Property{Term: "servesFunction", Range: vocab.On(FunctionScheme), Many: true,
		On:  vocab.On(Pattern, Tool, DecisionMechanism),
		Doc: "A function it serves."})
	CombinesWith = Schema.Property(vocab.Property{Term: "combinesWith", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Pattern, Tool, DecisionMechanism),
		Doc: "A pattern or tool it is used together with."})
	SelectedBy = Schema.Property(vocab.Property{Term: "selectedBy", Range: vocab.On(Group),
		On:   vocab.On(Selection),
		Also: []vocab.IRI{prov + "wasAttributedTo"},
		Doc:  "The group that chose."})
	Selects = Schema.Property(vocab.Property{Term: "selects", Range: vocab.On(Pattern, Tool, DecisionMechanism), Many: true,
		On: vocab.On(Selection), Must: vocab.On(Selection),
		Doc: "What was chosen."})
	InsteadOf = Schema.Property(vocab.Property{Term: "insteadOf", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Selection),
		Doc: "What was considered and not chosen."})
	ForFunction = Schema.Property(vocab.Property{Term: "forFunction", Range: vocab.On(FunctionScheme), Many: true,
		On:  vocab.On(Selection),
		Doc: "The function it was chosen for."})
)
