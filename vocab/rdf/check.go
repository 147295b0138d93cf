package rdf

import (
	"fmt"
	"unicode/utf8"
)

// Check tells whether q is a statement of RDF 1.1 that every syntax here but RDF/XML can write:
// an IRI or blank node, an IRI, any term, and an IRI, blank node or nothing; IRIs absolute; text
// in UTF-8.
//
// Errors: ErrUnwritable, naming the position and the rule.
func (q Quad) Check() error {
	for _, part := range [...]struct {
		name  string
		term  Term
		kinds [4]bool // none, IRI, blank, literal
	}{
		{"subject", q.S, [4]bool{false, true, true, false}},
		{"predicate", q.P, [4]bool{false, true, false, false}},
		{"object", q.O, [4]bool{false, true, true, true}},
		{"graph", q.G, [4]bool{true, true, true, false}},
	} {
		if part.term.Kind > KindLiteral || !part.kinds[part.term.Kind] {
			return fmt.Errorf("%w: %q cannot be the %s of a statement", ErrUnwritable, part.term.String(), part.name)
		}
		if problem := part.term.problem(); problem != "" {
			return fmt.Errorf("%w: %s %q: %s", ErrUnwritable, part.name, part.term.String(), problem)
		}
	}
	return nil
}

// problem says what is wrong with a term, or "".
func (t Term) problem() string {
	switch t.Kind {
	case KindIRI:
		return iriProblem(t.Value)
	case KindBlank:
		if n := blankLabelLen(t.Value); n == 0 || n != len(t.Value) {
			return "not a blank node label"
		}
	case KindLiteral:
		return t.literalProblem()
	}
	return ""
}

func (t Term) literalProblem() string {
	switch {
	case !utf8.ValidString(t.Value):
		return "text is not UTF-8"
	case t.Lang != "" && t.Datatype != "":
		return "a literal has a language or a datatype, not both"
	case t.Lang != "" && langTagLen(t.Lang) != len(t.Lang):
		return "language tag must be letters, then parts of letters and digits after hyphens"
	case t.Datatype == rdfLangString:
		return "rdf:langString needs a language"
	case t.Datatype != "":
		return iriProblem(t.Datatype)
	}
	return ""
}

// iriProblem says why s cannot stand as an IRI in any syntax, or "".
func iriProblem(s string) string {
	if !utf8.ValidString(s) {
		return "IRI is not UTF-8"
	}
	if r, bad := badInIRI(s); bad {
		return fmt.Sprintf("IRI has %U, which must be percent-encoded", r)
	}
	if schemeLen(s) == 0 {
		return "IRI is relative"
	}
	return ""
}
