package federation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/fetch"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Collections of other nodes: what they are asked for, and in whose name.

// pageLimits bound one page of a collection: with the things of fifty activities inside it, it is larger
// than a single message.
var pageLimits = wire.Limits{Bytes: 16 << 20, Keys: 500_000}

// maxPageItems is how many members of one page are looked at.
const maxPageItems = 10_000

// sheet is a collection, or a page of one, as it was read.
type sheet struct {
	id          vocab.IRI
	context     jsontext.Value
	first, last vocab.IRI // empty: there is none, or it has no address
	next, prev  vocab.IRI
	items       []wire.Item // in the order of the text
	total       int         // as it says; 0: it does not
	bytes       int
	embedded    *sheet // the first page, where it stands inside the collection
}

// readingAs is a client that reads in the name of a group of this node, which sees what that group may see.
// Nothing that it reads is shared with readers of another name.
func (f *Federation) readingAs(group vocab.IRI) *fetch.Client {
	o := f.reading
	o.Transport = f.client.HTTP().Transport
	o.MaxBytes = pageLimits.Bytes
	o.Sign = f.reader(group)
	return fetch.New(o)
}

// reader is who reads what a letter only names. It is carried by a context.
type reader struct {
	from   vocab.IRI // whose letter it is
	as     vocab.IRI // in whose name; empty: the node's
	client *fetch.Client
	since  time.Time // when the letter came
	keeps  bool      // it names so much that what was read is kept for the next attempt
}

type readerKey struct{}

// maxNamed is how many things a letter may only name before each that is read is kept.
const maxNamed = 32

// readingFor has the things that a letter only names read in the name of a group which the letter was
// meant for. What is told to everyone is read as by anyone, so that nothing gets into it which is not for
// everyone.
func (f *Federation) readingFor(ctx context.Context, l node.Letter, m wire.Message) (context.Context, error) {
	r := reader{client: f.client, from: l.Actor, since: l.At, keeps: len(m.Objects()) > maxNamed}
	as, err := f.meant(ctx, m)
	if err != nil {
		return ctx, err
	}
	if as != "" {
		r.as, r.client = as, f.readingAs(as)
	}
	return context.WithValue(ctx, readerKey{}, r), nil
}

// meant is a group of this node that a message is for; empty when it is for everyone, or for none.
func (f *Federation) meant(ctx context.Context, m wire.Message) (vocab.IRI, error) {
	for _, list := range [][]vocab.IRI{m.To, m.CC, m.Audience} {
		if slices.Contains(list, as.Public) {
			return "", nil
		}
	}
	groups := f.addressed(node.Activity{To: m.To, CC: m.CC})
	if len(groups) > 0 {
		return groups[0], nil
	}
	groups, err := f.followersHere(ctx, m.Actor)
	if err != nil || len(groups) == 0 {
		return "", err
	}
	return groups[0], nil
}

// document reads a thing that a letter names, at its own address.
//
// Errors: those of [fetch.Client.Document].
func (f *Federation) document(ctx context.Context, id vocab.IRI) (fetch.Document, error) {
	r, ok := ctx.Value(readerKey{}).(reader)
	if !ok {
		return f.client.Document(ctx, id)
	}
	if ctx.Err() != nil {
		return fetch.Document{}, ctx.Err() // the rest is read with the next attempt
	}
	if !r.keeps {
		return f.readBeside(ctx, r, id)
	}
	by := cmp.Or(r.as, f.node.Node())
	if kept, err := f.store.Letter(ctx, id); err == nil && kept.Proof.Fetched && kept.Actor == by && !kept.At.Before(r.since) {
		return fetch.Document{IRI: id, Raw: kept.Body}, nil
	}
	doc, err := f.readBeside(ctx, r, id)
	if err != nil || doc.IRI != id {
		return doc, err
	}
	return doc, f.store.PutDocument(ctx, node.Letter{
		ID: id, Actor: by, At: f.now().UTC().Truncate(time.Microsecond), Body: doc.Raw, State: node.LetterDone, Proof: node.Evidence{Fetched: true},
	})
}

// readBeside reads what a letter names. How often a node is asked is not for those of another to choose.
//
// Errors: those of [fetch.Client.Document]; Limited.
func (f *Federation) readBeside(ctx context.Context, r reader, id vocab.IRI) (fetch.Document, error) {
	if !wire.SameOrigin(id, r.from) {
		if origin, _ := node.Origin(r.from); !f.passing.draw(origin) {
			return fetch.Document{}, node.Errorf(node.Limited, "agents of %s name too much of other nodes", origin)
		}
	}
	return r.client.Document(ctx, id)
}

// readSheet reads a collection or a page of one at its address.
//
// Errors: those of [fetch.Client.Document]; Invalid for what is no collection.
//
// Spec: ActivityStreams 2.0 Core, section 5.
func readSheet(ctx context.Context, client *fetch.Client, at vocab.IRI) (*sheet, error) {
	doc, err := client.Document(ctx, at)
	if err != nil {
		return nil, err
	}
	m, err := wire.Read(doc.Raw, pageLimits)
	if err != nil {
		return nil, err
	}
	s, err := sheetOf(m.Types, m.Get)
	if err != nil {
		return nil, err
	}
	s.id, s.context, s.bytes = m.ID, m.Context, len(doc.Raw)
	if first := m.Get("first"); first.Kind() == '{' {
		members, err := wire.Members(first, pageLimits, nil)
		if err != nil {
			return nil, err
		}
		get := func(name string) jsontext.Value {
			for _, m := range members {
				if m.Name == name {
					return m.Value
				}
			}
			return nil
		}
		if s.embedded, err = sheetOf(stringsOf(get("type")), get); err != nil {
			return nil, err
		}
		s.embedded.id, s.embedded.context = s.first, m.Context
	}
	return s, nil
}

// sheetOf reads what collections and pages have in common.
func sheetOf(types []string, get func(string) jsontext.Value) (*sheet, error) {
	if !slices.ContainsFunc(types, func(t string) bool { return collections[t] }) {
		return nil, node.Errorf(node.Invalid, "a collection was asked for, and there is something else")
	}
	s := &sheet{first: firstID(get("first")), last: firstID(get("last")), next: firstID(get("next")), prev: firstID(get("prev"))}
	if total := get("totalItems"); total.Kind() == '0' {
		_ = json.Unmarshal(total, &s.total) // a number of another kind says nothing
	}
	for _, name := range []string{"orderedItems", "items"} {
		items, err := wire.Items(name, get(name), pageLimits)
		if err != nil {
			return nil, err
		}
		s.items = append(s.items, items...)
	}
	if len(s.items) > maxPageItems {
		return nil, node.Errorf(node.TooLarge, "a page of a collection has at most %d members", maxPageItems)
	}
	return s, nil
}

var collections = map[string]bool{
	"Collection": true, "OrderedCollection": true, "CollectionPage": true, "OrderedCollectionPage": true,
	"as:Collection": true, "as:OrderedCollection": true, "as:CollectionPage": true, "as:OrderedCollectionPage": true,
}

// alone is a member of a collection as a document of its own: with the @context around it, where it has
// none.
func alone(context jsontext.Value, item wire.Item) ([]byte, error) {
	if own, err := wire.Members(item.Raw, pageLimits, nil); err != nil || len(context) == 0 ||
		slices.ContainsFunc(own, func(m wire.Member) bool { return m.Name == "@context" }) {
		return slices.Clone(item.Raw), err
	}
	rest := item.Raw[1:] // behind the brace
	body := slices.Concat([]byte(`{"@context":`), context, []byte{','}, rest)
	return body, json.Unmarshal(body, new(jsontext.Value))
}

// sameOrigin says whether all addresses that are there are of one origin.
func sameOrigin(with vocab.IRI, ids ...vocab.IRI) bool {
	return !slices.ContainsFunc(ids, func(id vocab.IRI) bool { return id != "" && !wire.SameOrigin(id, with) })
}
