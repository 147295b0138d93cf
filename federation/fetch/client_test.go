package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tributary/federation/fetch"
	"tributary/node"
	"tributary/vocab"
)

// blocking refuses all of an origin.
func blocking(base string) func(*url.URL) error {
	return func(u *url.URL) error {
		if strings.HasPrefix(u.String(), base) {
			return node.Errorf(node.Forbidden, "%s is blocked", u.Host)
		}
		return nil
	}
}

func TestFailureIsRememberedForAWhile(t *testing.T) {
	p := newPeer(t)
	p.answers("/gone", http.StatusGone)
	p.answers("/busy", http.StatusTooManyRequests, "Retry-After", "3600")
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := fetch.New(fetch.Options{AllowPrivate: true, Now: func() time.Time { return now }})
	ask := func(path string, kind node.Kind, requests int32) {
		t.Helper()
		before := p.asked.Load()
		_, err := c.Document(t.Context(), p.at(path))
		wantKind(t, path, err, kind)
		if n := p.asked.Load() - before; n != requests {
			t.Errorf("%s took %d requests, want %d", path, n, requests)
		}
	}
	ask("/gone", node.Gone, 1)
	ask("/gone", node.Gone, 0)
	ask("/gone#key", node.Gone, 0)
	ask("/busy", node.Busy, 1)

	now = now.Add(6 * time.Minute)
	ask("/gone", node.Gone, 1)
	ask("/busy", node.Busy, 0)

	c.Forget(p.URL + "/gone#key")
	ask("/gone", node.Gone, 1)
}

func TestMemoryOfFailuresIsBounded(t *testing.T) {
	asked := map[string]int{}
	c := fetch.New(fetch.Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
		asked[r.URL.Path]++
		return nil, errors.New("no")
	})})
	ask := func(i int) { c.Document(t.Context(), vocab.IRI(fmt.Sprintf("https://peer.example/%d", i))) }
	for i := range 5000 {
		ask(i)
	}
	ask(0)
	ask(4999)
	if asked["/0"] != 2 || asked["/4999"] != 1 {
		t.Errorf("the first was asked %d times, the last %d", asked["/0"], asked["/4999"])
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestFetchesOfTheSameAreJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests, release := 0, make(chan bool)
		c := fetch.New(fetch.Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
			requests++
			<-release
			return &http.Response{
				StatusCode: 200, Header: http.Header{"Content-Type": {activityJSON}}, Request: r,
				Body: io.NopCloser(strings.NewReader(`{"id":"https://peer.example/x"}`)),
			}, nil
		})})
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() {
				if d, err := c.Document(t.Context(), "https://peer.example/x"); err != nil || d.IRI != "https://peer.example/x" {
					t.Errorf("%+v, %v", d, err)
				}
			})
		}
		synctest.Wait() // until everyone waits for somebody
		close(release)
		all.Wait()
		if requests != 1 {
			t.Errorf("%d requests", requests)
		}
	})
}

func TestPanicOfASignerIsAnError(t *testing.T) {
	c := fetch.New(fetch.Options{Sign: func(*http.Request) (fetch.Answered, error) { panic("no key") }})
	_, err := c.Document(t.Context(), "https://peer.example/")
	wantKind(t, "a panic", err, node.Internal)
}

func TestPostSendsOnceAndFollowsNothing(t *testing.T) {
	p := newPeer(t)
	p.redirects("/moved", "/inbox")
	p.mux.HandleFunc("/inbox", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, "%s %s", r.Header.Get("Signature"), body)
	})
	p.answers("/full", http.StatusTooManyRequests, "Retry-After", "60")
	c := client()
	post := func(path string) fetch.Answer {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+path, strings.NewReader("{}"))
		r.Header.Set("Signature", "mine")
		a, err := c.Post(r)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := post("/inbox"); a.Status != 202 || string(a.Body) != "mine {}" || a.Err() != nil {
		t.Errorf("%+v", a)
	}
	if a := post("/moved"); a.Status != 302 || node.KindOf(a.Err()) != node.Unreachable {
		t.Errorf("%+v", a)
	}
	if err := post("/full").Err(); node.KindOf(err) != node.Busy || fetch.RetryAfter(err) != time.Minute {
		t.Errorf("%v", err)
	}
	if n := p.asked.Load(); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestPostDoesNotWaitForAnEndlessAnswer(t *testing.T) {
	p := newPeer(t)
	p.mux.HandleFunc("/inbox", func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	})
	r, _ := http.NewRequest(http.MethodPost, p.URL+"/inbox", strings.NewReader("{}"))
	a, err := client().Post(r)
	if err != nil || a.Status != 200 || len(a.Body) > 1<<15 {
		t.Errorf("%d, %d bytes, %v", a.Status, len(a.Body), err)
	}
}

func TestJSONIsOfTheTypeAskedFor(t *testing.T) {
	p := newPeer(t)
	p.has("/info", `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"`, `{}`)
	p.has("/page", "text/html", `{}`)
	c := client()
	body, err := c.JSON(t.Context(), p.URL+"/info")
	if err != nil || string(body) != "{}" {
		t.Errorf("%s, %v", body, err)
	}
	_, err = c.JSON(t.Context(), p.URL+"/page", "application/jrd+json", "application/json")
	wantKind(t, "a page", err, node.Unsupported)
}
