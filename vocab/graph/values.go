package graph

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// refer is a reference as the property takes it: an individual or unit under its own name, and
// text where the property takes addresses as text.
func (a *Assembler) refer(id vocab.IRI, p *vocab.Property) vocab.Value {
	if p == nil || len(p.Range) == 0 {
		return vocab.Ref(id)
	}
	if i := a.Vocabulary.Individual(id); i != nil {
		return vocab.Ref(i.IRI)
	}
	if unitsOf(p) {
		if unit, ok := quantity.LookupUnit(string(id)); ok && strings.HasPrefix(string(id), quantity.OM2) {
			return vocab.Ref(vocab.IRI(unit.IRI()))
		}
	}
	if slices.Contains(p.Range, vocab.AnyURI) && !p.Holds(vocab.Entity) {
		return vocab.Typed(string(id), vocab.AnyURI.IRI)
	}
	// A bare word that was read as a relative IRI: {"@id": "transfer"}.
	if words := p.Words(); words != "" && !strings.ContainsAny(string(id), ":/#?") {
		return a.word(string(id), words, p)
	}
	return vocab.Ref(id)
}

// literal is text as the property takes it: a name where it takes names, a reference where it takes
// things, a number or time in the datatype it takes.
func (a *Assembler) literal(v vocab.Value, p *vocab.Property) vocab.Value {
	if p == nil || len(p.Range) == 0 || v.Lang() != "" {
		return v
	}
	textual := v.Datatype() == vocab.String.IRI || v.Datatype() == vocab.AnyURI.IRI
	if slices.Contains(p.Range, vocab.Tag) {
		if id, ok := a.absolute(v.Text()); textual && ok && web(id) {
			return vocab.Ref(id)
		}
		return v
	}
	takesThings := p.Holds(vocab.Entity) || p.Holds(vocab.Part) || p.Words() != ""
	if takesThings && textual && !slices.Contains(p.Range, vocab.String) {
		if id, ok := a.absolute(v.Text()); ok {
			return a.refer(id, p)
		}
		if words := p.Words(); words != "" {
			return a.word(v.Text(), words, p)
		}
	}
	return retyped(v, p)
}

// word is a bare word in a namespace; text that cannot be a name stays text, and is refused later.
func (a *Assembler) word(text string, words vocab.IRI, p *vocab.Property) vocab.Value {
	if unitsOf(p) {
		if unit, ok := quantity.LookupUnit(text); ok {
			return vocab.Ref(vocab.IRI(unit.IRI()))
		}
	}
	if text == "" || strings.ContainsAny(text, " <>\"{}|\\^`:/#?\t\r\n") {
		return vocab.Text(text)
	}
	if i := a.Vocabulary.Individual(words + vocab.IRI(text)); i != nil {
		return vocab.Ref(i.IRI)
	}
	for _, c := range p.Range {
		for _, i := range a.Vocabulary.Members(c) {
			if i.Name == text || slices.Contains(i.Aliases, text) {
				return vocab.Ref(i.IRI)
			}
		}
	}
	return vocab.Ref(words + vocab.IRI(text))
}

// absolute reads text as an IRI, with a prefix of the document if it has one.
func (a *Assembler) absolute(text string) (vocab.IRI, bool) {
	scheme, rest, found := strings.Cut(text, ":")
	if !found || scheme == "" || rest == "" || strings.ContainsAny(text, " <>\"{}|\\^`\t\r\n") || !isScheme(scheme) {
		return "", false
	}
	if base, ok := a.Prefixes[scheme]; ok && !strings.HasPrefix(rest, "//") {
		return base + vocab.IRI(rest), true
	}
	return vocab.IRI(text), true
}

func isScheme(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.' || r == '_')) {
			return false
		}
	}
	return true
}

func web(id vocab.IRI) bool {
	return strings.HasPrefix(string(id), "https://") || strings.HasPrefix(string(id), "http://")
}

// retyped gives a literal the datatype of its property. The text stays, except for numbers that
// came with an exponent or as 5.0 where a whole number belongs.
func retyped(v vocab.Value, p *vocab.Property) vocab.Value {
	if !strings.HasPrefix(string(v.Datatype()), string(vocab.XSD)) {
		return v
	}
	var target *vocab.Class
	for _, c := range p.Range {
		if c.Kind != vocab.Datatype {
			continue
		}
		if c.IRI == v.Datatype() {
			target = c
			break
		}
		if target == nil {
			target = c
		}
	}
	switch {
	case target == nil || target == vocab.String:
		return v
	case target == vocab.Decimal:
		return vocab.Typed(plainNumber(v.Text()), target.IRI)
	case target == vocab.Integer || target == vocab.NonNegativeInteger || target == vocab.PositiveInteger:
		return vocab.Typed(wholeNumber(v.Text()), target.IRI)
	}
	return vocab.Typed(v.Text(), target.IRI)
}

// unitsOf says whether the values of p are units.
func unitsOf(p *vocab.Property) bool { return p.Words() == quantity.OM2 }

// unitSaid finds the OM 2 unit that a statement leads to by way of a unit that the document describes.
func (a *Assembler) unitSaid(s Said) (vocab.IRI, bool) {
	if s.Node != nil {
		return a.unitOf(s.Node)
	}
	id, ok := a.units[s.id()]
	return id, ok
}

// unitOf finds the OM 2 unit that a unit described in place stands for.
func (a *Assembler) unitOf(n *Node) (vocab.IRI, bool) {
	if id, ok := a.units[n.ID]; ok && n.ID != "" {
		return id, true
	}
	for _, s := range n.Said {
		p := a.Vocabulary.PropertyByIRI(s.Property)
		if s.Node == nil && (p == vf.OmUnitIdentifier || n.blank() && (p == vf.Label || p == vf.Symbol)) {
			if id, ok := unitIRI(s.Value.Text()); ok {
				return id, true
			}
		}
	}
	return "", false
}

func unitIRI(text string) (vocab.IRI, bool) {
	unit, ok := quantity.LookupUnit(text)
	return vocab.IRI(unit.IRI()), ok
}
