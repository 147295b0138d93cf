package proof

import (
	"crypto/sha256"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
)

// digest is what is signed: the hash of the proof's options, then that of the document.
//
// Spec: Data Integrity EdDSA Cryptosuites 1.0, section 3.3.4 (Hashing).
type digest [2 * sha256.Size]byte

func digestOf(options, document [sha256.Size]byte) (d digest) {
	copy(d[:sha256.Size], options[:])
	copy(d[sha256.Size:], document[:])
	return d
}

// hash is the hash of a value's canonical form. value has been read by wire.Members with [exact],
// which refuses what canonicalization would alter, and is written over.
//
// Spec: RFC 8785.
func hash(value jsontext.Value) ([sha256.Size]byte, error) {
	if err := value.Canonicalize(); err != nil {
		return [sha256.Size]byte{}, node.Errorf(node.Unreadable, "the document has no canonical form")
	}
	return sha256.Sum256(value), nil
}

// object writes members as a JSON object, leaving out those named.
func object(members []wire.Member, without ...string) jsontext.Value {
	size := 2
	for _, m := range members {
		size += len(m.Name) + len(m.Value) + 8
	}
	b := append(make([]byte, 0, size), '{')
next:
	for _, m := range members {
		for _, name := range without {
			if m.Name == name {
				continue next
			}
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b, _ = jsontext.AppendQuote(b, m.Name) // the name came out of strict JSON
		b = append(append(b, ':'), m.Value...)
	}
	return append(b, '}')
}

// replaced are the members with one of them changed, or added when it was not there.
func replaced(members []wire.Member, name string, value jsontext.Value) []wire.Member {
	all := make([]wire.Member, 0, len(members)+1)
	for _, m := range members {
		if m.Name != name {
			all = append(all, m)
		}
	}
	return append(all, wire.Member{Name: name, Value: value})
}

// member is the value of a member; nil when there is none.
func member(members []wire.Member, name string) jsontext.Value {
	for _, m := range members {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}
