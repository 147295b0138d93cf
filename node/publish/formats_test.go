package publish_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/rdf"
)

// graphOf reads any linked data as statements.
func graphOf(t *testing.T, mediaType, body, base string) []rdf.Quad {
	t.Helper()
	if f := rdf.FormatByMediaType(mediaType); f != nil {
		quads, err := rdf.Read(strings.NewReader(body), f, base, rdf.Limits{})
		if err != nil {
			t.Fatalf("read %s: %v\n%s", mediaType, err, body)
		}
		return quads
	}
	var document any
	if err := json.Unmarshal([]byte(body), &document); err != nil {
		t.Fatalf("read %s: %v\n%s", mediaType, err, body)
	}
	options := ld.NewJsonLdOptions(base)
	options.DocumentLoader = builtIn{}
	options.Format = "application/n-quads"
	nquads, err := ld.NewJsonLdProcessor().ToRDF(document, options)
	if err != nil {
		t.Fatalf("read %s: %v\n%s", mediaType, err, body)
	}
	return graphOf(t, "application/n-quads", nquads.(string), base)
}

// builtIn loads the contexts of this node, and nothing else.
type builtIn struct{}

func (builtIn) LoadDocument(address string) (*ld.RemoteDocument, error) {
	known, ok := contexts.ByURL(address)
	if !ok {
		return nil, fmt.Errorf("%s is not to be fetched", address)
	}
	var document any
	err := json.Unmarshal(known.Bytes, &document)
	return &ld.RemoteDocument{DocumentURL: address, Document: document}, err
}

var graphTypes = []string{
	"text/turtle", "application/n-triples", "application/n-quads", "application/trig", "application/rdf+xml",
	"application/ld+json", "application/json",
	`application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`,
	`application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"`,
	`application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"`,
}

func TestAllFormatsOfADocumentSayTheSame(t *testing.T) {
	s := newSite(t)
	group, resource, event := s.event()
	for _, id := range []vocab.IRI{event, resource, group, group + "/events", group + "/events?page=true", group + "/outbox", "/", "/groups"} {
		want := graphOf(t, "application/n-quads", s.body(string(id), "Accept", "application/n-quads"), string(id))
		if len(want) < 3 {
			t.Fatalf("%s says next to nothing: %v", id, want)
		}
		for _, mediaType := range graphTypes {
			got := graphOf(t, mediaType, s.body(string(id), "Accept", mediaType), string(id))
			same, err := rdf.Isomorphic(got, want)
			if err != nil || !same {
				t.Errorf("%s as %s differs from N-Quads (%v)\n got %v\nwant %v", id, mediaType, err, got, want)
			}
		}
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	for _, mediaType := range graphTypes {
		if body := s.body(string(event), "Accept", mediaType); !strings.Contains(body, "10.50") {
			t.Errorf("%s lost the digits of 10.50:\n%s", mediaType, body)
		}
	}
}
