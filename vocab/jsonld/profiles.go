package jsonld

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/rdf"
)

// The profiles of JSON-LD that documents are served in beside the compacted one.
const (
	ProfileExpanded  = "http://www.w3.org/ns/json-ld#expanded"
	ProfileCompacted = "http://www.w3.org/ns/json-ld#compacted"
	ProfileFlattened = "http://www.w3.org/ns/json-ld#flattened"
)

// Expanded is resources in expanded form: no context, full IRIs, every literal with its datatype
// as text, parts inside their owners.
//
// Spec: JSON-LD 1.1, 9.4 and "expanded document form".
func Expanded(resources ...*vocab.Resource) []byte {
	w := nodeWriter{b: []byte{'['}}
	for _, r := range resources {
		w.tree(graph.Quads(r))
	}
	return append(w.b, ']')
}

// Flattened is resources in flattened form: as [Expanded], with parts as nodes beside their owners,
// each thing once, sorted by id.
//
// Spec: JSON-LD 1.1 API, 7.1 Flattening Algorithm.
func Flattened(resources ...*vocab.Resource) []byte {
	var quads []rdf.Quad
	for _, r := range resources {
		quads = graph.Append(quads, r)
	}
	slices.SortStableFunc(quads, func(a, b rdf.Quad) int { return strings.Compare(a.S.Value, b.S.Value) })
	w := nodeWriter{b: []byte{'['}}
	w.nodes(quads)
	return append(w.b, ']')
}

// nodeWriter writes node objects from statements.
type nodeWriter struct {
	b []byte
	// parts are the statements about each thing, to be written where it is led to.
	parts map[rdf.Term][]rdf.Quad
}

// tree writes the first subject of quads, with the others inside it: they are its parts.
func (w *nodeWriter) tree(quads []rdf.Quad) {
	if len(quads) == 0 {
		return // nothing is said
	}
	w.parts = map[rdf.Term][]rdf.Quad{}
	for _, q := range quads {
		w.parts[q.S] = append(w.parts[q.S], q)
	}
	root := w.parts[quads[0].S]
	delete(w.parts, quads[0].S) // it does not stand inside itself
	w.comma()
	w.node(root)
}

// nodes writes each subject of quads. The statements about one stand together.
func (w *nodeWriter) nodes(quads []rdf.Quad) {
	for len(quads) > 0 {
		n := 1
		for n < len(quads) && quads[n].S == quads[0].S {
			n++
		}
		w.comma()
		w.node(quads[:n])
		quads = quads[n:]
	}
}

func (w *nodeWriter) comma() {
	if w.b[len(w.b)-1] != '[' {
		w.b = append(w.b, ',')
	}
}

// node writes what is said of one subject, by property.
func (w *nodeWriter) node(quads []rdf.Quad) {
	w.b = appendString(append(w.b, `{"@id":`...), termID(quads[0].S))
	sorted := slices.Clone(quads)
	slices.SortStableFunc(sorted, func(a, b rdf.Quad) int { return strings.Compare(keyword(a.P), keyword(b.P)) })
	sorted = slices.Compact(sorted)
	for i, q := range sorted {
		key := keyword(q.P)
		if i > 0 && keyword(sorted[i-1].P) == key {
			w.b = append(w.b, ',')
		} else {
			w.b = append(appendString(append(w.b, ','), key), ":["...)
		}
		w.object(key, q.O)
		if i+1 == len(sorted) || keyword(sorted[i+1].P) != key {
			w.b = append(w.b, ']')
		}
	}
	w.b = append(w.b, '}')
}

func (w *nodeWriter) object(key string, o rdf.Term) {
	switch {
	case key == "@type":
		w.b = appendString(w.b, termID(o))
	case o.Kind == rdf.KindLiteral:
		w.b = appendString(append(w.b, `{"@value":`...), o.Value)
		if o.Lang != "" {
			w.b = appendString(append(w.b, `,"@language":`...), o.Lang)
		} else if o.Datatype != "" {
			w.b = appendString(append(w.b, `,"@type":`...), o.Datatype)
		}
		w.b = append(w.b, '}')
	case len(w.parts[o]) > 0:
		inside := w.parts[o]
		delete(w.parts, o) // once: a part has one owner
		w.node(inside)
	default:
		w.b = append(appendString(append(w.b, `{"@id":`...), termID(o)), '}')
	}
}

// keyword is the key of a predicate.
func keyword(p rdf.Term) string {
	if p.Value == string(vocab.RDF)+"type" {
		return "@type"
	}
	return p.Value
}

func termID(t rdf.Term) string {
	if t.Kind == rdf.KindBlank {
		return "_:" + t.Value
	}
	return t.Value
}
