package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/rdf"
)

// derived begins the names of things that have none at their source.
const derived = "urn:tributary:import:"

// derivedIRI is a name made of what tells a thing from all others.
func derivedIRI(parts ...string) vocab.IRI {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return vocab.IRI(derived + hex.EncodeToString(sum[:16]))
}

// name gives every entry what it is called at its source, so that the next import finds it: its
// IRI, or for a blank node a name made of the document's name and the node's canonical label.
//
// Spec: RDF Dataset Canonicalization 1.0.
func (w *work) name() error {
	var anonymous []*entry
	for _, e := range w.entries {
		if e.source = e.resource.ID(); strings.HasPrefix(string(e.source), "_:") {
			anonymous = append(anonymous, e)
		}
	}
	if len(anonymous) == 0 {
		return nil
	}
	var quads []rdf.Quad
	label := map[*entry]string{}
	for _, e := range w.entries {
		r := e.resource
		if strings.HasPrefix(string(r.ID()), unnamed) {
			r = r.WithID(vocab.IRI("_:unnamed-" + string(r.ID()[len(unnamed):])))
		}
		label[e] = strings.TrimPrefix(string(r.ID()), "_:")
		quads = graph.Append(quads, r)
	}
	_, canonical, err := rdf.Canonicalize(quads, rdf.Budget{})
	if err != nil {
		return node.Errorf(node.Unreadable, "%s: its blank nodes cannot be told apart: %s", w.opt.Name, err)
	}
	for _, e := range anonymous {
		e.source = derivedIRI(w.opt.Name, canonical[label[e]])
	}
	return nil
}
