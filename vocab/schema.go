package vocab

import (
	"fmt"
	"slices"
	"sync/atomic"
)

// IRI names a thing. It is absolute, except while a request's local names are being replaced.
type IRI string

// Kind says what the members of a class are.
type Kind uint8

const (
	// Entity has an address of its own.
	Entity Kind = iota
	// Part lives inside its owner, under a hash IRI.
	Part
	// Datatype is a class of literals.
	Datatype
	// Enumeration has a closed list of individuals, written by local name.
	Enumeration
	// Scheme is a SKOS concept scheme; its concepts are written by local name.
	Scheme
)

// Schema is one vocabulary as data: the rows from which everything else is derived.
type Schema struct {
	Prefix  string // "vf"
	Base    IRI    // "https://w3id.org/valueflows/ont/vf#"
	Title   string
	Version string
	Doc     string
	// Aliases are other namespaces of the same terms: read, never written.
	Aliases []IRI
	// Partial says that the namespace has more terms than are declared here: another one is then
	// an extension, not a mistake.
	Partial bool

	Classes     []*Class
	Properties  []*Property
	Individuals []*Individual
	Rules       []Rule
}

// Class is a row: a kind of thing.
type Class struct {
	Name   string   // local name and JSON-LD term: "EconomicEvent"
	IRI    IRI      // empty on declaration: the schema's base and Name
	Kind   Kind     //
	Label  string   // for people; empty: derived from Name
	Doc    string   // one sentence
	Is     []*Class // what it is a kind of, among declared classes
	Also   []IRI    // classes of other vocabularies it is a kind of
	Near   []IRI    // classes of other vocabularies close to it
	Status string   // stable, testing, unstable
	Open   bool     // Scheme: concepts declared elsewhere are accepted
	Plural string   // name of its collection; empty: derived from Name
	// Named: a Part to which others refer by its id, such as a key; messages carry the id.
	Named bool
	// Words is the namespace in which a bare word is read where this class is the range: the
	// schema's own for enumerations and schemes, OM 2 for units. Empty: bare words are relative IRIs.
	Words IRI

	Schema *Schema
	order  int
}

// Property is a row: one term.
type Property struct {
	Term    string    // key in JSON-LD: "resourceQuantity"
	IRI     IRI       // empty on declaration: the schema's base and Term
	Range   []*Class  // what it holds; none: any IRI or literal
	Many    bool      // whether it may repeat
	On      []*Class  // classes that may carry it; none: any class
	Must    []*Class  // classes that this node accepts only with it
	Inverse *Property // the same statement from the other side, where one is declared
	Label   string    // for people; empty: derived from Term
	Doc     string    // one sentence: tooltip, rdfs:comment
	Also    []IRI     // properties of other vocabularies it specialises
	Near    []IRI     // properties of other vocabularies close to it
	Status  string
	// Derived values come from events and the node alone; a client may not send them.
	Derived bool
	// Personal marks free text and precise places, which are withheld from open data.
	Personal bool

	Schema *Schema
	order  int
	domain int // how many of On were declared with it
}

// Individual is a row: a named member of an Enumeration or a concept of a Scheme.
type Individual struct {
	Name    string   // "transfer", "phase-iteration"
	IRI     IRI      // empty on declaration: the schema's base and Name
	Of      []*Class // enumerations or schemes it belongs to
	Label   string
	Doc     string
	Aliases []string // other local names read for it, never written
	Also    []string // other words people use for it
	Broader *Individual
	Order   int // position in the usual order; 0: none
	// Facts are further statements about it, e.g. allowed transitions.
	Facts  []Fact
	Status string

	Schema *Schema
}

// Fact is one further statement about an individual.
type Fact struct {
	Property *Property
	Value    Value
}

var declared atomic.Int64

// Class declares a class.
func (s *Schema) Class(c Class) *Class {
	c.Schema, c.order = s, int(declared.Add(1))
	if c.IRI == "" {
		c.IRI = s.Base + IRI(c.Name)
	}
	if c.Label == "" {
		c.Label = words(c.Name)
	}
	if c.Plural == "" {
		c.Plural = plural(kebab(c.Name))
	}
	if c.Words == "" && (c.Kind == Enumeration || c.Kind == Scheme) {
		c.Words = s.Base
	}
	s.Classes = append(s.Classes, &c)
	return &c
}

// Property declares a term.
func (s *Schema) Property(p Property) *Property {
	p.Schema, p.order, p.domain = s, int(declared.Add(1)), len(p.On)
	if p.IRI == "" {
		p.IRI = s.Base + IRI(p.Term)
	}
	if p.Label == "" {
		p.Label = words(p.Term)
	}
	s.Properties = append(s.Properties, &p)
	if p.Inverse != nil && p.Inverse.Inverse == nil {
		p.Inverse.Inverse = &p
	}
	return &p
}

// Individual declares a member of an enumeration or a concept of a scheme.
func (s *Schema) Individual(i Individual) *Individual {
	i.Schema = s
	if i.IRI == "" {
		i.IRI = s.Base + IRI(i.Name)
	}
	if i.Label == "" {
		i.Label = words(i.Name)
	}
	s.Individuals = append(s.Individuals, &i)
	return &i
}

// Rule is a check that no single row can say.
type Rule struct {
	On    *Class
	Name  string
	Check func(*Resource) []Violation
}

// Rule declares a check for every resource of a class and its subclasses.
func (s *Schema) Rule(on *Class, name string, check func(*Resource) []Violation) Rule {
	r := Rule{On: on, Name: name, Check: check}
	s.Rules = append(s.Rules, r)
	return r
}

// Extend lets further classes carry a property that another schema declared.
func (s *Schema) Extend(p *Property, on ...*Class) *Property {
	p.On = append(p.On, on...)
	return p
}

// Domain are the classes that may carry p by its own vocabulary, without those that Extend added.
func (p *Property) Domain() []*Class { return p.On[:p.domain:p.domain] }

// On lists classes, for the fields of a declaration.
func On(classes ...*Class) []*Class { return classes }

// Thing is whatever has an IRI: the range of properties that lead to a thing of any class.
var Thing = &Class{Name: "thing", Kind: Entity, IRI: "http://www.w3.org/2000/01/rdf-schema#Resource", Label: "thing"}

// IsA says whether every c is a d. Every class is a Thing but those of literals.
func (c *Class) IsA(d *Class) bool {
	if c == nil || d == nil {
		return false
	}
	if c == d || d == Thing && c.Kind != Datatype {
		return true
	}
	return slices.ContainsFunc(c.Is, func(up *Class) bool { return up.IsA(d) })
}

// IsAny says whether every c is one of the classes.
func (c *Class) IsAny(classes []*Class) bool {
	return slices.ContainsFunc(classes, c.IsA)
}

// Path is the class's place in addresses: /id/PATH/ULID.
func (c *Class) Path() string { return kebab(c.Name) }

func (c *Class) String() string {
	if c == nil {
		return "thing"
	}
	return c.Name
}

func (p *Property) String() string { return p.Term }

// Allows says whether a resource of class c may carry p.
func (p *Property) Allows(c *Class) bool { return len(p.On) == 0 || c.IsAny(p.On) }

// Holds says whether the range of p contains a class of that kind.
func (p *Property) Holds(k Kind) bool {
	return slices.ContainsFunc(p.Range, func(c *Class) bool { return c.Kind == k })
}

// Words is the namespace in which a bare word is read as a value of p, or empty.
func (p *Property) Words() IRI {
	for _, c := range p.Range {
		if c.Words != "" {
			return c.Words
		}
	}
	return ""
}

// Refers says whether the values of p are other things with addresses.
func (p *Property) Refers() bool { return p.Holds(Entity) }

// Fact gives the values of a further statement about the individual.
func (i *Individual) Fact(p *Property) (values []Value) {
	for _, f := range i.Facts {
		if f.Property == p {
			values = append(values, f.Value)
		}
	}
	return values
}

func (s *Schema) String() string { return fmt.Sprintf("%s (%s)", s.Prefix, s.Base) }
