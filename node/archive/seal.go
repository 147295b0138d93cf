package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tributary/federation/proof"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/graph"
)

// Signer signs what an actor of the node says.
type Signer interface {
	Prove(actor vocab.IRI, doc []byte, at time.Time) ([]byte, error)
	// Fields are the actor's public keys: assertionMethod the newest first.
	Fields(actor vocab.IRI) ([]vocab.Field, error)
	// History is when each of them was made, the oldest first; zero when that is not known.
	History() []time.Time
}

// statement is what whoever an archive is of says about it. Its bytes, with their proof, are the seal.
//
// Everything in the archive follows from Manifest, which has the SHA-256 of each section and the chain.
// Records is the SHA-256 of the hashes of all records, one after the other: with it each version can be
// compared with what was signed, even when the rest was changed.
//
// Spec: FEP-8b32; FEP-521a.
type statement struct {
	Context   []any     `json:"@context"`
	Type      string    `json:"type"`
	By        vocab.IRI `json:"attributedTo"`
	Published time.Time `json:"published"`
	Format    string    `json:"format"`
	Versions  int       `json:"versions"`
	Things    int       `json:"things"`
	Chain     string    `json:"chain"`
	Records   string    `json:"records,omitempty"`
	Manifest  string    `json:"manifest"`
	Keys      []Key     `json:"assertionMethod"`
}

// Key is a public key with which the one who signed proves what it says, and since when.
type Key struct {
	ID         vocab.IRI `json:"id"`
	Type       string    `json:"type"`
	Controller vocab.IRI `json:"controller"`
	Multibase  string    `json:"publicKeyMultibase"`
	Created    time.Time `json:"created,omitzero"`
}

const (
	statementType   = "Archive"
	statementTerm   = "https://w3id.org/tributary/archive#"
	activityStreams = "https://www.w3.org/ns/activitystreams"
	multikeyTerms   = "https://w3id.org/security/multikey/v1"
)

// seal makes the statement about an archive, signed; nil when nobody signs.
func seal(opt Options, m Manifest, manifest, hashes []byte) ([]byte, error) {
	if opt.Sign == nil {
		return nil, nil
	}
	by := m.signer()
	keys, err := keysOf(opt.Sign, by)
	if err != nil {
		return nil, err
	}
	s := statement{
		Context: []any{map[string]string{"@vocab": statementTerm}, activityStreams, multikeyTerms, proof.Context},
		Type:    statementType, By: by, Published: m.Made, Format: m.Format, Versions: m.Versions, Things: m.Things,
		Chain: m.Chain, Manifest: sum(manifest), Keys: keys,
	}
	if len(hashes) > 0 {
		s.Records = sum(hashes)
	}
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write what is signed: %w", err)
	}
	signed, err := opt.Sign.Prove(by, text, m.Made)
	if err != nil {
		return nil, fmt.Errorf("sign the archive: %w", err)
	}
	return append(signed, '\n'), nil
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// signer is who signs an archive.
func (m Manifest) signer() vocab.IRI {
	if m.Group != "" {
		return m.Group
	}
	return node.Addresses{Base: m.Node}.Node()
}

// keysOf are all public keys of an actor, the newest first.
func keysOf(s Signer, actor vocab.IRI) (keys []Key, err error) {
	fields, err := s.Fields(actor)
	if err != nil {
		return nil, err
	}
	made := s.History()
	slices.Reverse(made)
	for _, f := range fields {
		if f.Property != as.AssertionMethod {
			continue
		}
		for i, v := range f.Values {
			text := v.Part().Get(as.PublicKeyMultibase).Text()
			k := Key{ID: methodOf(actor, text), Type: "Multikey", Controller: actor, Multibase: text}
			if i < len(made) {
				k.Created = made[i]
			}
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// methodOf is the address of a key. It follows from the key.
func methodOf(actor vocab.IRI, multikey string) vocab.IRI {
	return graph.NewPartIDs(actor).Next(as.AssertionMethod.IRI, vocab.New(as.Multikey, "").
		With(as.Controller, vocab.Ref(actor)).
		With(as.PublicKeyMultibase, vocab.Typed(multikey, as.Multibase.IRI)))
}

// Signature is who signed an archive, and with what.
type Signature struct {
	By       vocab.IRI `json:"by"`
	At       time.Time `json:"at"`
	Key      vocab.IRI `json:"key"`
	Multikey string    `json:"multikey"`
	Keys     []Key     `json:"keys"` // all that the signer showed then, the newest first
	said     statement
}

// Signature checks who signed the archive: that the proof fits the statement, that its key is one of those
// the signer shows in it, and that the statement is by whose record this is, and about this archive. Whether
// the keys are the signer's is for whoever knows it to compare: its actor's document shows them too.
//
// It says nothing of the content: the manifest is compared, and [Archive.Audit] reads the rest.
//
// Errors: NotFound when nobody signed; Unauthenticated for everything else.
func (a *Archive) Signature() (*Signature, error) {
	p, ok := a.at[sealName]
	if !ok {
		return nil, node.Errorf(node.NotFound, "it is not signed")
	}
	text, err := a.entry(p, maxSeal)
	if err != nil {
		return nil, err
	}
	var said statement
	if err := json.Unmarshal(text, &said); err != nil {
		return nil, node.Errorf(node.Unauthenticated, "its signature does not read: %v", err)
	}
	proofs, err := proof.Read(text)
	if err != nil || len(proofs) != 1 {
		return nil, node.Errorf(node.Unauthenticated, "its signature does not read: it has %d proofs", len(proofs))
	}
	s := &Signature{By: said.By, At: said.Published, Key: proofs[0].VerificationMethod, Keys: said.Keys, said: said}
	i := slices.IndexFunc(said.Keys, func(k Key) bool { return k.ID == s.Key })
	switch {
	case said.By != a.signer():
		return nil, node.Errorf(node.Unauthenticated, "it is signed in the name of %s, and is the record of %s", said.By, a.signer())
	case i < 0 || said.Keys[i].Controller != said.By || methodOf(said.By, said.Keys[i].Multibase) != s.Key:
		return nil, node.Errorf(node.Unauthenticated, "it is signed with %s, which is no key of %s", s.Key, said.By)
	}
	s.Multikey = said.Keys[i].Multibase
	public, err := proof.ParseMultikey(s.Multikey)
	if err != nil {
		return nil, node.Errorf(node.Unauthenticated, "it is signed with %s, which does not read as a key", s.Key)
	}
	if err := proofs[0].Verify(public); err != nil {
		return nil, node.Errorf(node.Unauthenticated, "its signature by %s does not hold: %s", s.Key, node.MessageOf(err))
	}
	if said.Type != statementType || said.Manifest != a.manifest {
		return nil, node.Errorf(node.Unauthenticated, "%s signed another archive: this one was changed afterwards", said.By)
	}
	return s, nil
}

// entry reads a small entry whole.
func (a *Archive) entry(p place, most int64) ([]byte, error) {
	if p.size > most {
		return nil, node.Errorf(node.Unreadable, "an entry has %d bytes; %d are the most", p.size, most)
	}
	text := make([]byte, p.size)
	if _, err := a.file.ReadAt(text, p.from); err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	return text, nil
}
