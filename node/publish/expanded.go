package publish

import (
	"bytes"
	"encoding/json"
	"strings"

	"tributary/vocab"
	"tributary/vocab/rdf"
)

// writeExpanded and writeFlattened write JSON-LD without a context: an array of nodes, each once,
// in the order in which they are first spoken of. The expanded form puts the parts of a thing
// inside it; the flattened one sets them beside it.
//
// Spec: JSON-LD 1.1, sections 5.1 and 5.3 (forms).
func writeExpanded(w *writing) ([]byte, error) {
	return marshal(nodes(w.p.graph(), w.p.thing.resource != nil))
}

func writeFlattened(w *writing) ([]byte, error) { return marshal(nodes(w.p.graph(), false)) }

// jsonNode is one subject with its statements, in the order of writing.
type jsonNode struct {
	id      string
	types   []string
	keys    []string
	values  map[string][]rdf.Term
	inside  map[string]*jsonNode // by IRI: parts to be written in place
	isPart  bool
	written bool
}

// nodes groups a graph by subject.
func nodes(quads []rdf.Quad, nest bool) []*jsonNode {
	byID := map[string]*jsonNode{}
	var all []*jsonNode
	for _, q := range quads {
		id := termID(q.S)
		n := byID[id]
		if n == nil {
			n = &jsonNode{id: id, values: map[string][]rdf.Term{}, inside: map[string]*jsonNode{}}
			byID[id] = n
			all = append(all, n)
		}
		if q.P.Value == string(vocab.RDF+"type") {
			n.types = append(n.types, termID(q.O))
			continue
		}
		if n.values[q.P.Value] == nil {
			n.keys = append(n.keys, q.P.Value)
		}
		n.values[q.P.Value] = append(n.values[q.P.Value], q.O)
	}
	if !nest {
		return all
	}
	for _, q := range quads {
		owner, part := byID[termID(q.S)], byID[termID(q.O)]
		if part != nil && q.O.Kind == rdf.KindIRI && part != owner && !part.isPart && underneath(part.id, owner.id) {
			part.isPart = true
			owner.inside[part.id] = part
		}
	}
	var roots []*jsonNode
	for _, n := range all {
		if !n.isPart {
			roots = append(roots, n)
		}
	}
	return roots
}

// underneath says whether a part stands under the same thing as its owner does.
func underneath(part, owner string) bool {
	base, _, isPart := strings.Cut(part, "#")
	thing, _, _ := strings.Cut(owner, "#")
	return isPart && base == thing
}

// MarshalJSON writes the node as a node object in expanded form.
func (n *jsonNode) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"@id":` + quoted(n.id))
	if len(n.types) > 0 {
		b.WriteString(`,"@type":`)
		types, err := marshal(n.types)
		if err != nil {
			return nil, err
		}
		b.Write(types)
	}
	for _, k := range n.keys {
		b.WriteString("," + quoted(k) + ":[")
		for i, o := range n.values[k] {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := n.object(&b, o); err != nil {
				return nil, err
			}
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (n *jsonNode) object(b *bytes.Buffer, o rdf.Term) error {
	part := n.inside[o.Value]
	switch {
	case o.Kind == rdf.KindLiteral:
		b.WriteString(`{"@value":` + quoted(o.Value))
		if o.Lang != "" {
			b.WriteString(`,"@language":` + quoted(o.Lang))
		} else if o.Datatype != "" {
			b.WriteString(`,"@type":` + quoted(o.Datatype))
		}
		b.WriteByte('}')
	case part != nil && !part.written:
		part.written = true
		inner, err := part.MarshalJSON()
		b.Write(inner)
		return err
	default:
		b.WriteString(`{"@id":` + quoted(termID(o)) + `}`)
	}
	return nil
}

// termID is an IRI or a blank node as JSON-LD names it.
func termID(t rdf.Term) string {
	if t.Kind == rdf.KindBlank {
		return "_:" + t.Value
	}
	return t.Value
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
