package quantity

import (
	"errors"
	"fmt"
)

// The kinds of refusal; compare with errors.Is. The messages of the errors themselves are fit
// for whoever sent the quantity.
var (
	// ErrSyntax means that a text is not a decimal number or not a duration.
	ErrSyntax = errors.New("not a valid number or duration")
	// ErrRange means that a value needs more digits or decimal places than a Decimal has.
	ErrRange = errors.New("number out of range")
	// ErrUnit means that one unit does not convert to the other.
	ErrUnit = errors.New("units do not convert")
	// ErrInexact means that a conversion has no exact decimal result.
	ErrInexact = errors.New("conversion is not exact")
)

// refusal is an error of one of the kinds above with its own message.
type refusal struct {
	kind error
	text string
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.kind }

func refuse(kind error, format string, args ...any) error {
	return &refusal{kind, fmt.Sprintf(format, args...)}
}

// quote shows foreign text in a message, cut so that a message stays readable.
func quote(text string) string {
	const shown = 48
	if len(text) > shown {
		return fmt.Sprintf("%.*q…", shown, text)
	}
	return fmt.Sprintf("%q", text)
}
