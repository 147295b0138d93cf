package proof

import (
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Holds checks the proof by a method that kept bytes carry, with the key that was kept as a multikey, as of a time.
//
// Errors: those of [ParseMultikey], [Read] and [Proof.VerifyAt]; Unauthenticated when there is no such proof.
func Holds(body []byte, method vocab.IRI, multikey string, at time.Time) error {
	public, err := ParseMultikey(multikey)
	if err != nil {
		return err
	}
	proofs, err := Read(body)
	if err != nil {
		return err
	}
	for _, p := range proofs {
		if p.VerificationMethod == method && p.Cryptosuite == Cryptosuite {
			return p.VerifyAt(public, at)
		}
	}
	return node.Errorf(node.Unauthenticated, "what was kept carries no such proof")
}
