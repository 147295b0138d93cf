package publish

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Rollup answers for how the cells of a group stand, on whichever nodes they are: /groups/H/rollup, as JSON
// or a page. Members see more cells than strangers.
func (d *Documents) Rollup() http.HandlerFunc { return d.serve(d.rollup) }

func (d *Documents) rollup(q *request) (*page, error) {
	group, err := d.derivedOf(q, "/rollup")
	if err != nil {
		return nil, err
	}
	up, err := d.node.Rollup(q, q.who, group)
	if err != nil {
		return nil, err
	}
	doc := group + "/rollup"
	return &page{
		kind: differencePage | viewPage, iri: doc, doc: doc, private: q.known(),
		links: []link{{to: string(group), rel: "up"}},
		json:  func(*request) (any, error) { return up, nil },
		view:  func(q *request) (view, error) { return d.rollupView(q, up), nil },
	}, nil
}

// derivedOf is the group under whose address something derived from its record stands.
func (d *Documents) derivedOf(q *request, name string) (vocab.IRI, error) {
	handle, ok := strings.CutSuffix(strings.TrimPrefix(q.path, "/groups/"), name)
	if !ok || node.CheckHandle(handle) != nil {
		return "", node.Errorf(node.NotFound, "there is no %s", d.node.Base+q.path)
	}
	group := d.node.Group(handle)
	_, err := d.node.Get(q, q.who, group)
	return group, err
}

// rollupView shows a roll-up as a table.
func (d *Documents) rollupView(q *request, up node.Rollup) view {
	name := d.nameOf(q, up.Group)
	v := view{
		template: "collection", Heading: "How the cells stand", Title: "How the cells of " + name + " stand",
		Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}, {Text: name, Href: string(up.Group)}},
		Lead:   "As far as this node has heard, " + up.At.Format("2 January 2006, 15:04 UTC") + ". " + d.summed(up),
		Table:  &grid{Caption: "Cells", Columns: []string{"Phase", "Scale", "Values", "State of", "Heard", "Missing"}},
	}
	for _, c := range up.Cells {
		row := gridRow{Name: anchor{Text: c.Name, Href: webAddress(string(c.Group))}, Kind: strings.Join(c.Because, ", ")}
		if row.Name.Text == "" {
			row.Name.Text = d.nameOf(q, c.Group)
		}
		var values, gaps []shown
		for _, held := range c.Values {
			one := shown{Text: held.Text, Href: webAddress(string(held.Statement))}
			if one.Text == "" {
				one.Text = d.nameOf(q, held.Statement)
			}
			values = append(values, one)
		}
		for _, g := range c.Gaps {
			gaps = append(gaps, shown{Text: gapWords[g]})
		}
		row.Cells = [][]shown{d.concepts(q, c.Phase), d.concepts(q, c.Scale...), values, moment(c.Dated), moment(c.Heard), gaps}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return v
}

// gapWords say what is missing.
var gapWords = map[node.Gap]string{
	node.Unknown:     "nothing is known of it here",
	node.NoState:     "it has published no state",
	node.Affiliated:  "affiliated, and no state is known",
	node.Overdue:     "its review is overdue",
	node.OutOfReach:  "its node does not answer",
	node.NotMutually: "only it says that it belongs",
}

// summed says in a sentence how many cells are in which phase.
func (d *Documents) summed(up node.Rollup) string {
	var parts []string
	for _, t := range up.Phases {
		parts = append(parts, fmt.Sprintf("%d in %s", t.Cells, d.node.LabelOf(t.What)))
	}
	if len(parts) == 0 {
		return "No cell has told its phase."
	}
	return strings.Join(parts, ", ") + "."
}

func (d *Documents) concepts(q *request, ids ...vocab.IRI) (all []shown) {
	for _, id := range ids {
		if id != "" {
			all = append(all, shown{Text: d.nameOf(q, id), Href: webAddress(d.linked(id))})
		}
	}
	return all
}

func moment(t time.Time) []shown {
	if t.IsZero() {
		return nil
	}
	return []shown{{Text: t.UTC().Format("2 January 2006"), Time: t.UTC().Format(time.RFC3339)}}
}
