package importer

import (
	"bytes"
	"errors"
	"fmt"

	"tributary/vocab/graph"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
)

// rdfFormat is the row of a syntax of RDF. A graph has no order and no repeats, so each thing is
// there once, and what is said of a resource is how it begins, unless it is what its events came to.
func rdfFormat(f *rdf.Format, looks func(string) bool, also ...string) format {
	return format{name: f.Name, suffixes: append([]string{f.Suffix}, also...), looks: looks, read: func(s source) (document, error) {
		quads, err := rdf.Read(bytes.NewReader(s.data), f, "", rdf.Limits{Bytes: maxSourceBytes})
		if errors.Is(err, rdf.ErrLimit) {
			return document{}, fmt.Errorf("%w: %w", errTooLarge, err)
		}
		if err != nil {
			return document{}, err
		}
		var doc document
		resources, err := graph.Resources(model.Vocabulary, quads)
		if err != nil && !errors.As(err, &doc.problems) {
			return document{}, err
		}
		for _, r := range resources {
			doc.things = append(doc.things, thing{resource: r})
		}
		return doc, nil
	}}
}
