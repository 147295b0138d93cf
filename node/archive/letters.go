package archive

import (
	"fmt"
	"time"

	"tributary/federation/proof"
	"tributary/node"
	"tributary/vocab"
)

// lateKey is how much later than a letter the keys that prove it may be on record: they are read when it
// comes.
const lateKey = 10 * time.Minute

// letters checks the proofs of the letters in the archive, with the bytes and the keys that were kept with
// them. What only a connection proved cannot be checked again.
//
// Spec: FEP-8b32.
func (a *Archive) letters() (faults []node.Fault, err error) {
	say := func(id vocab.IRI, format string, args ...any) {
		faults = append(faults, node.Fault{IRI: id, Message: fmt.Sprintf(format, args...)})
	}
	err = each(a, kindLetters, func(line letterLine) error {
		if line.Proof.Proof == "" || line.State != node.LetterDone.String() || !line.Proof.Erased.IsZero() {
			return nil
		}
		if err := proof.Holds(line.Body, line.Proof.Proof, line.Proof.Multikey, line.At.Add(lateKey)); err != nil {
			say(line.ID, "was sent by another node, with a proof by %s that does not hold: %s", line.Proof.Proof, node.MessageOf(err))
		}
		return nil
	})
	return faults, err
}
