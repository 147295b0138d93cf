package graph

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/rdf"
)

const rdfType = vocab.RDF + "type"

// Quads is the graph of a resource, in the default graph: its types, its fields in order of
// declaration, then what no schema declares; each part after the statement that leads to it. The
// resource has an IRI, or is a blank node ("_:x"); one without an id is the blank node "self".
func Quads(r *vocab.Resource) []rdf.Quad { return Append(nil, r) }

// Append appends the graph of r to dst.
func Append(dst []rdf.Quad, r *vocab.Resource) []rdf.Quad {
	id := r.ID()
	if id == "" {
		id = "_:self"
	}
	w := writer{quads: dst, ids: PartIDs{owner: id}}
	w.resource(node(id), r)
	return w.quads
}

type writer struct {
	quads []rdf.Quad
	ids   PartIDs
}

func (w *writer) say(s rdf.Term, p vocab.IRI, o rdf.Term) {
	w.quads = append(w.quads, rdf.Quad{S: s, P: rdf.IRI(string(p)), O: o})
}

func (w *writer) resource(subject rdf.Term, r *vocab.Resource) {
	if c := r.Class(); c != nil {
		w.say(subject, rdfType, rdf.IRI(string(c.IRI)))
	}
	for _, t := range r.Types() {
		w.say(subject, rdfType, node(t))
	}
	for p, values := range r.Fields() {
		for _, v := range values {
			w.value(subject, p.IRI, v)
		}
	}
	for _, s := range Extra(r) {
		w.value(subject, s.Property, s.Value)
	}
}

func (w *writer) value(subject rdf.Term, property vocab.IRI, v vocab.Value) {
	switch v.Kind() {
	case vocab.Reference:
		w.say(subject, property, node(v.IRI()))
	case vocab.Literal:
		w.say(subject, property, literal(v))
	case vocab.Nested:
		part := node(w.ids.Next(property, v.Part()))
		w.say(subject, property, part)
		w.resource(part, v.Part())
	}
}

func literal(v vocab.Value) rdf.Term {
	if v.Lang() != "" {
		return rdf.LangText(v.Text(), v.Lang())
	}
	return rdf.Typed(v.Text(), string(v.Datatype()))
}

func node(id vocab.IRI) rdf.Term {
	if label, blank := strings.CutPrefix(string(id), "_:"); blank {
		return rdf.Blank(label)
	}
	return rdf.IRI(string(id))
}
