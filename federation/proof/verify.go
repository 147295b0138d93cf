package proof

import (
	"bytes"
	"crypto/ed25519"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
)

// maxAhead is how far a peer's clock may be ahead of ours.
const maxAhead = 10 * time.Minute

// digests are what the signature of a proof may be of, and whether it was made for fewer contexts
// than the document has.
//
// A proof carries the document's @context. One that was made for only the first of them is refused,
// where the specification would have the reader forget the others: what those make of the words
// would be nobody's statement. Some peers sign the @context and leave it out of the proof they send,
// so for a proof without one both readings count. Each covers the whole document.
//
// Spec: Data Integrity EdDSA Cryptosuites 1.0, sections 3.3.2 and 3.3.5.
func (d *document) digests(proof []wire.Member) (signed []digest, narrow bool, err error) {
	options := proofOptions(proof)
	own, its := member(d.members, "@context"), member(options, "@context")
	if its != nil {
		same, err := sameContexts(own, its)
		if err != nil || !same {
			return nil, !same, err
		}
	}
	whole, err := d.hash(its)
	if err != nil {
		return nil, false, err
	}
	readings := [][]wire.Member{options}
	if its == nil && own != nil {
		readings = append(readings, replaced(options, "@context", own))
	}
	for _, reading := range readings {
		h, err := hash(object(reading))
		if err != nil {
			return nil, false, err
		}
		signed = append(signed, digestOf(h, whole))
	}
	return signed, false, nil
}

// proofOptions are the members of a proof but its value.
func proofOptions(proof []wire.Member) []wire.Member {
	kept := make([]wire.Member, 0, len(proof))
	for _, m := range proof {
		if m.Name != "proofValue" {
			kept = append(kept, m)
		}
	}
	return kept
}

// sameContexts says whether two values of @context are the same list; one context is a list of one.
func sameContexts(a, b jsontext.Value) (bool, error) {
	if bytes.Equal(a, b) {
		return true, nil
	}
	first, err := contextList(a)
	if err != nil {
		return false, err
	}
	second, err := contextList(b)
	return bytes.Equal(first, second), err
}

func contextList(v jsontext.Value) (jsontext.Value, error) {
	switch v.Kind() {
	case 0:
		return nil, nil
	case '[':
		v = v.Clone()
	default:
		v = append(append(jsontext.Value{'['}, v...), ']')
	}
	if err := v.Canonicalize(); err != nil {
		return nil, node.Errorf(node.Unreadable, "the @context has no canonical form")
	}
	return v, nil
}

// Verify says whether the proof holds now, made with the private half of pub. nil is yes.
//
// Errors: Unsupported for a proof of another kind, suite or purpose, or one that depends on another
// proof; such a proof says nothing either way. Unauthenticated for one that is expired, from the
// future, made for other contexts, or does not fit key and document.
//
// Spec: FEP-8b32, "Proof verification".
func (p Proof) Verify(pub ed25519.PublicKey) error { return p.VerifyAt(pub, time.Now()) }

// VerifyAt is Verify at another moment, such as when the document arrived.
func (p Proof) VerifyAt(pub ed25519.PublicKey, now time.Time) error {
	switch {
	case p.Type != proofType || p.Cryptosuite != Cryptosuite:
		return node.Errorf(node.Unsupported, "the proof is not a %s by %s", proofType, Cryptosuite)
	case p.Purpose != Purpose:
		return node.Errorf(node.Unsupported, "the proof is not for the purpose %s", Purpose)
	case p.chained:
		return node.Errorf(node.Unsupported, "the proof depends on another proof")
	case !isAddress(string(p.VerificationMethod)):
		return node.Errorf(node.Unauthenticated, "the proof does not name its key by an address")
	case p.narrow:
		return node.Errorf(node.Unauthenticated, "the proof was made for another @context than the document has")
	case p.Created.After(now.Add(maxAhead)):
		return node.Errorf(node.Unauthenticated, "the proof is from the future")
	case !p.Expires.IsZero() && !now.Before(p.Expires):
		return node.Errorf(node.Unauthenticated, "the proof has expired")
	case len(pub) != ed25519.PublicKeySize:
		return node.Errorf(node.Unauthenticated, "the key of the proof is not an Ed25519 public key")
	}
	for _, signed := range p.signed {
		if ed25519.Verify(pub, signed[:], p.signature) {
			return nil
		}
	}
	return node.Errorf(node.Unauthenticated, "the proof does not fit the document and the key")
}

// isAddress says whether a verification method is an absolute IRI: an http address or a DID URL.
func isAddress(method string) bool {
	const most = 2048
	u, err := url.Parse(method)
	return err == nil && u.IsAbs() && len(method) <= most && u.User == nil && (u.Host != "" || u.Opaque != "")
}
