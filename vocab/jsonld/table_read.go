package jsonld

import (
	"net/url"
	"strings"

	"tributary/vocab"
	"tributary/vocab/graph"
)

// byTable reads the document by the table of its contexts, if all of them are built in and it uses
// nothing beyond what a table can say; else errGeneral.
func (r *reader) byTable() ([]*graph.Node, error) {
	var nodes []*graph.Node
	for i, object := range r.tree.list() {
		path := ""
		if r.tree.kind == '[' {
			path = indexed("", i)
		}
		if object.kind != '{' {
			return nil, wrong(path, "an object should stand here")
		}
		t, err := r.table(object)
		if err != nil {
			return nil, err
		}
		more, err := r.top(t, object, path)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, more...)
	}
	return nodes, nil
}

// table is the table of an object's @context, or errGeneral.
func (r *reader) table(object value) (*table, error) {
	given, stated, err := r.context(object)
	if err != nil || !stated {
		return r.tables.native, err
	}
	var (
		keys     []contextKey
		prefixes []prefix
	)
	for _, item := range given.list() {
		switch item.kind {
		case '"':
			key := keyOf(item.text)
			if key == "" || len(prefixes) > 0 {
				return nil, errGeneral
			}
			keys = append(keys, key)
		case '{':
			own, ok := prefixesIn(item)
			if !ok {
				return nil, errGeneral
			}
			prefixes = append(prefixes, own...)
		default:
			return nil, errGeneral
		}
	}
	if len(keys) == 0 {
		return nil, errGeneral
	}
	t := r.tables.list(keys)
	for _, p := range prefixes {
		if _, taken := t.terms[p.name]; taken || t.keyword(p.name) != "" {
			return nil, errGeneral
		}
		r.prefixes[p.name] = p.base
	}
	return t.with(prefixes), nil
}

// prefixesIn reads a local context that defines prefixes and nothing else.
func prefixesIn(object value) ([]prefix, bool) {
	var prefixes []prefix
	for _, m := range object.members {
		base := m.value.text
		if m.value.kind != '"' || m.key == "" || strings.ContainsAny(m.key, "@:/#?") || !strings.Contains(base, "://") || strings.HasPrefix(base, "@") {
			return nil, false
		}
		if !strings.ContainsRune(":/?#[]@", rune(base[len(base)-1])) {
			return nil, false
		}
		prefixes = append(prefixes, prefix{m.key, vocab.IRI(base)})
	}
	return prefixes, true
}

// top reads an object at the top: a node, or the nodes of its @graph.
func (r *reader) top(t *table, object value, path string) ([]*graph.Node, error) {
	inside, ok := object.member("@graph")
	if !ok {
		n, err := r.node(t, object, path, true)
		return []*graph.Node{n}, err
	}
	for _, m := range object.members {
		if m.key != "@graph" && m.key != "@context" {
			return nil, errGeneral // a named graph
		}
	}
	var nodes []*graph.Node
	for i, item := range inside.list() {
		at := indexed("@graph", i)
		if item.kind != '{' {
			return nil, errGeneral
		}
		n, err := r.node(t, item, under(path, at), false)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// node reads an object that describes a thing.
func (r *reader) node(t *table, object value, path string, top bool) (*graph.Node, error) {
	n := &graph.Node{Path: path}
	for _, m := range object.members {
		switch t.keyword(m.key) {
		case "":
		case "@context":
			if !top {
				return nil, errGeneral
			}
			continue
		case "@id":
			if m.value.kind != '"' {
				return nil, wrong(under(path, m.key), "an id is a string")
			}
			if n.ID != "" || strings.HasPrefix(m.value.text, "@") {
				return nil, errGeneral
			}
			n.ID = r.resolve(t.iri(m.value.text))
			continue
		case "@type":
			if err := r.types(t, n, m); err != nil {
				return nil, err
			}
			continue
		default:
			return nil, errGeneral
		}
		e, ok := t.key(m.key)
		if !ok {
			r.pass(t, m.key, path)
			continue
		}
		if err := r.values(t, n, e, m.value, under(path, m.key)); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// pass goes over a key that means nothing, with a word about it where that is a mistake.
func (r *reader) pass(t *table, key, path string) {
	if t.strict && !strings.HasPrefix(key, "_:") {
		r.unknown = append(r.unknown, vocab.Violation{Path: under(path, key), Term: key, Message: "is not a term of this node's vocabulary"})
	}
}

func (r *reader) types(t *table, n *graph.Node, m member) error {
	for _, item := range m.value.list() {
		if item.kind != '"' {
			return wrong(under(n.Path, m.key), "a type is a string")
		}
		id := t.named(item.text, "")
		if id == "" && t.strict {
			r.unknown = append(r.unknown, vocab.Violation{Path: under(n.Path, m.key), Term: "type", Message: item.text + " is not a class of this node's vocabulary"})
		}
		if id == "" || isBlank(id) {
			continue
		}
		n.Types = append(n.Types, id)
	}
	return nil
}

func isBlank(id vocab.IRI) bool { return strings.HasPrefix(string(id), "_:") }

// resolve makes a relative IRI absolute, where the document has a base.
func (r *reader) resolve(id vocab.IRI) vocab.IRI {
	if r.opt.Base == "" || absolute(string(id)) {
		return id
	}
	base, err := url.Parse(string(r.opt.Base))
	if err != nil {
		return id
	}
	ref, err := url.Parse(string(id))
	if err != nil {
		return id
	}
	return vocab.IRI(base.ResolveReference(ref).String())
}

// absolute says whether s begins with a scheme, or is a blank node.
func absolute(s string) bool {
	i := strings.IndexAny(s, ":/?#")
	return i > 0 && s[i] == ':'
}
