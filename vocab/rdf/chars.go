package rdf

// The character classes of the Turtle grammar, shared by N-Triples, N-Quads and TriG.
//
// Spec: RDF 1.1 Turtle, section 6.5.

import (
	"unicode"
	"unicode/utf8"
)

var nameBase = &unicode.RangeTable{ // PN_CHARS_BASE
	R16: []unicode.Range16{
		{'A', 'Z', 1}, {'a', 'z', 1}, {0xC0, 0xD6, 1}, {0xD8, 0xF6, 1}, {0xF8, 0x2FF, 1},
		{0x370, 0x37D, 1}, {0x37F, 0x1FFF, 1}, {0x200C, 0x200D, 1}, {0x2070, 0x218F, 1},
		{0x2C00, 0x2FEF, 1}, {0x3001, 0xD7FF, 1}, {0xF900, 0xFDCF, 1}, {0xFDF0, 0xFFFD, 1},
	},
	R32:         []unicode.Range32{{0x10000, 0xEFFFF, 1}},
	LatinOffset: 4,
}

func isNameBase(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r))
	}
	return unicode.Is(nameBase, r)
}

func isNameStart(r rune) bool { return r == '_' || isNameBase(r) } // PN_CHARS_U

func isNameChar(r rune) bool { // PN_CHARS
	switch {
	case isNameStart(r), r == '-', '0' <= r && r <= '9', r == 0xB7:
		return true
	}
	return 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// notInIRI marks the bytes that may stand in no IRI, escaped or not.
var notInIRI = func() (table [256]bool) {
	for c := range ' ' + 1 {
		table[c] = true
	}
	for _, c := range []byte("<>\"{}|^`\\") {
		table[c] = true
	}
	return table
}()

// badInIRI returns the first character of s that may stand in no IRI.
func badInIRI(s string) (bad rune, found bool) {
	for i := range len(s) {
		if notInIRI[s[i]] {
			return rune(s[i]), true
		}
	}
	return 0, false
}

// blankLabelLen returns how many leading bytes of s are a blank node label.
func blankLabelLen(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	if !isNameStart(first) && (n != 1 || !isDigit(s[0])) {
		return 0
	}
	return n + nameLen(s[n:])
}

// nameLen returns how many leading bytes of s continue a name: name characters, and dots that are
// followed by more of them, for a dot at the end closes the statement.
func nameLen(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case isNameChar(r):
			end = i + utf8.RuneLen(r)
		case r != '.':
			return end
		}
	}
	return end
}

// langTagLen returns how many leading bytes of s are a language tag.
func langTagLen(s string) int {
	end := 0
	for part := 0; ; part++ {
		n := end
		for n < len(s) && (isLetter(s[n]) || part > 0 && isDigit(s[n])) {
			n++
		}
		if n == end { // no part here: what came before the hyphen is the tag
			return max(0, end-1)
		}
		if n == len(s) || s[n] != '-' {
			return n
		}
		end = n + 1
	}
}
