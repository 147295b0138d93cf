package publish

import (
	"context"
	"errors"
	"net/http"
	"time"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
)

// Options are what documents are made of. Node and Problems are needed; the zero values of the rest work.
type Options struct {
	Node *node.Node
	// Caller says who asks; nil: everyone is a stranger.
	Caller func(*http.Request) (node.Caller, error)
	// Problems writes what cannot be shown.
	Problems Problems
	// Name of the node, for people; empty: its host.
	Name string
	// Prefixes are names of namespaces in Turtle, TriG and RDF/XML; nil: model.Prefixes.
	Prefixes map[string]string
	// Account is where people sign in and see their account, linked to from every page; empty: not.
	Account string
	// Authorize and Token are where apps of members are let in; empty: they are not.
	Authorize, Token vocab.IRI
	// License, Dataset, Shapes and Stream are linked to from every document; empty: not.
	License, Dataset, Shapes, Stream vocab.IRI
	// CacheBytes bounds the representations kept in memory; 0: 32 MiB.
	CacheBytes int
	// Prove signs a message in the name of an agent of the node, as made at a time; nil: messages carry no
	// proof.
	Prove func(owner vocab.IRI, doc []byte, at time.Time) ([]byte, error)
	// Refused says whether a group, or the node for it, deals with an agent of another node not at all; nil:
	// with everybody.
	Refused func(ctx context.Context, agent, group vocab.IRI) bool
	// Differs is in what the node of an agent, by what it said last, has other dealings with a group on record, and
	// when that was; NotFound when it never said. nil: nothing was ever said.
	Differs func(ctx context.Context, group, with vocab.IRI) (found []node.Disagreement, heard time.Time, err error)
	// Changed is a channel that the next commit closes; nil: answers are always worked out anew.
	Changed func() <-chan struct{}
}

// Problems writes an error as a response: status, page or problem document, log line.
type Problems interface {
	Write(w http.ResponseWriter, r *http.Request, err error)
}

// Documents answers requests for linked data. It is safe for use by many requests at once.
type Documents struct {
	node     *node.Node
	caller   func(*http.Request) (node.Caller, error)
	problems Problems
	name     string
	prefixes map[string]string
	account  string
	door     [2]vocab.IRI // where apps are authorized and given tokens
	license  vocab.IRI
	dataset  vocab.IRI
	shapes   vocab.IRI
	stream   vocab.IRI
	native   string // address of the native context
	extended string // address of the context that follows that of ActivityStreams
	prover   func(vocab.IRI, []byte, time.Time) ([]byte, error)
	refused  func(context.Context, vocab.IRI, vocab.IRI) bool
	differs  func(context.Context, vocab.IRI, vocab.IRI) ([]node.Disagreement, time.Time, error)
	cache    *cache
	front    *front
}

// New makes the documents of a node.
func New(o Options) *Documents {
	d := &Documents{
		node: o.Node, caller: o.Caller, problems: o.Problems, name: o.Name, prefixes: o.Prefixes,
		account: o.Account, door: [2]vocab.IRI{o.Authorize, o.Token}, license: o.License, dataset: o.Dataset, shapes: o.Shapes, stream: o.Stream,
		native:   o.Node.Base + "/contexts/" + contexts.Native().Name,
		extended: o.Node.Base + "/contexts/" + contexts.ActivityStreams().Name,
		prover:   o.Prove, refused: o.Refused, differs: o.Differs,
	}
	if d.caller == nil {
		d.caller = func(*http.Request) (node.Caller, error) { return node.Stranger, nil }
	}
	if d.name == "" {
		d.name = host(vocab.IRI(o.Node.Base))
	}
	if d.prefixes == nil {
		d.prefixes = model.Prefixes()
	}
	size := o.CacheBytes
	if size == 0 {
		size = 32 << 20
	}
	d.cache = newCache(size / 2)
	d.front = &front{changed: o.Changed, most: size / 2}
	return d
}

// request is one request for a document, with who asks and the address taken apart.
type request struct {
	context.Context
	http   *http.Request
	who    node.Caller
	path   string // without the suffix of an encoding
	suffix string // ".ttl", or empty
	label  map[vocab.IRI]string
}

// known says whether the caller has shown who it is: what it gets is for it alone.
func (q *request) known() bool {
	return q.who.Operator || q.who.Agent != "" || len(q.who.Roles) > 0
}

// serve makes a handler of a function that finds what stands behind an address.
func (d *Documents) serve(find func(*request) (*page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		shareable(w.Header())
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			preflight(w)
			return
		default:
			MethodNotAllowed(w, r, http.MethodGet, http.MethodHead, http.MethodOptions)
			return
		}
		q, ok := d.front.asked(r)
		if !ok {
			d.work(w, r, find)
			return
		}
		// The season is taken before anything is read, so that what is remembered cannot be older
		// than the commit it is remembered after.
		s := d.front.current()
		if a := d.front.find(s, q); a != nil {
			a.write(w, r)
			return
		}
		o := listen(w)
		d.work(o, r, find)
		if a := o.heard(r); a != nil {
			d.front.keep(s, q, a)
		}
	}
}

// work works an answer out.
func (d *Documents) work(w http.ResponseWriter, r *http.Request, find func(*request) (*page, error)) {
	if err := d.respond(w, r, find); err != nil {
		d.problems.Write(w, r, err)
	}
}

func (d *Documents) respond(w http.ResponseWriter, r *http.Request, find func(*request) (*page, error)) error {
	w.Header().Set("Vary", varies)
	who, err := d.caller(r)
	if err != nil {
		return err
	}
	q := &request{Context: r.Context(), http: r, who: who, label: map[vocab.IRI]string{}}
	q.path, q.suffix = splitSuffix(r.URL.Path)
	p, err := find(q)
	if err != nil {
		return err
	}
	if p.redirect != "" {
		redirect(w, q, p)
		return nil
	}
	e, err := d.choose(w, q, p)
	if err != nil {
		return err
	}
	made, err := d.represent(q, p, e)
	if errors.Is(err, rdf.ErrUnwritable) {
		return p.unacceptable(e)
	}
	if err != nil {
		return err
	}
	d.answer(w, q, p, e, made)
	return nil
}

// choose picks the encoding: the one that the address names, or else the one that the client likes
// best.
//
// Errors: NotFound for an address with a suffix that the page does not have; Unacceptable.
func (d *Documents) choose(w http.ResponseWriter, q *request, p *page) (*encoding, error) {
	if q.suffix != "" {
		for _, e := range offered(p.kind) {
			if e.suffix == q.suffix {
				return e, nil
			}
		}
		return nil, node.Errorf(node.NotFound, "there is no %s", q.http.URL.Path)
	}
	if e := negotiate(q.http.Header, p.kind); e != nil {
		return e, nil
	}
	return nil, p.unacceptable(nil)
}

// unacceptable is the error that lists in what forms a page can be had; not in the one, if any, that
// turned out to have no way to write it, as XML has none for some names and characters.
func (p *page) unacceptable(but *encoding) error {
	var there []problem.Alternate
	for _, e := range alternates(p.kind) {
		if e != but {
			there = append(there, problem.Alternate{Type: e.typ, Href: p.at(e.suffix)})
		}
	}
	return problem.Unacceptable(there...)
}
