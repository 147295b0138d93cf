package proof

import (
	"bytes"
	"strconv"
	"strings"

	"tributary/node"
)

// exact refuses a number that canonicalization would change to another: two amounts that differ in
// their last digit would have the same signature.
//
// Spec: RFC 8785, section 3.2.2.3; RFC 7493, section 2.2.
func exact(raw []byte) error {
	// A float64 holds 15 digits of anything that is written without an exponent this short.
	if len(raw) <= 15 && !bytes.ContainsAny(raw, "eE") {
		return nil
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err == nil && decimalOf(raw) == decimalOf(strconv.AppendFloat(nil, f, 'e', -1, 64)) {
		return nil
	}
	if len(raw) > 40 {
		raw = append(raw[:40:40], "…"...)
	}
	return node.Errorf(node.Unreadable, "a proof does not cover all digits of the number %s; write it as text", raw)
}

// decimal is a number's value in one form: 0.digits times ten to the power of exponent.
type decimal struct {
	negative bool
	digits   string // without zeros at either end; empty for zero, however it is signed
	exponent int
}

// decimalOf takes a JSON number apart. An exponent beyond int is as good as any: no float64 has it.
func decimalOf(raw []byte) decimal {
	rest, negative := bytes.CutPrefix(raw, []byte("-"))
	mantissa, power := rest, []byte("0")
	if e := bytes.IndexAny(rest, "eE"); e >= 0 {
		mantissa, power = rest[:e], rest[e+1:]
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	all := string(whole) + string(fraction)
	fromFirst := strings.TrimLeft(all, "0")
	digits := strings.TrimRight(fromFirst, "0")
	if digits == "" {
		return decimal{}
	}
	exponent, _ := strconv.Atoi(string(power))
	return decimal{negative, digits, exponent + len(whole) - (len(all) - len(fromFirst))}
}
