package vf

import "tributary/vocab"

// Quantities.
var (
	HasNumericalValue = Schema.Property(vocab.Property{
		Term: "hasNumericalValue", Label: "number", Range: vocab.On(vocab.Decimal),
		On:     vocab.On(Measure),
		Must:   vocab.On(Measure),
		Also:   []vocab.IRI{om + "hasNumericalValue"},
		Status: "stable",
		Doc:    "The number.",
	})
	HasUnit = Schema.Property(vocab.Property{
		Term: "hasUnit", Label: "unit", Range: vocab.On(Unit),
		On:     vocab.On(Measure),
		Must:   vocab.On(Measure),
		Also:   []vocab.IRI{om + "hasUnit"},
		Status: "stable",
		Doc:    "What the number counts.",
	})
	OmUnitIdentifier = Schema.Property(vocab.Property{
		Term: "omUnitIdentifier", Label: "unit in OM 2", Range: vocab.On(vocab.AnyURI),
		On:     vocab.On(Unit),
		Status: "stable",
		Doc:    "The unit of the Ontology of Units of Measure that it is.",
	})
)
