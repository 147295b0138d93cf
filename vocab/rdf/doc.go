// Package rdf holds RDF terms and quads, reads and writes the five syntaxes the node speaks, and
// brings datasets into canonical form.
//
// The main types are [Term] (an IRI, a blank node or a literal), [Quad] (a statement in a graph)
// and [Format] (a row of the table [Formats]).
//
// A document comes in through [Read]: the bytes are counted against [Limits], the reader of the
// format makes quads of them, and whatever is wrong is an error that names the line. A document
// goes out through [Write], or quad by quad through [AppendQuad] and [NQuadsWriter]. [Canonicalize]
// (RDFC-1.0) gives equal datasets equal bytes, under a work [Budget]; [Isomorphic] and [Diff] are
// built on it.
//
// Everything is RDF 1.1: triple terms and base directions of RDF 1.2 are refused when read and
// never written, because most tools in use do not know them yet. Lexical forms and language tags
// come out as they went in: "5.10" stays "5.10", "01" stays "01", "en-GB" stays "en-GB".
//
// N-Triples, N-Quads, Turtle and TriG are read by this package; RDF/XML is read by goRDFlib behind
// a guard. goRDFlib's readers of the other four are used as a second opinion in the tests only:
// they fold language tags to lower case, drop tags they find odd, percent-encode relative IRIs,
// and have no limits.
package rdf
