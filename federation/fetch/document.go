package fetch

import (
	"cmp"
	"context"
	"net/url"

	"github.com/go-json-experiment/json"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Document is an ActivityPub document of another node, as it was received.
type Document struct {
	IRI         vocab.IRI // its id, which its own origin vouches for
	URL         string    // where it was found, after redirects
	Raw         []byte    // shared: not to be changed
	ContentType string
}

// accepted is what an ActivityPub document is asked for as.
//
// Spec: ActivityPub, section 3.2.
const accepted = `application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"`

// Document fetches the document at an IRI. Its id may differ from the IRI asked for, where that
// redirects, or is an alias: what asks for one thing compares. A fragment, as keys have, is not sent.
//
// Errors: those of JSON; Unsupported for what is not ActivityPub's; Unreadable for what is no JSON
// object; Invalid for a document without an id, or with one that its address does not speak for.
//
// Spec: FEP-fe34, "Origin-based security model".
func (c *Client) Document(ctx context.Context, iri vocab.IRI) (Document, error) {
	d, err := c.document(ctx, iri)
	if err != nil || d.speaksFor(iri) {
		return d, err
	}
	// The id is another address of the same origin: only what is found there is the document.
	again, err := c.document(ctx, d.IRI)
	if err != nil {
		return Document{}, err
	}
	if !same(again.IRI, d.IRI) {
		return Document{}, node.Errorf(node.Invalid, "%.200s is called %.200s at its own address", d.IRI, again.IRI)
	}
	return again, nil
}

// speaksFor says whether the id is the address the document was found at, or asked for at.
func (d Document) speaksFor(asked vocab.IRI) bool {
	return same(d.IRI, vocab.IRI(d.URL)) || same(d.IRI, asked)
}

// document fetches what an address has, and checks that its id is of the same origin.
func (c *Client) document(ctx context.Context, iri vocab.IRI) (Document, error) {
	f, err := c.get(ctx, string(iri), accepted)
	if err != nil {
		return Document{}, err
	}
	if !wire.IsActivityJSON(f.contentType) {
		return Document{}, node.Errorf(node.Unsupported, "%s is of type %.100q, which is not ActivityPub's", short(f.url), f.contentType)
	}
	id, err := idOf(f)
	if err != nil {
		return Document{}, err
	}
	if !wire.SameOrigin(vocab.IRI(id), vocab.IRI(f.url.String())) {
		return Document{}, node.Errorf(node.Invalid, "%s cannot speak for %.200q", short(f.url), id)
	}
	return Document{IRI: vocab.IRI(id), URL: f.url.String(), Raw: f.body, ContentType: f.contentType}, nil
}

// idOf reads the id of a document. Names are compared exactly, and no name may come twice: otherwise
// two readers could see two ids.
func idOf(f found) (string, error) {
	var d struct {
		ID   string `json:"id"`
		AtID string `json:"@id"`
	}
	if err := json.Unmarshal(f.body, &d); err != nil {
		return "", &node.Error{Kind: node.Unreadable, Message: short(f.url) + " is no JSON object with an id", Err: err}
	}
	if d.ID != "" && d.AtID != "" && d.ID != d.AtID || cmp.Or(d.ID, d.AtID) == "" {
		return "", node.Errorf(node.Invalid, "%s has no single id", short(f.url))
	}
	return cmp.Or(d.ID, d.AtID), nil
}

// same says whether two IRIs are one address, fragments aside.
func same(a, b vocab.IRI) bool {
	u, err := url.Parse(string(a))
	if err != nil {
		return false
	}
	v, err := url.Parse(string(b))
	if err != nil {
		return false
	}
	return wire.SameOrigin(a, b) && u.EscapedPath() == v.EscapedPath() && u.RawQuery == v.RawQuery
}
