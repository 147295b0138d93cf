package httpsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
)

func pkix(t *testing.T, pub crypto.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func TestPublicKeysAreReadFromPEM(t *testing.T) {
	r, e := rsaSigner().Public().(*rsa.PublicKey), edSigner().Public().(ed25519.PublicKey)
	pkcs1 := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(r)}))
	for _, c := range []struct {
		text string
		want interface{ Equal(crypto.PublicKey) bool }
	}{
		{pkix(t, r), r}, {pkcs1, r}, {pkix(t, e), e},
		{"\n " + strings.ReplaceAll(pkix(t, r), "\n", "\r\n") + "\n\n", r},
	} {
		got, err := ParsePublicPEM([]byte(c.text))
		if err != nil || !c.want.Equal(got) {
			t.Errorf("%s: got %v, %v", c.text, got, err)
		}
	}
}

func TestOtherKeysAreRefused(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := pkix(t, rsaSigner().Public())
	private := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaSigner().(*rsa.PrivateKey))})
	for _, c := range []struct{ name, text, words string }{
		{"512 bits", pkix(t, rsaOf(512)), "512 bits"},
		{"1024 bits", cavageKey, "1024 bits"},
		{"16384 bits", pkix(t, rsaOf(16384)), "16384 bits"},
		{"ECDSA", pkix(t, &ec.PublicKey), "neither RSA nor Ed25519"},
		{"a private key", string(private), "no public key"},
		{"two keys", good + good, "one PEM block"},
		{"text before", "my key:\n" + good, "one PEM block"},
		{"nothing", "", "one PEM block"},
		{"not DER", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "cannot be read"},
		{"not PKCS #1", "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n", "cannot be read"},
		{"20 KB", good + strings.Repeat("\n", 20<<10), "16384 are allowed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParsePublicPEM([]byte(c.text))
			refused(t, err, UnfitKey, c.words)
		})
	}
}
