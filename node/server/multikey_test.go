package server

import (
	"crypto/ed25519"
	"encoding/hex"
	"testing"
)

// The vectors of draft-msporny-base58, section 5.
func TestBase58(t *testing.T) {
	for in, want := range map[string]string{
		"":             "",
		"Hello World!": "2NEpo7TZRRrLZSi2U",
		"The quick brown fox jumps over the lazy dog.": "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
		"\x00\x00\x28\x7f\xb4\xcd":                     "11233QC4",
	} {
		if got := base58([]byte(in)); got != want {
			t.Errorf("base58(%q) = %s, want %s", in, got, want)
		}
	}
}

// The example of the did:key method.
func TestMultikey(t *testing.T) {
	key, err := hex.DecodeString("2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := multikey(ed25519.PublicKey(key)), "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
