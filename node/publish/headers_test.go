package publish_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

func TestHeadersOfAPublicDocument(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	id := string(event)
	w := s.get(id, "Accept", "application/n-triples")
	for name, want := range map[string]string{
		"Content-Type":                  "application/n-triples",
		"Content-Location":              id + ".nt",
		"Cache-Control":                 "public, no-cache",
		"Vary":                          "Accept, Accept-Encoding, Authorization, Cookie, Signature",
		"Last-Modified":                 nodetest.Begin.Add(2e9).Format(http.TimeFormat),
		"Access-Control-Allow-Origin":   "*",
		"X-Content-Type-Options":        "nosniff",
		"Access-Control-Expose-Headers": "ETag, Link, Content-Location, Last-Modified, Location, Retry-After, Memento-Datetime",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	links := strings.Join(w.Header().Values("Link"), "\n")
	for _, want := range []string{
		`<` + id + `>; rel="canonical"`,
		`<` + id + `.ttl>; rel="alternate"; type="text/turtle"`,
		`<` + id + `.html>; rel="alternate"; type="text/html"`,
		`<` + id + `.as>; rel="alternate"; type="application/activity+json"`,
		`<` + id + `>; rel="original"`,
		`<` + id + `/timegate>; rel="timegate"`,
		`<` + id + `/timemap>; rel="timemap"; type="application/link-format"`,
		`<` + id + `/v/1>; rel="memento"; datetime="Sat, 21 Mar 2026 09:00:02 GMT"`,
		`<https://w3id.org/valueflows/ont/vf#EconomicEvent>; rel="type"`,
		`<https://node.example/ns/vf>; rel="describedby"`,
		`<https://node.example/dataset>; rel="collection"`,
		`<https://creativecommons.org/licenses/by/4.0/>; rel="license"`,
	} {
		if !strings.Contains(links, want) {
			t.Errorf("Link lacks %s in\n%s", want, links)
		}
	}
	if strings.Contains(links, ".nt>") {
		t.Errorf("a document is no alternate of itself:\n%s", links)
	}
}

func TestTypesWithEqualBytesHaveDifferentTags(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	triples, quads := s.get(string(event)+".nt"), s.get(string(event)+".nq")
	if !bytes.Equal(triples.Body.Bytes(), quads.Body.Bytes()) {
		t.Fatal("N-Triples and N-Quads of one graph differ")
	}
	if a, b := triples.Header().Get("ETag"), quads.Header().Get("ETag"); a == b || a == "" || strings.HasPrefix(a, "W/") {
		t.Errorf("got tags %s and %s", a, b)
	}
}

func TestSuffixNamesTheEncodingWhateverAcceptSays(t *testing.T) {
	s := newSite(t)
	group, _, event := s.event()
	for suffix, want := range map[string]string{
		".ttl": "text/turtle; charset=utf-8", ".nt": "application/n-triples", ".nq": "application/n-quads",
		".trig": "application/trig", ".jsonld": "application/ld+json", ".json": "application/json",
		".rdf": "application/rdf+xml", ".as": "application/activity+json", ".html": "text/html; charset=utf-8",
	} {
		for _, id := range []string{string(event), string(group), string(group) + "/events", "/index"} {
			w := s.get(id+suffix, "Accept", "application/rdf+xml;q=0.9, image/png")
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want {
				t.Errorf("%s%s: got %d %s", id, suffix, w.Code, w.Header().Get("Content-Type"))
			}
		}
	}
	if w := s.get(string(event) + ".csv"); w.Code != http.StatusNotFound {
		t.Errorf("an event as a table: got %d", w.Code)
	}
}

func TestUnchangedDocumentIsNotSentAgain(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	for _, accept := range []string{"text/turtle", "application/ld+json", "text/html", "application/activity+json"} {
		first := s.get(string(event), "Accept", accept)
		tag := first.Header().Get("ETag")
		for _, has := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			again := s.get(string(event), "Accept", accept, "If-None-Match", has)
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
				t.Errorf("%s with If-None-Match %s: got %d", accept, has, again.Code)
			}
			for _, name := range []string{"ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin", "Content-Location"} {
				if got, want := again.Header().Get(name), first.Header().Get(name); got != want {
					t.Errorf("%s 304 %s: got %q, want %q", accept, name, got, want)
				}
			}
			if again.Header().Get("Content-Type") != "" {
				t.Errorf("a 304 describes a body it does not have")
			}
		}
		if other := s.get(string(event), "Accept", "application/trig", "If-None-Match", tag); other.Code != http.StatusOK {
			t.Errorf("the tag of %s matched another type: %d", accept, other.Code)
		}
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	s := newSite(t)
	group, _, event := s.event()
	for _, id := range []string{string(event), string(group), string(group) + "/events", "/", "/ns/pf"} {
		for _, accept := range []string{"text/turtle", "text/html"} {
			get, head := s.get(id, "Accept", accept), s.do(http.MethodHead, id, "Accept", accept)
			if head.Code != get.Code || head.Body.Len() != 0 {
				t.Errorf("HEAD %s: %d with %d bytes", id, head.Code, head.Body.Len())
			}
			for name := range get.Header() {
				if a, b := strings.Join(get.Header()[name], "\n"), strings.Join(head.Header()[name], "\n"); a != b {
					t.Errorf("HEAD %s: %s is %q, want %q", id, name, b, a)
				}
			}
		}
	}
}

func TestGzipHasATagOfItsOwn(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	plain := s.get(string(event) + ".ttl")
	zipped := s.get(string(event)+".ttl", "Accept-Encoding", "gzip, br")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Header().Get("ETag") == plain.Header().Get("ETag") {
		t.Fatalf("got headers %v", zipped.Header())
	}
	reader, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(reader)
	if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("the gzip form holds other bytes (%v)", err)
	}
	if again := s.get(string(event)+".ttl", "Accept-Encoding", "gzip", "If-None-Match", zipped.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("got %d", again.Code)
	}
}

func TestNothingAcceptableListsWhatThereIs(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	w := s.get(string(event), "Accept", "image/png")
	if w.Code != http.StatusNotAcceptable {
		t.Fatalf("got %d", w.Code)
	}
	links := strings.Join(w.Header().Values("Link"), "\n")
	for _, suffix := range []string{".ttl", ".as", ".jsonld", ".nt", ".nq", ".trig", ".rdf", ".html"} {
		address := string(event) + suffix
		if !strings.Contains(w.Body.String(), address) || !strings.Contains(links, "<"+address+`>; rel="alternate"`) {
			t.Errorf("%s is in neither body nor Link:\n%s\n%s", address, w.Body, links)
		}
	}
	if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept") {
		t.Error("a 406 depends on Accept")
	}
}

func TestBrowsersOfOtherOriginsMayAsk(t *testing.T) {
	s := newSite(t)
	w := s.do(http.MethodOptions, "/groups/garden", "Origin", "https://yasgui.example", "Access-Control-Request-Method", "GET")
	if w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Accept-Datetime") {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
	if w := s.do(http.MethodPut, "/groups/garden"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("PUT: got %d %v", w.Code, w.Header())
	}
}

func TestWhatIsBehindALoginIsNotKeptByCaches(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	if got := s.get(string(event), "Authorization", "Bearer garden").Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("got %q", got)
	}
}

func TestContextsNeverChange(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	address := between(t, s.body(string(event)+".jsonld"), `"@context":"`, `"`)
	w := s.get(address, "Accept", "text/html")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/ld+json" || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
	if w := s.get("/contexts/native-0000000000000000.jsonld"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown context: got %d", w.Code)
	}
}

func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	found, _, ends := strings.Cut(rest, after)
	if !ok || !ends {
		t.Fatalf("no %s…%s in %s", before, after, text)
	}
	return found
}

func TestWhatXMLCannotHoldIsThereInOtherForms(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	for what, document := range map[string]string{
		"a predicate without a name": `{"type": "Plan", "name": "Spring", "https://farm.example/terms/2026": "yes"}`,
		"a control character":        `{"type": "Plan", "name": "Spring", "note": "bell \u0007"}`,
	} {
		plan := string(s.Create(garden, document))
		for _, address := range []string{plan, string(garden) + "/plans"} {
			for _, w := range []*httptest.ResponseRecorder{s.get(address + ".rdf"), s.get(address, "Accept", "application/rdf+xml")} {
				if w.Code != http.StatusNotAcceptable || !strings.Contains(w.Body.String(), address+".ttl") || strings.Contains(w.Body.String(), "rdf+xml") {
					t.Errorf("%s: %s as RDF/XML: got %d %s", what, address, w.Code, w.Body)
				}
			}
			s.body(address + ".ttl")
		}
		s.Must(nodetest.Speaking(garden), node.Delete(garden, vocab.IRI(plan)))
	}
}

func TestReadOnlyAddressSaysSoAsAProblem(t *testing.T) {
	s := newSite(t)
	w := s.do(http.MethodDelete, "/groups/garden")
	var told struct {
		Status   int
		Detail   string
		Instance string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Fatalf("got %v %s", w.Header(), w.Body)
	}
	if told.Status != 405 || told.Detail != "this address takes GET, HEAD and OPTIONS" || told.Instance != "/groups/garden" {
		t.Errorf("got %+v", told)
	}
}
