package jsonld

import (
	"fmt"
)

// guard refuses, before anything is interpreted, what is known to hurt: contexts in great number,
// contexts that import others, and definitions on which the expander fails without an error.
func (r *reader) guard() error {
	g := guard{limit: r.opt.Limits.Contexts}
	return g.visit(r.tree, "")
}

type guard struct {
	limit int
	cost  int
}

func (g *guard) visit(v value, path string) error {
	for i, item := range v.items {
		if err := g.visit(item, indexed(path, i)); err != nil {
			return err
		}
	}
	for _, m := range v.members {
		at := under(path, m.key)
		if m.key == "@context" {
			if err := g.context(m.value, at); err != nil {
				return err
			}
			continue
		}
		if err := g.visit(m.value, at); err != nil {
			return err
		}
	}
	return nil
}

// namedContext is what it costs to name a context instead of writing it out: it is read anew each
// time, and has some hundred terms.
const namedContext = 50

func (g *guard) context(v value, path string) error {
	for _, item := range v.list() {
		switch item.kind {
		case 'n':
		case '"':
			g.cost += namedContext
		case '{':
			if err := g.definition(item, path); err != nil {
				return err
			}
		default:
			return wrong(path, "a context is an IRI, an object, or an array of them")
		}
	}
	if g.cost > g.limit {
		return fmt.Errorf("%w: its contexts are worth more than %d terms", ErrTooLarge, g.limit)
	}
	return nil
}

func (g *guard) definition(object value, path string) error {
	for _, m := range object.members {
		g.cost++
		at := under(path, m.key)
		switch m.key {
		case "":
			return wrong(path, "a term cannot be empty")
		case "@import":
			return wrong(at, "contexts that import others are not read")
		case "@protected":
			if !isBool(m.value) {
				return wrong(at, "is true or false")
			}
			continue
		case "@propagate":
			if !isBool(m.value) {
				return wrong(at, "is true or false")
			}
			continue
		}
		if m.value.kind != '{' {
			if m.value.kind == '[' {
				return wrong(at, "a term is defined by a string or an object")
			}
			continue
		}
		if err := g.term(m.value, at); err != nil {
			return err
		}
	}
	return nil
}

// term looks at the definition of a term.
func (g *guard) term(object value, path string) error {
	for _, m := range object.members {
		at := under(path, m.key)
		switch m.key {
		case "@protected", "@prefix":
			if !isBool(m.value) {
				return wrong(at, "is true or false")
			}
		case "@container":
			for _, item := range m.value.list() {
				if item.kind != '"' && item.kind != 'n' {
					return wrong(at, "is a string or an array of strings")
				}
			}
		case "@context":
			if err := g.context(m.value, at); err != nil {
				return err
			}
		case "@id", "@type", "@reverse", "@index", "@language", "@direction", "@nest":
			if m.value.kind != '"' && m.value.kind != 'n' {
				return wrong(at, "is a string")
			}
		}
	}
	return nil
}

func isBool(v value) bool { return v.kind == 't' || v.kind == 'f' }
