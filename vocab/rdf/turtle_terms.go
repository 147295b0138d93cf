package rdf

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// subject reads the subject of triples or the name of a graph. plain tells that it is not a blank
// node with properties of its own.
func (t *turtleReader) subject() (node Term, plain bool) {
	switch t.peek() {
	case '[':
		return t.bracketed()
	case '(':
		return t.list(), true
	case '_':
		return t.labelled(), true
	}
	return IRI(t.iri()), true
}

func (t *turtleReader) predicate() Term {
	if t.peek() == 'a' && t.keyword("a") {
		return IRI(rdfType)
	}
	return IRI(t.iri())
}

func (t *turtleReader) object() Term {
	switch c := t.peek(); {
	case c == '<':
		return IRI(t.iri())
	case c == '_':
		return t.labelled()
	case c == '[':
		node, _ := t.bracketed()
		return node
	case c == '(':
		return t.list()
	case c == '"' || c == '\'':
		return t.qualifiers(t.string(), t.skip, t.iri)
	case isDigit(c) || c == '+' || c == '-':
		return t.number()
	case c == '.' && t.pos+1 < len(t.text) && isDigit(t.text[t.pos+1]):
		return t.number()
	}
	for _, lexical := range [...]string{"true", "false"} {
		// These two words are all lower case; "True" is a mistake.
		if strings.HasPrefix(t.rest(), lexical) && t.keyword(lexical) {
			return Typed(lexical, xsdBoolean)
		}
	}
	return IRI(t.iri())
}

// labelled reads _:label. Labels are renumbered, so that they cannot meet those of [ ] and ( ).
func (t *turtleReader) labelled() Term {
	label := t.blankLabel()
	node, known := t.labels[label]
	if !known {
		node = t.newBlank()
		t.labels[label] = node
	}
	return node
}

func (t *turtleReader) newBlank() Term {
	t.blanks++
	return Blank("b" + strconv.Itoa(t.blanks-1))
}

// iri reads <…> or a prefixed name and returns the absolute IRI.
func (t *turtleReader) iri() string {
	if t.peek() != '<' {
		return t.prefixedName()
	}
	iri := t.iriRef()
	if schemeLen(iri) > 0 {
		return iri
	}
	if schemeLen(t.base) == 0 {
		t.fail("IRI <%s> is relative and there is no base", iri)
	}
	return resolveIRI(t.base, iri)
}

func (t *turtleReader) prefixedName() string {
	found := t.found()
	name := t.prefixName()
	if !t.take(":") {
		t.fail("expected a term, found %s", found)
	}
	namespace, known := t.prefixes[name]
	if !known {
		t.fail("prefix %q is not declared", name+":")
	}
	iri := namespace + t.localName()
	if problem := iriProblem(iri); problem != "" {
		t.fail("%s", problem)
	}
	return iri
}

// prefixName reads the part of a prefixed name before the colon, which may be empty.
func (t *turtleReader) prefixName() string {
	first, n := utf8.DecodeRuneInString(t.rest())
	if !isNameBase(first) {
		return ""
	}
	return t.span(n + nameLen(t.rest()[n:]))
}

// localEscapes are the characters that may follow a backslash in a local name.
const localEscapes = "_~.-!$&'()*+,;=/?#@%"

// localName reads the part of a prefixed name after the colon, which may be empty.
func (t *turtleReader) localName() string {
	rest := t.rest()
	end, escaped := 0, false
	for i := 0; i < len(rest); {
		r, n := utf8.DecodeRuneInString(rest[i:])
		switch {
		case r == '%':
			n = 3
			if len(rest) < i+n || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				t.fail("%% must be followed by two hexadecimal digits")
			}
		case r == '\\':
			n = 2
			if len(rest) < i+n || strings.IndexByte(localEscapes, rest[i+1]) < 0 {
				t.fail("a backslash in a name must be followed by one of %s", localEscapes)
			}
			escaped = true
		case r == ':', isNameStart(r), '0' <= r && r <= '9', i > 0 && isNameChar(r):
		case i > 0 && r == '.':
			i += n
			continue // part of the name only if more of it follows
		default:
			n = 0
		}
		if n == 0 {
			break
		}
		i += n
		end = i
	}
	local := t.span(end)
	if escaped {
		local = strings.ReplaceAll(local, `\`, "") // a backslash itself cannot be escaped
	}
	return local
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// string reads a short or a long string.
func (t *turtleReader) string() string {
	quote := t.text[t.pos : t.pos+1]
	long := strings.Repeat(quote, 3)
	if !t.take(long) {
		return t.quoted(quote)
	}
	for i := t.pos; i < len(t.text); i++ {
		if t.text[i] == '\\' {
			i++
			continue
		}
		if !strings.HasPrefix(t.text[i:], long) {
			continue
		}
		value := t.span(i - t.pos)
		t.pos += len(long)
		lines := strings.Count(value, "\n")
		if strings.IndexByte(value, '\\') >= 0 {
			value = t.unescape(value, true)
		}
		t.line += lines
		return value
	}
	t.fail("string has no closing %s", long)
	return ""
}

// number reads an integer, a decimal or a double, keeping its lexical form.
func (t *turtleReader) number() Term {
	rest := t.rest()
	i := 0
	digits := func() int {
		from := i
		for i < len(rest) && isDigit(rest[i]) {
			i++
		}
		return i - from
	}
	if rest[0] == '+' || rest[0] == '-' {
		i++
	}
	whole, fraction, datatype := digits(), 0, xsdInteger
	end := i
	if i < len(rest) && rest[i] == '.' {
		i++
		// Without digits after it the dot ends the statement, unless an exponent follows.
		if fraction = digits(); fraction > 0 {
			end, datatype = i, xsdDecimal
		}
	}
	if whole+fraction == 0 {
		t.fail("a number needs digits")
	}
	if i < len(rest) && rest[i]|0x20 == 'e' {
		i++
		if i < len(rest) && (rest[i] == '+' || rest[i] == '-') {
			i++
		}
		if digits() > 0 {
			end, datatype = i, xsdDouble
		}
	}
	return Typed(t.span(end), datatype)
}
