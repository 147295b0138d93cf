package quantity

import "strings"

// Measure is an amount of a unit.
//
// Unit is a local name of OM 2, or the absolute IRI of a local vf:Unit, which converts only to
// itself; "" means no unit, which is not the same as "one". The zero value is 0 of no unit.
//
// Spec: ValueFlows 1.0, vf:Measure (vf:hasNumericalValue, vf:hasUnit).
type Measure struct {
	Value Decimal
	Unit  string
}

// Add returns m + n in the unit of m.
//
// Errors: ErrUnit and ErrInexact when n does not convert to the unit of m, ErrRange when the
// sum is too long.
func (m Measure) Add(n Measure) (Measure, error) {
	value, err := Convert(n.Value, n.Unit, m.Unit)
	if err != nil {
		return Measure{}, err
	}
	sum, err := m.Value.Add(value)
	if err != nil {
		return Measure{}, err
	}
	return Measure{sum, m.Unit}, nil
}

// Sub returns m − n in the unit of m.
//
// Errors: as Add.
func (m Measure) Sub(n Measure) (Measure, error) { return m.Add(n.Neg()) }

// Neg returns −m.
func (m Measure) Neg() Measure { return Measure{m.Value.Neg(), m.Unit} }

// Cmp is -1, 0 or +1 as m is less than, equal to or greater than n. The comparison is made by
// the exact ratio of the units, so it has an answer even where Add would be inexact.
//
// Errors: ErrUnit when the units do not convert.
func (m Measure) Cmp(n Measure) (int, error) {
	if m.Unit == n.Unit {
		return m.Value.Cmp(n.Value), nil
	}
	left, right, err := convertible(m.Unit, n.Unit)
	if err != nil {
		return 0, err
	}
	if left.ID == right.ID {
		return m.Value.Cmp(n.Value), nil
	}
	a, b := m.Value.rat(), n.Value.rat()
	return a.Mul(a, left.factor).Cmp(b.Mul(b, right.factor)), nil
}

// IsZero reports whether there is none of it, in whatever unit.
func (m Measure) IsZero() bool { return m.Value.IsZero() }

// String is m for people: "10 kg", "3 bottle", "25 %", or "5" when the unit is "one" or none.
func (m Measure) String() string {
	if name := m.unitName(); name != "" {
		return m.Value.String() + " " + name
	}
	return m.Value.String()
}

// unitName is the shortest name people know the unit by.
func (m Measure) unitName() string {
	u, ok := LookupUnit(m.Unit)
	switch {
	case ok && u.ID == "one":
		return ""
	case ok && u.Symbol != "":
		return u.Symbol
	case ok:
		return u.Label
	}
	// The IRI of a local unit ends in what its owners call it.
	return m.Unit[strings.LastIndexAny(m.Unit, "/#")+1:]
}
