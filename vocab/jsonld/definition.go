package jsonld

import (
	"slices"
	"strings"
	"sync"

	"tributary/vocab"
)

// definition is a JSON-LD context as data. The bytes of a context ([definition.json]) and the
// tables by which documents are read and written ([compile]) are both made from it.
type definition struct {
	prefixes []prefix
	// vocab is where a key that is no term lies; empty: nowhere. "_:" drops it in RDF.
	vocab   vocab.IRI
	aliases bool // id and type stand for @id and @type
	terms   []term
}

type prefix struct {
	name string
	base vocab.IRI
}

// term is one row of a context: how a key is read and its values are written.
type term struct {
	key       string
	iri       vocab.IRI
	coercion  coercion
	words     vocab.IRI // of words: where a bare word lies
	datatype  vocab.IRI // of typed
	container string    // "", "@set", "@list" or "@language"
}

// coercion says what a plain string means as a value of a term.
type coercion uint8

const (
	plain coercion = iota // text
	refs                  // an IRI: @type @id
	words                 // a name: @type @vocab
	typed                 // a literal of a datatype
)

// xsdPrefix is in every context: datatypes are written by it.
var xsdPrefix = prefix{"xsd", vocab.XSD}

// om2 is where the names of units lie.
const om2 vocab.IRI = "http://www.ontology-of-units-of-measure.org/resource/om-2/"

// termOf is the row of a declared property.
func termOf(p *vocab.Property) term {
	t := term{key: p.Term, iri: p.IRI}
	switch {
	case len(p.Range) == 0 || slices.Contains(p.Range, vocab.Tag):
		return t
	case p.Words() != "" && !slices.ContainsFunc(p.Range, isDatatype):
		t.coercion, t.words = words, p.Words()
	case !slices.ContainsFunc(p.Range, isDatatype):
		t.coercion = refs
	case len(p.Range) == 1 && p.Range[0] != vocab.String:
		t.coercion, t.datatype = typed, p.Range[0].IRI
	}
	// Values of mixed ranges say themselves what they are.
	return t
}

func isDatatype(c *vocab.Class) bool { return c.Kind == vocab.Datatype }

func classTerm(c *vocab.Class) term { return term{key: c.Name, iri: c.IRI} }

// native is the context of linked data: every declared class and property under its own name.
func native(v *vocab.Vocabulary) definition {
	d := definition{aliases: true, prefixes: prefixesOf(v)}
	for _, c := range v.Classes() {
		if c.Kind == vocab.Entity || c.Kind == vocab.Part {
			d.terms = append(d.terms, classTerm(c))
		}
	}
	for _, p := range v.Properties() {
		t := termOf(p)
		if p.Many {
			t.container = "@set"
		}
		d.terms = append(d.terms, t)
	}
	return d
}

// extension is the context to be listed after that of ActivityStreams: what the native one has,
// without the names that are ActivityStreams' own and without containers, so that one value is
// written as peers without JSON-LD expect it.
func extension(v *vocab.Vocabulary) definition {
	taken := map[string]bool{"as": true}
	for _, t := range activityStreams().terms {
		taken[t.key] = true
	}
	d := native(v)
	d.aliases = false
	d.prefixes = slices.DeleteFunc(d.prefixes, func(p prefix) bool { return taken[p.name] })
	d.terms = slices.DeleteFunc(d.terms, func(t term) bool { return taken[t.key] })
	for i := range d.terms {
		d.terms[i].container = ""
	}
	return d
}

// prefixesOf are those of the schemas and of OM 2. A prefix that is also the scheme of IRIs would
// change what such an IRI means, so there is none.
func prefixesOf(v *vocab.Vocabulary) []prefix {
	prefixes := []prefix{xsdPrefix, {"om2", om2}}
	for _, s := range v.Schemas {
		p := prefix{s.Prefix, s.Base}
		if !slices.ContainsFunc(prefixes, func(q prefix) bool { return q.name == p.name }) {
			prefixes = append(prefixes, p)
		}
	}
	slices.SortStableFunc(prefixes, func(a, b prefix) int { return strings.Compare(a.name, b.name) })
	return prefixes
}

// NativeContext is the JSON-LD 1.1 context of linked data: prefixes, id and type, every class, and
// every property with what its values are. Properties that may repeat are sets.
func NativeContext(v *vocab.Vocabulary) []byte { return native(v).json() }

// ASContext is the context to be listed after https://www.w3.org/ns/activitystreams: like
// [NativeContext], without what ActivityStreams defines itself (Person, name, image and the like
// keep their ActivityStreams meaning) and without containers.
func ASContext(v *vocab.Vocabulary) []byte { return extension(v).json() }

// compiled keeps what was made from a vocabulary, which never changes.
var compiled sync.Map // *vocab.Vocabulary -> *tables

// tables are the contexts of one vocabulary, compiled.
type tables struct {
	vocabulary *vocab.Vocabulary
	native     *table
	as         *table // ActivityStreams, then the extension

	mutex sync.Mutex
	lists map[string]*table // by the keys in the list
}

func tablesOf(v *vocab.Vocabulary) *tables {
	if t, ok := compiled.Load(v); ok {
		return t.(*tables)
	}
	t := &tables{vocabulary: v, lists: map[string]*table{}}
	t.native = t.list([]contextKey{nativeKey})
	t.as = t.list([]contextKey{asURL, extensionKey})
	kept, _ := compiled.LoadOrStore(v, t)
	return kept.(*tables)
}
