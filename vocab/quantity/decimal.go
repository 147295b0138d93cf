package quantity

import (
	"math/big"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

const (
	maxDigits = 34 // as IEEE 754 decimal128; always fits apd's inline 128 bits, so sums allocate nothing
	maxPlaces = 18 // decimal places
)

// Decimal is an exact decimal number of at most 34 digits and 18 decimal places.
//
// It remembers the text it was read from, so "12.500" is written back as "12.500". The zero
// value is 0. Decimals are values: no method changes its receiver. Compare with Cmp or Equal,
// not with ==, which tells 1.0 from 1.
//
// Spec: XML Schema 1.1 Part 2, 3.3.3 decimal.
type Decimal struct {
	value apd.Decimal // never changed once set, so that copies may share it
	text  string      // as written; "" when computed
}

// exact drops zeros at the end of a result that is too long and refuses to drop more.
var exact = func() *apd.Context {
	c := apd.BaseContext.WithPrecision(maxDigits)
	c.Traps |= apd.Inexact
	return c
}()

// Add returns d + e. The result has the decimal places of the finer of the two.
//
// Errors: ErrRange when the sum needs more than 34 digits.
func (d Decimal) Add(e Decimal) (Decimal, error) {
	var sum Decimal
	_, err := exact.Add(&sum.value, &d.value, &e.value)
	return settle(sum, err, "the sum of", d, e)
}

// Sub returns d − e. The result has the decimal places of the finer of the two.
//
// Errors: ErrRange when the difference needs more than 34 digits.
func (d Decimal) Sub(e Decimal) (Decimal, error) {
	var difference Decimal
	_, err := exact.Sub(&difference.value, &d.value, &e.value)
	return settle(difference, err, "the difference of", d, e)
}

// Mul returns d × e. The result has the decimal places of both together, less those zeros at
// its end that would not fit.
//
// Errors: ErrRange when the exact product needs more than 34 digits or 18 decimal places.
func (d Decimal) Mul(e Decimal) (Decimal, error) {
	var product Decimal
	_, err := exact.Mul(&product.value, &d.value, &e.value)
	if err == nil && product.value.Exponent < -maxPlaces {
		return d.mulLong(e)
	}
	return settle(product, err, "the product of", d, e)
}

// mulLong multiplies where zeros at the end may be all that exceeds the decimal places.
func (d Decimal) mulLong(e Decimal) (Decimal, error) {
	n := new(big.Int).Mul(d.coefficient(), e.coefficient())
	product, ok := fit(n, d.places()+e.places())
	if !ok {
		return Decimal{}, tooLong("the product of", d, e)
	}
	return product, nil
}

// settle turns the outcome of an apd operation into a Decimal or a refusal.
func settle(result Decimal, err error, what string, d, e Decimal) (Decimal, error) {
	// An exponent above zero stands for dropped zeros of a whole number that has too many digits.
	if err != nil || result.value.Exponent > 0 {
		return Decimal{}, tooLong(what, d, e)
	}
	// A sum such as -1 + 1 may be a negative zero to apd; nobody's balance is "-0".
	if result.value.Negative && result.value.IsZero() {
		result.value.Negative = false
	}
	return result, nil
}

func tooLong(what string, d, e Decimal) error {
	return refuse(ErrRange, "%s %s and %s needs more than %d digits or %d decimal places",
		what, d, e, maxDigits, maxPlaces)
}

// Neg returns −d with as many decimal places; the negative of zero is zero.
func (d Decimal) Neg() Decimal {
	n := Decimal{value: d.value}
	n.value.Negative = !d.value.Negative && !d.value.IsZero()
	return n
}

// Sign is -1, 0 or +1.
func (d Decimal) Sign() int { return d.value.Sign() }

// IsZero reports whether d is 0, however written.
func (d Decimal) IsZero() bool { return d.value.IsZero() }

// Cmp is -1, 0 or +1 as d is less than, numerically equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int { return d.value.Cmp(&e.value) }

// Equal reports whether d and e are the same number: 1.0 equals 1.
func (d Decimal) Equal(e Decimal) bool { return d.Cmp(e) == 0 }

// String is d as it was written or, when computed, in plain decimal notation. It is always in
// the lexical space of xsd:decimal and reads back with ParseDecimal.
func (d Decimal) String() string {
	if d.text != "" {
		return d.text
	}
	return d.value.Text('f')
}

// places is the number of digits after the point; apd's exponent is never positive here.
func (d Decimal) places() int { return -int(d.value.Exponent) }

// coefficient is d as an integer of units in the last place, with its sign.
func (d Decimal) coefficient() *big.Int {
	n := new(big.Int).Set(d.value.Coeff.MathBigInt())
	if d.value.Negative {
		n.Neg(n)
	}
	return n
}

// fit makes n / 10^places a Decimal, dropping zeros at the end of the fraction when only they
// exceed the limits.
func fit(n *big.Int, places int) (Decimal, bool) {
	digits := new(big.Int).Abs(n).String()
	for places > 0 && (places > maxPlaces || len(digits) > maxDigits) && strings.HasSuffix(digits, "0") {
		places--
		if len(digits) > 1 {
			digits = digits[:len(digits)-1]
		}
	}
	if places > maxPlaces || len(digits) > maxDigits {
		return Decimal{}, false
	}
	var d Decimal
	d.value.Coeff.SetString(digits, 10)
	d.value.Exponent = int32(-places)
	d.value.Negative = n.Sign() < 0
	return d, true
}
