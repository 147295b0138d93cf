package graph

import (
	"slices"

	"tributary/vocab"
)

// invert states each pair of inverse properties on the side with the single value: a process with
// hasInput of an event that the document describes becomes inputOf on the event. Where the
// document does not describe the other thing, or it says something else, the statement stays.
func (a *Assembler) invert() {
	for _, t := range a.all {
		if !slices.ContainsFunc(t.node.Said, func(s Said) bool { return a.inverse(s, t) != nil }) {
			continue
		}
		kept := make([]Said, 0, len(t.node.Said))
		for _, s := range t.node.Said {
			if q := a.inverse(s, t); q == nil || !a.turn(t, s, q) {
				kept = append(kept, s)
			}
		}
		t.node.Said = kept
	}
}

// inverse is the single-valued inverse of a statement's property, or nil.
func (a *Assembler) inverse(s Said, t *thing) *vocab.Property {
	p := a.property(s.Property, t.class)
	if p == nil || !p.Many || p.Inverse == nil || p.Inverse.Many || t.node.ID == "" {
		return nil
	}
	return p.Inverse
}

// turn states q of the things that s leads to, and says whether it could.
func (a *Assembler) turn(t *thing, s Said, q *vocab.Property) bool {
	var others []*thing
	if inner := a.byNode[s.Node]; inner != nil {
		others = []*thing{inner}
	} else {
		others = a.byID[s.id()]
	}
	if len(others) == 0 {
		return false
	}
	for _, o := range others {
		if o.part || !q.Allows(o.class) || a.saysOther(o, q, t.node.ID) {
			return false
		}
	}
	for _, o := range others {
		if !a.says(o, q) {
			o.node.Say(q.IRI, vocab.Ref(t.node.ID))
		}
	}
	return true
}

func (a *Assembler) says(t *thing, q *vocab.Property) bool {
	return slices.ContainsFunc(t.node.Said, func(s Said) bool { return a.property(s.Property, t.class) == q })
}

func (a *Assembler) saysOther(t *thing, q *vocab.Property, id vocab.IRI) bool {
	return slices.ContainsFunc(t.node.Said, func(s Said) bool {
		return a.property(s.Property, t.class) == q && a.reference(s) != id
	})
}

// reference is what the statement leads to, also where it came as text.
func (a *Assembler) reference(s Said) vocab.IRI {
	if id := s.id(); id != "" {
		return id
	}
	if id, ok := a.absolute(s.Value.Text()); ok {
		return id
	}
	return ""
}
