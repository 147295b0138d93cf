package vocab

import (
	"fmt"
	"slices"
	"strings"
)

// Vocabulary is several schemas read together: one namespace of terms.
type Vocabulary struct {
	Schemas []*Schema

	classes     map[string]*Class
	classIRIs   map[IRI]*Class
	terms       map[string]*Property
	termIRIs    map[IRI]*Property
	individuals map[IRI]*Individual
	paths       map[string]*Class
	plurals     map[string]*Class
	carried     map[*Class][]*Property
	rules       map[*Class][]Rule
	inheritors  map[*Class][]*Class
	aliases     map[IRI]IRI // another name of an individual -> its IRI
}

// Join reads schemas together. A name declared twice is a mistake of ours, and panics.
func Join(schemas ...*Schema) *Vocabulary {
	v := &Vocabulary{
		Schemas: schemas,
		classes: map[string]*Class{}, classIRIs: map[IRI]*Class{},
		terms: map[string]*Property{}, termIRIs: map[IRI]*Property{},
		individuals: map[IRI]*Individual{},
		paths:       map[string]*Class{}, plurals: map[string]*Class{},
		carried: map[*Class][]*Property{}, rules: map[*Class][]Rule{}, inheritors: map[*Class][]*Class{},
		aliases: map[IRI]IRI{},
	}
	for _, s := range schemas {
		for _, c := range s.Classes {
			once(v.classes, c.Name, c)
			once(v.classIRIs, c.IRI, c)
			if c.Kind == Entity {
				once(v.paths, c.Path(), c)
				once(v.plurals, c.Plural, c)
			}
		}
		for _, p := range s.Properties {
			once(v.terms, p.Term, p)
			once(v.termIRIs, p.IRI, p)
		}
		for _, i := range s.Individuals {
			once(v.individuals, i.IRI, i)
			for _, base := range s.bases() {
				for _, name := range append([]string{i.Name}, i.Aliases...) {
					v.aliases[base+IRI(name)] = i.IRI
				}
			}
		}
	}
	for _, c := range v.classes {
		for _, s := range schemas {
			for _, p := range s.Properties {
				if p.Allows(c) {
					v.carried[c] = append(v.carried[c], p)
				}
			}
			for _, r := range s.Rules {
				if c.IsA(r.On) {
					v.rules[c] = append(v.rules[c], r)
				}
			}
		}
		for _, d := range v.classes {
			if d.IsA(c) {
				v.inheritors[c] = append(v.inheritors[c], d)
			}
		}
		slices.SortFunc(v.inheritors[c], func(a, b *Class) int { return a.order - b.order })
	}
	return v
}

func once[K comparable, V any](m map[K]V, key K, value V) {
	if _, taken := m[key]; taken {
		panic(fmt.Sprintf("vocab: %v is declared twice", key))
	}
	m[key] = value
}

// Class finds a class by its name in JSON-LD, or nil.
func (v *Vocabulary) Class(name string) *Class { return v.classes[name] }

// ClassByIRI finds a class by its IRI, under any alias namespace, or nil.
func (v *Vocabulary) ClassByIRI(id IRI) *Class {
	if c := v.classIRIs[id]; c != nil {
		return c
	}
	return v.classIRIs[v.Canonical(id)]
}

// ClassByPath finds an entity class by its place in addresses ("economic-event"), or nil.
func (v *Vocabulary) ClassByPath(path string) *Class { return v.paths[path] }

// ClassByPlural finds an entity class by the name of its collection ("economic-events"), or nil.
func (v *Vocabulary) ClassByPlural(name string) *Class { return v.plurals[name] }

// Property finds a property by its JSON-LD term, or nil.
func (v *Vocabulary) Property(term string) *Property { return v.terms[term] }

// PropertyByIRI finds a property by its IRI, under any alias namespace, or nil.
func (v *Vocabulary) PropertyByIRI(id IRI) *Property {
	if p := v.termIRIs[id]; p != nil {
		return p
	}
	return v.termIRIs[v.Canonical(id)]
}

// Individual finds a named individual or concept by IRI, under any alias namespace, or nil.
func (v *Vocabulary) Individual(id IRI) *Individual {
	if i := v.individuals[id]; i != nil {
		return i
	}
	return v.individuals[v.Canonical(id)]
}

// Classes are all classes in order of declaration.
func (v *Vocabulary) Classes() (all []*Class) {
	for _, s := range v.Schemas {
		all = append(all, s.Classes...)
	}
	return all
}

// Properties are all properties in order of declaration.
func (v *Vocabulary) Properties() (all []*Property) {
	for _, s := range v.Schemas {
		all = append(all, s.Properties...)
	}
	return all
}

// Carried are the properties a resource of the class may have, in order of declaration.
func (v *Vocabulary) Carried(c *Class) []*Property { return v.carried[c] }

// Kinds are the class and all its subclasses, in order of declaration.
func (v *Vocabulary) Kinds(c *Class) []*Class { return v.inheritors[c] }

// Members are the individuals of an enumeration or scheme, in order of declaration.
func (v *Vocabulary) Members(c *Class) (members []*Individual) {
	for _, s := range v.Schemas {
		for _, i := range s.Individuals {
			if slices.Contains(i.Of, c) {
				members = append(members, i)
			}
		}
	}
	return members
}

// Canonical is the IRI under which this node writes a term: an alias namespace is replaced by the
// schema's own, an alias of an individual by its name. Any other IRI comes back unchanged.
func (v *Vocabulary) Canonical(id IRI) IRI {
	if known, ok := v.aliases[id]; ok {
		return known
	}
	for _, s := range v.Schemas {
		for _, base := range s.Aliases {
			if local, ok := localName(id, base); ok {
				return s.Base + IRI(local)
			}
		}
	}
	return id
}

// Owns says whether the IRI lies in the namespace, or an alias, of a schema that declares all terms
// of it. A term that does and is not declared is a mistake, not an extension.
func (v *Vocabulary) Owns(id IRI) bool {
	for _, s := range v.Schemas {
		if s.Partial {
			continue
		}
		for _, base := range s.bases() {
			if _, ok := localName(id, base); ok {
				return true
			}
		}
	}
	return false
}

// localName cuts a namespace off. What is left must be one name, since one alias namespace is the
// beginning of another.
func localName(id, base IRI) (string, bool) {
	local, ok := strings.CutPrefix(string(id), string(base))
	return local, ok && local != "" && !strings.ContainsAny(local, "/#?")
}

// bases are the schema's namespace and its aliases.
func (s *Schema) bases() []IRI { return append([]IRI{s.Base}, s.Aliases...) }

// MostSpecific picks the class under which a resource with several types is kept: the last
// declared of the deepest. It is nil when none is declared.
func (v *Vocabulary) MostSpecific(types []IRI) *Class {
	var best *Class
	for _, t := range types {
		c := v.ClassByIRI(t)
		if c == nil || c.Kind != Entity && c.Kind != Part {
			continue
		}
		if best == nil || c.IsA(best) || !best.IsA(c) && c.order > best.order {
			best = c
		}
	}
	return best
}
