package proof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// maxProofs is how many proofs of one document are looked at.
const maxProofs = 4

// Proof is one proof of a document, with what it says of itself. Nothing of it holds until
// [Proof.Verify] has answered nil, and that says who signed, not whether they may: the caller asks
// whether the owner of VerificationMethod is the author.
type Proof struct {
	VerificationMethod vocab.IRI
	Created            time.Time // zero when it does not say
	Expires            time.Time // zero when it does not
	Purpose            string
	Type, Cryptosuite  string

	signature []byte
	chained   bool     // names another proof that must hold before
	narrow    bool     // was made for other contexts than the document has
	signed    []digest // what the signature may be of
}

// Read takes the proofs of a document apart: none, one, or an array of up to four, each of which
// was made on the document without any.
//
// Proofs of other kinds and suites are read too and fail to verify with Unsupported, so that the
// caller can try the next.
//
// Errors: Unreadable for what is not strict JSON, holds a number that a proof does not cover, or has
// a proof that is malformed; TooLarge.
//
// Spec: FEP-8b32, "Proof verification"; Data Integrity EdDSA Cryptosuites 1.0, section 3.3.2.
func Read(doc []byte) ([]Proof, error) {
	var inexact error // does not matter to a document without a proof
	members, err := wire.Members(doc, wire.Limits{}, func(raw []byte) error {
		if inexact == nil {
			inexact = exact(raw)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	raws, err := list(member(members, "proof"))
	if err != nil || len(raws) == 0 {
		return nil, err
	}
	if inexact != nil {
		return nil, inexact
	}
	d := document{members: unsecured(members)}
	proofs := make([]Proof, len(raws))
	for i, raw := range raws {
		if proofs[i], err = d.read(raw); err != nil {
			return nil, err
		}
	}
	return proofs, nil
}

// list are the proofs in the value of "proof".
func list(value jsontext.Value) ([]jsontext.Value, error) {
	switch value.Kind() {
	case 0, 'n':
		return nil, nil
	case '{':
		return []jsontext.Value{value}, nil
	case '[':
		all, err := elements(value, maxProofs)
		if err == nil && len(all) == 0 {
			err = node.Errorf(node.Unreadable, "proof is an array without a proof")
		}
		return all, err
	}
	return nil, node.Errorf(node.Unreadable, "proof is not an object")
}

// elements are the elements of an array of at most that many.
func elements(array jsontext.Value, most int) (all []jsontext.Value, err error) {
	in := jsontext.NewDecoder(bytes.NewBuffer(array))
	in.ReadToken()
	for in.PeekKind() != ']' {
		value, err := in.ReadValue()
		if err != nil {
			return nil, node.Errorf(node.Unreadable, "proof is not JSON")
		}
		if all = append(all, value.Clone()); len(all) > most {
			return nil, node.Errorf(node.TooLarge, "a document has at most %d proofs", most)
		}
	}
	return all, nil
}

// unsecured are the members that a proof is made on. Older software adds a linked data signature
// after the proof, which is then not covered.
//
// Spec: FEP-8b32, "Backward compatibility".
func unsecured(members []wire.Member) []wire.Member {
	kept := make([]wire.Member, 0, len(members))
	for _, m := range members {
		if m.Name != "proof" && (m.Name != "signature" || !isLinkedDataSignature(m.Value)) {
			kept = append(kept, m)
		}
	}
	return kept
}

func isLinkedDataSignature(value jsontext.Value) bool {
	if value.Kind() != '{' {
		return false
	}
	members, err := wire.Members(value, wire.Limits{}, nil)
	return err == nil && string(member(members, "type")) == `"RsaSignature2017"`
}

// document is what proofs are made on.
type document struct {
	members []wire.Member
	hashes  map[string][sha256.Size]byte // by the @context that stands in it
}

// hash is the hash of the document with a @context; nil is its own.
func (d *document) hash(context jsontext.Value) ([sha256.Size]byte, error) {
	if h, ok := d.hashes[string(context)]; ok {
		return h, nil
	}
	members := d.members
	if context != nil {
		members = replaced(members, "@context", context)
	}
	h, err := hash(object(members))
	if d.hashes == nil {
		d.hashes = map[string][sha256.Size]byte{}
	}
	d.hashes[string(context)] = h
	return h, err
}

// read takes one proof apart and computes what its signature may be of.
func (d *document) read(raw jsontext.Value) (p Proof, err error) {
	if raw.Kind() != '{' {
		return Proof{}, node.Errorf(node.Unreadable, "a proof is not an object")
	}
	members, err := wire.Members(raw, wire.Limits{}, exact)
	if err != nil {
		return Proof{}, err
	}
	value, err := p.take(members)
	if err != nil || p.Type != proofType || p.Cryptosuite != Cryptosuite {
		return p, err
	}
	if p.signature, err = parseMultibase(value); err != nil {
		return Proof{}, err
	}
	if len(p.signature) != ed25519.SignatureSize {
		return Proof{}, node.Errorf(node.Unreadable, "proof.proofValue is a signature of %d bytes, not %d", ed25519.SignatureSize, len(p.signature))
	}
	p.signed, p.narrow, err = d.digests(members)
	return p, err
}

// take reads the members of a proof and gives back its value.
func (p *Proof) take(members []wire.Member) (value string, err error) {
	var method, created, expires string
	for _, m := range members {
		switch m.Name {
		case "type":
			p.Type, err = text(m)
		case "cryptosuite":
			p.Cryptosuite, err = text(m)
		case "verificationMethod":
			method, err = text(m)
		case "proofPurpose":
			p.Purpose, err = text(m)
		case "created":
			created, err = text(m)
		case "expires":
			expires, err = text(m)
		case "proofValue":
			value, err = text(m)
		case "previousProof":
			p.chained = true
		}
		if err != nil {
			return "", err
		}
	}
	p.VerificationMethod = vocab.IRI(method)
	if p.Created, err = moment("created", created); err != nil {
		return "", err
	}
	p.Expires, err = moment("expires", expires)
	return value, err
}

func text(m wire.Member) (string, error) {
	if m.Value.Kind() != '"' {
		return "", node.Errorf(node.Unreadable, "proof.%s is not text", m.Name)
	}
	s, err := jsontext.AppendUnquote(nil, m.Value)
	if err != nil {
		return "", node.Errorf(node.Unreadable, "proof.%s is not text", m.Name)
	}
	return string(s), nil
}

// moment reads an xsd:dateTimeStamp; the zero time for none.
func moment(name, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, node.Errorf(node.Unreadable, "proof.%s is not a date and time with a zone", name)
	}
	return t, nil
}
