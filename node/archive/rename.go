package archive

import (
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/jsonld"
)

// rename gives the IRIs of one place their names in another. A nil rename changes nothing.
type rename struct {
	name func(vocab.IRI) vocab.IRI
}

// renaming moves everything that is a node's own to another URL.
func renaming(from, to string) *rename {
	if from == to {
		return nil
	}
	old := node.Addresses{Base: from}
	return &rename{func(id vocab.IRI) vocab.IRI {
		if !old.Owns(id) {
			return id
		}
		return vocab.IRI(to + strings.TrimPrefix(string(id), from))
	}}
}

func (m *rename) iri(id vocab.IRI) vocab.IRI {
	if m == nil || id == "" {
		return id
	}
	return m.name(id)
}

// record is a record under its new names.
func (m *rename) record(r storage.Record) (storage.Record, error) {
	if m == nil {
		return r, nil
	}
	for _, id := range [...]*vocab.IRI{&r.IRI, &r.Activity, &r.Author, &r.Owner} {
		*id = m.iri(*id)
	}
	names := make([]vocab.IRI, len(r.Audience.Names))
	for i, name := range r.Audience.Names {
		names[i] = m.iri(name)
	}
	slices.Sort(names) // in the order in which storage gives them
	r.Audience.Names = names
	for _, body := range [...]*[]byte{&r.Body, &r.Delta} {
		if *body == nil {
			continue
		}
		content, err := jsonld.ReadStored(*body)
		if err != nil {
			return r, fmt.Errorf("read version %d of %s: %w", r.N, r.IRI, err)
		}
		*body = jsonld.Append(nil, content.Rename(m.iri))
	}
	return r, nil
}

func (m *rename) relation(r node.Relation) node.Relation {
	if m == nil {
		return r
	}
	r.From, r.To = m.iri(r.From), m.iri(r.To)
	if r.Kind == node.AppearsAs {
		r.Value = string(m.iri(vocab.IRI(r.Value)))
	}
	return r
}
