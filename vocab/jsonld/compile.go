package jsonld

import (
	"strings"

	"tributary/vocab"
)

// table is a list of contexts compiled for reading.
type table struct {
	vocabulary *vocab.Vocabulary
	// strict tables say that an unknown key is a mistake; the others pass over it, as JSON-LD does.
	strict   bool
	terms    map[string]entry
	prefixes map[string]vocab.IRI
	aliases  bool
}

type entry struct {
	term
	property *vocab.Property // where the vocabulary declares it under this IRI
}

// compile merges contexts; where two define a term, the later one counts.
func compile(v *vocab.Vocabulary, strict bool, definitions ...definition) *table {
	t := &table{vocabulary: v, strict: strict, terms: map[string]entry{}, prefixes: map[string]vocab.IRI{}}
	for _, d := range definitions {
		t.aliases = t.aliases || d.aliases
		for _, p := range d.prefixes {
			t.prefixes[p.name] = p.base
		}
		for _, row := range d.terms {
			t.terms[row.key] = entry{row, v.PropertyByIRI(row.iri)}
		}
	}
	return t
}

// with is the table with further prefixes.
func (t *table) with(prefixes []prefix) *table {
	if len(prefixes) == 0 {
		return t
	}
	next := *t
	next.prefixes = make(map[string]vocab.IRI, len(t.prefixes)+len(prefixes))
	for name, base := range t.prefixes {
		next.prefixes[name] = base
	}
	for _, p := range prefixes {
		next.prefixes[p.name] = p.base
	}
	return &next
}

// keyword is the keyword that a key stands for, or empty.
func (t *table) keyword(key string) string {
	switch {
	case strings.HasPrefix(key, "@"):
		return key
	case t.aliases && key == "id":
		return "@id"
	case t.aliases && key == "type":
		return "@type"
	}
	return ""
}

// key finds the row for a key: a term, or an IRI written out or with a prefix.
func (t *table) key(key string) (entry, bool) {
	if e, ok := t.terms[key]; ok {
		return e, true
	}
	if !strings.Contains(key, ":") || strings.HasPrefix(key, "_:") {
		return entry{}, false
	}
	id := t.iri(key)
	return entry{term{key: key, iri: id}, t.vocabulary.PropertyByIRI(id)}, true
}

// iri replaces a prefix by what it stands for. Anything else comes back unchanged.
//
// Spec: JSON-LD 1.1 API, 5.2 IRI Expansion.
func (t *table) iri(s string) vocab.IRI {
	name, rest, found := strings.Cut(s, ":")
	if !found || name == "_" || strings.HasPrefix(rest, "//") {
		return vocab.IRI(s)
	}
	if base, ok := t.prefixes[name]; ok {
		return base + vocab.IRI(rest)
	}
	return vocab.IRI(s)
}

// named reads a name where names count: a term, an IRI, or a word in a namespace. It is empty when
// the name is none.
func (t *table) named(s string, words vocab.IRI) vocab.IRI {
	if e, ok := t.terms[s]; ok {
		return e.iri
	}
	if base, ok := t.prefixes[s]; ok {
		return base
	}
	if strings.Contains(s, ":") {
		return t.iri(s)
	}
	if words != "" {
		return words + vocab.IRI(s)
	}
	return ""
}
