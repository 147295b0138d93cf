package httpsig

import (
	"errors"
	"fmt"

	"tributary/node"
)

// Reason says in one word why a signature was refused: for counters, for problem documents, and for
// the caller who must decide whether another look at the key may help.
type Reason string

const (
	Unsigned         Reason = "unsigned"          // there is no signature
	Repeated         Reason = "repeated"          // there are several, or something in it stands twice
	Malformed        Reason = "malformed"         // it cannot be read
	TooLong          Reason = "too-long"          // more than this package reads
	UnknownAlgorithm Reason = "unknown-algorithm" // or one that may not be used there
	Uncovered        Reason = "uncovered"         // something that must be signed is not
	OutOfTime        Reason = "out-of-time"       // too old, from the future, or expired
	OtherAuthority   Reason = "other-authority"   // meant for another node
	OtherBody        Reason = "other-body"        // the body is not the signed one
	UnfitKey         Reason = "unfit-key"         // too small, too large, of another kind or unreadable
	NotByKey         Reason = "not-by-key"        // well formed, but this key did not make it
)

// Error makes a Reason findable beneath the error that carries it: errors.Is(err, httpsig.NotByKey).
func (r Reason) Error() string { return string(r) }

// ReasonOf is why a signature was refused; empty for nil and for errors of other packages.
//
// After UnfitKey and NotByKey the peer may have a new key: fetch it once more. No key helps after
// the others.
func ReasonOf(err error) Reason {
	var r Reason
	errors.As(err, &r)
	return r
}

// refuse makes a refusal. Foreign text goes in as %.60q.
func refuse(why Reason, format string, args ...any) error {
	return &node.Error{Kind: node.Unauthenticated, Message: "HTTP signature: " + fmt.Sprintf(format, args...), Err: why}
}
