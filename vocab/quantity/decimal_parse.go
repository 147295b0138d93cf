package quantity

import (
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// maxText bounds what is looked at: any number within the limits is far shorter, and zeros
// in front of it need not be believed for ever.
const maxText = 128

// ParseDecimal reads a decimal number as xsd:decimal or JSON write it.
//
// An optional sign, digits, and an optional fraction ("12.500", "+5", ".5", "1.") are kept as
// written. A JSON exponent ("1.5e3") is written out in plain notation ("1500"). Text has no
// spaces around it, no grouping and no currency or unit.
//
// Errors: ErrSyntax for what is no number, NaN and the infinities included; ErrRange for more
// than 34 digits (zeros in front not counted), more than 18 decimal places, or an exponent
// beyond ±18.
//
// Spec: XML Schema 1.1 Part 2, 3.3.3; RFC 8259, 6.
func ParseDecimal(text string) (Decimal, error) {
	if len(text) > maxText {
		return Decimal{}, refuse(ErrRange, "the number %s is longer than %d characters", quote(text), maxText)
	}
	mantissa, exponent, err := cutExponent(text)
	if err != nil {
		return Decimal{}, err
	}
	sign, whole, fraction, ok := cutNumber(mantissa)
	if !ok {
		return Decimal{}, refuse(ErrSyntax, "%s is not a decimal number: expected digits such as 12.5", quote(text))
	}
	plain := mantissa
	if exponent != 0 || len(mantissa) < len(text) {
		whole, fraction = shift(whole, fraction, exponent)
		plain = join(sign, whole, fraction)
	}
	digits := strings.TrimLeft(whole+fraction, "0")
	switch {
	case len(fraction) > maxPlaces:
		return Decimal{}, refuse(ErrRange, "the number %s has more than %d decimal places", quote(text), maxPlaces)
	case len(digits) > maxDigits:
		return Decimal{}, refuse(ErrRange, "the number %s has more than %d digits", quote(text), maxDigits)
	}
	return Decimal{value: number(sign == "-", digits, len(fraction)), text: plain}, nil
}

// MustDecimal is ParseDecimal for numbers in the program's own text. It panics on bad text.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

// number is the value of digits with the point places before their end; zero has no sign.
func number(negative bool, digits string, places int) apd.Decimal {
	var n apd.Decimal
	n.Exponent = int32(-places)
	n.Negative = negative && digits != ""
	if len(digits) < 19 { // fits uint64, which needs no big.Int on the way
		small, _ := strconv.ParseUint(digits, 10, 64) // fails only for "", which is 0
		n.Coeff.SetUint64(small)
		return n
	}
	n.Coeff.SetString(digits, 10)
	return n
}

// cutExponent splits "1.5e3" into "1.5" and 3.
func cutExponent(text string) (mantissa string, exponent int, err error) {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text, 0, nil
	}
	mantissa, tail := text[:at], text[at+1:]
	digits := strings.TrimLeft(tail, "+-")
	if len(tail)-len(digits) > 1 || !allDigits(digits) || digits == "" {
		return "", 0, refuse(ErrSyntax, "%s is not a decimal number: expected digits such as 12.5", quote(text))
	}
	exponent, err = strconv.Atoi(tail)
	if err != nil || exponent < -maxPlaces || exponent > maxPlaces {
		return "", 0, refuse(ErrRange, "the exponent of the number %s is beyond ±%d", quote(text), maxPlaces)
	}
	return mantissa, exponent, nil
}

// cutNumber splits "-12.50" into "-", "12" and "50"; at least one digit must be there.
func cutNumber(text string) (sign, whole, fraction string, ok bool) {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		sign, text = text[:1], text[1:]
	}
	whole, fraction, _ = strings.Cut(text, ".")
	ok = allDigits(whole) && allDigits(fraction) && whole+fraction != ""
	return sign, whole, fraction, ok
}

// shift moves the point right by exponent places, or left when it is negative.
func shift(whole, fraction string, exponent int) (string, string) {
	if exponent >= 0 {
		fraction += strings.Repeat("0", max(0, exponent-len(fraction)))
		return whole + fraction[:exponent], fraction[exponent:]
	}
	whole = strings.Repeat("0", max(0, -exponent-len(whole))) + whole
	at := len(whole) + exponent
	return whole[:at], whole[at:] + fraction
}

// join writes the parts in plain notation with one digit at least before the point.
func join(sign, whole, fraction string) string {
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return strings.TrimPrefix(sign, "+") + whole + fraction
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
