package publish

import (
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// grid is a table for people: a name that leads to the thing, and a few terms.
type grid struct {
	Caption string
	Columns []string
	Rows    []gridRow
}

type gridRow struct {
	Name  anchor
	Kind  string
	Cells [][]shown
}

// maxColumns is how many terms a table for people shows; the CSV has them all.
const maxColumns = 5

// collectionView shows a page of a collection as a table.
func (d *Documents) collectionView(q *request, c collection, p *page, at cursor, total int) (v view, err error) {
	v = view{template: "collection", Heading: c.title, Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}}}
	if c.group != "" {
		v.Crumbs = append(v.Crumbs, anchor{Text: d.nameOf(q, c.group), Href: string(c.group)})
		v.Title = c.title + " of " + d.nameOf(q, c.group)
	}
	if c.class != nil {
		v.Kind = anchor{Text: capital(c.class.Label), Href: d.linked(c.class.IRI), Title: c.class.Doc}
	}
	v.Lead = counted(total, "newest first")
	if _, ok := c.source.(turnsOf); ok {
		v.Lead = counted(total, "in the order in which it happened")
	}
	v.Table = d.grid(q, c, p.members)
	if inbox, ok := c.source.(arrived); ok {
		if v.Voices.Voices, err = d.voicesIn(q, inbox, p.members); err != nil {
			return v, err
		}
	}
	v.Older = string(p.holder.Get(as.Next).IRI())
	v.Newer = string(p.holder.Get(as.Prev).IRI())
	if !at.whole {
		v.Notice = &notice{Text: "This is one page of a longer list.", Links: []anchor{{Text: "See the newest", Href: string(c.iri)}}}
	}
	return v, nil
}

func counted(n int, order string) string {
	switch n {
	case 0:
		return "There is nothing here yet."
	case 1:
		return "One entry."
	}
	return fmt.Sprintf("%d entries, %s.", n, order)
}

func (d *Documents) grid(q *request, c collection, members []told) *grid {
	g := &grid{Caption: c.title}
	var described []*vocab.Resource
	for _, m := range members {
		if m.resource != nil {
			described = append(described, m.resource)
		}
	}
	columns := tellingColumns(described)
	for _, p := range columns {
		g.Columns = append(g.Columns, capital(p.Label))
	}
	for _, m := range members {
		row := gridRow{Name: anchor{Text: d.nameOf(q, m.iri), Href: webAddress(string(m.iri))}}
		if m.resource != nil {
			row.Name.Text = d.call(q, m.resource)
			if class := m.resource.Class(); class != nil && class != c.class && !class.IsA(as.Activity) {
				row.Kind = capital(class.Label)
			}
			for _, p := range columns {
				var cell []shown
				for _, v := range m.resource.All(p) {
					one := d.shown(q, p, v)
					one.Text = clip(one.Text, 120)
					cell = append(cell, one)
				}
				row.Cells = append(row.Cells, cell)
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// tellingColumns are the terms that say most about the rows at a glance: short ones, those of most
// rows first, shown in order of declaration.
func tellingColumns(rows []*vocab.Resource) []*vocab.Property {
	times := map[*vocab.Property]int{}
	for _, r := range rows {
		for p := range r.Fields() {
			times[p]++
		}
	}
	all := slices.DeleteFunc(occurring(rows), func(p *vocab.Property) bool {
		return slices.Contains(titles, p) || slices.Contains(plumbing, p) || slices.Contains(longTerms, p) ||
			p.Holds(vocab.Part) && !slices.Contains(p.Range, vf.Measure)
	})
	chosen := slices.Clone(all)
	slices.SortStableFunc(chosen, func(a, b *vocab.Property) int { return times[b] - times[a] })
	chosen = chosen[:min(maxColumns, len(chosen))]
	return slices.DeleteFunc(all, func(p *vocab.Property) bool { return !slices.Contains(chosen, p) })
}

// longTerms hold text that no cell has room for, or what a table of one group says in every row.
var longTerms = []*vocab.Property{vf.Note, pf.Content, vf.Image, vf.ImageList, as.Summary, as.To, as.CC, as.Actor, as.HasObject, pf.StatedBy, vf.HasAction}

// historyView lists all versions of a thing.
func (d *Documents) historyView(q *request, latest node.Version, history []node.Version, page int) (view, error) {
	r, err := latest.Resource()
	if err != nil {
		return view{}, err
	}
	name := d.call(q, r)
	v := view{template: "history", Heading: "Versions of " + name}
	v.Crumbs = append(d.crumbs(q, latest, r.Class()), anchor{Text: name, Href: string(latest.IRI)})
	v.Lead = "Each version stays at its address and never changes."
	for _, one := range slices.Backward(history) {
		v.Versions = append(v.Versions, d.versionRow(q, one, 0))
	}
	at := func(page int) string { return fmt.Sprintf("%s/timemap.html?page=%d", latest.IRI, page) }
	if page < pagesOf(latest.N) {
		v.Newer = at(page + 1)
	}
	if page > 1 {
		v.Older = at(page - 1)
	}
	return v, nil
}

// differenceView tells what a version changed.
func (d *Documents) differenceView(q *request, v node.Version, found []pf.Difference) (view, error) {
	r, err := v.Resource()
	if err != nil {
		return view{}, err
	}
	name := d.call(q, r)
	page := view{
		template: "difference", Changed: true,
		Heading: fmt.Sprintf("What version %d changed", v.N), Title: fmt.Sprintf("What version %d of %s changed", v.N, name),
		Crumbs: append(d.crumbs(q, v, r.Class()), anchor{Text: name, Href: string(v.IRI)}, anchor{Text: fmt.Sprintf("Version %d", v.N), Href: string(v.Memento())}),
	}
	for _, one := range found {
		page.Changes = append(page.Changes, one.Text)
	}
	page.Versions = []versionRow{d.versionRow(q, v, v.N)}
	if v.N > 1 {
		before, err := d.node.Version(q, q.who, v.IRI, v.N-1)
		if err != nil {
			return view{}, err
		}
		page.Versions = append(page.Versions, d.versionRow(q, before, v.N))
	}
	return page, nil
}

// term is a class, property or concept of a vocabulary, with the name by which it is linked to.
type term struct {
	Name, Label, Doc, Sort, IRI string
}

// namespaceView lists the terms of a vocabulary.
func (d *Documents) namespaceView(doc vocab.IRI, s *vocab.Schema) view {
	v := view{
		template: "namespace", Heading: s.Title, Lead: s.Doc,
		Kind:   anchor{Text: "Vocabulary", Title: string(s.Base)},
		Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}},
		Facts:  []fact{{Label: "Namespace", Values: []shown{{Text: string(s.Base)}}}, {Label: "Prefix", Values: []shown{{Text: s.Prefix}}}},
	}
	if s.Version != "" {
		v.Facts = append(v.Facts, fact{Label: "Version", Values: []shown{{Text: s.Version}}})
	}
	add := func(id vocab.IRI, label, doc, sort string) {
		if name, ok := strings.CutPrefix(string(id), string(s.Base)); ok {
			v.Terms = append(v.Terms, term{name, label, doc, sort, string(id)})
		}
	}
	for _, c := range s.Classes {
		add(c.IRI, c.Label, c.Doc, "class")
	}
	for _, p := range s.Properties {
		add(p.IRI, p.Label, p.Doc, "property")
	}
	for _, i := range s.Individuals {
		add(i.IRI, i.Label, i.Doc, "concept")
	}
	return v
}

// spaced writes the name of a collection as words.
func spaced(name string) string { return strings.ReplaceAll(name, "-", " ") }
