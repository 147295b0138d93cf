package publish

import (
	"net/http"
	"net/url"

	"tributary/node"
	"tributary/vocab"
)

// Alignment answers for how far the values of a group and another, here or elsewhere, point the same way:
// /groups/H/alignment?with=IRI, as a pf:ValueAlignment that names its inputs, in every encoding of a graph.
func (d *Documents) Alignment() http.HandlerFunc { return d.serve(d.alignment) }

func (d *Documents) alignment(q *request) (*page, error) {
	group, err := d.derivedOf(q, "/alignment")
	if err != nil {
		return nil, err
	}
	other := vocab.IRI(q.http.URL.Query().Get("with"))
	if _, web := node.Origin(other); !web {
		return nil, node.Errorf(node.Unreadable, "with names the group to compare with, such as %s/alignment?with=https://node.example/groups/garden", group)
	}
	x, err := d.node.Align(q, q.who, group, other)
	if err != nil {
		return nil, err
	}
	p := &page{
		kind: graphPage | viewPage, doc: group + "/alignment", query: url.Values{"with": {string(other)}}.Encode(),
		private: q.known(), links: []link{{to: string(group), rel: "up"}},
	}
	p.iri = vocab.IRI(p.at(""))
	p.thing.resource = x.Resource(p.iri)
	p.view = func(q *request) (view, error) { return d.alignmentView(q, x, p.thing.resource), nil }
	return p, nil
}

// alignmentView shows a comparison with the statements it was made of.
func (d *Documents) alignmentView(q *request, x node.Alignment, r *vocab.Resource) view {
	a, b := d.nameOf(q, x.A), d.nameOf(q, x.B)
	v := view{
		template: "thing", Heading: "The values of " + a + " and " + b,
		Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}, {Text: a, Href: string(x.A)}},
		Kind:   anchor{Text: capital(r.Class().Label), Href: d.linked(r.Class().IRI), Title: r.Class().Doc},
		Lead:   "Computed from what both groups say; neither has signed it.",
		Facts:  d.facts(q, r),
	}
	if x.Score == "" {
		v.Notice = &notice{Text: "There is nothing to compare: the two groups take no position on a common trade-off, so there is no figure."}
	}
	for _, side := range []struct {
		name       string
		statements []*vocab.Resource
	}{{a, x.Ours}, {b, x.Theirs}} {
		list := linkList{Heading: "What " + side.name + " states"}
		for _, s := range side.statements {
			text := d.node.Ranking(s)
			if text == "" {
				text = d.nameOf(q, s.ID())
			}
			list.Items = append(list.Items, anchor{Text: text, Href: webAddress(string(s.ID()))})
		}
		v.Lists = append(v.Lists, list)
	}
	return v
}
