package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// State: the document in which an entity says what it is, and its moves between phases and scales.
var (
	State = Schema.Class(vocab.Class{Name: "State",
		Also: []vocab.IRI{prov + "Entity", schemaOrg + "CreativeWork", as + "Document"},
		Doc:  "One published snapshot of a stateful entity, never edited: a newer one names the older."})
	StateSection = Schema.Class(vocab.Class{Name: "StateSection", Kind: vocab.Part,
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "One of the three parts of a state."})
	PurposeSection = Schema.Class(vocab.Class{Name: "PurposeSection", Kind: vocab.Part, Is: vocab.On(StateSection),
		Doc: "Why the entity exists and what it aims for, including how that fits the purpose of the network around it."})
	PracticeSection = Schema.Class(vocab.Class{Name: "PracticeSection", Kind: vocab.Part, Is: vocab.On(StateSection),
		Doc: "How the entity works: who is in it, how it decides, handles resources, agreements and disputes."})
	ProgressSection = Schema.Class(vocab.Class{Name: "ProgressSection", Kind: vocab.Part, Is: vocab.On(StateSection),
		Doc: "What is happening and where plans, work and results can be seen."})
	StateElement = Schema.Class(vocab.Class{Name: "StateElement", Kind: vocab.Part,
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "One entry of a section: a kind, its text and/or pointers to where the authoritative information lives."})
	PhaseTransition = Schema.Class(vocab.Class{Name: "PhaseTransition",
		Also: []vocab.IRI{prov + "Activity", org + "ChangeEvent"},
		Doc:  "The recorded event of an entity moving from one phase to another, with the evidence and the decision behind it."})
	ScaleTransition = Schema.Class(vocab.Class{Name: "ScaleTransition",
		Also: []vocab.IRI{prov + "Activity", org + "ChangeEvent"},
		Doc:  "The recorded event of an entity changing the scale it works at."})
)

// The terms of state, phase and scale.
var (
	HasState = Schema.Property(vocab.Property{Term: "hasState", Label: "states", Range: vocab.On(State), Many: true,
		On: vocab.On(StatefulEntity), Inverse: StateOf,
		Doc: "A snapshot of the state of this entity, current or past."})
	CurrentState = Schema.Property(vocab.Property{Term: "currentState", Range: vocab.On(State),
		On:   vocab.On(StatefulEntity),
		Also: []vocab.IRI{Schema.Base + "hasState"},
		Doc:  "The newest adopted snapshot: exactly one for an entity that publishes."})
	StateOf = Schema.Property(vocab.Property{Term: "stateOf", Range: vocab.On(StatefulEntity),
		On:   vocab.On(State),
		Also: []vocab.IRI{schemaOrg + "about"},
		Doc:  "The entity this snapshot describes."})
	HasPurposeSection = Schema.Property(vocab.Property{Term: "purposeSection", Range: vocab.On(PurposeSection),
		On:   vocab.On(State),
		Also: []vocab.IRI{dct + "hasPart"},
		Doc:  "The purpose part of a state."})
	HasPracticeSection = Schema.Property(vocab.Property{Term: "practiceSection", Range: vocab.On(PracticeSection),
		On:   vocab.On(State),
		Also: []vocab.IRI{dct + "hasPart"},
		Doc:  "The practice part of a state."})
	HasProgressSection = Schema.Property(vocab.Property{Term: "progressSection", Range: vocab.On(ProgressSection),
		On:   vocab.On(State),
		Also: []vocab.IRI{dct + "hasPart"},
		Doc:  "The progress part of a state."})
	HasElement = Schema.Property(vocab.Property{Term: "hasElement", Label: "elements", Range: vocab.On(StateElement), Many: true,
		On:   vocab.On(StateSection),
		Also: []vocab.IRI{dct + "hasPart"},
		Doc:  "An entry of a state section."})
	ElementKind = Schema.Property(vocab.Property{Term: "elementKind", Range: vocab.On(StateElementScheme),
		On: vocab.On(StateElement), Must: vocab.On(StateElement),
		Doc: "Which of the recommended entries this is, or a kind of the group's own."})
	Phase = Schema.Property(vocab.Property{Term: "phase", Range: vocab.On(PhaseScheme),
		On:  vocab.On(StatefulEntity, State, Selection),
		Doc: "The phase of the entity or snapshot."})
	Scale = Schema.Property(vocab.Property{Term: "scale", Range: vocab.On(ScaleScheme), Many: true,
		On:  vocab.On(StatefulEntity, State, FeedbackMechanism, Selection),
		Doc: "A scale the entity works at; a cell typically has two, one inside and one towards the network."})
	PrimaryScale = Schema.Property(vocab.Property{Term: "primaryScale", Range: vocab.On(ScaleScheme),
		On:   vocab.On(StatefulEntity, State),
		Also: []vocab.IRI{Schema.Base + "scale"},
		Doc:  "The scale at which most of its work happens."})
	StateVersion = Schema.Property(vocab.Property{Term: "stateVersion", Label: "number at the source", Range: vocab.On(vocab.String),
		On:   vocab.On(State),
		Also: []vocab.IRI{schemaOrg + "version"},
		Doc:  "Version label chosen by the group."})
	ContentDigest = Schema.Property(vocab.Property{Term: "contentDigest", Label: "digest of the content", Range: vocab.On(vocab.String),
		On:  vocab.On(State),
		Doc: "Hash of the canonical form of the snapshot, as algorithm-prefixed text, so that copies can be checked."})
	MaintainedBy = Schema.Property(vocab.Property{Term: "maintainedBy", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(StatefulEntity),
		Doc: "Who keeps the state current: the group itself, or for roles and tasks the group that uses them."})
	RollsUpTo = Schema.Property(vocab.Property{Term: "rollsUpTo", Range: vocab.On(State),
		On:   vocab.On(State),
		Also: []vocab.IRI{dct + "isPartOf"},
		Doc:  "The state of the wider entity into which this state is summed: role and task into cell, cell into network."})
	TransitionOf = Schema.Property(vocab.Property{Term: "transitionOf", Range: vocab.On(StatefulEntity),
		On: vocab.On(PhaseTransition, ScaleTransition), Must: vocab.On(PhaseTransition, ScaleTransition),
		Doc: "The entity that changed phase or scale."})
	FromPhase = Schema.Property(vocab.Property{Term: "fromPhase", Range: vocab.On(PhaseScheme),
		On: vocab.On(PhaseTransition), Must: vocab.On(PhaseTransition),
		Doc: "The phase left."})
	ToPhase = Schema.Property(vocab.Property{Term: "toPhase", Range: vocab.On(PhaseScheme),
		On: vocab.On(PhaseTransition), Must: vocab.On(PhaseTransition),
		Doc: "The phase entered."})
	FromScale = Schema.Property(vocab.Property{Term: "fromScale", Range: vocab.On(ScaleScheme),
		On:  vocab.On(ScaleTransition),
		Doc: "The scale left."})
	ToScale = Schema.Property(vocab.Property{Term: "toScale", Range: vocab.On(ScaleScheme),
		On:  vocab.On(ScaleTransition),
		Doc: "The scale entered."})
	ReadinessSign = Schema.Property(vocab.Property{Term: "readinessSign", Range: vocab.On(ReadinessScheme), Many: true,
		On:  vocab.On(PhaseTransition),
		Doc: "Which sign of readiness the evidence speaks to."})
	NextPhase = Schema.Property(vocab.Property{Term: "nextPhase", Range: vocab.On(PhaseScheme),
		On:  vocab.On(PhaseScheme),
		Doc: "The phase that normally follows."})
	AllowedTransition = Schema.Property(vocab.Property{Term: "allowedTransition", Range: vocab.On(PhaseScheme), Many: true,
		On:  vocab.On(PhaseScheme),
		Doc: "A phase that may be entered from this one."})
	TypicalMinSize = Schema.Property(vocab.Property{Term: "typicalMinSize", Range: vocab.On(vocab.NonNegativeInteger),
		On: vocab.On(ScaleScheme), Label: "typical minimum size",
		Doc: "Lower end of the usual number of people."})
	TypicalMaxSize = Schema.Property(vocab.Property{Term: "typicalMaxSize", Range: vocab.On(vocab.NonNegativeInteger),
		On: vocab.On(ScaleScheme), Label: "typical maximum size",
		Doc: "Upper end of the usual number of people; absent when open."})
)
