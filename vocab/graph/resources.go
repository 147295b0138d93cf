package graph

import (
	"tributary/vocab"
	"tributary/vocab/rdf"
)

const (
	rdfFirst = vocab.RDF + "first"
	rdfRest  = vocab.RDF + "rest"
	rdfNil   = vocab.RDF + "nil"
)

// Resources are the things that statements describe, in the order in which they first appear as
// subjects. Parts are put into their owners, whether they are blank nodes or hash IRIs; lists are
// the values in them, in order. Graph names do not count.
//
// Errors: vocab.Violations when terms of ours are misspelt; the resources then come with it,
// without the statements concerned.
func Resources(v *vocab.Vocabulary, quads []rdf.Quad) ([]*vocab.Resource, error) {
	g := grouping{subjects: map[rdf.Term]*Node{}, lists: lists(quads)}
	for _, q := range quads {
		g.add(q)
	}
	a := Assembler{Vocabulary: v, ReadAs: ReadAs()}
	resources, _, problems := a.Assemble(g.nodes)
	if len(problems) > 0 {
		return resources, problems
	}
	return resources, nil
}

// grouping gathers what is said of each subject.
type grouping struct {
	nodes    []*Node
	subjects map[rdf.Term]*Node
	lists    map[rdf.Term]cell
}

// cell is a link of a list.
type cell struct{ first, rest rdf.Term }

func (g *grouping) add(q rdf.Quad) {
	if _, isCell := g.lists[q.S]; isCell {
		return
	}
	n := g.subjects[q.S]
	if n == nil {
		n = &Node{ID: name(q.S), Path: string(name(q.S))}
		g.subjects[q.S] = n
		g.nodes = append(g.nodes, n)
	}
	property := vocab.IRI(q.P.Value)
	if property == rdfType && q.O.Kind != rdf.KindLiteral {
		n.Types = append(n.Types, name(q.O))
		return
	}
	g.say(n, property, q.O)
}

func (g *grouping) say(n *Node, property vocab.IRI, o rdf.Term) {
	c, isCell := g.lists[o]
	if !isCell {
		if id := name(o); id != rdfNil {
			n.Say(property, valueOf(o))
		}
		return
	}
	// Each cell is followed once, so that a list that bites its tail ends.
	for seen := map[rdf.Term]bool{}; isCell && !seen[o]; {
		seen[o] = true
		if _, nested := g.lists[c.first]; !nested && name(c.first) != rdfNil {
			n.Say(property, valueOf(c.first))
		}
		o = c.rest
		c, isCell = g.lists[o]
	}
}

// lists are the blank nodes that are nothing but links of a list.
func lists(quads []rdf.Quad) map[rdf.Term]cell {
	cells := map[rdf.Term]cell{}
	spoilt := map[rdf.Term]bool{}
	for _, q := range quads {
		if q.S.Kind != rdf.KindBlank {
			continue
		}
		c := cells[q.S]
		switch vocab.IRI(q.P.Value) {
		case rdfFirst:
			spoilt[q.S] = spoilt[q.S] || !c.first.IsZero() && c.first != q.O
			c.first = q.O
		case rdfRest:
			spoilt[q.S] = spoilt[q.S] || !c.rest.IsZero() && c.rest != q.O
			c.rest = q.O
		default:
			spoilt[q.S] = true
		}
		cells[q.S] = c
	}
	for s, c := range cells {
		if spoilt[s] || c.first.IsZero() || c.rest.IsZero() {
			delete(cells, s)
		}
	}
	return cells
}

func name(t rdf.Term) vocab.IRI {
	switch t.Kind {
	case rdf.KindIRI:
		return vocab.IRI(t.Value)
	case rdf.KindBlank:
		return vocab.IRI("_:" + t.Value)
	}
	return ""
}

func valueOf(t rdf.Term) vocab.Value {
	switch {
	case t.Kind != rdf.KindLiteral:
		return vocab.Ref(name(t))
	case t.Lang != "":
		return vocab.InLanguage(t.Value, t.Lang)
	}
	return vocab.Typed(t.Value, vocab.IRI(t.DatatypeIRI()))
}
