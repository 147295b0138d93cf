package httpsig

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
	"tributary/node"
)

// Sign signs a request that is about to be sent.
//
// It sets Date, Digest or Content-Digest (for methods other than GET and HEAD, and for any body that
// is not nil), Signature and, for RFC 9421, Signature-Input; what an earlier Sign left is replaced,
// so that a request can be signed again in the other scheme. body is what r.Body will give. Nothing
// that is signed may change afterwards: neither address nor method, host or Content-Type. A redirect
// needs a new signature.
//
// RSA keys sign with SHA-256 in PKCS #1 v1.5, which every peer reads. draft-cavage signs
// (request-target), host and date, and for a body digest and content-type; RFC 9421 signs @method,
// @target-uri and content-digest, with created, keyid and alg. Both sign Collection-Synchronization.
//
// Errors: Internal, for a key that cannot be used or an address that cannot be signed.
//
// Spec: draft-cavage-12, section 2; RFC 9421, section 3.1.
func Sign(r *http.Request, body []byte, k Key, s Scheme, now time.Time) error {
	if err := sign(r, body, k, s, now); err != nil {
		return node.Errorf(node.Internal, "sign a request to %.200q with the key %.200q: %s", r.URL.Redacted(), k.ID, node.MessageOf(err))
	}
	return nil
}

func sign(r *http.Request, body []byte, k Key, s Scheme, now time.Time) error {
	if err := checkSigner(k); err != nil {
		return err
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	m, err := outgoing(r)
	if err != nil {
		return err
	}
	for _, name := range []string{"Signature", "Signature-Input", "Digest", "Content-Digest"} {
		m.header.Del(name)
	}
	m.header.Set("Date", now.UTC().Format(http.TimeFormat))
	digest := ""
	if body != nil || m.hasBody() {
		digest = setDigest(m.header, body, s)
	}
	switch s {
	case Cavage:
		return signCavage(m, k, digest)
	case RFC9421:
		return signRFC9421(m, k, digest, now)
	}
	return refuse(UnknownAlgorithm, "there is no scheme %.60q", s)
}

func signCavage(m message, k Key, digest string) error {
	covered := []string{"(request-target)", "host", "date"}
	if digest != "" {
		covered = append(covered, digest)
		if m.header.Get("Content-Type") != "" {
			covered = append(covered, "content-type")
		}
	}
	covered = append(covered, m.further()...)
	base, err := cavageBase(m, covered, nil, m.path+m.query)
	if err != nil {
		return err
	}
	value, err := k.sign(base)
	if err != nil {
		return err
	}
	algorithm := map[string]string{"RSA": "rsa-sha256", "Ed25519": "hs2019"}[keyKind(k.Private.Public())]
	m.header.Set("Signature", `keyId="`+k.ID+`",algorithm="`+algorithm+`",headers="`+strings.Join(covered, " ")+
		`",signature="`+base64.StdEncoding.EncodeToString(value)+`"`)
	return nil
}

func signRFC9421(m message, k Key, digest string, now time.Time) error {
	const label = "sig1"
	list := httpsfv.InnerList{
		Items:  []httpsfv.Item{httpsfv.NewItem("@method"), httpsfv.NewItem("@target-uri")},
		Params: httpsfv.NewParams(),
	}
	if digest != "" {
		list.Items = append(list.Items, httpsfv.NewItem(digest))
	}
	for _, name := range m.further() {
		list.Items = append(list.Items, httpsfv.NewItem(name))
	}
	algorithm := map[string]string{"RSA": "rsa-v1_5-sha256", "Ed25519": "ed25519"}[keyKind(k.Private.Public())]
	list.Params.Add("created", now.Unix())
	list.Params.Add("keyid", k.ID)
	list.Params.Add("alg", algorithm)
	base, err := rfc9421Base(m, list)
	if err != nil {
		return err
	}
	value, err := k.sign(base)
	if err != nil {
		return err
	}
	parameters, err := httpsfv.Marshal(list)
	if err != nil {
		return err
	}
	m.header.Set("Signature-Input", label+"="+parameters)
	m.header.Set("Signature", label+"=:"+base64.StdEncoding.EncodeToString(value)+":")
	return nil
}

// further are headers that are signed wherever a request has them, by their lower-case names: they mean
// nothing unsigned.
//
// Spec: FEP-8fcf, "On the receiving end".
func (m message) further() (names []string) {
	for _, name := range []string{"Collection-Synchronization"} {
		if m.header.Get(name) != "" {
			names = append(names, strings.ToLower(name))
		}
	}
	return names
}

// sign signs a base in the way of the key.
func (k Key) sign(base []byte) ([]byte, error) {
	message, options := base, crypto.SignerOpts(crypto.Hash(0)) // Ed25519 hashes by itself
	if keyKind(k.Private.Public()) == "RSA" {
		sum := sha256.Sum256(base)
		message, options = sum[:], crypto.SHA256
	}
	value, err := k.Private.Sign(rand.Reader, message, options)
	if err != nil {
		return nil, refuse(UnfitKey, "the key does not sign: %v", err)
	}
	return value, nil
}

// checkSigner refuses keys that no peer would accept.
func checkSigner(k Key) error {
	if k.Private == nil {
		return refuse(UnfitKey, "the key has no private half")
	}
	if err := checkKey(k.Private.Public()); err != nil {
		return err
	}
	if err := checkKeyID(k.ID); err != nil {
		return err
	}
	if strings.ContainsFunc(k.ID, func(c rune) bool { return c == '"' || c == '\\' || c > '~' }) {
		return refuse(Malformed, "a key id takes ASCII without quotes and backslashes")
	}
	return nil
}
