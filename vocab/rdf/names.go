package rdf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// namer shortens IRIs to prefixed names.
type namer struct {
	namespaces []namespace // longest first
	local      func(string) bool
	cache      map[string]prefixed
	used       map[string]bool // names of prefixes that shortened something
}

type namespace struct{ name, iri string }

// prefixed is an IRI cut in two; ok is false where no prefix fits.
type prefixed struct {
	name, local string
	ok          bool
}

// newNamer takes the prefixes (name → namespace), and what the format accepts as name of a prefix
// and as local part.
func newNamer(prefixes map[string]string, isPrefix, isLocal func(string) bool) (*namer, error) {
	n := &namer{local: isLocal, cache: map[string]prefixed{}, used: map[string]bool{}}
	for name, iri := range prefixes {
		if !isPrefix(name) {
			return nil, fmt.Errorf("%w: prefix %q is no name", ErrUnwritable, name)
		}
		if problem := iriProblem(iri); problem != "" {
			return nil, fmt.Errorf("%w: namespace of prefix %q: %s", ErrUnwritable, name, problem)
		}
		n.namespaces = append(n.namespaces, namespace{name, iri})
	}
	slices.SortFunc(n.namespaces, func(a, b namespace) int {
		return cmp.Or(cmp.Compare(len(b.iri), len(a.iri)), cmp.Compare(a.name, b.name))
	})
	return n, nil
}

// split cuts an IRI into the name of a prefix and a local part.
func (n *namer) split(iri string) (name, local string, ok bool) {
	if p, known := n.cache[iri]; known {
		return p.name, p.local, p.ok
	}
	var p prefixed
	for _, ns := range n.namespaces {
		if local, found := strings.CutPrefix(iri, ns.iri); found && n.local(local) {
			p = prefixed{ns.name, local, true}
			break
		}
	}
	n.cache[iri] = p
	return p.name, p.local, p.ok
}

// use notes which prefix a term needs.
func (n *namer) use(t Term) {
	iri := t.Value
	if t.Kind == KindLiteral {
		if iri = t.Datatype; iri == "" || bareLiteral(t) {
			return
		}
	}
	if t.Kind == KindBlank || t.IsZero() {
		return
	}
	if name, _, ok := n.split(iri); ok {
		n.used[name] = true
	}
}
