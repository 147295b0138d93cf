package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"math/big"
	"strings"
	"testing"

	"tributary/federation/proof"
	"tributary/node"
)

// base58 is another way to write Multibase than the one under test: digit by digit.
func base58(data []byte) string {
	const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	n, text := new(big.Int).SetBytes(data), ""
	for d := new(big.Int); n.Sign() > 0; {
		n.DivMod(n, big.NewInt(58), d)
		text = digits[d.Int64():d.Int64()+1] + text
	}
	for ; len(data) > 0 && data[0] == 0; data = data[1:] {
		text = "1" + text
	}
	return "z" + text
}

func TestKeysAsText(t *testing.T) {
	if got := proof.Multikey(vectorPrivate(t).Public().(ed25519.PublicKey)); got != vectorKey {
		t.Errorf("got %s", got)
	}
	for _, b := range []byte{0, 1, 57, 58, 0xed, 0xff} {
		key := ed25519.PublicKey(bytes.Repeat([]byte{b}, 32))
		text := proof.Multikey(key)
		if want := base58(append([]byte{0xed, 0x01}, key...)); text != want {
			t.Errorf("got %s, want %s", text, want)
		}
		if got, err := proof.ParseMultikey(text); !bytes.Equal(got, key) || err != nil {
			t.Errorf("%s is %x, %v", text, got, err)
		}
	}
}

func TestWhatIsNoKey(t *testing.T) {
	p256 := base58(append([]byte{0x80, 0x24}, make([]byte, 33)...))
	for name, c := range map[string]struct {
		text string
		kind node.Kind
	}{
		"nothing":                {"", node.Unreadable},
		"no digits":              {"z", node.Unreadable},
		"another base":           {"u" + vectorKey[1:], node.Unreadable},
		"no base":                {vectorKey[1:], node.Unreadable},
		"a digit that is none":   {"z0" + vectorKey[2:], node.Unreadable},
		"a sign":                 {"z-" + vectorKey[2:], node.Unreadable},
		"an underscore":          {"z6_" + vectorKey[2:], node.Unreadable},
		"a blank behind":         {vectorKey + " ", node.Unreadable},
		"too short":              {base58([]byte{0xed, 0x01, 1, 2, 3}), node.Unreadable},
		"too long":               {base58(append([]byte{0xed, 0x01}, make([]byte, 33)...)), node.Unreadable},
		"far too long":           {"z" + strings.Repeat("6", 1<<20), node.Unreadable},
		"a zero in front":        {"z1" + vectorKey[1:], node.Unsupported},
		"zeros":                  {"z1111", node.Unsupported},
		"a key of another curve": {p256, node.Unsupported},
		"the private key":        {"z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", node.Unsupported},
	} {
		if _, err := proof.ParseMultikey(c.text); node.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzMultikey(f *testing.F) {
	f.Add(vectorKey)
	f.Add("z1111")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := proof.ParseMultikey(text)
		if err == nil && proof.Multikey(key) != text {
			t.Fatalf("%q is the key %x, which is %q", text, key, proof.Multikey(key))
		}
	})
}
