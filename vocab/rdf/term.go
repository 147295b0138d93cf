package rdf

import (
	"cmp"
	"strings"
)

// IRIs of RDF and XML Schema that the syntaxes themselves mention.
const (
	rdfNS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsdNS = "http://www.w3.org/2001/XMLSchema#"

	rdfType       = rdfNS + "type"
	rdfFirst      = rdfNS + "first"
	rdfRest       = rdfNS + "rest"
	rdfNil        = rdfNS + "nil"
	rdfLangString = rdfNS + "langString"

	xsdString  = xsdNS + "string"
	xsdBoolean = xsdNS + "boolean"
	xsdInteger = xsdNS + "integer"
	xsdDecimal = xsdNS + "decimal"
	xsdDouble  = xsdNS + "double"
)

// Kind tells what a [Term] is. The zero Kind is no term at all.
type Kind uint8

// The kinds of term, in the order in which terms sort.
const (
	KindIRI Kind = iota + 1
	KindBlank
	KindLiteral
)

// Term is an IRI, a blank node or a literal. Terms are comparable: two are the same RDF term
// exactly when they are ==, provided they came from the constructors or from [Read].
type Term struct {
	Kind Kind
	// Value is the IRI, the label of a blank node without "_:", or the lexical form of a literal.
	Value string
	// Datatype of a literal; "" stands for xsd:string, or rdf:langString where Lang is set.
	Datatype string
	// Lang is the language tag of a literal, in the case in which it was written.
	Lang string
}

// IRI returns the IRI s, which should be absolute.
func IRI(s string) Term { return Term{Kind: KindIRI, Value: s} }

// Blank returns the blank node with a label, given without "_:".
func Blank(label string) Term { return Term{Kind: KindBlank, Value: label} }

// Text returns the plain literal s, an xsd:string.
func Text(s string) Term { return Term{Kind: KindLiteral, Value: s} }

// Typed returns the literal with a lexical form and a datatype IRI. xsd:string, like "", gives the
// same term as [Text].
func Typed(lexical, datatype string) Term {
	if datatype == xsdString {
		datatype = ""
	}
	return Term{Kind: KindLiteral, Value: lexical, Datatype: datatype}
}

// LangText returns s tagged with a language; an empty tag gives the same term as [Text].
func LangText(s, lang string) Term { return Term{Kind: KindLiteral, Value: s, Lang: lang} }

// IsZero tells whether t is no term: the graph of a quad in the default graph.
func (t Term) IsZero() bool { return t.Kind == 0 }

// DatatypeIRI returns the datatype of a literal in full, and "" for other terms.
func (t Term) DatatypeIRI() string {
	switch {
	case t.Kind != KindLiteral:
		return ""
	case t.Lang != "":
		return rdfLangString
	case t.Datatype == "":
		return xsdString
	}
	return t.Datatype
}

// String returns the term as N-Triples has it, and "" for the zero term.
func (t Term) String() string { return string(AppendTerm(nil, t)) }

// Compare orders terms: none, IRIs, blank nodes, literals; within a kind by value, datatype and
// language, each by code points.
func (t Term) Compare(u Term) int {
	return cmp.Or(
		cmp.Compare(t.Kind, u.Kind),
		strings.Compare(t.Value, u.Value),
		strings.Compare(t.Datatype, u.Datatype),
		strings.Compare(t.Lang, u.Lang),
	)
}

// Quad is a statement: subject, predicate and object, in graph G. The zero G is the default graph.
type Quad struct{ S, P, O, G Term }

// String returns the quad as a line of N-Quads, without the line end.
func (q Quad) String() string { return strings.TrimSuffix(string(AppendQuad(nil, q)), "\n") }

// Compare orders quads by graph, subject, predicate and object; the default graph comes first.
func (q Quad) Compare(r Quad) int {
	return cmp.Or(q.G.Compare(r.G), q.S.Compare(r.S), q.P.Compare(r.P), q.O.Compare(r.O))
}
