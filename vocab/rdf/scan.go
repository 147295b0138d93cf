package rdf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner walks through a document and reads the tokens that N-Triples, N-Quads, Turtle and TriG
// have in common. Its methods report what is wrong by panicking with a failure: grammar rules then
// read like the grammar.
type scanner struct {
	*document
	pos   int
	line  int
	quads []Quad
}

// fail ends reading: the document is not well-formed at the current line.
func (s *scanner) fail(problem string, args ...any) {
	panic(failure{&SyntaxError{Format: s.format.Name, Line: s.line, Problem: fmt.Sprintf(problem, args...)}})
}

// exceed ends reading: the document is over a limit.
func (s *scanner) exceed(what string, limit int) {
	panic(failure{fmt.Errorf("%s, line %d: %w: %s (%d)", s.format.Name, s.line, ErrLimit, what, limit)})
}

// add keeps a statement.
func (s *scanner) add(q Quad) {
	if len(s.quads) == s.limits.Quads {
		s.exceed("statements", s.limits.Quads)
	}
	s.quads = append(s.quads, q)
}

// peek returns the byte at hand, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

func (s *scanner) rest() string { return s.text[s.pos:] }

func (s *scanner) atEnd() bool { return s.pos >= len(s.text) }

// take moves past token if it is next.
func (s *scanner) take(token string) bool {
	if !strings.HasPrefix(s.rest(), token) {
		return false
	}
	s.pos += len(token)
	return true
}

// want moves past token, which must be next.
func (s *scanner) want(token string) {
	if !s.take(token) {
		s.fail("expected %q, found %s", token, s.found())
	}
}

// found describes what is next, for messages.
func (s *scanner) found() string {
	if s.atEnd() {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(s.rest())
	return strconv.QuoteRune(r)
}

// span moves past n bytes and returns them.
func (s *scanner) span(n int) string {
	if n > s.limits.TermBytes {
		s.exceed("bytes of a term", s.limits.TermBytes)
	}
	s.pos += n
	return s.text[s.pos-n : s.pos]
}

// iriRef reads <…> and returns what is inside, escapes resolved.
func (s *scanner) iriRef() string {
	if strings.HasPrefix(s.rest(), "<<") {
		s.fail("triple terms of RDF 1.2 are not accepted")
	}
	s.want("<")
	end := strings.IndexAny(s.rest(), ">\n")
	if end < 0 || s.text[s.pos+end] != '>' {
		s.fail("IRI has no closing >")
	}
	iri := s.span(end)
	s.pos++
	if strings.IndexByte(iri, '\\') >= 0 {
		iri = s.unescape(iri, false)
	}
	if r, bad := badInIRI(iri); bad {
		s.fail("IRI has %U, which must be percent-encoded", r)
	}
	return iri
}

// blankLabel reads _:label and returns the label.
func (s *scanner) blankLabel() string {
	s.want("_:")
	n := blankLabelLen(s.rest())
	if n == 0 {
		s.fail("blank node label cannot begin with %s", s.found())
	}
	return s.span(n)
}

// quoted reads a string between single quotes of a kind, as short strings are written.
func (s *scanner) quoted(quote string) string {
	s.want(quote)
	for i, escaped := s.pos, false; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\n' || c == '\r':
			s.fail("string has no closing %s on its line", quote)
		case c == '\\':
			escaped = true
			i++ // what follows is not the end, whatever it is
		case c == quote[0]:
			value := s.span(i - s.pos)
			s.pos++
			if escaped {
				value = s.unescape(value, true)
			}
			return value
		}
	}
	s.fail("string has no closing %s", quote)
	return ""
}

// qualifiers reads what may follow a string (language or datatype) and returns the literal. skip
// moves past white space, and datatype reads the IRI after ^^.
func (s *scanner) qualifiers(value string, skip func(), datatype func() string) Term {
	skip()
	switch {
	case s.take("@"):
		n := langTagLen(s.rest())
		if n == 0 {
			s.fail("language tag cannot begin with %s", s.found())
		}
		tag := s.span(n)
		if strings.HasPrefix(s.rest(), "--") {
			s.fail("base directions of RDF 1.2 are not accepted")
		}
		return LangText(value, tag)
	case s.take("^^"):
		skip()
		iri := datatype()
		if iri == rdfLangString {
			s.fail("rdf:langString needs a language, not a datatype")
		}
		return Typed(value, iri)
	}
	return Text(value)
}

// simpleEscapes are the characters that one letter after a backslash stands for.
var simpleEscapes = map[byte]byte{'t': '\t', 'b': '\b', 'n': '\n', 'r': '\r', 'f': '\f', '"': '"', '\'': '\'', '\\': '\\'}

// unescape resolves \uXXXX and \UXXXXXXXX, and in strings also \n and its like.
func (s *scanner) unescape(text string, inString bool) string {
	out := make([]byte, 0, len(text))
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 {
			return string(append(out, text...))
		}
		out, text = append(out, text[:i]...), text[i+1:]
		if text == "" {
			s.fail("nothing follows the backslash")
		}
		letter := text[0]
		text = text[1:]
		switch c, simple := simpleEscapes[letter]; {
		case simple && inString:
			out = append(out, c)
		case letter == 'u':
			out, text = s.codePoint(out, text, 4)
		case letter == 'U':
			out, text = s.codePoint(out, text, 8)
		default:
			s.fail("\\%c is not an escape here", letter)
		}
	}
}

// codePoint appends the character whose number is the first digits of text, and returns the rest.
func (s *scanner) codePoint(out []byte, text string, digits int) ([]byte, string) {
	if len(text) < digits {
		s.fail("escape needs %d hexadecimal digits", digits)
	}
	// 31 bits, so that the number cannot become a negative rune.
	n, err := strconv.ParseUint(text[:digits], 16, 31)
	if err != nil || !utf8.ValidRune(rune(n)) {
		s.fail("%q is not the number of a character", text[:digits])
	}
	return utf8.AppendRune(out, rune(n)), text[digits:]
}
