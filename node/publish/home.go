package publish

import (
	"fmt"
	"net/http"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Home answers for the node itself: its groups, its people who want to be listed, what it publishes, how to follow and harvest.
func (d *Documents) Home() http.HandlerFunc { return d.serve(d.home) }

// homePath is the address of the home document's encodings: "/" itself takes no suffix.
const homePath = "/index"

func (d *Documents) home(q *request) (*page, error) {
	groups, err := d.node.Groups(q, q.who)
	if err != nil {
		return nil, err
	}
	people, err := d.node.Listed(q, q.who)
	if err != nil {
		return nil, err
	}
	groups, people = groups[:min(len(groups), tableSize)], people[:min(len(people), tableSize)]
	root := vocab.IRI(d.node.Base + "/")
	r := vocab.New(as.Page, root).
		With(pf.Title, vocab.Text(d.name)).
		With(pf.Description, vocab.Text("A node that publishes the economic flows, agreements and states of its groups as linked data."))
	for _, list := range []string{"/groups", "/people"} {
		r = r.Plus(pf.HasPart, vocab.Ref(vocab.IRI(d.node.Base+list)))
	}
	p := &page{kind: graphPage | messagePage | viewPage, iri: root, doc: vocab.IRI(d.node.Base + homePath)}
	for _, g := range slices.Concat(groups, people) {
		r = r.Plus(pf.HasPart, vocab.Ref(g.IRI))
		if g.At.After(p.modified) {
			p.modified = g.At
		}
		p.private = p.private || g.Audience.Level != node.Public
	}
	for _, name := range []string{"vf", "pf", "tributary"} {
		r = r.Plus(pf.References, vocab.Ref(vocab.IRI(d.node.Base+"/ns/"+name)))
	}
	for _, id := range []vocab.IRI{d.dataset, d.stream, d.shapes} {
		if id != "" {
			r = r.Plus(pf.References, vocab.Ref(id))
		}
	}
	if d.license != "" {
		r = r.With(pf.License, vocab.Ref(d.license))
	}
	if d.dataset != "" {
		p.links = append(p.links, link{to: string(d.dataset), rel: "describedby"})
	}
	p.thing.resource = r
	p.view = func(q *request) (view, error) { return d.homeView(q, groups, people) }
	return p, nil
}

// nodeActor is the page of the node as an agent, on a node that keeps no description of it: what
// was done for the node names it, and no name leads nowhere.
func (d *Documents) nodeActor() *page {
	id := d.node.Node()
	r := vocab.New(as.Application, id).
		With(vf.Name, vocab.Text(d.name)).
		With(as.Inbox, vocab.Ref(vocab.IRI(d.node.Base+"/inbox"))).
		With(as.URL, vocab.Ref(vocab.IRI(d.node.Base+"/")))
	return &page{
		kind: graphPage | messagePage | viewPage, iri: id, doc: id, thing: told{resource: r},
		view: func(q *request) (view, error) {
			return view{
				template: "thing", Heading: d.name, Kind: anchor{Text: capital(as.Application.Label), Title: as.Application.Doc},
				Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}}, Facts: d.facts(q, r, vf.Name, as.Inbox),
			}, nil
		},
	}
}

// guide says how to use the node.
type guide struct {
	Groups  []resident
	People  []resident
	Example string // a group's address, to show what can be asked of it
	Feed    string
	Follow  string // a handle to search for
	Open    []anchor
	Names   []anchor
}

// resident is a group or a person of the node.
type resident struct {
	Name   anchor
	Kind   string
	Handle string
}

func (d *Documents) homeView(q *request, groups, people []node.Version) (view, error) {
	g := &guide{Names: []anchor{
		{Text: "ValueFlows", Href: d.node.Base + "/ns/vf", Title: "resources, events, plans, agreements"},
		{Text: "Primitives Framework", Href: d.node.Base + "/ns/pf", Title: "groups, states, values, decisions"},
		{Text: "Tributary", Href: d.node.Base + "/ns/tributary", Title: "what this software adds"},
	}}
	for _, one := range []struct {
		text string
		id   vocab.IRI
	}{{"Description of the data", d.dataset}, {"Stream of changes", d.stream}, {"Shapes", d.shapes}} {
		if one.id != "" {
			g.Open = append(g.Open, anchor{Text: one.text, Href: string(one.id)})
		}
	}
	var err error
	if g.Groups, err = d.residents(q, groups); err != nil {
		return view{}, err
	}
	if g.People, err = d.residents(q, people); err != nil {
		return view{}, err
	}
	if len(g.Groups) > 0 {
		g.Example, g.Follow = g.Groups[0].Name.Href, g.Groups[0].Handle
		g.Feed = g.Example + "/feed.atom"
	}
	return view{
		template: "home", Heading: d.name, Guide: g,
		Lead: fmt.Sprintf("The record of %s: resources, events, plans, agreements, and how decisions are made. What is public is open data, each thing under an address of its own.", residentsInWords(len(g.Groups), len(g.People))),
	}, nil
}

// residents are groups or people as the page lists them.
func (d *Documents) residents(q *request, found []node.Version) (list []resident, err error) {
	for _, v := range found {
		r, err := v.Resource()
		if err != nil {
			return nil, err
		}
		handle := d.node.Handle(v.IRI)
		if handle == "" {
			continue
		}
		one := resident{Name: anchor{Text: d.call(q, r), Href: string(v.IRI)}, Handle: "@" + handle + "@" + host(v.IRI)}
		if r.Class() != nil && !r.Class().IsA(vf.Person) { // what people are needs no word
			one.Kind = capital(r.Class().Label)
		}
		list = append(list, one)
	}
	return list, nil
}

func residentsInWords(groups, people int) string {
	text := fmt.Sprintf("%d groups", groups)
	if groups == 1 {
		text = "one group"
	}
	switch people {
	case 0:
		return text
	case 1:
		return text + " and one person"
	}
	return fmt.Sprintf("%s and %d people", text, people)
}
