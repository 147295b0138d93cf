package vocab

import (
	"hash/maphash"
	"iter"
	"slices"
)

// Resource is one described thing: its id, its class, values by property, and what else was said
// about it. It is a value: With and its siblings return changed copies.
type Resource struct {
	id     IRI
	class  *Class
	types  []IRI // further rdf:types, in the order they came
	fields []Field
	extra  []Statement
}

// Field is a property with its values.
type Field struct {
	Property *Property
	Values   []Value
}

// Statement is something said of a resource with a property that no schema here declares, or in a
// form its property does not take from foreign data. It is kept and given back.
type Statement struct {
	Property IRI
	Value    Value
}

// New makes a resource of a class. Class may be nil for a part of unknown kind.
func New(class *Class, id IRI) *Resource { return &Resource{id: id, class: class} }

// Make makes a resource of all its parts, for readers: fields have one entry a property, in any
// order, each with a value at least. The slices become the resource's own.
func Make(class *Class, id IRI, types []IRI, fields []Field, extra []Statement) *Resource {
	inOrder := func(a, b Field) int { return a.Property.order - b.Property.order }
	if !slices.IsSortedFunc(fields, inOrder) {
		slices.SortFunc(fields, inOrder)
	}
	return &Resource{id: id, class: class, types: types, fields: fields, extra: extra}
}

// ID is the resource's IRI; empty before one was minted.
func (r *Resource) ID() IRI { return r.id }

// Class is the most specific declared class; nil for a part of unknown kind.
func (r *Resource) Class() *Class { return r.class }

// Types are rdf:types beside Class.
func (r *Resource) Types() []IRI { return r.types }

// Get is the first value of p, or the zero Value.
func (r *Resource) Get(p *Property) Value {
	if i, found := r.find(p); found {
		return r.fields[i].Values[0]
	}
	return Value{}
}

// All are the values of p. Callers do not change the slice.
func (r *Resource) All(p *Property) []Value {
	if i, found := r.find(p); found {
		return r.fields[i].Values
	}
	return nil
}

// Has says whether p has a value.
func (r *Resource) Has(p *Property) bool {
	_, found := r.find(p)
	return found
}

// Fields are the properties with values, in order of declaration.
func (r *Resource) Fields() iter.Seq2[*Property, []Value] {
	return func(yield func(*Property, []Value) bool) {
		for _, f := range r.fields {
			if !yield(f.Property, f.Values) {
				return
			}
		}
	}
}

// Extra are the statements no schema here declares.
func (r *Resource) Extra() []Statement { return r.extra }

// With is a copy in which p has exactly these values; none removes p.
func (r *Resource) With(p *Property, values ...Value) *Resource {
	values = slices.DeleteFunc(slices.Clone(values), Value.IsZero)
	next := *r
	i, found := r.find(p)
	switch {
	case len(values) == 0 && !found:
		return r
	case len(values) == 0:
		next.fields = slices.Delete(slices.Clone(r.fields), i, i+1)
	case found:
		next.fields = slices.Clone(r.fields)
		next.fields[i].Values = values
	default:
		next.fields = slices.Insert(slices.Clone(r.fields), i, Field{p, values})
	}
	return &next
}

// WithAll is a copy in which each of the properties has exactly the values given; none removes it.
// The slices become the resource's own.
func (r *Resource) WithAll(changes ...Field) *Resource {
	next := *r
	next.fields = make([]Field, 0, len(r.fields)+len(changes))
	for _, f := range r.fields {
		if !slices.ContainsFunc(changes, func(c Field) bool { return c.Property == f.Property }) {
			next.fields = append(next.fields, f)
		}
	}
	for _, c := range changes {
		if c.Values = slices.DeleteFunc(c.Values, Value.IsZero); len(c.Values) > 0 {
			next.fields = append(next.fields, c)
		}
	}
	slices.SortFunc(next.fields, func(a, b Field) int { return a.Property.order - b.Property.order })
	return &next
}

// Plus is a copy with further values of p; equal ones are kept once.
func (r *Resource) Plus(p *Property, values ...Value) *Resource {
	all := slices.Clone(r.All(p))
	for _, v := range values {
		if !slices.ContainsFunc(all, v.Equal) {
			all = append(all, v)
		}
	}
	return r.With(p, all...)
}

// WithID is a copy under another IRI.
func (r *Resource) WithID(id IRI) *Resource {
	next := *r
	next.id = id
	return &next
}

// WithClass is a copy of another class, with the same values.
func (r *Resource) WithClass(c *Class) *Resource {
	next := *r
	next.class = c
	return &next
}

// WithTypes is a copy with exactly these further rdf:types.
func (r *Resource) WithTypes(types ...IRI) *Resource {
	next := *r
	next.types = slices.Clone(types)
	return &next
}

// WithExtra is a copy with exactly these undeclared statements.
func (r *Resource) WithExtra(extra ...Statement) *Resource {
	next := *r
	next.extra = slices.Clone(extra)
	return &next
}

// Refs are the references the resource and its parts make, with the property that makes each.
// Statements in Extra have no property: it is nil for them.
func (r *Resource) Refs() iter.Seq2[*Property, IRI] {
	return func(yield func(*Property, IRI) bool) { r.refs(yield) }
}

func (r *Resource) refs(yield func(*Property, IRI) bool) bool {
	visit := func(p *Property, v Value) bool {
		switch v.kind {
		case Reference:
			return yield(p, v.IRI())
		case Nested:
			return v.part.refs(yield)
		}
		return true
	}
	for _, f := range r.fields {
		for _, v := range f.Values {
			if !visit(f.Property, v) {
				return false
			}
		}
	}
	for _, s := range r.extra {
		if !visit(nil, s.Value) {
			return false
		}
	}
	return true
}

// Rename is a copy in which every IRI, of the resource, its parts and its references, was replaced.
func (r *Resource) Rename(name func(IRI) IRI) *Resource {
	next := *r
	if r.id != "" {
		next.id = name(r.id)
	}
	rename := func(v Value) Value {
		switch v.kind {
		case Reference:
			return Ref(name(v.IRI()))
		case Nested:
			return Inside(v.part.Rename(name))
		}
		return v
	}
	next.fields = make([]Field, len(r.fields))
	for i, f := range r.fields {
		values := make([]Value, len(f.Values))
		for j, v := range f.Values {
			values[j] = rename(v)
		}
		next.fields[i] = Field{f.Property, values}
	}
	next.extra = make([]Statement, len(r.extra))
	for i, s := range r.extra {
		next.extra[i] = Statement{s.Property, rename(s.Value)}
	}
	return &next
}

// Equal says whether two resources have the same id, classes and values. The order of repeated
// values and the ids of parts do not count.
func (r *Resource) Equal(o *Resource) bool { return r.same(o, true) }

func (r *Resource) same(o *Resource, withID bool) bool {
	if r == nil || o == nil {
		return r == o
	}
	if withID && r.id != o.id || r.class != o.class || len(r.fields) != len(o.fields) || len(r.extra) != len(o.extra) {
		return false
	}
	if !sameSet(r.types, o.types, func(a, b IRI) bool { return a == b },
		func(id IRI, seed maphash.Seed) uint64 { return maphash.Comparable(seed, id) }) {
		return false
	}
	for i, f := range r.fields {
		if g := o.fields[i]; f.Property != g.Property || !sameSet(f.Values, g.Values, Value.Equal, Value.hash) {
			return false
		}
	}
	return sameSet(r.extra, o.extra, func(a, b Statement) bool {
		return a.Property == b.Property && a.Value.Equal(b.Value)
	}, Statement.hash)
}

// find is where p stands or belongs: fields are in order of declaration.
func (r *Resource) find(p *Property) (int, bool) {
	for i, f := range r.fields {
		if f.Property == p {
			return i, true
		}
		if f.Property.order > p.order {
			return i, false
		}
	}
	return len(r.fields), false
}
