package publish

import (
	"net/http"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/ontology"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

// namespaces are the vocabularies of which every node serves a copy, by name: /ns/NAME.
var namespaces = map[string]*vocab.Schema{
	"vf":        vf.Schema,
	"pf":        pf.Schema,
	"tributary": own.Schema,
}

// namespaceOf is the name under which a vocabulary is served, or empty.
func namespaceOf(s *vocab.Schema) string {
	for name, known := range namespaces {
		if known == s {
			return name
		}
	}
	return ""
}

// Namespaces answers for the vocabularies: /ns/NAME, as an ontology in every encoding of a graph,
// and for people as a list of terms with an anchor each.
func (d *Documents) Namespaces() http.HandlerFunc { return d.serve(d.namespace) }

func (d *Documents) namespace(q *request) (*page, error) {
	name := strings.TrimPrefix(q.path, "/ns/")
	s := namespaces[name]
	if s == nil {
		return nil, node.Errorf(node.NotFound, "there is no vocabulary %s here", name)
	}
	doc := vocab.IRI(d.node.Base + "/ns/" + name)
	return &page{
		kind: graphPage | viewPage,
		iri:  vocab.IRI(strings.TrimRight(string(s.Base), "#/")), doc: doc,
		quads: func() []rdf.Quad { return ontology.Document(s) }, prefixes: ontology.Prefixes(s),
		key:  keyOf(doc, 0),
		view: func(*request) (view, error) { return d.namespaceView(doc, s), nil },
	}, nil
}
