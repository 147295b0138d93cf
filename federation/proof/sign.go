package proof

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Context is the JSON-LD context that says what "proof" means. A document has it in its @context
// before it is signed; nothing adds it afterwards, for @context is signed too.
const Context vocab.IRI = "https://w3id.org/security/data-integrity/v1"

// Contexts are all contexts that say what "proof" means, as peers write them.
var Contexts = [...]vocab.IRI{Context, "https://w3id.org/security/data-integrity/v2"}

// The one kind of proof that is made.
const (
	proofType   = "DataIntegrityProof"
	Cryptosuite = "eddsa-jcs-2022"
	Purpose     = "assertionMethod"
)

// Key is a private key with the address under which its public half is found.
type Key struct {
	ID      vocab.IRI // the verification method, such as https://node.example/actor#ed25519
	Private ed25519.PrivateKey
}

// ours bounds what is signed here: a group may say much at once, but not without end.
var ours = wire.Limits{Bytes: 64 << 20, Depth: 64, Array: 1 << 20, Keys: 4 << 20}

// Sign adds a proof to a document, as its last member; its bytes are otherwise unchanged.
//
// doc is a JSON object without a proof. Its @context should hold [Context]; it is copied into the
// proof. created is written in UTC and whole seconds, which is the one form all peers give back.
//
// Errors: Unreadable when doc is not strict JSON or holds a number that a proof does not cover,
// Conflict when it has a proof already, Internal for a key that is none.
//
// Spec: FEP-8b32, "Proof generation"; Data Integrity EdDSA Cryptosuites 1.0, section 3.3.1.
func Sign(doc []byte, k Key, created time.Time) ([]byte, error) {
	if k.ID == "" || len(k.Private) != ed25519.PrivateKeySize {
		return nil, node.Errorf(node.Internal, "there is no key to sign with")
	}
	members, err := wire.Members(doc, ours, exact)
	if err != nil {
		return nil, err
	}
	if member(members, "proof") != nil {
		return nil, node.Errorf(node.Conflict, "the document has a proof already")
	}
	open, err := options(member(members, "@context"), k.ID, created)
	if err != nil {
		return nil, err
	}
	optionsHash, err := hash(append(bytes.Clone(open), '}'))
	if err != nil {
		return nil, err
	}
	documentHash, err := hash(bytes.Clone(doc))
	if err != nil {
		return nil, err
	}
	signed := digestOf(optionsHash, documentHash)
	value := multibase(ed25519.Sign(k.Private, signed[:]))

	end := bytes.LastIndexByte(doc, '}')
	out := make([]byte, 0, len(doc)+len(open)+len(value)+32)
	out = append(out, doc[:end]...)
	if len(members) > 0 {
		out = append(out, ',')
	}
	out = append(append(out, `"proof":`...), open...)
	out = append(append(append(out, `,"proofValue":"`...), value...), `"}`...)
	return append(out, doc[end:]...), nil
}

// options are the members of a proof before it has a value, without the brace at the end.
func options(context jsontext.Value, method vocab.IRI, created time.Time) ([]byte, error) {
	b := []byte{'{'}
	if context != nil {
		b = append(append(append(b, `"@context":`...), context...), ',')
	}
	b = append(b, `"type":"`+proofType+`","cryptosuite":"`+Cryptosuite+`","verificationMethod":`...)
	b, err := jsontext.AppendQuote(b, string(method))
	if err != nil {
		return nil, node.Errorf(node.Internal, "the address of the key is not UTF-8")
	}
	b = append(b, `,"proofPurpose":"`+Purpose+`","created":"`...)
	b = created.UTC().AppendFormat(b, "2006-01-02T15:04:05Z")
	return append(b, '"'), nil
}

// SignEmbedded signs the object that an activity embeds, and then the activity around it. The object
// can afterwards be taken out and stand alone, so it has a @context of its own. An object that has a
// proof already keeps it.
//
// Errors: those of [Sign]; Invalid when the activity embeds no single object, or one without
// @context.
func SignEmbedded(activity []byte, k Key, created time.Time) ([]byte, error) {
	members, err := wire.Members(activity, ours, exact)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(members, func(m wire.Member) bool { return m.Name == "object" && m.Value.Kind() == '{' })
	if at < 0 {
		return nil, node.Errorf(node.Invalid, "the activity embeds no single object that could be signed")
	}
	embedded := members[at]
	parts, err := wire.Members(embedded.Value, ours, exact)
	if err != nil {
		return nil, err
	}
	if member(parts, "@context") == nil {
		return nil, node.Errorf(node.Invalid, "an object that is to stand alone has a @context of its own")
	}
	if member(parts, "proof") != nil {
		return Sign(activity, k, created)
	}
	signed, err := Sign(embedded.Value, k, created)
	if err != nil {
		return nil, err
	}
	whole := slices.Concat(activity[:embedded.At], signed, activity[embedded.At+len(embedded.Value):])
	return Sign(whole, k, created)
}
