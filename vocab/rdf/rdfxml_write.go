package rdf

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeRDFXML writes RDF/XML: one rdf:Description a subject, one element a statement.
//
// Spec: RDF 1.1 XML Syntax, section 2.
func writeRDFXML(o *output) error {
	quads := slices.Clone(o.quads)
	slices.SortFunc(quads, compareForReaders)
	w := &xmlWriter{output: o, blanks: map[string]string{}}
	quads = slices.Compact(quads)
	if err := w.declare(quads); err != nil {
		return err
	}
	w.open()
	for len(quads) > 0 {
		n := runLength(quads, func(q Quad) Term { return q.S })
		w.description(quads[:n])
		if err := o.flush(); err != nil {
			return err
		}
		quads = quads[n:]
	}
	w.buf = append(w.buf, "</rdf:RDF>\n"...)
	return nil
}

type xmlWriter struct {
	*output
	names  map[string]string // namespace → prefix
	blanks map[string]string // label → rdf:nodeID
}

// declare finds a prefix for the namespace of every predicate, and everything that would stop us
// halfway.
func (w *xmlWriter) declare(quads []Quad) error {
	w.names = map[string]string{rdfNS: "rdf"}
	taken := map[string]bool{"rdf": true}
	for _, name := range slices.Sorted(maps.Keys(w.prefixes)) {
		iri := w.prefixes[name]
		if !xmlPrefix(name) || taken[name] || w.names[iri] != "" {
			continue // another name will do
		}
		w.names[iri], taken[name] = name, true
	}
	used := map[string]bool{rdfNS: true}
	for _, q := range quads {
		ns, local := splitName(q.P.Value)
		if ns == "" || ns == rdfNS && reservedNames[local] {
			return fmt.Errorf("%w: predicate <%s> has no XML name", ErrUnwritable, q.P.Value)
		}
		if i := strings.IndexFunc(q.O.Value, notInXML); i >= 0 {
			r, _ := utf8.DecodeRuneInString(q.O.Value[i:])
			return fmt.Errorf("%w: object of <%s> has %U, which XML cannot hold", ErrUnwritable, q.P.Value, r)
		}
		used[ns] = true
	}
	next := 1
	for _, ns := range slices.Sorted(maps.Keys(used)) {
		for w.names[ns] == "" {
			if name := "ns" + strconv.Itoa(next); !taken[name] {
				w.names[ns] = name
			}
			next++
		}
	}
	maps.DeleteFunc(w.names, func(ns, _ string) bool { return !used[ns] })
	return nil
}

// open writes the XML declaration and the root element with its namespaces.
func (w *xmlWriter) open() {
	w.buf = append(w.buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF"...)
	prefixes := map[string]string{}
	for ns, name := range w.names {
		prefixes[name] = ns
	}
	for i, name := range slices.Sorted(maps.Keys(prefixes)) {
		if i > 0 {
			w.buf = append(w.buf, "\n   "...)
		}
		w.buf = fmt.Appendf(w.buf, " xmlns:%s=%s", name, xmlAttribute(prefixes[name]))
	}
	w.buf = append(w.buf, ">\n"...)
}

// description writes quads of one subject.
func (w *xmlWriter) description(quads []Quad) {
	w.buf = fmt.Appendf(w.buf, "  <rdf:Description %s>\n", w.node(quads[0].S, "about"))
	for _, q := range quads {
		ns, local := splitName(q.P.Value)
		name := w.names[ns] + ":" + local
		if q.O.Kind != KindLiteral {
			w.buf = fmt.Appendf(w.buf, "    <%s %s/>\n", name, w.node(q.O, "resource"))
			continue
		}
		w.buf = fmt.Appendf(w.buf, "    <%s%s>%s</%s>\n", name, qualifier(q.O), xmlText.Replace(q.O.Value), name)
	}
	w.buf = append(w.buf, "  </rdf:Description>\n"...)
}

// node returns the attribute that names an IRI or a blank node.
func (w *xmlWriter) node(t Term, attribute string) string {
	if t.Kind == KindIRI {
		return "rdf:" + attribute + "=" + xmlAttribute(t.Value)
	}
	// Labels may begin with digits, XML names may not: number them.
	if w.blanks[t.Value] == "" {
		w.blanks[t.Value] = "b" + strconv.Itoa(len(w.blanks))
	}
	return "rdf:nodeID=" + xmlAttribute(w.blanks[t.Value])
}

// qualifier returns the attribute with the language or datatype of a literal.
func qualifier(t Term) string {
	switch {
	case t.Lang != "":
		return " xml:lang=" + xmlAttribute(t.Lang)
	case t.Datatype != "":
		return " rdf:datatype=" + xmlAttribute(t.Datatype)
	}
	return ""
}

var (
	// Parsers make a bare carriage return a line feed, so it goes as a number.
	xmlText   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	xmlQuoted = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

// xmlAttribute quotes an IRI, a label or a tag; these have no white space.
func xmlAttribute(s string) string { return `"` + xmlQuoted.Replace(s) + `"` }

// reservedNames are the names of the RDF namespace that mean something else than a property.
var reservedNames = map[string]bool{
	"RDF": true, "ID": true, "about": true, "bagID": true, "parseType": true, "resource": true,
	"nodeID": true, "datatype": true, "aboutEach": true, "aboutEachPrefix": true,
	"Description": true, "li": true,
}

// splitName cuts a predicate before its longest XML name; namespace is "" when there is none.
func splitName(iri string) (namespace, local string) {
	start := len(iri)
	for i := len(iri); i > 0; {
		r, n := utf8.DecodeLastRuneInString(iri[:i])
		if !isXMLNameChar(r) {
			break
		}
		i -= n
		if isNameStart(r) {
			start = i
		}
	}
	if start == len(iri) {
		return "", ""
	}
	return iri[:start], iri[start:]
}

func isXMLNameChar(r rune) bool { return r == '.' || isNameChar(r) }

// xmlPrefix tells whether s can be the prefix of a namespace. Names beginning with "xml" are
// reserved.
func xmlPrefix(s string) bool {
	if s == "" || !isNameStart([]rune(s)[0]) || len(s) >= 3 && strings.EqualFold(s[:3], "xml") {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return !isXMLNameChar(r) }) < 0
}

// notInXML tells whether XML 1.0 has no way to hold a character.
func notInXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
