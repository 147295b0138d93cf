package rdf

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlGuard reads an RDF/XML document before goRDFlib does and turns away what goRDFlib would choke
// on or get wrong: deep nesting, entities, text after the root, XML literals that would grow
// without bounds, and percent-escapes in relative IRIs.
type xmlGuard struct {
	*document
	decoder    *xml.Decoder
	depth      int
	roots      int
	escapes    bool              // whether a base has a percent-escape
	tags       map[string]string // language tag in lower case → as first written
	literal    int               // depth of the XML literal we are in, or 0
	inLiterals int64             // elements in XML literals
	namespaces int64             // bytes of namespace declarations
}

func newXMLGuard(d *document) *xmlGuard {
	return &xmlGuard{
		document: d,
		decoder:  xml.NewDecoder(strings.NewReader(d.text)),
		escapes:  strings.Contains(d.base, "%"),
		tags:     map[string]string{},
	}
}

// inspect walks through the whole document.
func (g *xmlGuard) inspect() error {
	for {
		token, err := g.decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return g.wrong(xmlProblem(err))
		}
		if err := g.token(token); err != nil {
			return err
		}
	}
	if g.roots != 1 {
		return g.wrong("a document has one root element")
	}
	// goRDFlib repeats all namespaces in every element of an XML literal.
	if g.inLiterals > 0 && g.namespaces > g.limits.Bytes/g.inLiterals {
		return g.exceeded("bytes of XML literals", int(g.limits.Bytes))
	}
	return nil
}

func (g *xmlGuard) token(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		if g.depth == 0 {
			g.roots++
		}
		g.depth++
		if g.depth > g.limits.Depth {
			return g.exceeded("levels of nesting", g.limits.Depth)
		}
		if g.literal > 0 {
			g.inLiterals++
		}
		return g.attributes(token.Attr)
	case xml.EndElement:
		if g.depth == g.literal {
			g.literal = 0
		}
		g.depth--
	case xml.CharData:
		if g.depth == 0 && strings.TrimSpace(string(token)) != "" {
			return g.wrong("text outside the root element")
		}
	case xml.Directive:
		if strings.Contains(string(token), "<!ENTITY") {
			return g.wrong("entity declarations are not accepted")
		}
	}
	return nil
}

// attributes looks at the attributes of an element.
func (g *xmlGuard) attributes(attrs []xml.Attr) error {
	for _, a := range attrs {
		switch {
		case a.Name.Space == "xmlns":
			g.namespaces += int64(len(` xmlns:=""`) + len(a.Name.Local) + len(a.Value))
		case a.Name.Local == "parseType" && g.literal == 0:
			if a.Value == "Literal" {
				g.literal = g.depth
			}
		case isXMLAttribute(a, "lang"):
			if err := g.language(a.Value); err != nil {
				return err
			}
		case isXMLAttribute(a, "base"):
			if schemeLen(a.Value) == 0 {
				return g.wrong("xml:base must be absolute")
			}
			g.escapes = g.escapes || strings.Contains(a.Value, "%")
		case holdsIRI(a.Name):
			// goRDFlib decodes the whole of a resolved IRI, which makes it another IRI.
			if schemeLen(a.Value) == 0 && (g.escapes || strings.Contains(a.Value, "%")) {
				return g.wrong("relative IRI " + a.Value + ": percent-escapes need absolute IRIs")
			}
		}
	}
	return nil
}

// language notes how a tag is written: goRDFlib folds its case and drops what it finds odd.
func (g *xmlGuard) language(tag string) error {
	if tag == "" {
		return nil
	}
	if langTagLen(tag) != len(tag) || longestPart(tag) > 8 {
		return g.wrong("xml:lang " + tag + " is no language tag")
	}
	if lower := strings.ToLower(tag); g.tags[lower] == "" {
		g.tags[lower] = tag
	}
	return nil
}

func longestPart(tag string) (longest int) {
	for part := range strings.SplitSeq(tag, "-") {
		longest = max(longest, len(part))
	}
	return longest
}

func isXMLAttribute(a xml.Attr, local string) bool {
	return a.Name.Local == local && (a.Name.Space == "xml" || a.Name.Space == "http://www.w3.org/XML/1998/namespace")
}

// holdsIRI tells whether an attribute of RDF/XML has an IRI as value.
func holdsIRI(name xml.Name) bool {
	if name.Space != rdfNS && name.Space != "" {
		return false
	}
	switch name.Local {
	case "about", "resource", "datatype", "type", "ID":
		return true
	}
	return false
}

func (g *xmlGuard) wrong(problem string) error {
	line, _ := g.decoder.InputPos()
	return &SyntaxError{Format: g.format.Name, Line: line, Problem: problem}
}

func (g *xmlGuard) exceeded(what string, limit int) error {
	line, _ := g.decoder.InputPos()
	return fmt.Errorf("%s, line %d: %w: %s (%d)", g.format.Name, line, ErrLimit, what, limit)
}

// xmlProblem returns what the decoder found, without the line, which we add ourselves.
func xmlProblem(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}
