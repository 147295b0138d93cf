package publish

import (
	"net/http"
	"testing"
)

const (
	firefox  = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	chrome   = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
	rdflib   = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
	comunica = "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/json;q=0.135,text/html;q=0.2,application/xhtml+xml;q=0.18"
	jena     = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
	mastodon = `application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
)

func TestAcceptPicksTheEncoding(t *testing.T) {
	thing := graphPage | messagePage | viewPage
	for _, c := range []struct {
		accept string
		kind   pageKind
		want   string
	}{
		{"", thing, "text/turtle; charset=utf-8"},
		{"*/*", thing, "text/turtle; charset=utf-8"},
		{"*", thing, "text/turtle; charset=utf-8"},
		{"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", thing, "text/html; charset=utf-8"},
		{"*/*;q=0.1", thing, "text/turtle; charset=utf-8"},
		{firefox, thing, "text/html; charset=utf-8"},
		{chrome, thing, "text/html; charset=utf-8"},
		{"text/xml,application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5", thing, "text/html; charset=utf-8"},
		{rdflib, thing, "application/rdf+xml"},
		{comunica, thing, "application/n-quads"},
		{jena, thing, "text/turtle; charset=utf-8"},
		{mastodon, thing, "application/activity+json"},
		{`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`, thing, `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`},
		{`application/ld+json;profile="https://w3id.org/security/v1 https://www.w3.org/ns/activitystreams"`, thing, `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`},
		{"application/ld+json", thing, "application/ld+json"},
		{"application/ld+json, application/activity+json", thing, "application/activity+json"},
		{"application/ld+json, application/activity+json;q=0.9", thing, "application/ld+json"},
		{"application/json", thing, "application/json"},
		{"application/json, application/ld+json", thing, "application/ld+json"},
		{"application/*", thing, "application/activity+json"},
		{"text/*", thing, "text/turtle; charset=utf-8"},
		{"text/*;q=0.5, text/html", thing, "text/html; charset=utf-8"},
		{"text/*, text/turtle;q=0", thing, "text/html; charset=utf-8"},
		{"*/*, text/turtle;q=0", thing, "application/activity+json"},
		{"text/turtle;q=0", thing, ""},
		{"text/turtle;q=0, text/n3", thing, ""},
		{"text/n3", thing, "text/turtle; charset=utf-8"},
		{"application/x-turtle", thing, "text/turtle; charset=utf-8"},
		{"text/plain", thing, "application/n-triples"},
		{"text/plain;q=0.5, */*;q=0.1", thing, "application/n-triples"},
		{"text/x-nquads", thing, "application/n-quads"},
		{"application/x-trig", thing, "application/trig"},
		{"TEXT/Turtle;Q=1.000", thing, "text/turtle; charset=utf-8"},
		{"text/turtle;charset=utf-8", thing, "text/turtle; charset=utf-8"},
		{"text/turtle;version=1.2", thing, "text/turtle; charset=utf-8"},
		{"application/xhtml+xml", thing, ""},
		{"application/xhtml+xml, text/html;q=0.5, text/turtle;q=0.8", thing, "text/html; charset=utf-8"},
		{"application/rdf+xml;q=0.9, application/ld+json;q=0.901", thing, "application/ld+json"},
		{"image/png", thing, ""},
		{"text/csv", thing, ""},
		{"text/csv", thing | tablePage, "text/csv; charset=utf-8; header=present"},
		{"application/activity+json", graphPage, ""},
		{`application/ld+json;profile="https://www.w3.org/ns/activitystreams"`, graphPage, "application/ld+json"},
		{`application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`, thing, `application/ld+json; profile="http://www.w3.org/ns/json-ld#expanded"`},
		{`application/ld+json;profile=http://www.w3.org/ns/json-ld#flattened`, thing, `application/ld+json; profile="http://www.w3.org/ns/json-ld#flattened"`},
		{`application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"`, thing, `application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"`},
		{`application/ld+json;profile="http://www.w3.org/ns/json-ld#framed"`, thing, "application/ld+json"},
		{`application/ld+json;q=0.5, application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`, thing, `application/ld+json; profile="http://www.w3.org/ns/json-ld#expanded"`},
		// Malformed parts are as if they were not there.
		{"text/turtle;q=abc, application/n-quads;q=0.1", thing, "application/n-quads"},
		{"text/turtle;q=2, application/n-quads;q=0.1", thing, "application/n-quads"},
		{"text/turtle;q=-1, application/n-quads;q=0.1", thing, "application/n-quads"},
		{"text/turtle;q=0.1234, application/n-quads;q=0.1", thing, "application/n-quads"},
		{"*/turtle, application/n-quads", thing, "application/n-quads"},
		{"text, /, ;;;, ,,, application/trig", thing, "application/trig"},
		{`application/ld+json;profile="unended, text/turtle`, thing, "application/ld+json"},
		{",", thing, "text/turtle; charset=utf-8"},
		{"text/<html>, te xt/turtle, application/rdf+xml", thing, "application/rdf+xml"},
	} {
		got := ""
		if e := negotiate(http.Header{"Accept": {c.accept}}, c.kind); e != nil {
			got = e.content
		}
		if got != c.want {
			t.Errorf("Accept %q: got %q, want %q", c.accept, got, c.want)
		}
	}
}

func TestSeveralAcceptLinesAreOneList(t *testing.T) {
	e := negotiate(http.Header{"Accept": {"text/turtle;q=0.1", "application/trig"}}, graphPage)
	if e == nil || e.typ != "application/trig" {
		t.Errorf("got %v", e)
	}
}

func TestGzipIsAnsweredOnDemand(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "gzip;q=0": false, "br, gzip;q=0.1": true, "*": true, "*;q=0": false,
		"identity": false, "*, gzip;q=0": false, "gzip;q=zero": false, "deflate, br": false,
	} {
		if got := wantsGzip(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("Accept-Encoding %q: got %v", header, got)
		}
	}
}

func TestCacheStaysWithinItsBytes(t *testing.T) {
	c := newCache(10 * (overhead + 2*100 + 1))
	for i := range 100 {
		c.put(key{iri: "i", n: i}, &representation{body: make([]byte, 100)})
		if c.size > c.limit {
			t.Fatalf("%d bytes after %d entries", c.size, i+1)
		}
	}
	if c.get(key{iri: "i", n: 0}) != nil || c.get(key{iri: "i", n: 99}) == nil {
		t.Error("the oldest entry stayed, or the newest went")
	}
	c.put(key{iri: "huge"}, &representation{body: make([]byte, c.limit)})
	if c.get(key{iri: "huge"}) != nil || c.get(key{iri: "i", n: 99}) == nil {
		t.Error("one large page pushed the others out")
	}
}
