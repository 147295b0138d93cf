package graph

import (
	"strconv"
	"strings"
)

// maxExponent is how far an exponent is written out; the rest stays as it is, and is refused by
// whoever checks the number.
const maxExponent = 40

// plainNumber writes a JSON number without exponent, digit by digit: 1.50e3 is 1500.
func plainNumber(text string) string {
	mantissa, power, found := strings.Cut(strings.ToLower(text), "e")
	if !found {
		return text
	}
	exponent, err := strconv.Atoi(power)
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return text
	}
	sign := ""
	if rest, negative := strings.CutPrefix(mantissa, "-"); negative {
		sign, mantissa = "-", rest
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, point := whole+fraction, len(whole)+exponent
	if strings.Trim(digits, "0123456789") != "" || digits == "" {
		return text
	}
	if point <= 0 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if point >= len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole, fraction = strings.TrimLeft(digits[:point-1], "0")+digits[point-1:point], digits[point:]
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}

// wholeNumber writes 5.0 as 5; what has a fraction stays as it is.
func wholeNumber(text string) string {
	text = plainNumber(text)
	whole, fraction, found := strings.Cut(text, ".")
	if found && whole != "" && strings.Trim(fraction, "0") == "" {
		return whole
	}
	return text
}
