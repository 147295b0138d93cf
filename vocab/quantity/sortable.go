package quantity

import "strings"

// Sortable is a text whose byte order is the order of numbers, for an indexed column.
//
// Equal numbers have equal texts: 1.0 and 1 both give "2511". The first character is 0 below
// zero, 1 for zero and 2 above. Two digits of magnitude follow (where the first digit stands,
// counted from 50) and then the digits. Below zero every digit is taken from 9 and a "z" ends
// the text, so that larger magnitudes come first. Only digits and "z" occur, so the order is
// the same under a collation that puts letters after digits.
func (d Decimal) Sortable() string {
	if d.IsZero() {
		return "1"
	}
	digits := d.value.Coeff.String()
	magnitude := len(digits) - d.places() + 50 // 33 to 84, hence always two digits
	body := string([]byte{'0' + byte(magnitude/10), '0' + byte(magnitude%10)}) + strings.TrimRight(digits, "0")
	if !d.value.Negative {
		return "2" + body
	}
	return "0" + strings.Map(func(r rune) rune { return '0' + '9' - r }, body) + "z"
}
