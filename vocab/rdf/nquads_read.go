package rdf

// readNQuads reads N-Quads, and N-Triples when the format has no graphs.
//
// Spec: RDF 1.1 N-Quads, section 5; RDF 1.1 N-Triples, section 7.
func readNQuads(d *document) ([]Quad, error) {
	s := &lineReader{scanner{document: d, line: 1}}
	for !s.atEnd() {
		s.statement()
		s.lineEnd()
	}
	return s.quads, nil
}

type lineReader struct{ scanner }

// statement reads one line up to its end or its comment.
func (s *lineReader) statement() {
	s.blanks()
	if c := s.peek(); s.atEnd() || c == '#' || c == '\n' || c == '\r' {
		return
	}
	q := Quad{S: s.node("subject")}
	q.P = IRI(s.absolute())
	s.blanks()
	q.O = s.object()
	s.blanks()
	if s.format.Graphs && s.peek() != '.' {
		q.G = s.node("graph")
	}
	s.want(".")
	s.blanks()
	s.add(q)
}

// lineEnd moves past a comment and the end of the line.
func (s *lineReader) lineEnd() {
	if s.peek() == '#' {
		for c := s.peek(); !s.atEnd() && c != '\n' && c != '\r'; c = s.peek() {
			s.pos++
		}
	}
	if s.atEnd() {
		return
	}
	if !s.take("\r\n") && !s.take("\n") && !s.take("\r") {
		s.fail("expected the end of the line, found %s", s.found())
	}
	s.line++
}

func (s *lineReader) node(role string) Term {
	defer s.blanks()
	switch s.peek() {
	case '<':
		return IRI(s.absolute())
	case '_':
		return Blank(s.blankLabel())
	}
	s.fail("expected an IRI or a blank node as %s, found %s", role, s.found())
	return Term{}
}

func (s *lineReader) object() Term {
	if s.peek() == '"' {
		return s.qualifiers(s.quoted(`"`), s.blanks, s.absolute)
	}
	return s.node("object")
}

// absolute reads an IRI, which cannot be relative in these formats.
func (s *lineReader) absolute() string {
	iri := s.iriRef()
	if schemeLen(iri) == 0 {
		s.fail("IRI <%s> is relative", iri)
	}
	return iri
}

func (s *lineReader) blanks() {
	for c := s.peek(); c == ' ' || c == '\t'; c = s.peek() {
		s.pos++
	}
}
