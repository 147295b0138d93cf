package publish

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// csv writes the members of a collection as a table: id, type, and a column for each term that
// occurs, in order of declaration. A quantity has two columns, TERM.number and TERM.unit; other
// parts, and statements that no vocabulary here declares, are left to the other encodings. Several
// values of one term stand in one cell, parted by a space where they are IRIs, else by a line end.
//
// A table of the whole collection has its first 10,000 rows; the Link header leads to the rest.
//
// Spec: RFC 4180.
func (d *Documents) csv(q *request, p *page, c collection, at cursor) ([]byte, error) {
	found, err := window(q, c.source, at, tableSize)
	if err != nil {
		return nil, err
	}
	p.links = append(p.links[:0:0], pastTable(c, found)...)
	var rows []*vocab.Resource
	for _, m := range found.shown {
		r := vocab.New(nil, m.iri)
		if m.version.N > 0 {
			if r, err = m.version.Resource(); err != nil {
				return nil, err
			}
		} else if r, err = d.named(q, r); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return writeTable(rows)
}

// named is what is known here of something that is only named: of an agent its type, of anything else the
// whole. What the caller may not see stays a name.
func (d *Documents) named(q *request, name *vocab.Resource) (*vocab.Resource, error) {
	v, err := d.node.Get(q, q.who, name.ID())
	switch node.KindOf(err) {
	case "":
	case node.NotFound, node.Gone:
		return name, nil
	default:
		return nil, err
	}
	r, err := v.Resource()
	if err != nil || r == nil {
		return name, err
	}
	if r.Class().IsA(vf.Agent) || r.Has(as.Inbox) {
		return vocab.New(r.Class(), name.ID()), nil
	}
	return r, nil
}

// column is one column of a table.
type column struct {
	name string
	cell func(*vocab.Resource) string
}

func writeTable(rows []*vocab.Resource) ([]byte, error) {
	columns := []column{
		{"id", func(r *vocab.Resource) string { return string(r.ID()) }},
		{"type", func(r *vocab.Resource) string { return className(r) }},
	}
	for _, p := range occurring(rows) {
		columns = append(columns, columnsOf(p)...)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.name
	}
	w.Write(record) // a bytes.Buffer takes everything; Error tells of the rest
	for _, r := range rows {
		for i, c := range columns {
			record[i] = guarded(c.cell(r))
		}
		w.Write(record)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// occurring are the terms that the rows have, in order of declaration. Resources hold their fields
// in that order, so merging keeps it.
func occurring(rows []*vocab.Resource) (terms []*vocab.Property) {
	for _, r := range rows {
		next := 0
		for p := range r.Fields() {
			if i := slices.Index(terms, p); i >= 0 {
				next = i + 1
				continue
			}
			terms = slices.Insert(terms, next, p)
			next++
		}
	}
	return terms
}

func columnsOf(p *vocab.Property) []column {
	if slices.Contains(p.Range, vf.Measure) {
		return []column{
			{p.Term + ".number", func(r *vocab.Resource) string {
				return joined(r.All(p), func(v vocab.Value) string { return measured(v, vf.HasNumericalValue) })
			}},
			{p.Term + ".unit", func(r *vocab.Resource) string {
				return joined(r.All(p), func(v vocab.Value) string { return measured(v, vf.HasUnit) })
			}},
		}
	}
	return []column{{p.Term, func(r *vocab.Resource) string {
		return joined(r.All(p), func(v vocab.Value) string {
			if v.Kind() == vocab.Nested {
				return ""
			}
			return v.Text()
		})
	}}}
}

// measured is one half of a quantity.
func measured(v vocab.Value, p *vocab.Property) string {
	if v.Part() == nil {
		return ""
	}
	return v.Part().Get(p).Text()
}

func joined(values []vocab.Value, text func(vocab.Value) string) string {
	var cells []string
	separator := " "
	for _, v := range values {
		if cell := text(v); cell != "" {
			cells = append(cells, cell)
		}
		if v.Kind() == vocab.Literal {
			separator = "\n"
		}
	}
	return strings.Join(cells, separator)
}

// guarded keeps a spreadsheet from taking text for a formula: a quotation mark in front makes it
// text again. Numbers may begin with a sign.
//
// Spec: OWASP, "CSV Injection".
func guarded(cell string) string {
	if cell == "" || strings.IndexByte("=+-@\t\r", cell[0]) < 0 || isNumber(cell) {
		return cell
	}
	return "'" + cell
}

// isNumber says whether a cell is a plain decimal number, which no spreadsheet computes with.
func isNumber(cell string) bool {
	digits := strings.TrimLeft(cell[:1], "+-") + cell[1:]
	return digits != "" && strings.Trim(digits, "0123456789.") == "" && strings.Count(digits, ".") <= 1
}

// className is the class of a resource by name, or the IRI of its first type.
func className(r *vocab.Resource) string {
	if c := r.Class(); c != nil {
		return c.Name
	}
	if types := typesOf(r); len(types) > 0 {
		return string(types[0])
	}
	return ""
}

// pastTable adds the way to the rest of a table that is longer than one.
func pastTable(c collection, found reach) []link {
	_, last, ok := ends(found.shown)
	if !ok || !found.older {
		return nil
	}
	return []link{{to: string(c.iri) + ".csv?" + cursor{after: last}.query(), rel: "next", typ: "text/csv"}}
}
