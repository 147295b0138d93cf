package node

import (
	"errors"
	"fmt"

	"tributary/vocab"
)

// Kind sorts errors by what the one who asked can do about them. Each door has one table from Kind
// to its own terms.
type Kind string

const (
	Unreadable      Kind = "unreadable"      // the bytes are not what they claim to be
	Unauthenticated Kind = "unauthenticated" // no or a bad token
	Forbidden       Kind = "forbidden"       // not yours to do
	NotFound        Kind = "not-found"       //
	Unacceptable    Kind = "unacceptable"    // no representation of that type
	Conflict        Kind = "conflict"        // against the current state or a rule of the group
	Gone            Kind = "gone"            // deleted
	TooLarge        Kind = "too-large"       //
	Unsupported     Kind = "unsupported"     // media type
	Invalid         Kind = "invalid"         // understood, but against the vocabulary
	Limited         Kind = "limited"         // too many requests
	Internal        Kind = "internal"        // our fault
	Unreachable     Kind = "unreachable"     // another node does not answer
	Busy            Kind = "busy"            // try again
)

// Kinds are all kinds: doors test that their tables cover them.
var Kinds = []Kind{
	Unreadable, Unauthenticated, Forbidden, NotFound, Unacceptable, Conflict, Gone, TooLarge,
	Unsupported, Invalid, Limited, Internal, Unreachable, Busy,
}

// Error is an error with a kind and a message fit for whoever asked.
type Error struct {
	Kind       Kind
	Message    string
	Violations vocab.Violations // for Invalid and Conflict: each broken rule
	Err        error            // what lies beneath; never shown
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of a kind with a message fit for whoever asked.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Refuse makes an Invalid error of violations; nil when there are none.
func Refuse(v vocab.Violations) error {
	if len(v) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: v.Error(), Violations: v}
}

// KindOf is the kind of an error: Internal for foreign ones, empty for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	var v vocab.Violations
	if errors.As(err, &v) {
		return Invalid
	}
	return Internal
}

// MessageOf is what may be shown to whoever asked. Foreign errors are ours to read in the log.
func MessageOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	var v vocab.Violations
	if errors.As(err, &v) {
		return v.Error()
	}
	return "something went wrong on this node"
}

// ViolationsOf are the broken rules an error lists, or nil.
func ViolationsOf(err error) vocab.Violations {
	var e *Error
	if errors.As(err, &e) && e.Violations != nil {
		return e.Violations
	}
	var v vocab.Violations
	errors.As(err, &v)
	return v
}
