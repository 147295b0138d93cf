package shacl

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/rdf"
)

// Derived datatypes pass where the one they are derived from is asked for; SHACL itself compares
// datatypes by name.
//
// Spec: XML Schema 1.1 part 2, section 3.4.
var narrower = map[*vocab.Class][]*vocab.Class{
	vocab.Decimal:            {vocab.Decimal, vocab.Integer},
	vocab.NonNegativeInteger: {vocab.NonNegativeInteger, vocab.Integer},
	vocab.PositiveInteger:    {vocab.PositiveInteger, vocab.Integer},
	vocab.DateTime:           {vocab.DateTime, vocab.DateTimeStamp},
}

// langString stands for text in a language, which passes for text.
var langString = &vocab.Class{Name: "langString", Kind: vocab.Datatype, IRI: vocab.RDF + "langString"}

// values says what the property may hold. Where literals and references mix, only their kind is
// checked.
func (b *builder) values(shape rdf.Term, p *vocab.Property) {
	var literals, things []*vocab.Class
	for _, c := range p.Range {
		if c.Kind == vocab.Datatype {
			literals = append(literals, c)
		} else {
			things = append(things, c)
		}
	}
	switch {
	case len(p.Range) == 0, slices.Contains(literals, vocab.Tag), len(literals) > 0 && len(things) > 0:
		b.say(shape, "nodeKind", rdf.IRI(sh+"IRIOrLiteral"))
	case len(literals) > 0:
		b.datatypes(shape, literals)
	default:
		b.say(shape, "nodeKind", rdf.IRI(sh+"IRI"))
		b.things(shape, p, things)
	}
}

func (b *builder) datatypes(shape rdf.Term, classes []*vocab.Class) {
	var taken []*vocab.Class
	for _, c := range classes {
		switch {
		case c == vocab.String:
			taken = append(taken, vocab.String, langString)
		case narrower[c] != nil:
			taken = append(taken, narrower[c]...)
		default:
			taken = append(taken, c)
		}
	}
	slices.SortFunc(taken, byName)
	taken = slices.Compact(taken)
	if len(taken) == 1 {
		b.say(shape, "datatype", rdf.IRI(string(taken[0].IRI)))
		return
	}
	var choices []rdf.Term
	for _, c := range taken {
		choice := b.node("datatype-" + c.Name)
		b.is(choice, "NodeShape")
		b.say(choice, "datatype", rdf.IRI(string(c.IRI)))
		choices = append(choices, choice)
	}
	b.say(shape, "or", b.list("datatypes-"+together(taken), choices))
}

// things says which things a property may lead to: the members of closed sets, parts by their
// shape, and others by class where the shapes are strict. Units are left out of that: they may be
// described by the Ontology of Units of Measure, in classes of its own.
func (b *builder) things(shape rdf.Term, p *vocab.Property, classes []*vocab.Class) {
	switch {
	case all(classes, closed):
		b.say(shape, "in", b.members(classes))
	case len(classes) == 1 && classes[0].Kind == vocab.Part:
		b.say(shape, "node", b.node(classes[0].Name))
	case all(classes, isPart):
		var choices []rdf.Term
		for _, c := range slices.SortedFunc(slices.Values(classes), byName) {
			choices = append(choices, b.node(c.Name))
		}
		b.say(shape, "or", b.list("parts-"+together(classes), choices))
	case b.strict && !slices.Contains(classes, vocab.Thing) && p.Words() == "" && all(classes, described):
		b.say(shape, "or", b.kinds(classes))
	}
}

// members lists the individuals of closed sets.
func (b *builder) members(classes []*vocab.Class) rdf.Term {
	var items []rdf.Term
	for _, c := range classes {
		for _, i := range b.vocabulary.Members(c) {
			items = append(items, rdf.IRI(string(i.IRI)))
		}
	}
	slices.SortFunc(items, rdf.Term.Compare)
	return b.list("in-"+together(classes), slices.Compact(items))
}

// kinds asks for one of the classes or of their subclasses, or for a thing that the data does
// not describe.
func (b *builder) kinds(classes []*vocab.Class) rdf.Term {
	choices := []rdf.Term{b.node("undescribed")}
	for _, c := range classes {
		for _, kind := range b.vocabulary.Kinds(c) {
			choice := b.node("is-" + kind.Name)
			b.is(choice, "NodeShape")
			b.say(choice, "class", rdf.IRI(string(kind.IRI)))
			choices = append(choices, choice)
		}
	}
	slices.SortFunc(choices, rdf.Term.Compare)
	return b.list("class-"+together(classes), slices.Compact(choices))
}

// undescribed is the shape of what has no type in the data.
func (b *builder) undescribed() {
	if !b.strict {
		return
	}
	shape, none := b.node("undescribed"), b.node("undescribed-type")
	b.is(shape, "NodeShape")
	b.say(shape, "property", none)
	b.is(none, "PropertyShape")
	b.say(none, "path", rdfType)
	b.say(none, "maxCount", integer(0))
}

func all(classes []*vocab.Class, is func(*vocab.Class) bool) bool {
	return !slices.ContainsFunc(classes, func(c *vocab.Class) bool { return !is(c) })
}

func isPart(c *vocab.Class) bool { return c.Kind == vocab.Part }

// described says whether members of the class are typed by it where they are described. Concepts are
// typed as concepts.
func described(c *vocab.Class) bool { return c.Kind == vocab.Entity || c.Kind == vocab.Part }

func closed(c *vocab.Class) bool {
	return c.Kind == vocab.Enumeration || c.Kind == vocab.Scheme && !c.Open
}
