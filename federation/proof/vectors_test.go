package proof_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/proof"
)

// The key of the published vectors.
const (
	vectorKey  = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	vectorSeed = "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6"
)

func vectorPrivate(t testing.TB) ed25519.PrivateKey {
	seed, err := hex.DecodeString(vectorSeed)
	if err != nil {
		t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(seed)
}

func TestPublishedVectorsVerify(t *testing.T) {
	pub, err := proof.ParseMultikey(vectorKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"fep-8b32.json", "vc-di-eddsa-jcs.json"} {
		t.Run(file, func(t *testing.T) {
			doc, err := os.ReadFile("testdata/" + file)
			if err != nil {
				t.Fatal(err)
			}
			if err := verify(t, doc, pub); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestThePublishedSignatureIsMade(t *testing.T) {
	unsigned := read(t, "testdata/fep-8b32-unsigned.json")
	at := time.Date(2023, 2, 24, 23, 36, 38, 0, time.UTC)
	signed, err := proof.Sign(unsigned, proof.Key{ID: "https://server.example/users/alice#ed25519-key", Private: vectorPrivate(t)}, at)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := canonical(t, signed), canonical(t, read(t, "testdata/fep-8b32.json")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func canonical(t *testing.T, doc []byte) string {
	t.Helper()
	v := jsontext.Value(doc).Clone()
	if err := v.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	return string(v)
}
