package publish

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
)

// pageSize is how many members a page of a collection shows; tableSize how many rows a table has.
const (
	pageSize  = 50
	tableSize = 10_000
)

// Collection answers for a group's collections: /groups/H/NAME, where NAME is the plural of a class
// or a short name. The collection has its first page inside it; pages are ?page=true, ?after=POSITION
// (older) and ?before=POSITION (newer), newest first. A position never changes, so a page that was
// linked to shows the same members whatever is added.
//
// Spec: ActivityPub 5; ActivityStreams 2.0 Core, section 5.
func (d *Documents) Collection() http.HandlerFunc { return d.serve(d.collection) }

// Groups answers for the collection of the node's groups: /groups.
func (d *Documents) Groups() http.HandlerFunc { return d.serve(d.groups) }

func (d *Documents) collection(q *request) (*page, error) {
	handle, name, _ := strings.Cut(strings.TrimPrefix(q.path, "/groups/"), "/")
	group := d.node.Group(handle)
	owner, err := d.node.Get(q, q.who, group)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(owner), nil
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
		source: records{d, node.Query{Classes: d.node.Kinds(pf.Group)}},
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

// source is where the members of a collection come from, newest first.
type source interface {
	count(*request) (int, error)
	// read gives members older than after, or the ones next newer than before; 0 is no bound.
	read(q *request, after, before node.Position, limit int) ([]member, error)
}

// member is one entry of a collection at its place.
type member struct {
	at      node.Position
	iri     vocab.IRI
	version node.Version // zero: only the name is known
}

// cursor is which page of a collection is asked for.
type cursor struct {
	whole         bool // the collection itself
	after, before node.Position
	newer         bool // before was given
}

func cursorOf(values url.Values) (c cursor, err error) {
	read := func(name string) (p node.Position, given bool) {
		text := values.Get(name)
		if text == "" {
			return 0, false
		}
		n, parseErr := strconv.ParseInt(text, 10, 64)
		if parseErr != nil || n < 0 {
			err = node.Errorf(node.Unreadable, "%s is a position such as 4711, as the links of a page give it", name)
		}
		return node.Position(n), true
	}
	var older bool
	c.after, older = read("after")
	c.before, c.newer = read("before")
	if older && c.newer {
		return c, node.Errorf(node.Unreadable, "a page is after one position or before one, not both")
	}
	c.whole = !older && !c.newer && values.Get("page") == ""
	return c, err
}

// query is how an address names the page.
func (c cursor) query() string {
	switch {
	case c.whole:
		return ""
	case c.newer:
		return "before=" + strconv.FormatInt(int64(c.before), 10)
	case c.after > 0:
		return "after=" + strconv.FormatInt(int64(c.after), 10)
	}
	return "page=true"
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
	shown, older, newer, err := window(q, c.source, at, pageSize)
	if err != nil {
		return nil, err
	}
	p := &page{kind: graphPage | messagePage | viewPage | tablePage, iri: c.iri, doc: c.iri, query: at.query()}
	bodies, err := d.tellMembers(q, p, shown)
	if err != nil {
		return nil, err
	}
	if err := d.describe(q, p, c, at, total, older, newer); err != nil {
		return nil, err
	}
	bodies = append(bodies, jsonld.Append(nil, p.thing.resource), jsonld.Append(nil, p.holder))
	p.key = keyOf(vocab.IRI(p.at("")), 0, bodies...)
	p.view = func(q *request) (view, error) { return d.collectionView(q, c, p, shown, total) }
	p.table = func(q *request) ([]byte, error) { return d.csv(q, c, p, at) }
	return p, nil
}

// window reads a page of members, and says whether there are older and newer ones.
func window(q *request, s source, at cursor, size int) (shown []member, older, newer bool, err error) {
	shown, err = s.read(q, at.after, at.before, size+1)
	if at.newer {
		// The nearest ones that are newer: what is too many is the newest.
		shown, err = s.read(q, 0, at.before, size+1)
	}
	if err != nil {
		return nil, false, false, err
	}
	more := len(shown) > size
	switch {
	case at.newer:
		if more {
			shown = shown[len(shown)-size:]
		}
		return shown, at.before > 0, more, nil
	case more:
		shown = shown[:size]
	}
	return shown, more, at.after > 0, nil
}

// tellMembers puts the members into the page, and gives the bytes they were made of.
func (d *Documents) tellMembers(q *request, p *page, shown []member) (bodies [][]byte, err error) {
	for _, m := range shown {
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

// describe makes the resources of a collection and of the page.
func (d *Documents) describe(q *request, p *page, c collection, at cursor, total int, older, newer bool) error {
	address := func(query string) vocab.Value { return vocab.Ref(c.iri + vocab.IRI("?"+query)) }
	shown := at
	shown.whole = false
	holder := vocab.New(as.OrderedCollectionPage, address(shown.query()).IRI()).
		With(as.PartOf, vocab.Ref(c.iri)).
		With(as.TotalItems, vocab.Typed(strconv.Itoa(total), vocab.NonNegativeInteger.IRI))
	var items []vocab.Value
	for _, m := range p.members {
		items = append(items, vocab.Ref(m.iri))
	}
	holder = holder.With(as.Items, items...)
	edge := func(rel string, property *vocab.Property, to cursor) {
		holder = holder.With(property, address(to.query()))
		p.links = append(p.links, link{to: string(address(to.query()).IRI()), rel: rel})
	}
	if first, last, ok := p.ends(); ok {
		if older {
			edge("next", as.Next, cursor{after: last})
		}
		if newer {
			edge("prev", as.Prev, cursor{before: first, newer: true})
		}
	}
	p.holder = holder
	if !at.whole {
		p.thing.resource = holder
		p.links = append(p.links, link{to: string(c.iri), rel: "collection"})
		return nil
	}
	thing := vocab.New(as.OrderedCollection, c.iri).
		With(as.TotalItems, vocab.Typed(strconv.Itoa(total), vocab.NonNegativeInteger.IRI)).
		With(as.First, vocab.Ref(holder.ID())).
		With(as.Last, address(cursor{newer: true}.query()))
	if c.group != "" {
		thing = thing.With(as.AttributedTo, vocab.Ref(c.group))
	}
	p.thing.resource = thing
	p.links = append(p.links, link{to: string(holder.ID()), rel: "first"})
	return nil
}

// records are the things of some classes, at the places where they were created.
type records struct {
	*Documents
	query node.Query
}

func (s records) count(q *request) (int, error) { return s.node.Count(q, q.who, s.query) }

func (s records) read(q *request, after, before node.Position, limit int) ([]member, error) {
	query := s.query
	query.Limit, query.After, query.Descending = limit, after, true
	if before > 0 || q.http.URL.Query().Has("before") {
		query.After, query.Descending = before, false
	}
	found, err := s.node.Find(q, q.who, query)
	if err != nil {
		return nil, err
	}
	members := make([]member, len(found))
	for i, v := range found {
		members[i] = member{v.Created, v.IRI, v}
	}
	if !query.Descending {
		slices.Reverse(members)
	}
	return members, nil
}

// capital begins a text with a capital letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
