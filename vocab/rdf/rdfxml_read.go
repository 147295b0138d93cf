package rdf

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tggo/goRDFlib/graph"
	"github.com/tggo/goRDFlib/rdfxml"
	"github.com/tggo/goRDFlib/store"
	"github.com/tggo/goRDFlib/term"
)

// readRDFXML reads RDF/XML with goRDFlib, once the guard has found nothing that could hurt it.
//
// Spec: RDF 1.1 XML Syntax.
func readRDFXML(d *document) ([]Quad, error) {
	guard := newXMLGuard(d)
	if err := guard.inspect(); err != nil {
		return nil, err
	}
	c := &collector{scanner: scanner{document: d}, tags: guard.tags, labels: map[string]Term{}}
	into := graph.NewGraphFromStore(c, term.NewBNode())
	if err := rdfxml.Parse(into, strings.NewReader(d.text), rdfxml.WithBase(d.base)); err != nil {
		return nil, &SyntaxError{Format: d.format.Name, Problem: strings.TrimPrefix(err.Error(), "rdf/xml: ")}
	}
	return c.quads, nil
}

// collector is the store into which goRDFlib reads. It keeps the statements in the order in which
// they come, and ends the reading at the first that is no statement of RDF 1.1.
type collector struct {
	store.Store // nil: reading needs no other method, and a call of one would end in an error
	scanner
	tags   map[string]string // language tag in lower case → as written
	labels map[string]Term
}

// Add is called by goRDFlib for each statement.
func (c *collector) Add(t term.Triple, _ term.Term) {
	q := Quad{S: c.term(t.Subject), P: c.term(t.Predicate), O: c.term(t.Object)}
	if err := q.Check(); err != nil {
		c.fail("%s", strings.TrimPrefix(err.Error(), ErrUnwritable.Error()+": "))
	}
	c.add(q)
}

func (c *collector) term(t term.Term) Term {
	switch t := t.(type) {
	case term.URIRef:
		return IRI(c.within(t.Value()))
	case term.BNode:
		node, known := c.labels[t.Value()]
		if !known {
			node = Blank("b" + strconv.Itoa(len(c.labels)))
			c.labels[t.Value()] = node
		}
		return node
	case term.Literal:
		if t.Dir() != "" {
			c.fail("base directions of RDF 1.2 are not accepted")
		}
		if t.Language() != "" {
			return LangText(c.within(t.Lexical()), c.tags[t.Language()])
		}
		return Typed(c.within(t.Lexical()), t.Datatype().Value())
	}
	c.fail("%s", fmt.Sprintf("%T of RDF 1.2 is not accepted", t))
	return Term{}
}

// within returns s if it is not too long for a term.
func (c *collector) within(s string) string {
	if len(s) > c.limits.TermBytes {
		c.exceed("bytes of a term", c.limits.TermBytes)
	}
	return s
}
