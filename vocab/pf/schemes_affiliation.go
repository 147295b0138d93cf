package pf

import "tributary/vocab"

// How one group belongs to another, and on which conditions.
var (
	AffiliationKindScheme = Schema.Class(vocab.Class{Name: "AffiliationKindScheme", Kind: vocab.Scheme, Label: "Affiliation kinds",
		Doc: "Ways a group relates to a wider collective."})
	AffiliationStatusScheme = Schema.Class(vocab.Class{Name: "AffiliationStatusScheme", Kind: vocab.Scheme, Label: "Affiliation statuses",
		Doc: "Life of an affiliation."})
	ConstraintKindScheme = Schema.Class(vocab.Class{Name: "ConstraintKindScheme", Kind: vocab.Scheme, Label: "Kinds of affiliation constraint",
		Doc: "What conditions of belonging are about."})
)

var _ = rows(AffiliationKindScheme,
	row("affil-part", "part of", "Counts as one of its groups."),
	row("affil-peer", "peer of", "Independent equal."),
	row("affil-observer", "observer", "May listen."),
	row("affil-hosted", "fiscally hosted by", "Uses its legal and financial shell."),
	row("affil-partner", "partner in", "Shares one undertaking."),
)

var (
	AffilProposed    = concept(AffiliationStatusScheme, "affil-proposed", "proposed", "Asked for.")
	AffilProvisional = concept(AffiliationStatusScheme, "affil-provisional", "provisional", "Accepted on trial.")
	AffilActive      = concept(AffiliationStatusScheme, "affil-active", "active", "In force.")
	AffilSuspended   = concept(AffiliationStatusScheme, "affil-suspended", "suspended", "Paused because a condition is not met.")
	AffilEnded       = concept(AffiliationStatusScheme, "affil-ended", "ended", "Over.")
)

var _ = rows(ConstraintKindScheme,
	row("con-purpose", "purpose", "Serves the unifying purpose."),
	row("con-agreements", "agreements", "Keeps named shared agreements."),
	row("con-representation", "representation", "Sends delegates or answers the wider body."),
	row("con-openness", "openness", "Meetings or gatherings are open to members of other groups."),
	row("con-state", "published state", "Keeps its state published and current."),
	row("con-finance", "financial transparency", "Shows its resource flows."),
	row("con-contribution", "contribution", "Passes something on to the wider body."),
	row("con-name", "use of name", "Keeps to the rules on name and mark."),
	row("con-membership", "membership rules", "Has a stated way in and out."),
	row("con-size", "size", "Has at least or at most so many members."),
)
