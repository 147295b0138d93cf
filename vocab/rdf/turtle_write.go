package rdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// writeTurtle writes TriG, and Turtle when no quad has a graph: the prefixes in use, then the
// default graph, then the others.
func writeTurtle(o *output) error {
	names, err := newNamer(o.prefixes, turtlePrefix, turtleLocal)
	if err != nil {
		return err
	}
	quads := slices.Clone(o.quads)
	slices.SortFunc(quads, compareForReaders)
	quads = slices.Compact(quads)

	for _, q := range quads {
		for _, t := range [...]Term{q.S, q.O, q.G} {
			names.use(t)
		}
		if q.P.Value != rdfType { // written as "a"
			names.use(q.P)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names.used)) {
		o.buf = fmt.Appendf(o.buf, "@prefix %s: <%s> .\n", name, o.prefixes[name])
	}
	w := &turtleWriter{output: o, names: names, started: len(names.used) > 0}
	for len(quads) > 0 {
		n := runLength(quads, func(q Quad) Term { return q.G })
		if err := w.graph(quads[:n]); err != nil {
			return err
		}
		quads = quads[n:]
	}
	return nil
}

// compareForReaders orders quads as people read them: like [Quad.Compare], but with rdf:type first
// among the predicates.
func compareForReaders(a, b Quad) int {
	aType, bType := a.P.Value == rdfType, b.P.Value == rdfType
	if aType == bType || a.G != b.G || a.S != b.S {
		return a.Compare(b)
	}
	if aType {
		return -1
	}
	return 1
}

// runLength returns how many quads at the beginning agree in a term.
func runLength(quads []Quad, term func(Quad) Term) int {
	first := term(quads[0])
	for n, q := range quads {
		if term(q) != first {
			return n
		}
	}
	return len(quads)
}

type turtleWriter struct {
	*output
	names   *namer
	started bool   // whether a blank line is due before the next subject or graph
	indent  string // of subjects
}

// graph writes quads of one graph.
func (w *turtleWriter) graph(quads []Quad) error {
	name := quads[0].G
	if !name.IsZero() {
		w.blankLine()
		w.term(name)
		w.buf = append(w.buf, " {\n"...)
		w.started, w.indent = false, "    "
	}
	for len(quads) > 0 {
		n := runLength(quads, func(q Quad) Term { return q.S })
		w.blankLine()
		w.subject(quads[:n])
		if err := w.flush(); err != nil {
			return err
		}
		quads = quads[n:]
	}
	if !name.IsZero() {
		w.buf = append(w.buf, "}\n"...)
		w.indent = ""
	}
	return nil
}

// blankLine sets off what comes next from what came before, if anything did.
func (w *turtleWriter) blankLine() {
	if w.started {
		w.buf = append(w.buf, '\n')
	}
	w.started = true
}

// subject writes quads of one subject.
func (w *turtleWriter) subject(quads []Quad) {
	w.buf = append(w.buf, w.indent...)
	w.term(quads[0].S)
	for separator := " "; len(quads) > 0; separator = " ;\n    " + w.indent {
		n := runLength(quads, func(q Quad) Term { return q.P })
		w.buf = append(w.buf, separator...)
		w.predicate(quads[:n])
		quads = quads[n:]
	}
	w.buf = append(w.buf, " .\n"...)
}

// predicate writes quads of one subject and predicate.
func (w *turtleWriter) predicate(quads []Quad) {
	if quads[0].P.Value == rdfType {
		w.buf = append(w.buf, 'a')
	} else {
		w.term(quads[0].P)
	}
	for i, q := range quads {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = append(w.buf, ' ')
		w.term(q.O)
	}
}

// term writes a term: short where reading it again gives the very same term, else as N-Triples.
func (w *turtleWriter) term(t Term) {
	switch {
	case t.Kind == KindIRI:
		w.iri(t.Value)
	case t.Kind == KindLiteral && t.Datatype != "" && bareLiteral(t):
		w.buf = append(w.buf, t.Value...)
	case t.Kind == KindLiteral && t.Datatype != "":
		w.buf = append(appendString(w.buf, t.Value), '^', '^')
		w.iri(t.Datatype)
	default:
		w.buf = AppendTerm(w.buf, t)
	}
}

func (w *turtleWriter) iri(iri string) {
	if name, local, ok := w.names.split(iri); ok {
		w.buf = append(append(append(w.buf, name...), ':'), local...)
		return
	}
	w.buf = appendIRI(w.buf, iri)
}

// bareLiteral tells whether a literal may stand without quotes: booleans, and integers as they
// are usually written. Decimals are not among them: a "5." would be read as 5 and a full stop.
func bareLiteral(t Term) bool {
	switch t.Datatype {
	case xsdBoolean:
		return t.Value == "true" || t.Value == "false"
	case xsdInteger:
		digits := strings.TrimPrefix(t.Value, "-")
		return t.Value == "0" || digits != "" && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
	}
	return false
}

// turtlePrefix tells whether s can name a prefix.
func turtlePrefix(s string) bool {
	return s == "" || isNameBase([]rune(s)[0]) && nameLen(s) == len(s)
}

// turtleLocal tells whether s can be the local part of a name in every tool: fewer than Turtle
// allows, for dots, percent signs and leading digits are where tools disagree.
func turtleLocal(s string) bool {
	for i, c := range []byte(s) {
		if !isLetter(c) && c != '_' && (i == 0 || !isDigit(c) && c != '-') {
			return false
		}
	}
	return s != ""
}
