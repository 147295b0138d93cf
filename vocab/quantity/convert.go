package quantity

import "math/big"

// Convert returns d of the unit from as a number of the unit to.
//
// Units are named as LookupUnit takes them. A unit that is not known, such as the IRI of a
// local vf:Unit, converts only to itself; so does "", no unit. The result is exact: it is the
// product with the ratio of the two units, in as few decimal places as it needs.
//
// Errors: ErrUnit when the units measure different things or have no exact ratio; ErrInexact
// when the result is no decimal of 34 digits and 18 decimal places (1 second is 1/3600 hour).
func Convert(d Decimal, from, to string) (Decimal, error) {
	if from == to {
		return d, nil
	}
	source, target, err := convertible(from, to)
	if err != nil {
		return Decimal{}, err
	}
	if source.ID == target.ID {
		return d, nil
	}
	result := d.rat()
	result.Mul(result, source.factor)
	result.Quo(result, target.factor)
	places, ok := terminates(result.Denom())
	if !ok {
		return Decimal{}, refuse(ErrInexact, "%s %s is not a finite decimal number of %s", d, source.Label, target.Label)
	}
	n := new(big.Int).Mul(result.Num(), powerOfTen(places))
	converted, ok := fit(n.Quo(n, result.Denom()), places)
	if !ok {
		return Decimal{}, refuse(ErrInexact, "%s %s needs more than %d digits or %d decimal places in %s",
			d, source.Label, maxDigits, maxPlaces, target.Label)
	}
	return converted, nil
}

// convertible finds two units and makes sure that one has an exact ratio to the other.
func convertible(from, to string) (source, target Unit, err error) {
	source, ok := LookupUnit(from)
	if !ok {
		return Unit{}, Unit{}, refuse(ErrUnit, "the unit %s converts only to itself, not to %s", quote(from), quote(to))
	}
	target, ok = LookupUnit(to)
	if !ok {
		return Unit{}, Unit{}, refuse(ErrUnit, "the unit %s converts only to itself, not from %s", quote(to), quote(from))
	}
	if source.ID == target.ID {
		return source, target, nil
	}
	if source.Dimension != target.Dimension {
		return Unit{}, Unit{}, refuse(ErrUnit, "the unit %s measures %s, the unit %s measures %s",
			source.Label, source.Dimension, target.Label, target.Dimension)
	}
	if source.factor == nil || target.factor == nil {
		return Unit{}, Unit{}, refuse(ErrUnit, "no exact ratio is defined between the units %s and %s", source.Label, target.Label)
	}
	return source, target, nil
}

// terminates returns how many decimal places 1/denominator has, or false when it never ends.
func terminates(denominator *big.Int) (places int, ok bool) {
	twos := int(denominator.TrailingZeroBits())
	rest := new(big.Int).Rsh(denominator, uint(twos))
	fives, five, remainder := 0, big.NewInt(5), new(big.Int)
	for quotient := new(big.Int); ; fives++ {
		quotient.QuoRem(rest, five, remainder)
		if remainder.Sign() != 0 {
			break
		}
		rest.Set(quotient)
	}
	return max(twos, fives), rest.IsInt64() && rest.Int64() == 1
}

// rat is d as a ratio.
func (d Decimal) rat() *big.Rat {
	return new(big.Rat).SetFrac(d.coefficient(), powerOfTen(d.places()))
}

func powerOfTen(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
