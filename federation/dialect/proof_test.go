package dialect_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"testing"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/proof"
	"tributary/vocab"
)

// signer signs as a node does.
type signer struct{ key ed25519.PrivateKey }

func (s signer) Prove(actor vocab.IRI, doc []byte, at time.Time) ([]byte, error) {
	return proof.Sign(doc, proof.Key{ID: actor + "#ed25519", Private: s.key}, at)
}

// A thing can be taken out of whatever brought it, and its proof still holds: also when a peer in
// between has written the JSON anew.
func TestProofsHoldWhereverAThingStands(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	holds := func(what string, doc []byte) {
		t.Helper()
		proofs, err := proof.Read(doc)
		if err != nil || len(proofs) != 1 {
			t.Fatalf("%s has the proofs %v, %v\n%s", what, proofs, err, doc)
		}
		if err := proofs[0].VerifyAt(key.Public().(ed25519.PublicKey), when.Add(time.Hour)); err != nil {
			t.Errorf("%s: %v\n%s", what, err, doc)
		}
	}
	for _, c := range season() {
		for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
			sent := compose(t, d, c.act, c.parts, dialect.Options{Prover: signer{key}})
			holds(c.name+" in the "+d.String()+" dialect", sent)

			var anew map[string]any
			if err := json.Unmarshal(sent, &anew); err != nil {
				t.Fatal(err)
			}
			again, err := json.MarshalIndent(anew, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			things, err := dialect.Payloads(again)
			if err != nil {
				t.Fatal(err)
			}
			for _, thing := range things {
				holds("a thing of "+c.name, thing)
			}
		}
	}
}
