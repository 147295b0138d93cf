package rdf

import (
	"errors"
	"fmt"
)

// The kinds of error; compare with errors.Is.
var (
	// ErrSyntax marks a document that its format does not allow.
	ErrSyntax = errors.New("not well-formed")
	// ErrLimit marks a document larger or deeper than [Limits] allow.
	ErrLimit = errors.New("over the limit")
	// ErrUnwritable marks a statement that the chosen format cannot express.
	ErrUnwritable = errors.New("cannot be written")
	// ErrBudget marks a dataset whose canonical form needs more work than the [Budget] allows.
	ErrBudget = errors.New("canonical form needs more work than allowed")
)

// SyntaxError says where and why a document is not well-formed. It is an [ErrSyntax].
type SyntaxError struct {
	Format  string // name of the format
	Line    int    // counted from 1; 0 when not known
	Problem string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Format, e.Problem)
	}
	return fmt.Sprintf("%s, line %d: %s", e.Format, e.Line, e.Problem)
}

// Unwrap makes errors.Is(err, ErrSyntax) true.
func (e *SyntaxError) Unwrap() error { return ErrSyntax }
