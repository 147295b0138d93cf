// Package quantity gives the amounts a ledger can be trusted with: exact decimals, units of
// measure that convert exactly or not at all, measures, and calendar durations.
//
// A [Decimal] is read by [ParseDecimal] and keeps the text it was written with. A [Unit] is a
// unit of the Ontology of units of Measure (OM 2), known by its local name; [LookupUnit] finds
// one from any reference a peer may send. A [Measure] is a decimal in a unit: adding, subtracting
// and comparing convert the second measure to the unit of the first by the exact ratio of the two.
// A [Duration] is an ISO 8601 period that keeps months apart from days and days from hours.
//
// One request passes so: the door reads "12.500" with ParseDecimal and "om2:gram" with
// LookupUnit, the ledger adds the Measure to a holding in kilograms, and storage keeps
// [Decimal.String] beside [Decimal.Sortable].
//
// Nothing here rounds. What cannot be said exactly in 34 digits and 18 decimal places is
// refused with [ErrInexact] or [ErrRange]; units that do not convert with [ErrUnit]; text that
// is not a number, a unit or a duration with [ErrSyntax].
package quantity
