package server

import (
	"crypto/ed25519"
	"slices"
)

// ed25519Code is the multicodec of an Ed25519 public key, as a varint.
var ed25519Code = []byte{0xed, 0x01}

// multikey writes a public key as Multibase text.
//
// Spec: Controlled Identifiers 1.0, section 2.2.2 (Multikey); FEP-521a.
func multikey(key ed25519.PublicKey) string {
	return "z" + base58(slices.Concat(ed25519Code, key))
}

// Without 0, O, I and l, which people take for each other.
const base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58 writes bytes as one number of base 58, and a 1 for each zero byte in front.
//
// Spec: Controlled Identifiers 1.0, section 2.4 (Multibase), base-58-btc.
func base58(data []byte) string {
	var digits []byte // the least first
	for _, b := range data {
		carry := int(b)
		for i := range digits {
			carry += int(digits[i]) << 8
			digits[i] = byte(carry % 58)
			carry /= 58
		}
		for ; carry > 0; carry /= 58 {
			digits = append(digits, byte(carry%58))
		}
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		digits = append(digits, 0)
	}
	slices.Reverse(digits)
	for i, d := range digits {
		digits[i] = base58Digits[d]
	}
	return string(digits)
}
