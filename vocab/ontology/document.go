package ontology

import (
	"slices"
	"strconv"
	"strings"

	"tributary/vocab"
	"tributary/vocab/rdf"
)

// namespaces are the vocabularies in which vocabularies are described.
var namespaces = map[string]string{
	"dcterms": "http://purl.org/dc/terms/",
	"owl":     "http://www.w3.org/2002/07/owl#",
	"rdf":     string(vocab.RDF),
	"rdfs":    "http://www.w3.org/2000/01/rdf-schema#",
	"schema":  "https://schema.org/",
	"skos":    "http://www.w3.org/2004/02/skos/core#",
	"vann":    "http://purl.org/vocab/vann/",
	"vs":      "http://www.w3.org/2003/06/sw-vocab-status/ns#",
	"xsd":     string(vocab.XSD),
}

// Prefixes are the names that writers of the documents use, with those of the given vocabularies.
func Prefixes(schemas ...*vocab.Schema) map[string]string {
	prefixes := map[string]string{}
	for name, base := range namespaces {
		prefixes[name] = base
	}
	for _, s := range schemas {
		prefixes[s.Prefix] = string(s.Base)
	}
	return prefixes
}

// Document is a vocabulary as OWL classes and properties, SKOS schemes and concepts, sorted. What
// other vocabularies have extended is not in it.
func Document(s *vocab.Schema) []rdf.Quad {
	d := document{schema: s, home: rdf.IRI(strings.TrimRight(string(s.Base), "#/"))}
	d.ontology()
	for _, c := range s.Classes {
		d.class(c)
	}
	for _, p := range s.Properties {
		d.property(p)
	}
	for _, i := range s.Individuals {
		d.individual(i)
	}
	slices.SortFunc(d.quads, rdf.Quad.Compare)
	return slices.Compact(d.quads)
}

type document struct {
	schema *vocab.Schema
	home   rdf.Term
	quads  []rdf.Quad
}

// say states a term of one of the namespaces: "rdfs:label".
func (d *document) say(s rdf.Term, name string, o rdf.Term) {
	d.quads = append(d.quads, rdf.Quad{S: s, P: term(name), O: o})
}

func term(name string) rdf.Term {
	prefix, local, _ := strings.Cut(name, ":")
	return rdf.IRI(namespaces[prefix] + local)
}

func (d *document) ontology() {
	d.say(d.home, "rdf:type", term("owl:Ontology"))
	d.text(d.home, "dcterms:title", d.schema.Title)
	d.text(d.home, "dcterms:description", d.schema.Doc)
	if d.schema.Version != "" {
		d.say(d.home, "owl:versionInfo", rdf.Text(d.schema.Version))
	}
	d.say(d.home, "vann:preferredNamespacePrefix", rdf.Text(d.schema.Prefix))
	d.say(d.home, "vann:preferredNamespaceUri", rdf.Text(string(d.schema.Base)))
}

func (d *document) class(c *vocab.Class) {
	id := iri(c.IRI)
	if c.Kind == vocab.Scheme {
		d.say(id, "rdf:type", term("skos:ConceptScheme"))
		d.text(id, "skos:prefLabel", c.Label)
		d.text(id, "skos:definition", c.Doc)
		d.about(id, c.Status)
		return
	}
	kind := "owl:Class"
	if c.Kind == vocab.Datatype {
		kind = "rdfs:Datatype"
	}
	d.say(id, "rdf:type", term(kind))
	d.text(id, "rdfs:label", c.Label)
	d.text(id, "rdfs:comment", c.Doc)
	d.about(id, c.Status)
	for _, up := range c.Is {
		d.say(id, "rdfs:subClassOf", iri(up.IRI))
	}
	for _, up := range c.Also {
		d.say(id, "rdfs:subClassOf", iri(up))
	}
	for _, near := range c.Near {
		d.say(id, "skos:closeMatch", iri(near))
	}
}

func (d *document) property(p *vocab.Property) {
	id := iri(p.IRI)
	d.say(id, "rdf:type", term("rdf:Property"))
	if kind := kindOf(p); kind != "" {
		d.say(id, "rdf:type", term(kind))
	}
	d.text(id, "rdfs:label", p.Label)
	d.text(id, "rdfs:comment", p.Doc)
	d.about(id, p.Status)
	d.among(id, "domain", p.Domain())
	d.among(id, "range", p.Range)
	if p.Inverse != nil {
		d.say(id, "owl:inverseOf", iri(p.Inverse.IRI))
	}
	for _, up := range p.Also {
		d.say(id, "rdfs:subPropertyOf", iri(up))
	}
	for _, near := range p.Near {
		d.say(id, "rdfs:seeAlso", iri(near))
	}
}

// kindOf is the OWL kind of a property; none where it holds things and literals alike.
func kindOf(p *vocab.Property) string {
	literal := p.Holds(vocab.Datatype)
	thing := slices.ContainsFunc(p.Range, func(c *vocab.Class) bool { return c.Kind != vocab.Datatype })
	switch {
	case slices.Contains(p.Range, vocab.Tag), literal == thing:
		return ""
	case literal:
		return "owl:DatatypeProperty"
	}
	return "owl:ObjectProperty"
}

// among states the one class, or that there are several. A scheme is no class: its concepts are
// skos:Concepts. A tag may be anything.
func (d *document) among(id rdf.Term, side string, classes []*vocab.Class) {
	var ids []rdf.Term
	for _, c := range classes {
		switch {
		case c == vocab.Tag:
			ids = append(ids, term("xsd:string"), term("rdfs:Resource"))
		case c.Kind == vocab.Scheme:
			ids = append(ids, term("skos:Concept"))
		default:
			ids = append(ids, iri(c.IRI))
		}
	}
	slices.SortFunc(ids, rdf.Term.Compare)
	ids = slices.Compact(ids)
	if len(ids) == 1 {
		d.say(id, "rdfs:"+side, ids[0])
		return
	}
	for _, one := range ids {
		d.say(id, "schema:"+side+"Includes", one)
	}
}

func (d *document) individual(i *vocab.Individual) {
	id := iri(i.IRI)
	concept := slices.ContainsFunc(i.Of, func(c *vocab.Class) bool { return c.Kind == vocab.Scheme })
	for _, of := range i.Of {
		if of.Kind == vocab.Scheme {
			d.say(id, "skos:inScheme", iri(of.IRI))
			continue
		}
		d.say(id, "rdf:type", iri(of.IRI))
	}
	if concept {
		d.say(id, "rdf:type", term("skos:Concept"))
		d.text(id, "skos:prefLabel", i.Label)
		d.text(id, "skos:definition", i.Doc)
	} else {
		d.say(id, "rdf:type", term("owl:NamedIndividual"))
		d.text(id, "rdfs:label", i.Label)
		d.text(id, "rdfs:comment", i.Doc)
	}
	for _, word := range i.Also {
		d.text(id, "skos:altLabel", word)
	}
	if i.Broader != nil {
		d.say(id, "skos:broader", iri(i.Broader.IRI))
	}
	if i.Order > 0 {
		d.say(id, "schema:position", rdf.Typed(strconv.Itoa(i.Order), string(vocab.Integer.IRI)))
	}
	d.about(id, i.Status)
	for _, f := range i.Facts {
		d.quads = append(d.quads, rdf.Quad{S: id, P: iri(f.Property.IRI), O: value(f.Value)})
	}
}

// about says where a term is defined and how settled it is.
func (d *document) about(id rdf.Term, status string) {
	d.say(id, "rdfs:isDefinedBy", d.home)
	if status != "" {
		d.say(id, "vs:term_status", rdf.Text(status))
	}
}

func (d *document) text(id rdf.Term, name, text string) {
	if text != "" {
		d.say(id, name, rdf.LangText(text, "en"))
	}
}

func iri(id vocab.IRI) rdf.Term { return rdf.IRI(string(id)) }

func value(v vocab.Value) rdf.Term {
	switch {
	case v.Kind() != vocab.Literal:
		return iri(v.IRI())
	case v.Lang() != "":
		return rdf.LangText(v.Text(), v.Lang())
	}
	return rdf.Typed(v.Text(), string(v.Datatype()))
}
