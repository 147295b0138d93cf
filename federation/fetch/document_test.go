package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tributary/federation/fetch"
	"tributary/node"
	"tributary/vocab"
)

func serve(t *testing.T, f http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s
}

// peer is another node that has some documents, and counts what it is asked for.
type peer struct {
	*httptest.Server
	mux   *http.ServeMux
	asked atomic.Int32
}

func newPeer(t *testing.T) *peer {
	p := &peer{mux: http.NewServeMux()}
	p.Server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		p.mux.ServeHTTP(w, r)
	})
	return p
}

const activityJSON = "application/activity+json"

// has answers a path with a document; %s is the peer's URL.
func (p *peer) has(path, contentType, document string) {
	p.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		io.WriteString(w, strings.ReplaceAll(document, "%s", p.URL))
	})
}

func (p *peer) redirects(path, to string) {
	p.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
}

func (p *peer) answers(path string, status int, headers ...string) {
	p.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
	})
}

func (p *peer) at(path string) vocab.IRI { return vocab.IRI(p.URL + path) }

func client() *fetch.Client { return fetch.New(fetch.Options{AllowPrivate: true}) }

func wantKind(t *testing.T, what string, err error, kind node.Kind) {
	t.Helper()
	if node.KindOf(err) != kind {
		t.Errorf("%s: %v (%s), want %s", what, err, node.KindOf(err), kind)
	}
}

func TestDocumentIsWhatItsOriginSays(t *testing.T) {
	p := newPeer(t)
	p.has("/ana", activityJSON+"; charset=utf-8", `{"id":"%s/ana","type":"Person"}`)

	d, err := client().Document(t.Context(), p.at("/ana"))

	if err != nil || d.IRI != p.at("/ana") || d.URL != p.URL+"/ana" || string(d.Raw) != `{"id":"`+p.URL+`/ana","type":"Person"}` {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestKeyIsFoundInItsActor(t *testing.T) {
	p := newPeer(t)
	p.has("/ana", activityJSON, `{"id":"%s/ana"}`)
	d, err := client().Document(t.Context(), p.at("/ana#main-key"))
	if err != nil || d.IRI != p.at("/ana") {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestActivityPubIsAskedFor(t *testing.T) {
	p := newPeer(t)
	var asked http.Header
	p.mux.HandleFunc("/", func(_ http.ResponseWriter, r *http.Request) { asked = r.Header.Clone() })
	fetch.New(fetch.Options{AllowPrivate: true, UserAgent: "garden/1"}).Document(t.Context(), p.at("/"))
	if a := asked.Get("Accept"); !strings.Contains(a, activityJSON) || !strings.Contains(a, `profile="https://www.w3.org/ns/activitystreams"`) {
		t.Errorf("Accept is %q", a)
	}
	if asked.Get("User-Agent") != "garden/1" || asked.Get("Cookie") != "" {
		t.Errorf("headers are %v", asked)
	}
}

func TestOtherTypesAreNoDocuments(t *testing.T) {
	for _, contentType := range []string{"text/html", "application/json", "application/ld+json", "image/png", "", "application/activity+jsonx"} {
		p := newPeer(t)
		p.has("/ana", contentType, `{"id":"%s/ana"}`)
		_, err := client().Document(t.Context(), p.at("/ana"))
		wantKind(t, contentType, err, node.Unsupported)
	}
}

func TestWhatHasNoSingleIDIsRefused(t *testing.T) {
	for document, kind := range map[string]node.Kind{
		`{"type":"Note"}`:                     node.Invalid,
		`{"ID":"%s/x"}`:                       node.Invalid,
		`{"id":"%s/x","@id":"%s/y"}`:          node.Invalid,
		`{"id":"%s/x","id":"%s/y"}`:           node.Unreadable,
		`{"id":7}`:                            node.Unreadable,
		`[]`:                                  node.Unreadable,
		`{"id":"%s/x"} {}`:                    node.Unreadable,
		"{\"id\":\"%s/x\",\"name\":\"\xff\"}": node.Unreadable,
		strings.Repeat(`{"id":`, 100_000):     node.Unreadable,
	} {
		p := newPeer(t)
		p.has("/x", activityJSON, document)
		_, err := client().Document(t.Context(), p.at("/x"))
		wantKind(t, fmt.Sprintf("%.40q", document), err, kind)
	}
}

func TestNobodySpeaksForAnotherOrigin(t *testing.T) {
	p, other := newPeer(t), newPeer(t)
	p.has("/x", activityJSON, `{"id":"`+other.URL+`/x"}`)
	other.has("/x", activityJSON, `{"id":"%s/x"}`)
	_, err := client().Document(t.Context(), p.at("/x"))
	wantKind(t, "an id elsewhere", err, node.Invalid)
	if other.asked.Load() != 0 {
		t.Error("the other origin was asked on a stranger's word")
	}
}

func TestAliasIsFetchedAtItsOwnAddress(t *testing.T) {
	p := newPeer(t)
	p.has("/@ana", activityJSON, `{"id":"%s/users/1","name":"as another path claims"}`)
	p.has("/users/1", activityJSON, `{"id":"%s/users/1","name":"Ana"}`)
	p.has("/upload", activityJSON, `{"id":"%s/users/2"}`)
	p.has("/users/2", activityJSON, `{"id":"%s/users/3"}`)
	p.has("/orphan", activityJSON, `{"id":"%s/nowhere"}`)
	c := client()

	d, err := c.Document(t.Context(), p.at("/@ana"))
	if err != nil || d.IRI != p.at("/users/1") || !strings.Contains(string(d.Raw), `"Ana"`) {
		t.Errorf("%s, %v", d.Raw, err)
	}
	_, err = c.Document(t.Context(), p.at("/upload"))
	wantKind(t, "an id that goes on to another", err, node.Invalid)
	_, err = c.Document(t.Context(), p.at("/orphan"))
	wantKind(t, "an id that is nowhere", err, node.NotFound)
}

func TestRedirectsAreFollowedWithinTheirOrigin(t *testing.T) {
	p, other := newPeer(t), newPeer(t)
	p.redirects("/old", "/new")
	p.has("/new", activityJSON, `{"id":"%s/new"}`)
	p.redirects("/id", "/place")
	p.has("/place", activityJSON, `{"id":"%s/id"}`)
	p.redirects("/moved", other.URL+"/moved")
	other.has("/moved", activityJSON, `{"id":"%s/moved"}`)
	p.redirects("/lent", other.URL+"/lent")
	other.has("/lent", activityJSON, `{"id":"`+p.URL+`/lent"}`)
	c := client()

	for _, one := range []struct{ asked, found vocab.IRI }{
		{p.at("/old"), p.at("/new")}, {p.at("/id"), p.at("/id")}, {p.at("/moved"), other.at("/moved")},
	} {
		if d, err := c.Document(t.Context(), one.asked); err != nil || d.IRI != one.found {
			t.Errorf("%s: %+v, %v", one.asked, d, err)
		}
	}
	_, err := c.Document(t.Context(), p.at("/lent"))
	wantKind(t, "an id that its origin lent to another", err, node.Invalid)
}

func TestRedirectsEnd(t *testing.T) {
	p := newPeer(t)
	p.redirects("/loop", "/loop")
	for i := range 4 {
		p.redirects(fmt.Sprint("/", i), fmt.Sprint("/", i+1))
	}
	p.has("/4", activityJSON, `{"id":"%s/4"}`)
	p.answers("/nowhere", http.StatusFound)
	p.answers("/odd", http.StatusFound, "Location", "file:///etc/passwd")
	c := client()

	_, err := c.Document(t.Context(), p.at("/loop"))
	wantKind(t, "a loop", err, node.Unreachable)
	if n := p.asked.Load(); n != 4 {
		t.Errorf("a loop took %d requests", n)
	}
	_, err = c.Document(t.Context(), p.at("/0"))
	wantKind(t, "four redirects", err, node.Unreachable)
	_, err = c.Document(t.Context(), p.at("/1"))
	wantKind(t, "three redirects", err, "")
	_, err = c.Document(t.Context(), p.at("/nowhere"))
	wantKind(t, "no Location", err, node.Unreachable)
	_, err = c.Document(t.Context(), p.at("/odd"))
	wantKind(t, "a file", err, node.Invalid)
}

func TestEachHopIsSignedAnewAndAskedOfPolicy(t *testing.T) {
	p, other := newPeer(t), newPeer(t)
	var seen []string
	p.mux.HandleFunc("/x", func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Signature"))
		http.Redirect(w, r, other.URL+"/x", http.StatusMovedPermanently)
	})
	other.mux.HandleFunc("/x", func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Signature"), r.Header.Get("Referer"))
	})
	o := fetch.Options{AllowPrivate: true, Sign: func(r *http.Request) (fetch.Answered, error) {
		r.Header.Add("Signature", "for "+r.URL.Host)
		return nil, nil
	}}

	fetch.New(o).Document(t.Context(), p.at("/x"))
	want := []string{"for " + p.Listener.Addr().String(), "for " + other.Listener.Addr().String(), ""}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("signatures are %q", seen)
	}

	before := other.asked.Load()
	o.May = blocking(other.URL)
	_, err := fetch.New(o).Document(t.Context(), p.at("/x"))
	wantKind(t, "a redirect to who is blocked", err, node.Forbidden)
	if other.asked.Load() != before {
		t.Error("who is blocked was asked")
	}
}

func TestBodiesAreBoundedAsDecompressed(t *testing.T) {
	p := newPeer(t)
	p.mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", activityJSON)
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		for range 64 { // 64 MB in 64 KB
			if _, err := z.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	})
	p.has("/long", activityJSON, strings.Repeat(" ", 2<<20))
	p.has("/fits", activityJSON, `{"id":"%s/fits"`+strings.Repeat(" ", 1<<19)+`}`)
	p.mux.HandleFunc("/headers", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<17))
	})
	c := client()
	for path, kind := range map[string]node.Kind{"/bomb": node.TooLarge, "/long": node.TooLarge, "/fits": "", "/headers": node.Unreachable} {
		_, err := c.Document(t.Context(), p.at(path))
		wantKind(t, path, err, kind)
	}
}

func TestSlowPeersAreGivenUp(t *testing.T) {
	p := newPeer(t)
	p.mux.HandleFunc("/body", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", activityJSON)
		io.WriteString(w, `{"id":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done() // until the client goes
	})
	p.mux.HandleFunc("/headers", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for _, path := range []string{"/body", "/headers"} {
		c := fetch.New(fetch.Options{AllowPrivate: true, Timeout: 50 * time.Millisecond})
		_, err := c.Document(t.Context(), p.at(path))
		wantKind(t, path, err, node.Unreachable)
	}
}

func TestCallerMayGiveUp(t *testing.T) {
	p := newPeer(t)
	arrived := make(chan bool)
	p.mux.HandleFunc("/", func(_ http.ResponseWriter, r *http.Request) { arrived <- true; <-r.Context().Done() })
	c := fetch.New(fetch.Options{AllowPrivate: true, Timeout: 100 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if _, err := c.Document(ctx, p.at("/")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestStatusesHaveTheirKind(t *testing.T) {
	p := newPeer(t)
	c := client()
	for status, kind := range map[int]node.Kind{
		401: node.Forbidden, 403: node.Forbidden, 404: node.NotFound, 410: node.Gone, 406: node.Unsupported,
		429: node.Busy, 503: node.Busy, 500: node.Unreachable, 502: node.Unreachable, 204: node.Unreachable, 418: node.Unreachable,
	} {
		path := fmt.Sprint("/", status)
		p.answers(path, status)
		_, err := c.Document(t.Context(), p.at(path))
		wantKind(t, path, err, kind)
		if fetch.StatusOf(err) != status || fetch.RetryAfter(err) != 0 {
			t.Errorf("%d: status %d, wait %s", status, fetch.StatusOf(err), fetch.RetryAfter(err))
		}
		if says := map[int]string{401: " takes no signature of this node for ", 403: " refuses this node "}[status]; !strings.Contains(err.Error(), says) {
			t.Errorf("%d reads %q", status, err)
		}
	}
	_, err := c.Document(t.Context(), "http://127.0.0.1:1/")
	wantKind(t, "nobody listens", err, node.Unreachable)
}

func TestRetryAfterIsHonouredWithinReason(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "Sun, 01 Mar 2026 12:10:00 GMT": 10 * time.Minute, "Sun, 01 Mar 2026 11:00:00 GMT": 0,
		"99999999999": 24 * time.Hour, "-5": 0, "soon": 0,
	} {
		p := newPeer(t)
		p.answers("/", http.StatusServiceUnavailable, "Retry-After", text)
		c := fetch.New(fetch.Options{AllowPrivate: true, Now: func() time.Time { return now }})
		_, err := c.Document(t.Context(), p.at("/"))
		if fetch.RetryAfter(err) != want {
			t.Errorf("%q: %s", text, fetch.RetryAfter(err))
		}
	}
}
