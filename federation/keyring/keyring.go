// Package keyring has the keys with which a node signs for its actors.
//
// A generation is one RSA key and one secret. The RSA key signs HTTP requests, which most of the network
// verifies in no other way; it proves the node, so that every actor shows the same one under an address
// of its own. From the secret each actor's Ed25519 key is derived, with which it signs what it says
// (FEP-8b32): these keys differ, are never stored, and a group can take its own along.
//
// [Keyring.Rotate] adds a generation. The newest signs; the older Ed25519 keys stay published, because
// what they signed is checked again years later.
package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"sync"
	"time"

	"tributary/federation/httpsig"
	"tributary/federation/proof"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/graph"
)

// Keyring is every generation of a node's keys. It does not change: Rotate makes another.
type Keyring struct {
	generations []generation // oldest first; never empty
	provers     sync.Map     // of the newest, by actor: deriving one takes longer than signing with it
}

type generation struct {
	made   time.Time
	rsa    *rsa.PrivateKey
	secret ed25519.PrivateKey // its seed is what actors' keys are derived from
	public string             // of rsa, as PEM
}

const (
	rsaBits  = 2048
	pemKey   = "PRIVATE KEY"
	madeName = "Made"
)

// New makes a keyring with its first generation.
func New(now time.Time) (*Keyring, error) { return (&Keyring{}).Rotate(now) }

// Rotate is the keyring with one more generation, which signs from now on.
func (k *Keyring) Rotate(now time.Time) (*Keyring, error) {
	key, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return nil, fmt.Errorf("make an RSA key: %w", err)
	}
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make an Ed25519 key: %w", err)
	}
	g, err := newGeneration(key, secret, now.UTC().Truncate(time.Second))
	if err != nil {
		return nil, err
	}
	return &Keyring{generations: append(k.generations[:len(k.generations):len(k.generations)], g)}, nil
}

func newGeneration(key *rsa.PrivateKey, secret ed25519.PrivateKey, made time.Time) (generation, error) {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return generation{}, fmt.Errorf("write the public key: %w", err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return generation{made: made, rsa: key, secret: secret, public: string(public)}, nil
}

// Read reads what Text writes.
//
// Errors: what keeps a generation from being whole.
func Read(text []byte) (*Keyring, error) {
	k := &Keyring{}
	var key *rsa.PrivateKey
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("read a key: %w", err)
		}
		switch private := private.(type) {
		case *rsa.PrivateKey:
			key = private
		case ed25519.PrivateKey:
			if key == nil {
				return nil, fmt.Errorf("an Ed25519 key stands without its RSA key")
			}
			made, _ := time.Parse(time.RFC3339, block.Headers[madeName]) // the first generation has none
			g, err := newGeneration(key, private, made)
			if err != nil {
				return nil, err
			}
			k.generations, key = append(k.generations, g), nil
		}
	}
	if len(k.generations) == 0 || key != nil {
		return nil, fmt.Errorf("the database has not both keys of the node's actor")
	}
	return k, nil
}

// Text is the whole keyring as PEM, so that its keys are kept and lost together.
func (k *Keyring) Text() ([]byte, error) {
	var b bytes.Buffer
	for _, g := range k.generations {
		for _, key := range []any{g.rsa, g.secret} {
			der, err := x509.MarshalPKCS8PrivateKey(key)
			if err != nil {
				return nil, fmt.Errorf("write a key: %w", err)
			}
			block := &pem.Block{Type: pemKey, Bytes: der}
			if _, isSecret := key.(ed25519.PrivateKey); isSecret && !g.made.IsZero() {
				block.Headers = map[string]string{madeName: g.made.Format(time.RFC3339)}
			}
			if err := pem.Encode(&b, block); err != nil {
				return nil, err
			}
		}
	}
	return b.Bytes(), nil
}

// Generations is how many times keys were made.
func (k *Keyring) Generations() int { return len(k.generations) }

// Made is when the newest keys were made; zero for the first ones of a node from before rotation.
func (k *Keyring) Made() time.Time { return k.newest().made }

func (k *Keyring) newest() generation { return k.generations[len(k.generations)-1] }

// Transport is the key with which an actor's requests are signed.
func (k *Keyring) Transport(actor vocab.IRI) httpsig.Key {
	g := k.newest()
	return httpsig.Key{ID: string(keyID(actor, as.PublicKey, g.key(actor))), Private: g.rsa}
}

// Edwards is the key with which an actor's requests are signed to peers that verify Ed25519: the one it
// proves with, which its document lists in authentication as well.
func (k *Keyring) Edwards(actor vocab.IRI) (httpsig.Key, error) {
	key, err := k.Prover(actor)
	return httpsig.Key{ID: string(key.ID), Private: key.Private}, err
}

// Prover is the key with which an actor signs what it says.
func (k *Keyring) Prover(actor vocab.IRI) (proof.Key, error) {
	if known, ok := k.provers.Load(actor); ok {
		return known.(proof.Key), nil
	}
	g := k.newest()
	private, err := g.of(actor)
	if err != nil {
		return proof.Key{}, err
	}
	key := proof.Key{ID: keyID(actor, as.AssertionMethod, g.multikey(actor, private)), Private: private}
	k.provers.Store(actor, key)
	return key, nil
}

// Prove signs what an actor says.
//
// Errors: those of [proof.Sign].
func (k *Keyring) Prove(actor vocab.IRI, doc []byte, at time.Time) ([]byte, error) {
	key, err := k.Prover(actor)
	if err != nil {
		return nil, err
	}
	return proof.Sign(doc, key, at)
}

// Fields are an actor's public keys: the RSA key that signs now, the Ed25519 keys of all generations,
// the newest first, and which of these signs requests now.
//
// Spec: ActivityPub with HTTP signatures as in use; FEP-521a.
func (k *Keyring) Fields(actor vocab.IRI) ([]vocab.Field, error) {
	methods := make([]vocab.Value, 0, len(k.generations))
	for i := len(k.generations) - 1; i >= 0; i-- {
		private, err := k.generations[i].of(actor)
		if err != nil {
			return nil, err
		}
		methods = append(methods, vocab.Inside(k.generations[i].multikey(actor, private)))
	}
	now, err := k.Prover(actor)
	if err != nil {
		return nil, err
	}
	return []vocab.Field{
		{Property: as.PublicKey, Values: []vocab.Value{vocab.Inside(k.newest().key(actor))}},
		{Property: as.AssertionMethod, Values: methods},
		{Property: as.Authentication, Values: []vocab.Value{vocab.Ref(now.ID)}},
	}, nil
}

// of derives an actor's key.
func (g generation) of(actor vocab.IRI) (ed25519.PrivateKey, error) {
	seed, err := hkdf.Key(sha256.New, g.secret.Seed(), nil, "tributary actor "+string(actor), ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("derive the key of %s: %w", actor, err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

func (g generation) key(actor vocab.IRI) *vocab.Resource {
	return vocab.New(as.Key, "").
		With(as.Owner, vocab.Ref(actor)).
		With(as.PublicKeyPem, vocab.Text(g.public))
}

func (g generation) multikey(actor vocab.IRI, private ed25519.PrivateKey) *vocab.Resource {
	return vocab.New(as.Multikey, "").
		With(as.Controller, vocab.Ref(actor)).
		With(as.PublicKeyMultibase, vocab.Typed(proof.Multikey(private.Public().(ed25519.PublicKey)), as.Multibase.IRI))
}

// keyID is the address that a key has in its actor's document. It follows from the key, so that no
// other key ever stands there.
func keyID(actor vocab.IRI, p *vocab.Property, key *vocab.Resource) vocab.IRI {
	return graph.NewPartIDs(actor).Next(p.IRI, key)
}
