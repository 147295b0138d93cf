package httpsig

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/dunglas/httpsfv"
)

// digests are the algorithms a body may be named by. The rest of the registry (MD5, SHA, unixsum
// and the like) can be forged and counts for nothing.
//
// Spec: RFC 9530, section 5; RFC 5843 for their names in Digest.
var digests = map[string]func([]byte) []byte{
	"sha-256": func(b []byte) []byte { s := sha256.Sum256(b); return s[:] },
	"sha-512": func(b []byte) []byte { s := sha512.Sum512(b); return s[:] },
}

// sums hashes one body, each way once.
type sums struct {
	body []byte
	done map[string][]byte
}

// of is the digest of the body; nil for algorithms that do not count.
func (s sums) of(algorithm string) []byte {
	if sum, ok := s.done[algorithm]; ok {
		return sum
	}
	hash, ok := digests[algorithm]
	if !ok {
		return nil
	}
	s.done[algorithm] = hash(s.body)
	return s.done[algorithm]
}

// CheckDigest ties a body to the digests in the header.
//
// body is all of it, as received. At least one of Digest and Content-Digest must be there. Each that
// is there needs SHA-256 or SHA-512, and everything it says with these must be true. Read has seen
// that the one that counts is signed; since every one must hold, it does not matter which.
//
// Errors: Unauthenticated; OtherBody, Uncovered, Malformed or TooLong.
//
// Spec: RFC 3230, section 4.3.2; RFC 9530, section 2.
func CheckDigest(h http.Header, body []byte) error {
	m, s := message{header: h}, sums{body, map[string][]byte{}}
	if len(h["Digest"]) == 0 && len(h["Content-Digest"]) == 0 {
		return refuse(Uncovered, "the body has neither Digest nor Content-Digest")
	}
	if len(h["Digest"]) > 0 {
		if err := m.checkDigest(s); err != nil {
			return err
		}
	}
	if len(h["Content-Digest"]) > 0 {
		return m.checkContentDigest(s)
	}
	return nil
}

// checkDigest checks Digest: SHA-256=base64, ….
func (m message) checkDigest(s sums) error {
	value, err := m.field("digest")
	if err != nil {
		return err
	}
	if len(value) > maxHeader {
		return refuse(TooLong, "Digest has %d bytes; %d are allowed", len(value), maxHeader)
	}
	counted := false
	for _, part := range strings.Split(value, ",") {
		algorithm, encoded, ok := strings.Cut(strings.Trim(part, " \t"), "=")
		if !ok {
			return refuse(Malformed, "Digest must read SHA-256=base64: not %.60q", part)
		}
		sum := s.of(strings.ToLower(algorithm))
		if sum == nil {
			continue
		}
		claimed, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil {
			return refuse(Malformed, "the %.60s in Digest is not base64", algorithm)
		}
		if !bytes.Equal(claimed, sum) {
			return refuse(OtherBody, "the body has another %.60s than Digest says", algorithm)
		}
		counted = true
	}
	if !counted {
		return refuse(Uncovered, "Digest has neither SHA-256 nor SHA-512")
	}
	return nil
}

// checkContentDigest checks Content-Digest: sha-256=:base64:, ….
func (m message) checkContentDigest(s sums) error {
	d, err := m.dictionary("Content-Digest")
	if err != nil {
		return err
	}
	counted := false
	for _, algorithm := range d.Names() {
		sum := s.of(algorithm)
		if sum == nil {
			continue
		}
		item, _ := member[httpsfv.Item](d, algorithm)
		claimed, ok := item.Value.([]byte)
		if !ok {
			return refuse(Malformed, "the %.60s in Content-Digest is not bytes between colons", algorithm)
		}
		if !bytes.Equal(claimed, sum) {
			return refuse(OtherBody, "the body has another %.60s than Content-Digest says", algorithm)
		}
		counted = true
	}
	if !counted {
		return refuse(Uncovered, "Content-Digest has neither sha-256 nor sha-512")
	}
	return nil
}

// setDigest names the body in the header the scheme signs, and returns that header's name.
func setDigest(h http.Header, body []byte, s Scheme) string {
	sum := sha256.Sum256(body)
	encoded := base64.StdEncoding.EncodeToString(sum[:])
	if s == RFC9421 {
		h.Set("Content-Digest", "sha-256=:"+encoded+":")
		return "content-digest"
	}
	h.Set("Digest", "SHA-256="+encoded)
	return "digest"
}
