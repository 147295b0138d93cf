package exchange

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// measure is a quantity under a term. A unit without a number comes back alone.
func (o object) measure(term string) (m vocab.Value, unit vocab.IRI) {
	v := o.members[term].one()
	if v.kind == 0 || v.kind == 'n' {
		return vocab.Value{}, ""
	}
	if v.kind != '{' {
		o.refuse(o.at(term), term, "takes an object with %s and %s", vf.HasUnit.Term, vf.HasNumericalValue.Term)
		return vocab.Value{}, ""
	}
	q := o.object(v, o.scope, o.at(term))
	named := q.members["hasUnit"]
	if name := q.name(named); name != "" {
		unit = q.scope.unit(name)
	} else if text := q.literal(named); text.kind == '"' {
		unit = q.scope.unit(text.text)
	}
	if unit == "" {
		q.refuse(q.at("hasUnit"), "hasUnit", "needs a unit such as one, or its IRI")
		return vocab.Value{}, ""
	}
	number := q.literal(q.members["hasNumericalValue"])
	if number.kind == 0 || number.kind == 'n' {
		return vocab.Value{}, unit
	}
	if number.kind != '"' && number.kind != '0' {
		q.refuse(q.at("hasNumericalValue"), "hasNumericalValue", "takes a number, as a string or not")
		return vocab.Value{}, ""
	}
	d, err := quantity.ParseDecimal(strings.TrimSpace(number.text))
	if err != nil {
		q.refuse(q.at("hasNumericalValue"), "hasNumericalValue", "%v", err)
		return vocab.Value{}, ""
	}
	return flow.MeasureValue(quantity.Measure{Value: d, Unit: unitOf(unit)}), unit
}

// unitOf is the name under which package quantity knows a unit.
func unitOf(id vocab.IRI) string {
	if known, ok := quantity.LookupUnit(string(id)); ok {
		return known.ID
	}
	return string(id)
}

// quantity reads a measure that must have its number.
func (o object) quantity(term string) vocab.Value {
	m, unit := o.measure(term)
	if m.IsZero() && unit != "" {
		o.refuse(o.at(term)+".hasNumericalValue", "hasNumericalValue", "is required here")
	}
	return m
}
