package jsonld

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/vocab"
	"tributary/vocab/graph"
)

// expansion walks a document in expanded form. Arrays stand in document order there, and what is
// repeated is repeated; the keys of an object are sorted.
//
// Spec: JSON-LD 1.1, 9 and "expanded document form".
type expansion struct {
	// languages are the tags of the document as they were written, by their lower case, which is
	// how they come out of the expander.
	languages map[string]string
	// more are nodes that stand inside others without a statement that leads to them: named graphs
	// and included blocks.
	more []*graph.Node
}

// rdfJSON is the datatype of JSON literals.
const rdfJSON = vocab.RDF + "JSON"

func (e *expansion) nodes(items []any) (nodes []*graph.Node, err error) {
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok || object["@value"] != nil || object["@list"] != nil {
			continue // says nothing about anything
		}
		n, err := e.node(object, "")
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		nodes = append(nodes, e.more...)
		e.more = nil
	}
	return nodes, nil
}

func (e *expansion) node(object map[string]any, path string) (*graph.Node, error) {
	n := &graph.Node{Path: path}
	if id, ok := object["@id"].(string); ok {
		n.ID = vocab.IRI(id)
	}
	for _, item := range list(object["@type"]) {
		if t, ok := item.(string); ok && absolute(t) && !isBlank(vocab.IRI(t)) {
			n.Types = append(n.Types, vocab.IRI(t))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if strings.HasPrefix(key, "@") || strings.HasPrefix(key, "_:") {
			continue
		}
		at := under(path, key)
		if err := e.values(n, vocab.IRI(key), list(object[key]), at); err != nil {
			return nil, err
		}
	}
	if err := e.reversed(n, object["@reverse"], path); err != nil {
		return nil, err
	}
	for _, key := range []string{"@graph", "@included"} {
		for _, item := range list(object[key]) {
			inner, ok := item.(map[string]any)
			if !ok {
				continue
			}
			m, err := e.node(inner, under(path, key))
			if err != nil {
				return nil, err
			}
			e.more = append(e.more, m)
		}
	}
	return n, nil
}

// values reads the values of a property; lists are values in their order.
func (e *expansion) values(n *graph.Node, property vocab.IRI, items []any, path string) error {
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			continue
		}
		if inner, isList := object["@list"]; isList {
			if err := e.values(n, property, list(inner), path); err != nil {
				return err
			}
			continue
		}
		if _, isValue := object["@value"]; isValue {
			v, err := e.literal(object, path)
			if err != nil {
				return err
			}
			n.Say(property, v)
			continue
		}
		inner, err := e.node(object, path)
		if err != nil {
			return err
		}
		if len(inner.Types) == 0 && len(inner.Said) == 0 && inner.ID != "" {
			n.Say(property, vocab.Ref(inner.ID))
			continue
		}
		n.Describe(property, inner)
	}
	return nil
}

// reversed turns statements about others around: they are theirs.
func (e *expansion) reversed(n *graph.Node, reverse any, path string) error {
	properties, _ := reverse.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		for _, item := range list(properties[key]) {
			object, ok := item.(map[string]any)
			if !ok {
				continue
			}
			if n.ID == "" {
				return wrong(path, "something with reverse properties needs an id")
			}
			other, err := e.node(object, under(path, key))
			if err != nil {
				return err
			}
			other.Say(vocab.IRI(key), vocab.Ref(n.ID))
			e.more = append(e.more, other)
		}
	}
	return nil
}

func (e *expansion) literal(object map[string]any, path string) (vocab.Value, error) {
	datatype, _ := object["@type"].(string)
	lang, _ := object["@language"].(string)
	if datatype == "@json" {
		text, err := canonicalJSON(object["@value"])
		if err != nil {
			return vocab.Value{}, wrong(path, "is not JSON: %v", err)
		}
		return vocab.Typed(text, rdfJSON), nil
	}
	switch v := object["@value"].(type) {
	case bool:
		text := "false"
		if v {
			text = "true"
		}
		if datatype == "" {
			return vocab.Typed(text, vocab.Boolean.IRI), nil
		}
		return vocab.Typed(text, vocab.IRI(datatype)), nil
	case json.Number:
		if datatype == "" {
			return vocab.Typed(v.String(), numberType(v.String())), nil
		}
		return vocab.Typed(v.String(), vocab.IRI(datatype)), nil
	case string:
		switch {
		case datatype != "":
			return vocab.Typed(v, vocab.IRI(datatype)), nil
		case lang != "":
			if written, ok := e.languages[lang]; ok {
				lang = written
			}
			return vocab.InLanguage(v, lang), nil
		}
		return vocab.Text(v), nil
	}
	return vocab.Value{}, wrong(path, "a value is a string, a number or a boolean")
}

// canonicalJSON writes what a JSON literal holds in canonical form.
//
// Spec: RFC 8785, as JSON-LD 1.1 has it for rdf:JSON.
func canonicalJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	text := jsontext.Value(b)
	if err := text.Canonicalize(); err != nil {
		return "", err
	}
	return string(text), nil
}

// noteLanguages gathers language tags: values of @language, and keys that may be those of a
// language map.
func noteLanguages(v value, tags map[string]string) {
	for _, item := range v.items {
		noteLanguages(item, tags)
	}
	for _, m := range v.members {
		for _, tag := range []string{m.key, m.value.text} {
			if lower := strings.ToLower(tag); lower != tag && (m.key == "@language" || strings.Contains(tag, "-")) {
				tags[lower] = tag
			}
		}
		noteLanguages(m.value, tags)
	}
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}
