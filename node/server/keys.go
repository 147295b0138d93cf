package server

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"tributary/node"
	"tributary/storage"
)

// keys are what the node's actor signs with: RSA because most of the network verifies nothing else
// in HTTP signatures, Ed25519 for proofs and for whoever is newer.
type keys struct {
	rsa     *rsa.PrivateKey
	ed25519 ed25519.PrivateKey
}

const (
	metaKeys = "actor-keys"
	rsaBits  = 2048
	pemKey   = "PRIVATE KEY"
)

// loadKeys fetches the keys, and makes them at the first start.
func loadKeys(ctx context.Context, db *storage.DB) (keys, error) {
	kept, err := db.Meta(ctx, metaKeys)
	if node.KindOf(err) != node.NotFound {
		if err != nil {
			return keys{}, err
		}
		return readKeys(kept)
	}
	made, err := makeKeys()
	if err != nil {
		return keys{}, err
	}
	text, err := made.pem()
	if err != nil {
		return keys{}, err
	}
	if err := db.SetMeta(ctx, metaKeys, text); err != nil {
		return keys{}, err
	}
	// Another program may have started first at the same moment: what is kept counts.
	if kept, err = db.Meta(ctx, metaKeys); err != nil {
		return keys{}, err
	}
	return readKeys(kept)
}

func makeKeys() (k keys, err error) {
	if k.rsa, err = rsa.GenerateKey(rand.Reader, rsaBits); err != nil {
		return k, err
	}
	_, k.ed25519, err = ed25519.GenerateKey(rand.Reader)
	return k, err
}

// pem writes both keys, so that they are kept and lost together.
func (k keys) pem() ([]byte, error) {
	var b bytes.Buffer
	for _, key := range []any{k.rsa, k.ed25519} {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return nil, err
		}
		if err := pem.Encode(&b, &pem.Block{Type: pemKey, Bytes: der}); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func readKeys(text []byte) (k keys, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return keys{}, fmt.Errorf("read a key: %w", err)
		}
		switch key := key.(type) {
		case *rsa.PrivateKey:
			k.rsa = key
		case ed25519.PrivateKey:
			k.ed25519 = key
		}
	}
	if k.rsa == nil || k.ed25519 == nil {
		return keys{}, fmt.Errorf("the database has not both keys of the node's actor")
	}
	return k, nil
}

// publicPEM is the RSA key as others verify with it.
func (k keys) publicPEM() (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&k.rsa.PublicKey)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// publicMultikey is the Ed25519 key as others verify with it: "z6Mk…".
func (k keys) publicMultikey() string { return multikey(k.ed25519.Public().(ed25519.PublicKey)) }
