package flow

import (
	"errors"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// QuantityOf reads a vf:Measure. The unit is a local name of OM 2 where that ontology has it, else
// the unit's IRI. No value gives the zero Measure, whose unit is "".
//
// Errors: what is missing from the measure or is no decimal, in words for the sender.
//
// Spec: ValueFlows 1.0, vf:Measure.
func QuantityOf(v vocab.Value) (quantity.Measure, error) {
	if v.IsZero() {
		return quantity.Measure{}, nil
	}
	part := v.Part()
	if part == nil {
		return quantity.Measure{}, errors.New("takes a measure: a number and a unit")
	}
	unit := part.Get(vf.HasUnit).Text()
	if unit == "" {
		return quantity.Measure{}, errors.New("needs a unit in hasUnit")
	}
	number := part.Get(vf.HasNumericalValue)
	if number.IsZero() {
		return quantity.Measure{}, errors.New("needs a number in hasNumericalValue")
	}
	value, err := quantity.ParseDecimal(number.Text())
	if err != nil {
		return quantity.Measure{}, err
	}
	if known, ok := quantity.LookupUnit(unit); ok {
		unit = known.ID
	}
	return quantity.Measure{Value: value, Unit: unit}, nil
}

// MeasureValue writes a vf:Measure: what QuantityOf reads. A Measure without a unit gives the zero
// Value, so that With removes the property.
func MeasureValue(m quantity.Measure) vocab.Value {
	if m.Unit == "" {
		return vocab.Value{}
	}
	unit := vocab.IRI(m.Unit)
	if known, ok := quantity.UnitByID(m.Unit); ok {
		unit = vocab.IRI(known.IRI())
	}
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref(unit)).
		With(vf.HasNumericalValue, vocab.Number(m.Value.String())))
}

// exceeds says whether m is more than n; units that do not convert compare as no.
func exceeds(m, n quantity.Measure) bool {
	order, err := m.Cmp(n)
	return err == nil && order > 0
}

// larger is the larger of two measures of one unit.
func larger(m, n quantity.Measure) quantity.Measure {
	if exceeds(n, m) {
		return n
	}
	return m
}
