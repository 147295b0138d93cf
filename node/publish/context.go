package publish

import (
	"net/http"
	"strings"

	"tributary/contexts"
	"tributary/node"
	"tributary/vocab"
)

// Contexts answers for the JSON-LD contexts: /contexts/NAME.jsonld. The name holds the hash of the
// bytes, so they never change.
func (d *Documents) Contexts() http.HandlerFunc { return d.serve(d.context) }

func (d *Documents) context(q *request) (*page, error) {
	name := strings.TrimPrefix(q.path, "/contexts/") + q.suffix
	found, ok := contexts.ByName(name)
	if !ok || q.suffix != ".jsonld" {
		return nil, node.Errorf(node.NotFound, "there is no context %s", name)
	}
	doc := vocab.IRI(d.node.Base + q.path)
	return &page{
		kind: contextPage, iri: doc + ".jsonld", doc: doc, raw: found.Bytes, forever: true,
		key: keyOf(doc, 0),
	}, nil
}
