package wire

import (
	"unicode"
	"unicode/utf8"

	"tributary/node"
	"tributary/vocab"
)

// checkID refuses what cannot be the id of something that another node serves.
//
// Spec: ActivityPub 3.1: ids are HTTPS URIs, and belong to the origin that serves them.
func checkID(path string, id string, l Limits) error {
	if err := checkReference(path, id, l); err != nil {
		return err
	}
	if _, err := OriginOf(vocab.IRI(id)); err != nil {
		return node.Errorf(node.Unreadable, "%s: %s", path, node.MessageOf(err))
	}
	return nil
}

// checkReference refuses what is no absolute IRI. What it names may be anywhere, also outside the
// web: did:key:…, urn:uuid:….
func checkReference(path string, iri string, l Limits) error {
	switch {
	case iri == "":
		return node.Errorf(node.Unreadable, "%s is empty", path)
	case len(iri) > l.IDLength:
		return node.Errorf(node.TooLarge, "%s has more than %d bytes", path, l.IDLength)
	case schemeLen(iri) == 0:
		return node.Errorf(node.Unreadable, "%s is not an absolute IRI: %s", path, shortened(iri))
	}
	if r, bad := badRune(iri); bad {
		return node.Errorf(node.Unreadable, "%s has the character %U, which no IRI has", path, r)
	}
	return nil
}

// schemeLen is the length of a scheme that has something behind its colon; 0 when there is none.
func schemeLen(iri string) int {
	for i := range len(iri) {
		switch c := iri[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case c == ':' && i+1 < len(iri):
			return i
		default:
			return 0
		}
	}
	return 0
}

// badRune finds a character that may stand in no IRI, among them those that turn the direction of
// reading and make an address look like another.
//
// Spec: RFC 3987, sections 2.2 and 4.1.
func badRune(iri string) (rune, bool) {
	for i, r := range iri {
		if r < utf8.RuneSelf {
			if r <= ' ' || r == 0x7f || notInIRI[r] {
				return r, true
			}
			continue
		}
		_, size := utf8.DecodeRuneInString(iri[i:])
		if r == utf8.RuneError && size == 1 || unicode.In(r, unicode.Cc, unicode.Z, unicode.Bidi_Control) {
			return r, true
		}
	}
	return 0, false
}

var notInIRI = [utf8.RuneSelf]bool{'<': true, '>': true, '"': true, '{': true, '}': true, '|': true, '^': true, '`': true, '\\': true}
