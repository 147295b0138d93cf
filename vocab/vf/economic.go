package vf

import (
	"slices"

	"tributary/vocab"
)

// economic are the fields of a resource that come from events alone.
//
// Spec: ValueFlows 1.0, concepts/actions, "Resource Effects".
var economic = []*vocab.Property{
	AccountingQuantity, OnhandQuantity, PrimaryAccountable, CurrentLocation, Stage, State, ContainedIn, Contains,
}

// EconomicOnly says whether p, on a resource of class c, comes from events alone: an economic field
// of an EconomicResource. Stage and state are ordinary fields of every other class.
func EconomicOnly(p *vocab.Property, c *vocab.Class) bool {
	return c.IsA(EconomicResource) && slices.Contains(economic, p)
}

// PassesOn says whether the action of the row moves rights from one record to another, so that an
// event without a receiving record leaves open what becomes of the first.
func PassesOn(row Behaviour) bool { return row.Accounting == ValueDecrementIncrement }

// ReadAs are properties of other vocabularies that mean the same as one of ours, value for value.
// They are read, never written.
var ReadAs = map[vocab.IRI]*vocab.Property{
	om + "hasUnit":           HasUnit,
	om + "hasNumericalValue": HasNumericalValue,
	geo + "lat":              Lat,
	geo + "long":             Long,
	geo + "alt":              Alt,
}
