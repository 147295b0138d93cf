package vf

import "tributary/vocab"

// Agreements.
var (
	ClauseOf = Schema.Property(vocab.Property{
		Term: "clauseOf", Label: "clause of", Range: vocab.On(Agreement),
		On:     vocab.On(Commitment),
		Status: "stable",
		Doc:    "The agreement the commitment is part of, on the first side.",
	})
	Stipulates = Schema.Property(vocab.Property{
		Term: "stipulates", Label: "promises", Range: vocab.On(Commitment), Many: true, Inverse: ClauseOf,
		On:     vocab.On(Agreement),
		Status: "stable",
		Doc:    "What the first side promises in the agreement.",
	})
	ReciprocalClauseOf = Schema.Property(vocab.Property{
		Term: "reciprocalClauseOf", Label: "in return, clause of", Range: vocab.On(Agreement),
		On:     vocab.On(Commitment),
		Status: "stable",
		Doc:    "The agreement the commitment is part of, on the other side.",
	})
	StipulatesReciprocal = Schema.Property(vocab.Property{
		Term: "stipulatesReciprocal", Label: "promises in return", Range: vocab.On(Commitment), Many: true, Inverse: ReciprocalClauseOf,
		On:     vocab.On(Agreement),
		Status: "stable",
		Doc:    "What the other side promises in the agreement.",
	})
	RealizationOf = Schema.Property(vocab.Property{
		Term: "realizationOf", Label: "carries out", Range: vocab.On(Agreement),
		On:     vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "The agreement the event carries out, on the first side.",
	})
	Realizes = Schema.Property(vocab.Property{
		Term: "realizes", Label: "carried out by", Range: vocab.On(EconomicEvent), Many: true, Inverse: RealizationOf,
		On:     vocab.On(Agreement),
		Status: "stable",
		Doc:    "What the first side did under the agreement.",
	})
	ReciprocalRealizationOf = Schema.Property(vocab.Property{
		Term: "reciprocalRealizationOf", Label: "in return, carries out", Range: vocab.On(Agreement),
		On:     vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "The agreement the event carries out, on the other side.",
	})
	RealizesReciprocal = Schema.Property(vocab.Property{
		Term: "realizesReciprocal", Label: "in return, carried out by", Range: vocab.On(EconomicEvent), Many: true, Inverse: ReciprocalRealizationOf,
		On:     vocab.On(Agreement),
		Status: "stable",
		Doc:    "What the other side did under the agreement.",
	})
	BundledIn = Schema.Property(vocab.Property{
		Term: "bundledIn", Range: vocab.On(AgreementBundle),
		On:     vocab.On(Agreement),
		Status: "testing",
		Doc:    "The bundle the agreement is a line of.",
	})
	Bundles = Schema.Property(vocab.Property{
		Term: "bundles", Range: vocab.On(Agreement), Many: true, Inverse: BundledIn,
		On:     vocab.On(AgreementBundle),
		Status: "testing",
		Doc:    "An agreement that is a line of the bundle.",
	})
)
