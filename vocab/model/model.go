package model

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Vocabulary is every term of the native form.
var Vocabulary = vocab.Join(schemas()...)

// schemas are in the order in which their terms appear in documents about the vocabulary.
func schemas() []*vocab.Schema {
	return slices.Concat(
		[]*vocab.Schema{vocab.Datatypes, vf.Schema},
		pf.Schemas,
		[]*vocab.Schema{as.Schema, as.Security, own.Schema},
	)
}

// Class finds a class by its name in JSON-LD, or nil.
func Class(name string) *vocab.Class { return Vocabulary.Class(name) }

// Prefixes are the names of namespaces, for writers of RDF: those of the vocabularies, and those
// whose terms appear as values.
func Prefixes() map[string]string {
	prefixes := map[string]string{
		"geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
		"ldp": "http://www.w3.org/ns/ldp#",
		"om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
		"rdf": string(vocab.RDF),
	}
	for _, s := range Vocabulary.Schemas {
		prefixes[s.Prefix] = string(s.Base)
	}
	return prefixes
}
