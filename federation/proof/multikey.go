package proof

import (
	"bytes"
	"crypto/ed25519"
	"math/big"
	"slices"
	"strings"

	"tributary/node"
)

// ed25519Code is the multicodec of an Ed25519 public key, as a varint.
var ed25519Code = []byte{0xed, 0x01}

// maxMultibase is how long the text of a key or signature may be; a signature has 89 characters.
const maxMultibase = 128

// Multikey is a public key as Multibase text, z6Mk….
//
// Spec: Controlled Identifiers 1.0, section 2.2.2 (Multikey); FEP-521a.
func Multikey(key ed25519.PublicKey) string {
	return multibase(slices.Concat(ed25519Code, key))
}

// ParseMultikey reads what [Multikey] writes.
//
// Errors: Unreadable for other text, Unsupported for keys of another kind.
func ParseMultikey(text string) (ed25519.PublicKey, error) {
	data, err := parseMultibase(text)
	if err != nil {
		return nil, err
	}
	key, ok := bytes.CutPrefix(data, ed25519Code)
	switch {
	case !ok:
		return nil, node.Errorf(node.Unsupported, "the key is not an Ed25519 public key")
	case len(key) != ed25519.PublicKeySize:
		return nil, node.Errorf(node.Unreadable, "an Ed25519 public key has %d bytes, not %d", ed25519.PublicKeySize, len(key))
	}
	return key, nil
}

// The digits of base-58-btc, without 0, O, I and l, which people take for each other; and those that
// math/big writes for the same values.
const (
	base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	bigDigits    = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
)

// multibase writes bytes as z, a 1 for each zero byte in front, and one number of base 58.
//
// Spec: Controlled Identifiers 1.0, section 2.4 (Multibase), base-58-btc.
func multibase(data []byte) string {
	digits := bytes.TrimLeft(data, "\x00")
	text := append([]byte{'z'}, bytes.Repeat([]byte{base58Digits[0]}, len(data)-len(digits))...)
	if len(digits) == 0 {
		return string(text)
	}
	from := len(text)
	text = new(big.Int).SetBytes(digits).Append(text, 58)
	for i, d := range text[from:] {
		text[from+i] = base58Digits[strings.IndexByte(bigDigits, d)]
	}
	return string(text)
}

// parseMultibase reads what multibase writes.
func parseMultibase(text string) ([]byte, error) {
	digits, ok := strings.CutPrefix(text, "z")
	if !ok || digits == "" || len(digits) > maxMultibase {
		return nil, node.Errorf(node.Unreadable, "a key or signature is z and up to %d digits of base58btc", maxMultibase)
	}
	number := strings.TrimLeft(digits, base58Digits[:1])
	zeros := len(digits) - len(number)
	plain := make([]byte, len(number))
	for i := range len(number) {
		d := strings.IndexByte(base58Digits, number[i])
		if d < 0 {
			return nil, node.Errorf(node.Unreadable, "%q is not a digit of base58btc", number[i])
		}
		plain[i] = bigDigits[d]
	}
	if number == "" {
		return make([]byte, zeros), nil
	}
	n, _ := new(big.Int).SetString(string(plain), 58)
	return append(make([]byte, zeros), n.Bytes()...), nil
}
