package vocab

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tributary/vocab/quantity"
)

// Violation is one broken rule: where, which term, and what the rule is.
type Violation struct {
	Path    string `json:"path"`    // "resourceQuantity.hasUnit"; empty: the resource itself
	Term    string `json:"term"`    // the term concerned
	Message string `json:"message"` // the rule, for whoever sent it
}

// Violations are all broken rules of one resource or request. As an error it reads as one line.
type Violations []Violation

func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i, one := range v {
		lines[i] = one.String()
	}
	return strings.Join(lines, "; ")
}

func (v Violation) String() string {
	if v.Path == "" {
		return v.Message
	}
	return v.Path + ": " + v.Message
}

// Under puts a prefix before each path: where the resource stands in the request.
func (v Violations) Under(path string) Violations {
	moved := make(Violations, len(v))
	for i, one := range v {
		one.Path = join(path, one.Path)
		moved[i] = one
	}
	return moved
}

// Check says which rules of the vocabulary a resource breaks: class, domains, cardinalities,
// ranges, lexical forms, required terms and the schemas' own rules. It looks at the resource alone;
// CheckRefs looks at what it refers to. Nil: none.
func (v *Vocabulary) Check(r *Resource) Violations {
	c := checker{vocabulary: v}
	if message := faultyIRI(r.id); r.id != "" && message != "" {
		c.say("id", "id", "%s", message)
	}
	c.resource("", r)
	return c.found
}

// CheckRefs says which references lead to a thing of the wrong class. classOf gives the classes of
// a thing that is known, and nothing for one that is not.
func (v *Vocabulary) CheckRefs(r *Resource, classOf func(IRI) []*Class) Violations {
	c := checker{vocabulary: v}
	c.refs("", r, classOf)
	return c.found
}

type checker struct {
	vocabulary *Vocabulary
	found      Violations
}

func (c *checker) say(path, term, format string, args ...any) {
	c.found = append(c.found, Violation{Path: path, Term: term, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) resource(path string, r *Resource) {
	if r.class == nil {
		c.say(join(path, "type"), "type", "needs a type that this node knows")
		return
	}
	for _, t := range r.types {
		c.iri(join(path, "type"), "type", t)
	}
	classes := c.classes(r)
	for _, f := range r.fields {
		at := join(path, f.Property.Term)
		if !allowed(f.Property, classes) && !f.Property.Schema.Partial {
			c.say(at, f.Property.Term, "%s has no %s", r.class.Name, f.Property.Term)
			continue
		}
		if !f.Property.Many && len(f.Values) > 1 {
			c.say(at, f.Property.Term, "takes one value, not %d", len(f.Values))
		}
		for i, value := range f.Values {
			one := at
			if len(f.Values) > 1 {
				one = fmt.Sprintf("%s[%d]", at, i)
			}
			c.value(one, f.Property, value)
		}
	}
	for _, s := range r.extra {
		c.extra(path, s)
	}
	for _, class := range classes {
		for _, p := range c.vocabulary.carried[class] {
			if class.IsAny(p.Must) && !r.Has(p) {
				c.say(join(path, p.Term), p.Term, "is required on %s", class.Name)
			}
		}
		for _, rule := range c.vocabulary.rules[class] {
			c.found = append(c.found, Violations(rule.Check(r)).Under(path)...)
		}
	}
}

// extra refuses what only looks like an extension, an undeclared term in a namespace of ours, and
// what could not be written out again.
func (c *checker) extra(path string, s Statement) {
	name := string(s.Property)
	at := join(path, name)
	if c.vocabulary.Owns(s.Property) {
		c.say(at, name, "is not a term of that vocabulary")
		return
	}
	if c.iri(at, name, s.Property) {
		c.loose(at, name, s.Value)
	}
}

// loose checks a value of which nothing is declared: its form, and a part of a known class by that.
func (c *checker) loose(path, term string, v Value) {
	switch v.kind {
	case Reference:
		c.iri(path, term, v.IRI())
	case Literal:
		if message := unsound(v); message != "" {
			c.say(path, term, "%s", message)
		}
	case Nested:
		if v.part.class != nil {
			c.resource(path, v.part)
			return
		}
		for _, f := range v.part.fields {
			for _, inner := range f.Values {
				c.loose(join(path, f.Property.Term), f.Property.Term, inner)
			}
		}
		for _, s := range v.part.extra {
			c.extra(path, s)
		}
	}
}

// iri checks the form of a reference, and says whether it is sound.
func (c *checker) iri(path, term string, id IRI) bool {
	message := faultyIRI(id)
	if message != "" {
		c.say(path, term, "%s", message)
	}
	return message == ""
}

func (c *checker) value(path string, p *Property, v Value) {
	if len(p.Range) == 0 {
		c.loose(path, p.Term, v)
		return
	}
	switch v.kind {
	case Nested:
		c.nested(path, p, v.part)
	case Reference:
		c.reference(path, p, v.IRI())
	case Literal:
		c.literal(path, p, v)
	}
}

func (c *checker) nested(path string, p *Property, part *Resource) {
	if part.class == nil && (p.Holds(Part) || p.holds(Thing)) {
		c.loose(path, p.Term, Inside(part))
		return
	}
	if !part.class.IsAny(p.Range) {
		c.say(path, p.Term, "takes %s, not %s", p.takes(), part.class)
		return
	}
	c.resource(path, part)
}

func (c *checker) reference(path string, p *Property, id IRI) {
	if !c.iri(path, p.Term, id) || p.holds(Tag) {
		return
	}
	if !p.Holds(Entity) && !p.Holds(Part) && !p.Holds(Enumeration) && !p.Holds(Scheme) {
		c.say(path, p.Term, "takes %s, not a reference", p.takes())
		return
	}
	if unit, ok := strings.CutPrefix(string(id), quantity.OM2); ok && p.Words() == quantity.OM2 {
		// OM 2 has more names than our table, so only what looks like a slip is refused.
		if _, known := quantity.UnitByID(unit); !known {
			if near, ok := quantity.Near(unit); ok {
				c.say(path, p.Term, "%q is no unit of OM 2; is %s meant?", unit, near.ID)
				return
			}
		}
	}
	known := c.vocabulary.Individual(id)
	switch {
	case known != nil:
		for _, of := range known.Of {
			if of.IsAny(p.Range) {
				return
			}
		}
		c.say(path, p.Term, "takes %s; %s is none", p.takes(), known.Name)
	case p.closed():
		c.say(path, p.Term, "takes one of %s", c.members(p))
	case c.vocabulary.Owns(id) && c.vocabulary.ClassByIRI(id) == nil:
		c.say(path, p.Term, "%s is not a name in that vocabulary", id)
	}
}

func (c *checker) literal(path string, p *Property, v Value) {
	if message := unsound(v); message != "" {
		c.say(path, p.Term, "%s", message)
		return
	}
	if p.holds(Tag) {
		return
	}
	if v.lang != "" && len(p.Range) > 0 && !p.holds(String) {
		c.say(path, p.Term, "takes %s, which has no language", p.takes())
		return
	}
	var refused string
	for _, class := range p.Range {
		if class.Kind != Datatype {
			continue
		}
		message := faulty(class, v)
		if message == "" {
			return
		}
		refused = message
	}
	if refused == "" {
		c.say(path, p.Term, "takes %s, not text", p.takes())
		return
	}
	c.say(path, p.Term, "%s", refused)
}

func (c *checker) refs(path string, r *Resource, classOf func(IRI) []*Class) {
	for _, f := range r.fields {
		for _, v := range f.Values {
			at := join(path, f.Property.Term)
			if v.kind == Nested {
				c.refs(at, v.part, classOf)
				continue
			}
			if v.kind != Reference || !f.Property.Refers() {
				continue
			}
			classes := classOf(v.IRI())
			if len(classes) == 0 || anyIsAny(classes, f.Property.Range) {
				continue
			}
			c.say(at, f.Property.Term, "takes %s; %s is a %s", f.Property.takes(), v.IRI(), classes[0].Name)
		}
	}
}

// classes are the resource's class and the declared ones among its further types, without those
// that another of them is a kind of: their rows and rules are the other's, too.
func (c *checker) classes(r *Resource) []*Class {
	classes := []*Class{r.class}
	for _, t := range r.types {
		class := c.vocabulary.ClassByIRI(t)
		if class == nil || anyIsAny(classes, On(class)) {
			continue
		}
		classes = slices.DeleteFunc(classes, class.IsA)
		classes = append(classes, class)
	}
	return classes
}

func (c *checker) members(p *Property) string {
	var names []string
	for _, class := range p.Range {
		for _, i := range c.vocabulary.Members(class) {
			names = append(names, i.Name)
		}
	}
	return strings.Join(names, ", ")
}

func allowed(p *Property, classes []*Class) bool {
	for _, c := range classes {
		if p.Allows(c) {
			return true
		}
	}
	return false
}

func anyIsAny(classes, among []*Class) bool {
	for _, c := range classes {
		if c.IsAny(among) {
			return true
		}
	}
	return false
}

// closed says whether only declared individuals may stand here.
func (p *Property) closed() bool {
	for _, c := range p.Range {
		if c.Kind != Enumeration && (c.Kind != Scheme || c.Open) {
			return false
		}
	}
	return len(p.Range) > 0
}

func (p *Property) holds(class *Class) bool {
	for _, c := range p.Range {
		if c == class {
			return true
		}
	}
	return false
}

// takes names the range for people: "a Process, a Commitment or an Intent".
func (p *Property) takes() string {
	names := make([]string, len(p.Range))
	for i, c := range p.Range {
		names[i] = c.Name
	}
	return strings.Join(names, " or ")
}

func join(path, term string) string {
	if path == "" || term == "" || strings.HasPrefix(term, "[") {
		return path + term
	}
	return path + "." + term
}

const maxIRI = 2048 // bytes; longer ones are attacks or data URLs

// faultyIRI says why id cannot be a reference; empty when it can.
func faultyIRI(id IRI) string {
	s := string(id)
	if len(s) > maxIRI {
		return fmt.Sprintf("is an IRI of more than %d bytes", maxIRI)
	}
	if strings.HasPrefix(s, "_:") {
		return ""
	}
	if strings.ContainsAny(s, " <>\"{}|\\^`") || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 }) {
		return fmt.Sprintf("%q is not an IRI", s)
	}
	u, err := url.Parse(s)
	if err != nil || !u.IsAbs() {
		return fmt.Sprintf("%q is not an absolute IRI", s)
	}
	return ""
}
