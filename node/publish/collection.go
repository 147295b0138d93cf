package publish

import (
	"net/http"
	"strconv"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// pageSize is how many members a page of a collection shows; tableSize how many rows a table has.
const (
	pageSize  = 50
	tableSize = 10_000
)

// Collection answers for the collections of a group or person: /groups/H/NAME and /people/H/NAME, where NAME is the plural of a class
// or a short name. The collection has its first page inside it; pages are ?page=true, ?after=POSITION
// (older) and ?before=POSITION (newer), newest first. A position never changes, so a page that was
// linked to shows the same members whatever is added.
//
// Spec: ActivityPub 5; ActivityStreams 2.0 Core, section 5.
func (d *Documents) Collection() http.HandlerFunc { return d.serve(d.collection) }

// Groups answers for the collection of the node's groups: /groups.
func (d *Documents) Groups() http.HandlerFunc { return d.serve(d.groups) }

func (d *Documents) collection(q *request) (*page, error) {
	at := strings.LastIndexByte(q.path, '/')
	group, name := vocab.IRI(d.node.Base+q.path[:at]), q.path[at+1:]
	owner, err := d.node.Get(q, q.who, group)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(owner)
	}
	if err != nil {
		return nil, err
	}
	c := collection{iri: group + vocab.IRI("/"+name), group: group}
	if agents, ok := related[name]; ok {
		if agents.inside && !q.who.May(group, node.Reader) {
			return nil, node.Errorf(node.NotFound, "there is no %s", c.iri)
		}
		c.title = agents.title
		c.source = relations{d, agents, group}
		return d.collectionPage(q, c)
	}
	if name == "inbox" {
		c.title = "Inbox"
		c.class = as.Activity
		c.source = arrived{d, group}
		return d.collectionPage(q, c)
	}
	if name == "standing" {
		c.title, c.class, c.source = "Who belongs to it, and as what", as.Relationship, standing{d, group}
		return d.collectionPage(q, c)
	}
	class := d.collected(name)
	if class == nil {
		return nil, node.Errorf(node.NotFound, "there is no %s", c.iri)
	}
	c.class = class
	c.title = capital(strings.ReplaceAll(name, "-", " "))
	c.source = records{d, node.Query{Classes: d.node.Kinds(class), Owner: group}}
	return d.collectionPage(q, c)
}

func (d *Documents) groups(q *request) (*page, error) {
	c := collection{
		iri: vocab.IRI(d.node.Base + "/groups"), title: "Groups", class: pf.Group,
		source: residents{d.node.Groups},
	}
	return d.collectionPage(q, c)
}

// People answers for the collection of the node's people who want to be listed: /people.
func (d *Documents) People() http.HandlerFunc { return d.serve(d.people) }

func (d *Documents) people(q *request) (*page, error) {
	c := collection{
		iri: vocab.IRI(d.node.Base + "/people"), title: "People", class: vf.Person,
		source: residents{d.node.Listed},
	}
	return d.collectionPage(q, c)
}

// collection is a list of things with an address.
type collection struct {
	iri    vocab.IRI
	group  vocab.IRI // empty: the node's own
	title  string
	class  *vocab.Class // nil: agents of any kind
	source source
}

func (d *Documents) collectionPage(q *request, c collection) (*page, error) {
	at, err := cursorOf(q.http.URL.Query())
	if err != nil {
		return nil, err
	}
	total, err := c.source.count(q)
	if err != nil {
		return nil, err
	}
	found, err := window(q, c.source, at, pageSize)
	if err != nil {
		return nil, err
	}
	p := &page{kind: graphPage | messagePage | viewPage | tablePage, iri: c.iri, doc: c.iri, query: at.query()}
	bodies, err := d.tellMembers(q, p, found.shown)
	if err != nil {
		return nil, err
	}
	p.describe(c, at, total, found)
	bodies = append(bodies, jsonld.Append(nil, p.thing.resource), jsonld.Append(nil, p.holder))
	p.key = keyOf(vocab.IRI(p.at("")), 0, bodies...)
	p.view = func(q *request) (view, error) { return d.collectionView(q, c, p, at, total) }
	p.table = func(q *request) ([]byte, error) { return d.csv(q, p, c, at) }
	return p, nil
}

// tellMembers puts the members into the page, and gives the bytes they were made of.
func (d *Documents) tellMembers(q *request, p *page, shown []member) (bodies [][]byte, err error) {
	for _, m := range shown {
		if m.made != nil {
			p.members = append(p.members, told{iri: m.iri, resource: m.made})
			bodies = append(bodies, jsonld.Append(nil, m.made))
			p.private = true // who may know of whom is not worked out twice
			continue
		}
		if m.version.N == 0 {
			p.members = append(p.members, told{iri: m.iri})
			continue
		}
		t, read, err := d.told(q, m.version)
		if err != nil {
			return nil, err
		}
		t.iri = m.iri
		p.members = append(p.members, t)
		bodies = append(bodies, read...)
		if m.version.At.After(p.modified) {
			p.modified = m.version.At
		}
		p.private = p.private || m.version.Audience.Level != node.Public
	}
	return bodies, nil
}

// describe makes the resources of a collection and of its page.
func (p *page) describe(c collection, at cursor, total int, found reach) {
	address := func(of cursor) vocab.IRI {
		of.whole = false
		return c.iri + vocab.IRI("?"+of.query())
	}
	count := vocab.Typed(strconv.Itoa(total), vocab.NonNegativeInteger.IRI)
	holder := vocab.New(as.OrderedCollectionPage, address(at)).
		With(as.PartOf, vocab.Ref(c.iri)).
		With(as.TotalItems, count)
	for _, m := range p.members {
		holder = holder.Plus(as.Items, vocab.Ref(m.iri))
	}
	if first, last, ok := ends(found.shown); ok {
		if found.older {
			holder = holder.With(as.Next, vocab.Ref(address(cursor{after: last})))
		}
		if found.newer {
			holder = holder.With(as.Prev, vocab.Ref(address(cursor{before: first, newer: true})))
		}
	}
	for _, edge := range []struct {
		rel string
		of  *vocab.Property
	}{{"next", as.Next}, {"prev", as.Prev}} {
		if to := holder.Get(edge.of).IRI(); to != "" {
			p.links = append(p.links, link{to: string(to), rel: edge.rel})
		}
	}
	p.holder = holder
	if !at.whole {
		p.thing.resource, p.iri = holder, holder.ID()
		p.links = append(p.links, link{to: string(c.iri), rel: "collection"})
		return
	}
	p.thing.resource = vocab.New(as.OrderedCollection, c.iri).
		With(as.TotalItems, count).
		With(as.First, vocab.Ref(holder.ID())).
		With(as.Last, vocab.Ref(address(cursor{newer: true})))
	p.thing.resource = c.belonging(p.thing.resource)
	p.links = append(p.links, link{to: string(holder.ID()), rel: "first"})
}

// capital begins a text with a capital letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
