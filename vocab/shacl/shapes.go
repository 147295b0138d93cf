package shacl

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tributary/vocab"
	"tributary/vocab/rdf"
)

const (
	sh   = "http://www.w3.org/ns/shacl#"
	rdfs = "http://www.w3.org/2000/01/rdf-schema#"

	// Base is the namespace of the shapes; StrictBase that of the strict ones.
	Base       = "https://w3id.org/tributary/shapes#"
	StrictBase = "https://w3id.org/tributary/shapes/strict#"
)

var (
	rdfType  = rdf.IRI(string(vocab.RDF) + "type")
	rdfFirst = rdf.IRI(string(vocab.RDF) + "first")
	rdfRest  = rdf.IRI(string(vocab.RDF) + "rest")
	rdfNil   = rdf.IRI(string(vocab.RDF) + "nil")
)

// Shapes are the shapes that every single document keeps to, sorted.
func Shapes(v *vocab.Vocabulary) []rdf.Quad { return derive(v, Base, false) }

// Strict are the shapes that a whole dataset keeps to, sorted.
func Strict(v *vocab.Vocabulary) []rdf.Quad { return derive(v, StrictBase, true) }

// Prefixes are the names that writers of shapes use beside those of the vocabularies.
func Prefixes() map[string]string {
	return map[string]string{"sh": sh, "shapes": Base, "strict": StrictBase, "rdfs": rdfs}
}

func derive(v *vocab.Vocabulary, base string, strict bool) []rdf.Quad {
	b := builder{vocabulary: v, base: base, strict: strict, lists: map[string]bool{}, required: map[*vocab.Property]bool{}}
	b.undescribed()
	for _, p := range v.Properties() {
		b.property(p)
	}
	for _, c := range v.Classes() {
		if c.Kind == vocab.Entity || c.Kind == vocab.Part {
			b.class(c)
		}
	}
	slices.SortFunc(b.quads, rdf.Quad.Compare)
	return slices.Compact(b.quads)
}

// builder gathers the statements of shapes.
type builder struct {
	vocabulary *vocab.Vocabulary
	base       string
	strict     bool
	quads      []rdf.Quad
	lists      map[string]bool // those written, by name of their first node
	required   map[*vocab.Property]bool
}

func (b *builder) node(name string) rdf.Term { return rdf.IRI(b.base + name) }

func (b *builder) say(s rdf.Term, p string, o rdf.Term) {
	b.quads = append(b.quads, rdf.Quad{S: s, P: rdf.IRI(sh + p), O: o})
}

func (b *builder) is(s rdf.Term, class string) {
	b.quads = append(b.quads, rdf.Quad{S: s, P: rdfType, O: rdf.IRI(sh + class)})
}

// class is the node shape of a class. Properties of the classes above it are repeated, since no
// document says what is a kind of what.
func (b *builder) class(c *vocab.Class) {
	shape := b.node(c.Name)
	b.is(shape, "NodeShape")
	b.say(shape, "targetClass", rdf.IRI(string(c.IRI)))
	b.say(shape, "name", rdf.LangText(c.Label, "en"))
	b.say(shape, "nodeKind", rdf.IRI(sh+"IRI"))
	for _, p := range b.vocabulary.Carried(c) {
		b.say(shape, "property", b.node(p.Term))
		if c.IsAny(p.Must) {
			b.say(shape, "property", b.must(p))
		}
	}
}

// must is the further property shape of what some classes cannot do without.
func (b *builder) must(p *vocab.Property) rdf.Term {
	shape := b.node(p.Term + "-required")
	if !b.required[p] {
		b.required[p] = true
		b.is(shape, "PropertyShape")
		b.say(shape, "path", rdf.IRI(string(p.IRI)))
		b.say(shape, "minCount", integer(1))
	}
	return shape
}

func (b *builder) property(p *vocab.Property) {
	shape := b.node(p.Term)
	b.is(shape, "PropertyShape")
	b.say(shape, "path", rdf.IRI(string(p.IRI)))
	b.say(shape, "name", rdf.LangText(p.Label, "en"))
	if p.Doc != "" {
		b.say(shape, "description", rdf.LangText(p.Doc, "en"))
	}
	if !p.Many {
		b.say(shape, "maxCount", integer(1))
	}
	b.values(shape, p)
}

// list writes terms as an RDF list under a name, once, and gives its first node.
func (b *builder) list(name string, items []rdf.Term) rdf.Term {
	at := func(i int) rdf.Term {
		if i == len(items) {
			return rdfNil
		}
		return b.node(name + "-" + strconv.Itoa(i+1))
	}
	if !b.lists[name] {
		b.lists[name] = true
		for i, item := range items {
			b.quads = append(b.quads, rdf.Quad{S: at(i), P: rdfFirst, O: item}, rdf.Quad{S: at(i), P: rdfRest, O: at(i + 1)})
		}
	}
	return at(0)
}

func integer(n int) rdf.Term { return rdf.Typed(strconv.Itoa(n), string(vocab.Integer.IRI)) }

// together names a set of classes, whatever their order.
func together(classes []*vocab.Class) string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = c.Name
	}
	slices.Sort(names)
	return strings.Join(names, "-")
}

func byName(a, b *vocab.Class) int { return cmp.Compare(a.Name, b.Name) }
