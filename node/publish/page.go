package publish

import (
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/rdf"
)

// page is what stands behind one address, before it is written in an encoding.
type page struct {
	kind pageKind
	// iri is the thing described; doc is the address of this document, without suffix and query.
	iri   vocab.IRI
	doc   vocab.IRI
	query string // "after=17", or empty

	// thing is the graph's main resource. On a collection, members stand in order in holder: the
	// thing itself when it is a page of a collection, or its first page, described inside it.
	thing   told
	owner   vocab.IRI // whose record it is
	holder  *vocab.Resource
	members []told
	// quads makes the graph of a page about something that is no resource, with prefixes of its own;
	// thing is then empty.
	quads    func() []rdf.Quad
	prefixes map[string]string
	// raw are the bytes of a page that is kept as bytes: a context.
	raw []byte
	// view is what people are shown; table is what spreadsheets are given.
	view  func(*request) (view, error)
	table func(*request) ([]byte, error)
	json  func(*request) (any, error)

	status   int // 0: 200
	modified time.Time
	memento  time.Time // when this version was made, on a memento
	forever  bool      // the same bytes always
	private  bool      // not for everyone
	links    []link
	// redirect is where the client is sent instead, with status; varies then are the headers that matter.
	redirect, varies string
	timemap          *timemap
	feed             *feed
	// key is what the bytes are made of; the zero key is never kept.
	key key
}

// told is a resource with the objects that a message about it shows inside it; without a resource
// it is only a name.
type told struct {
	iri      vocab.IRI
	resource *vocab.Resource
	objects  map[vocab.IRI]*vocab.Resource
	inside   []*vocab.Resource // that stand under the resource's own address
	market   []byte            // the form that federated marketplaces read; nil: there is none
}

// at is the address of the document in the encoding with a suffix.
func (p *page) at(suffix string) string {
	address := string(p.doc) + suffix
	if p.query != "" {
		address += "?" + p.query
	}
	return address
}

// resources are the resources of the graph, the main one first.
func (p *page) resources() []*vocab.Resource {
	all := append([]*vocab.Resource{p.thing.resource}, p.thing.inside...)
	if p.holder != nil && p.holder != p.thing.resource {
		all = append(all, p.holder)
	}
	for _, m := range p.members {
		if m.resource != nil {
			all = append(all, m.resource)
		}
	}
	return all
}

// ends are the places of the newest and the oldest member shown.
func ends(shown []member) (first, last node.Position, ok bool) {
	if len(shown) == 0 {
		return 0, 0, false
	}
	return shown[0].at, shown[len(shown)-1].at, true
}
