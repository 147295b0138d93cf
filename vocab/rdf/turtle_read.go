package rdf

import "strings"

// readTurtle reads TriG, and Turtle when the format has no graphs.
//
// Spec: RDF 1.1 Turtle, section 6.5; RDF 1.1 TriG, section 4.5.
func readTurtle(d *document) ([]Quad, error) {
	t := &turtleReader{
		scanner:  scanner{document: d, line: 1},
		prefixes: map[string]string{},
		labels:   map[string]Term{},
	}
	for t.skip(); !t.atEnd(); t.skip() {
		t.statement()
	}
	return t.quads, nil
}

// turtleReader reads by recursive descent: a method for a rule of the grammar. Rules begin at
// their first token and end after their last; callers skip white space in between.
type turtleReader struct {
	scanner
	prefixes map[string]string // name → namespace
	labels   map[string]Term   // label in the document → blank node
	blanks   int               // blank nodes made so far
	depth    int
	graph    Term // of the statements being read
}

// statement reads a directive, a graph or triples.
func (t *turtleReader) statement() {
	switch {
	case t.take("@prefix"):
		t.prefix()
		t.stop()
	case t.take("@base"):
		t.setBase()
		t.stop()
	case t.keyword("PREFIX"):
		t.prefix()
	case t.keyword("BASE"):
		t.setBase()
	case !t.format.Graphs:
		t.triples()
		t.stop()
	default:
		t.graphOrTriples()
	}
}

// graphOrTriples reads what TriG has more than Turtle.
func (t *turtleReader) graphOrTriples() {
	switch {
	case t.peek() == '{':
		t.block(Term{})
	case t.keyword("GRAPH"):
		t.skip()
		if strings.HasPrefix(t.rest(), "(") {
			t.fail("a list cannot name a graph")
		}
		name, nameable := t.subject()
		if !nameable {
			t.fail("a blank node with properties cannot name a graph")
		}
		t.skip()
		t.block(name)
	default:
		list := t.peek() == '('
		subject, nameable := t.subject()
		t.skip()
		if t.peek() == '{' {
			if list || !nameable {
				t.fail("only an IRI or a blank node can name a graph")
			}
			t.block(subject)
			return
		}
		t.properties(subject, nameable)
		t.stop()
	}
}

// block reads { … }, the statements of a graph.
func (t *turtleReader) block(name Term) {
	t.want("{")
	t.graph = name
	for t.skip(); !t.take("}"); t.skip() {
		t.triples()
		t.skip()
		if !t.take(".") && t.peek() != '}' {
			t.fail("expected \".\" or \"}\", found %s", t.found())
		}
	}
	t.graph = Term{}
}

// triples reads a subject with its properties, up to the dot.
func (t *turtleReader) triples() {
	subject, needsProperties := t.subject()
	t.skip()
	t.properties(subject, needsProperties)
}

// properties reads predicates and objects. A blank node that brought properties of its own needs
// no more.
func (t *turtleReader) properties(subject Term, needed bool) {
	if c := t.peek(); !needed && (c == '.' || c == '}') {
		return
	}
	t.predicateObjectList(subject)
}

// stop reads the dot that ends a statement.
func (t *turtleReader) stop() {
	t.skip()
	t.want(".")
}

// prefix reads the rest of a prefix directive.
func (t *turtleReader) prefix() {
	t.skip()
	name := t.prefixName()
	t.want(":")
	t.skip()
	t.prefixes[name] = t.iri()
}

// setBase reads the rest of a base directive.
func (t *turtleReader) setBase() {
	t.skip()
	t.base = t.iri()
}

func (t *turtleReader) predicateObjectList(subject Term) {
	for {
		predicate := t.predicate()
		t.skip()
		t.objectList(subject, predicate)
		t.skip()
		if t.peek() != ';' {
			return
		}
		for t.take(";") { // repeated and trailing ones are allowed
			t.skip()
		}
		if c := t.peek(); c == '.' || c == ']' || c == '}' || t.atEnd() {
			return
		}
	}
}

func (t *turtleReader) objectList(subject, predicate Term) {
	for {
		object := t.object()
		t.add(Quad{subject, predicate, object, t.graph})
		t.skip()
		if !t.take(",") {
			return
		}
		t.skip()
	}
}

// list reads ( … ) and returns its first cell.
func (t *turtleReader) list() Term {
	t.enter("(")
	t.skip()
	if t.take(")") {
		t.depth--
		return IRI(rdfNil)
	}
	head := t.newBlank()
	for cell := head; ; {
		t.add(Quad{cell, IRI(rdfFirst), t.object(), t.graph})
		t.skip()
		next := IRI(rdfNil)
		end := t.take(")")
		if !end {
			next = t.newBlank()
		}
		t.add(Quad{cell, IRI(rdfRest), next, t.graph})
		if end {
			t.depth--
			return head
		}
		cell = next
	}
}

// bracketed reads [ … ] and tells whether it was empty.
func (t *turtleReader) bracketed() (node Term, empty bool) {
	t.enter("[")
	defer func() { t.depth-- }()
	node = t.newBlank()
	t.skip()
	if t.take("]") {
		return node, true
	}
	t.predicateObjectList(node)
	t.skip()
	t.want("]")
	return node, false
}

// enter begins something that can nest.
func (t *turtleReader) enter(token string) {
	t.want(token)
	t.depth++
	if t.depth > t.limits.Depth {
		t.exceed("levels of nesting", t.limits.Depth)
	}
}

// keyword moves past a word, in any case, if it is next and not the beginning of a name.
func (t *turtleReader) keyword(word string) bool {
	rest := t.rest()
	if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
		return false
	}
	after := rest[len(word):]
	if nameLen(after) > 0 || strings.HasPrefix(after, ":") {
		return false
	}
	t.pos += len(word)
	return true
}

// skip moves past white space and comments.
func (t *turtleReader) skip() {
	for ; t.pos < len(t.text); t.pos++ {
		switch t.text[t.pos] {
		case ' ', '\t', '\r':
		case '\n':
			t.line++
		case '#':
			n := strings.IndexAny(t.rest(), "\r\n")
			if n < 0 {
				t.pos = len(t.text)
				return
			}
			t.pos += n - 1
		default:
			return
		}
	}
}
