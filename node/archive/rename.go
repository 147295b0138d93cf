package archive

import (
	"bytes"
	"encoding/json"
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

// words are texts between spaces, such as a dialect and a recipient, with addresses under their new names.
func (m *rename) words(text string) string {
	if m == nil {
		return text
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		words[i] = string(m.iri(vocab.IRI(w)))
	}
	return strings.Join(words, " ")
}

// document is JSON that is about to be sent, or work that is to be done, with every address in it under its
// new name. A proof was made of the old names and goes: the request that brings the document vouches for it.
// What is no JSON stays.
func (m *rename) document(text []byte) ([]byte, error) {
	if m == nil || len(text) == 0 || text[0] != '{' {
		return text, nil
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var content any
	if err := in.Decode(&content); err != nil {
		return nil, node.Errorf(node.Unreadable, "what waits to be sent does not read: %v", err)
	}
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(m.value(content)); err != nil {
		return nil, fmt.Errorf("write what waits to be sent: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

func (m *rename) value(v any) any {
	switch v := v.(type) {
	case string:
		return string(m.iri(vocab.IRI(v)))
	case []any:
		for i := range v {
			v[i] = m.value(v[i])
		}
	case map[string]any:
		delete(v, "proof")
		for name := range v {
			v[name] = m.value(v[name])
		}
	}
	return v
}
