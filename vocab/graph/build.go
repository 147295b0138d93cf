package graph

import "tributary/vocab"

// maxPart bounds how much one part may hold, itself and the parts inside it counted. Parts that
// several statements lead to are written out for each, so few bytes could become very many.
const maxPart = 10_000

// build makes the resource of a thing, with its parts inside.
func (a *Assembler) build(t *thing) *vocab.Resource {
	if t.resource != nil {
		return t.resource
	}
	t.busy = true
	id := t.node.ID
	if t.part && t.inside {
		id = "" // parts take their names from their owner
	}
	r := vocab.New(t.class, id)
	if len(t.types) > 0 {
		r = r.WithTypes(t.types...)
	}
	var fields []gathered
	var extra []vocab.Statement
	var others map[vocab.IRI]*vocab.ValueSet // what extra has, by property
	t.size = 1
	for _, s := range t.node.Said {
		p := a.property(s.Property, t.class)
		v := a.said(t, s, p)
		switch {
		case v.IsZero():
		case p != nil:
			fields = gather(fields, p, v)
		case a.Vocabulary.Owns(s.Property):
			a.complain(t.node.Path, string(s.Property), "is not a term of that vocabulary")
		default:
			if others == nil {
				others = map[vocab.IRI]*vocab.ValueSet{}
			}
			if others[s.Property] == nil {
				others[s.Property] = &vocab.ValueSet{}
			}
			if others[s.Property].Add(v) {
				extra = append(extra, vocab.Statement{Property: s.Property, Value: v})
			}
		}
	}
	for _, f := range fields {
		r = r.With(f.property, f.values.Values()...)
	}
	if len(extra) > 0 {
		r = r.WithExtra(extra...)
	}
	t.busy = false
	t.resource = r
	return r
}

type gathered struct {
	property *vocab.Property
	values   *vocab.ValueSet
}

// gather adds a value of p; equal ones are kept once, as in a graph.
func gather(fields []gathered, p *vocab.Property, v vocab.Value) []gathered {
	for i := range fields {
		if f := &fields[i]; f.property == p {
			f.values.Add(v)
			return fields
		}
	}
	set := &vocab.ValueSet{}
	set.Add(v)
	return append(fields, gathered{p, set})
}

func (a *Assembler) complain(path, term, message string) {
	at := term
	if path != "" {
		at = path + "." + term
	}
	a.found = append(a.found, vocab.Violation{Path: at, Term: term, Message: message})
}

// said is the value of a statement, as the property takes it.
func (a *Assembler) said(t *thing, s Said, p *vocab.Property) vocab.Value {
	if s.Node == nil && s.Value.Kind() == vocab.Literal {
		return a.literal(s.Value, p)
	}
	if p != nil && unitsOf(p) {
		if id, ok := a.unitSaid(s); ok {
			return vocab.Ref(id)
		}
	}
	other := a.byNode[s.Node]
	if other == nil {
		if same := a.byID[s.id()]; len(same) > 0 {
			other = same[0]
		}
	}
	if other == nil || !other.part || other.busy {
		return a.named(s, p)
	}
	other.inside = true
	part := a.build(other)
	if t.size += other.size; t.size > maxPart {
		a.complain(t.node.Path, string(s.Property), "holds too many parts")
		return vocab.Value{}
	}
	return vocab.Inside(part)
}

// named is a reference to what the statement names.
func (a *Assembler) named(s Said, p *vocab.Property) vocab.Value {
	id := s.id()
	switch {
	case id == "" && s.Node == nil:
		return vocab.Ref("") // an empty reference is a mistake, and not for us to overlook
	case id == "":
		return vocab.Value{} // an empty node: it says nothing
	}
	return a.refer(id, p)
}
