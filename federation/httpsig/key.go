package httpsig

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
)

// Sizes of keys. Smaller RSA keys can be broken; larger ones make each refusal expensive.
const (
	minRSABits = 2048
	maxRSABits = 8192
	maxPEM     = 16 << 10 // bytes
)

// Key signs: its id is where peers find the public half.
type Key struct {
	ID      string        // the address of the key, such as https://garden.example/actor#main-key
	Private crypto.Signer // *rsa.PrivateKey or ed25519.PrivateKey
}

// keyKind sorts keys by what algorithms they fit; empty for those that fit none.
func keyKind(pub crypto.PublicKey) string {
	switch pub.(type) {
	case *rsa.PublicKey:
		return "RSA"
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return ""
}

// checkKey refuses keys of other kinds and sizes.
func checkKey(pub crypto.PublicKey) error {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		if k == nil || k.N == nil {
			return refuse(UnfitKey, "there is no key")
		}
		if bits := k.N.BitLen(); bits < minRSABits || bits > maxRSABits {
			return refuse(UnfitKey, "the RSA key has %d bits; %d to %d are allowed", bits, minRSABits, maxRSABits)
		}
		return nil
	case ed25519.PublicKey:
		if len(k) != ed25519.PublicKeySize {
			return refuse(UnfitKey, "the Ed25519 key has %d bytes; it needs %d", len(k), ed25519.PublicKeySize)
		}
		return nil
	}
	return refuse(UnfitKey, "a key of type %T is neither RSA nor Ed25519", pub)
}

// ParsePublicPEM reads the public key of an actor: *rsa.PublicKey of 2048 to 8192 bits, or
// ed25519.PublicKey.
//
// text is one PEM block of at most 16 KB, PUBLIC KEY (PKIX) or RSA PUBLIC KEY (PKCS #1), with
// nothing but white space around it.
//
// Errors: Unauthenticated, UnfitKey.
//
// Spec: RFC 7468, section 13; RFC 8017, appendix A.1.1.
func ParsePublicPEM(text []byte) (crypto.PublicKey, error) {
	if len(text) > maxPEM {
		return nil, refuse(UnfitKey, "the PEM has %d bytes; %d are allowed", len(text), maxPEM)
	}
	text = bytes.TrimSpace(text)
	block, rest := pem.Decode(text)
	if block == nil || !bytes.HasPrefix(text, []byte("-----BEGIN ")) || len(bytes.TrimSpace(rest)) > 0 {
		return nil, refuse(UnfitKey, "the key is not one PEM block")
	}
	pub, err := parsePublic(block)
	if err != nil {
		return nil, err
	}
	if err := checkKey(pub); err != nil {
		return nil, err
	}
	return pub, nil
}

func parsePublic(block *pem.Block) (crypto.PublicKey, error) {
	switch block.Type {
	case "PUBLIC KEY":
		pub, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, refuse(UnfitKey, "the PUBLIC KEY cannot be read: %v", err)
		}
		return pub, nil
	case "RSA PUBLIC KEY":
		pub, err := x509.ParsePKCS1PublicKey(block.Bytes)
		if err != nil {
			return nil, refuse(UnfitKey, "the RSA PUBLIC KEY cannot be read: %v", err)
		}
		return pub, nil
	}
	return nil, refuse(UnfitKey, "a PEM block %.60q is no public key", block.Type)
}
