package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Governance documents.
var (
	GovernanceDocument = Schema.Class(vocab.Class{Name: "GovernanceDocument",
		Also: []vocab.IRI{prov + "Entity", schemaOrg + "CreativeWork"},
		Doc:  "A document that is part of how a group governs itself, with a status and a period of effect."})
	GroupAgreement = Schema.Class(vocab.Class{Name: "GroupAgreement", Is: vocab.On(GovernanceDocument),
		Doc: "An agreement about how people or groups relate; unlike vf:Agreement, not a set of reciprocal economic commitments."})
	GovernanceCharter = Schema.Class(vocab.Class{Name: "GovernanceCharter", Is: vocab.On(GroupAgreement),
		Doc: "The founding document: purpose, principles and structure of a governance system."})
	Policy = Schema.Class(vocab.Class{Name: "Policy", Is: vocab.On(GovernanceDocument),
		Doc: "A rule or guideline for one domain of activity, made by the body that has authority over that domain."})
	ProcessMap = Schema.Class(vocab.Class{Name: "ProcessMap", Is: vocab.On(GovernanceDocument),
		Doc: "A drawing of how a governance process runs, kept as diagram source or as an image."})
	ParticipationGuidelines = Schema.Class(vocab.Class{Name: "ParticipationGuidelines", Plural: "participation-guidelines", Is: vocab.On(GovernanceDocument),
		Doc: "How somebody can take part in the governance of a group."})
	ImpactModel = Schema.Class(vocab.Class{Name: "ImpactModel", Is: vocab.On(GovernanceDocument),
		Doc: "How a group expects its activities to lead to change, in a form that can be tested."})
	DiscoveryReport = Schema.Class(vocab.Class{Name: "DiscoveryReport", Is: vocab.On(GovernanceDocument),
		Doc: "What a group learned about its own context before designing anything; usually closes the conversation phase."})
	GovernanceDesign = Schema.Class(vocab.Class{Name: "GovernanceDesign", Is: vocab.On(GovernanceDocument),
		Doc: "The written design of a governance structure that is put up for approval."})
	ImplementationPlan = Schema.Class(vocab.Class{Name: "ImplementationPlan", Is: vocab.On(GovernanceDocument),
		Doc: "Timeline, dependencies, resources, responsible parties and success criteria for putting a design into practice."})
)

// The terms of documents.
var (
	Party = Schema.Property(vocab.Property{Term: "party", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(GroupAgreement),
		Doc: "An agent bound by the agreement."})
	AgreementKind = Schema.Property(vocab.Property{Term: "agreementKind", Range: vocab.On(AgreementKindScheme), Many: true,
		On:  vocab.On(GroupAgreement),
		Doc: "What the agreement is about."})
	PolicyDomain = Schema.Property(vocab.Property{Term: "policyDomain", Range: vocab.On(PolicyDomainScheme), Many: true,
		On:  vocab.On(Policy),
		Doc: "The field a policy covers."})
	DocumentStatus = Schema.Property(vocab.Property{Term: "documentStatus", Range: vocab.On(DocumentStatusScheme),
		On:  vocab.On(GovernanceDocument),
		Doc: "Whether the document is a draft, in effect, replaced or retired."})
	DerivesAuthorityFrom = Schema.Property(vocab.Property{Term: "derivesAuthorityFrom", Range: vocab.On(GovernanceDocument), Many: true,
		On:  vocab.On(GovernanceDocument),
		Doc: "The document from which this one gets its authority."})
	GivesEffectTo = Schema.Property(vocab.Property{Term: "givesEffectTo", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceDocument),
		Doc: "The principle, charter or agreement that this document puts into practice."})
	Evaluates = Schema.Property(vocab.Property{Term: "evaluates", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceDocument, State, MetricObservation, FacilitationProcess),
		Doc: "The proposal, agreement or decision whose results this document assesses."})
	FulfillsCommitmentIn = Schema.Property(vocab.Property{Term: "fulfillsCommitmentIn", Range: vocab.On(GroupAgreement), Many: true,
		On:  vocab.On(GovernanceDocument, State, Task, Decision),
		Doc: "The agreement that promised this result."})
	Force = Schema.Property(vocab.Property{Term: "force", Range: vocab.On(ForceScheme),
		On:  vocab.On(GovernanceDocument, AffiliationConstraint),
		Doc: "Whether a document or constraint binds, recommends or is being tried out."})
	Governs = Schema.Property(vocab.Property{Term: "governs", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceDocument),
		Doc: "The group, role or resource the document applies to."})
	EconomicAgreement = Schema.Property(vocab.Property{Term: "economicAgreement", Range: vocab.On(vf.Agreement), Many: true,
		On:  vocab.On(GroupAgreement),
		Doc: "The ValueFlows agreement that holds the reciprocal commitments of this group agreement."})
	BreachProcess = Schema.Property(vocab.Property{Term: "breachProcess", Range: vocab.On(vocab.String),
		On:  vocab.On(GroupAgreement),
		Doc: "What happens when the agreement is not kept."})
	DiagramSource = Schema.Property(vocab.Property{Term: "diagramSource", Range: vocab.On(vocab.String),
		On:  vocab.On(ProcessMap),
		Doc: "Source text of a process map, such as Mermaid."})
)
