package importer

import (
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/model"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// The ends of the two headings of a quantity.
const (
	numberColumn = ".number"
	unitColumn   = ".unit"
)

// isNative says whether a table is one that this software writes of a collection: a column of ids, a
// column of classes, and otherwise only terms.
func isNative(heading []string) bool {
	id := false
	for _, h := range heading {
		h = strings.TrimSpace(h)
		id = id || h == "id"
		if h != "id" && h != "type" && termOf(h) == nil {
			return false
		}
	}
	return id
}

// termOf is the property of a heading, without the end of a quantity.
func termOf(heading string) *vocab.Property {
	term := strings.TrimSuffix(strings.TrimSuffix(heading, numberColumn), unitColumn)
	return model.Vocabulary.Property(term)
}

// nativeRow is a row of a table that this software wrote. What events alone may say of a resource
// is read, too: it is its balance where nothing is known of the resource.
func (t *table) nativeRow(cells []string, line int) (*vocab.Resource, error) {
	var class *vocab.Class
	id := vocab.IRI("")
	for i, h := range t.layout.heading {
		switch {
		case i >= len(cells):
		case strings.TrimSpace(h) == "type":
			class = model.Vocabulary.Class(strings.TrimSpace(cells[i]))
		case strings.TrimSpace(h) == "id":
			id = vocab.IRI(strings.TrimSpace(cells[i]))
		}
	}
	if class == nil {
		return nil, badRow(line, "type: is no class that is known here")
	}
	if id == "" {
		return nil, badRow(line, "id: is missing")
	}
	r := vocab.New(class, id)
	for i, h := range t.layout.heading {
		h = strings.TrimSpace(h)
		p := termOf(h)
		if p == nil || h == "id" || h == "type" || i >= len(cells) || cells[i] == "" {
			continue
		}
		switch {
		case strings.HasSuffix(h, unitColumn):
		case strings.HasSuffix(h, numberColumn):
			v, err := t.nativeMeasure(cells, h, cells[i], line)
			if err != nil {
				return nil, err
			}
			r = r.With(p, v)
		case p.Derived && !vf.EconomicOnly(p, class):
			// the node's own findings; it finds them again
		default:
			for _, text := range nativeTexts(p, plainNative(cells[i])) {
				v := nativeValue(p, text)
				if p != pf.AlternateOf && v.Kind() == vocab.Reference && p.Refers() && !slices.Contains(p.Range, vf.EconomicResource) {
					v = vocab.Ref(t.broughtIn(v.IRI()))
				}
				r = r.Plus(p, v)
			}
		}
	}
	return r, nil
}

// broughtIn is what a thing of another node is here, where an earlier import brought it in. Resources
// are not looked up: the table of resources says what there is of each now, so the events that led
// to it are kept as history and change nothing.
func (t *table) broughtIn(id vocab.IRI) vocab.IRI {
	if t.trial || t.opt.Node.Owns(id) || t.opt.Node.Vocabulary().Individual(id) != nil {
		return id
	}
	if here, ok := t.names.here[id]; ok {
		return here
	}
	here := id
	if found, err := t.opt.Node.Find(t.ctx, node.Operator, node.Query{Limit: 1, Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: id}}}); err == nil && len(found) > 0 {
		here = found[0].IRI
	}
	t.remember(id, here)
	return here
}

// nativeMeasure joins the two halves of a quantity.
func (t *table) nativeMeasure(cells []string, heading, number string, line int) (vocab.Value, error) {
	unit := ""
	for i, h := range t.layout.heading {
		if strings.TrimSpace(h) == strings.TrimSuffix(heading, numberColumn)+unitColumn && i < len(cells) {
			unit = strings.TrimSpace(cells[i])
		}
	}
	if unit == "" {
		return vocab.Value{}, badRow(line, "%s: has no unit", heading)
	}
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref(vocab.IRI(unit))).
		With(vf.HasNumericalValue, vocab.Number(plainNative(number)))), nil
}

// plainNative takes off the mark that keeps a spreadsheet from computing.
func plainNative(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@\t\r", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// nativeTexts are the values of a cell: several are parted by a space where they are IRIs, else by
// the end of a line.
func nativeTexts(p *vocab.Property, cell string) []string {
	switch {
	case !p.Many:
		return []string{cell}
	case p.Refers() || p.Holds(vocab.Enumeration) || p.Holds(vocab.Scheme):
		return strings.Fields(cell)
	}
	return strings.Split(cell, "\n")
}

// nativeValue is a value as the range of its property has it.
func nativeValue(p *vocab.Property, text string) vocab.Value {
	for _, c := range p.Range {
		switch {
		case c.Kind != vocab.Datatype:
			return vocab.Ref(vocab.IRI(text))
		case c == vocab.Tag && strings.Contains(text, "://") && !strings.ContainsAny(text, " \n"):
			return vocab.Ref(vocab.IRI(text))
		case c != vocab.Tag && c != vocab.String:
			return vocab.Typed(text, c.IRI)
		}
	}
	if len(p.Range) == 0 && strings.Contains(text, "://") {
		return vocab.Ref(vocab.IRI(text))
	}
	return vocab.Text(text)
}
