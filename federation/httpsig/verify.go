package httpsig

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"slices"
	"strings"
)

// algorithms are the names each scheme gives to a way of signing. The same name may stand for
// several ways; they are tried in order. The empty name is for signers that leave it to the key.
var algorithms = []struct {
	scheme Scheme
	name   string
	kind   string // of key
	check  func(pub crypto.PublicKey, base, value []byte) bool
}{
	{Cavage, "rsa-sha256", "RSA", rsaSHA256},
	{Cavage, "hs2019", "RSA", rsaSHA256}, // what the fediverse means by it
	{Cavage, "hs2019", "RSA", pssSHA512}, // what the draft says
	{Cavage, "hs2019", "Ed25519", edwards},
	{Cavage, "ed25519", "Ed25519", edwards},
	{Cavage, "", "RSA", rsaSHA256},
	{Cavage, "", "Ed25519", edwards},

	{RFC9421, "rsa-v1_5-sha256", "RSA", rsaSHA256},
	{RFC9421, "rsa-pss-sha512", "RSA", pssSHA512},
	{RFC9421, "ed25519", "Ed25519", edwards},
	{RFC9421, "", "RSA", rsaSHA256},
	{RFC9421, "", "RSA", pssSHA512},
	{RFC9421, "", "Ed25519", edwards},
}

func rsaSHA256(pub crypto.PublicKey, base, value []byte) bool {
	sum := sha256.Sum256(base)
	return rsa.VerifyPKCS1v15(pub.(*rsa.PublicKey), crypto.SHA256, sum[:], value) == nil
}

func pssSHA512(pub crypto.PublicKey, base, value []byte) bool {
	sum := sha512.Sum512(base)
	options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA512}
	return rsa.VerifyPSS(pub.(*rsa.PublicKey), crypto.SHA512, sum[:], value, options) == nil
}

func edwards(pub crypto.PublicKey, base, value []byte) bool {
	return ed25519.Verify(pub.(ed25519.PublicKey), base, value)
}

// known reports whether a scheme has an algorithm of that name.
func known(s Scheme, name string) bool {
	for _, a := range algorithms {
		if a.scheme == s && a.name == name {
			return true
		}
	}
	return false
}

// names lists the algorithms of a scheme, for refusals.
func names(s Scheme) string {
	var all []string
	for _, a := range algorithms {
		if a.scheme == s && a.name != "" && !slices.Contains(all, a.name) {
			all = append(all, a.name)
		}
	}
	return strings.Join(all, ", ")
}

// Verify checks that the owner of pub made the signature.
//
// pub is an *rsa.PublicKey of 2048 to 8192 bits or an ed25519.PublicKey. The algorithm must fit its
// kind: the name in the request chooses among what the key can do, never what the key is.
//
// Errors: Unauthenticated; UnfitKey, UnknownAlgorithm or NotByKey.
func (s Signature) Verify(pub crypto.PublicKey) error {
	if err := checkKey(pub); err != nil {
		return err
	}
	return s.verify(pub)
}

// verify is Verify for a key of any size.
func (s Signature) verify(pub crypto.PublicKey) error {
	kind, fits := keyKind(pub), false
	for _, a := range algorithms {
		if a.scheme != s.Scheme || a.name != s.Algorithm || a.kind != kind {
			continue
		}
		fits = true
		for _, base := range s.bases {
			if a.check(pub, base, s.value) {
				return nil
			}
		}
	}
	if !fits {
		return refuse(UnknownAlgorithm, "algorithm %.60q does not go with an %s key", s.Algorithm, kind)
	}
	return refuse(NotByKey, "the key %.200q did not make it, or what it signs was changed", s.KeyID)
}
