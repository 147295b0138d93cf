package pf

import "tributary/vocab"

// Standing, kinds and force of governance documents.
var (
	DocumentStatusScheme = Schema.Class(vocab.Class{Name: "DocumentStatusScheme", Kind: vocab.Scheme, Label: "Document statuses",
		Doc: "Life of a governance document."})
	AgreementKindScheme = Schema.Class(vocab.Class{Name: "AgreementKindScheme", Kind: vocab.Scheme, Label: "Kinds of group agreement", Open: true,
		Doc: "What agreements are about."})
	ConflictStepScheme = Schema.Class(vocab.Class{Name: "ConflictStepScheme", Kind: vocab.Scheme, Label: "Conflict response steps", Open: true,
		Doc: "The escalating steps of a conflict response plan."})
	PolicyDomainScheme = Schema.Class(vocab.Class{Name: "PolicyDomainScheme", Kind: vocab.Scheme, Label: "Policy domains", Open: true,
		Doc: "The fields that policies cover."})
	ForceScheme = Schema.Class(vocab.Class{Name: "ForceScheme", Kind: vocab.Scheme, Label: "Force",
		Doc: "How strongly a document or constraint is meant."})
)

var (
	DocDraft      = concept(DocumentStatusScheme, "doc-draft", "draft", "Not in effect yet.", codes("governance-server:draft", "governance-site:draft"))
	DocActive     = concept(DocumentStatusScheme, "doc-active", "active", "In effect.", codes("governance-server:active", "governance-site:active"))
	DocSuperseded = concept(DocumentStatusScheme, "doc-superseded", "superseded", "Replaced by another.", codes("governance-server:superseded", "governance-site:deprecated"))
	DocRetired    = concept(DocumentStatusScheme, "doc-retired", "retired", "No longer in effect and not replaced.", codes("governance-server:retired"))
)

var _ = rows(AgreementKindScheme,
	row("agr-purpose", "purpose agreement", "Shared why."),
	row("agr-practice", "practice agreement", "Shared how."),
	row("agr-progress", "progress agreement", "How work is tracked and shown."),
	row("agr-operating", "operating agreement", "Legal founding agreement."),
	row("agr-community", "community agreement", "Expectations of everybody who takes part."),
	row("agr-code-of-conduct", "code of conduct", "Safety boundaries; breaking them ends participation."),
	row("agr-accountability", "commitment to accountability", "Everyday expectations; a breach starts the conflict process."),
	row("agr-conflict-plan", "conflict response plan", "What to do when there is conflict."),
	row("agr-affiliation", "affiliation agreement", "Terms of being part of a wider collective."),
	row("agr-partnership", "partnership agreement", "Terms between a stakeholder group and those who do the work."),
	row("agr-inter-cell", "agreement between cells", "What two cells promise each other."),
	row("agr-membership", "membership agreement", "Terms of membership."),
)

var _ = rows(ConflictStepScheme,
	row("conflict-recognition", "recognition", "Naming it early.", at(1)),
	row("conflict-discourse", "direct conversation", "Those concerned talk.", at(2)),
	row("conflict-mediation", "mediation", "A neutral person helps; optional.", at(3)),
	row("conflict-arbitration", "arbitration", "A trusted person decides; optional.", at(4)),
	row("conflict-resolution", "resolution", "What was agreed, learned and will be followed up.", at(5)),
)

var _ = rows(PolicyDomainScheme,
	row("domain-metagovernance", "metagovernance", "How decisions are made and rules changed."),
	row("domain-operations", "operations", "Work, resources, contributors."),
	row("domain-platforms", "platforms", "Digital infrastructure."),
	row("domain-state", "record keeping", "How the governance record itself is kept."),
	row("domain-treasury", "treasury", "Money and other resources."),
	row("domain-community", "community", "Life together."),
)

var _ = rows(ForceScheme,
	row("force-binding", "binding", "Has to be kept."),
	row("force-recommended", "recommended", "Common practice; nobody has to."),
	row("force-trial", "on trial", "In effect until a review date to see whether it helps."),
)
