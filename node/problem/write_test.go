package problem_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
)

var update = flag.Bool("update", false, "write the golden files")

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

// answer is what a client that sends these headers gets for an error.
func answer(err error, method string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/groups/garden/outbox?code=hush", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	problem.Writer{}.Write(w, r, err)
	return w
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got\n%s", path, got)
	}
}

// The statuses are a contract; here they stand a second time on purpose.
func TestEveryKindHasItsStatus(t *testing.T) {
	statuses := map[node.Kind]int{
		"unreadable": 400, "unauthenticated": 401, "forbidden": 403, "not-found": 404,
		"unacceptable": 406, "conflict": 409, "gone": 410, "too-large": 413, "unsupported": 415,
		"invalid": 422, "limited": 429, "internal": 500, "unreachable": 502, "busy": 503,
	}
	if len(statuses) != len(node.Kinds) {
		t.Errorf("there are %d kinds, and %d statuses", len(node.Kinds), len(statuses))
	}
	for _, kind := range node.Kinds {
		w := answer(node.Errorf(kind, "because"), "GET")
		var p problem.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s: %v in %s", kind, err, w.Body)
		}
		if w.Code != statuses[kind] || p.Status != w.Code || problem.Status(kind) != w.Code {
			t.Errorf("%s: status %d, in the body %d; want %d", kind, w.Code, p.Status, statuses[kind])
		}
		if p.Type != "https://w3id.org/tributary#problem-"+string(kind) || p.Title == "" || p.Detail != "because" {
			t.Errorf("%s: %+v", kind, p)
		}
	}
}

var refused = node.Refuse(vocab.Violations{
	{Path: "resourceQuantity.hasUnit", Term: "hasUnit", Message: "takes a unit, not <script>alert(1)</script>"},
	{Path: "provider", Term: "provider", Message: "is needed"},
})

func TestProgramsGetProblemJSON(t *testing.T) {
	w := answer(fmt.Errorf("submit: %w", refused), "POST", "Accept", "application/ld+json")
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type is %s", got)
	}
	golden(t, "invalid.json", w.Body.Bytes())
}

func TestPeopleGetAPageWithEverythingEscaped(t *testing.T) {
	w := answer(refused, "POST", "Accept", browser)
	if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("Content-Type is %s", got)
	}
	if strings.Contains(w.Body.String(), "<script>") {
		t.Error("a message became markup")
	}
	golden(t, "invalid.html", w.Body.Bytes())
}

func TestAcceptDecidesBetweenPageAndJSON(t *testing.T) {
	for accept, page := range map[string]bool{
		"":                                     false,
		"*/*":                                  false,
		browser:                                true,
		"text/html":                            true,
		"TEXT/HTML; q=0.5":                     true,
		"text/html;q=0":                        false,
		"text/html, application/json":          false,
		"text/turtle, text/html;q=0.1":         false,
		"application/ld+json;q=0.9, text/html": true,
		"text/html;q=much, ;;;, text/":         false,
		strings.Repeat("a/b,", 1000) + browser: false,
	} {
		got := strings.HasPrefix(answer(refused, "GET", "Accept", accept).Header().Get("Content-Type"), "text/html")
		if got != page {
			t.Errorf("%.60s: a page: %v, want %v", accept, got, page)
		}
	}
}

func TestHeadHasTheHeadersOfGetAndNoBody(t *testing.T) {
	get, head := answer(refused, "GET"), answer(refused, "HEAD")
	if head.Body.Len() != 0 || head.Code != get.Code {
		t.Errorf("HEAD answered %d with %d bytes", head.Code, head.Body.Len())
	}
	for name := range get.Header() {
		if !slices.Equal(get.Header()[name], head.Header()[name]) {
			t.Errorf("%s is %q, and on HEAD %q", name, get.Header()[name], head.Header()[name])
		}
	}
}

func TestErrorsAreNotCachedAndVaryByAccept(t *testing.T) {
	r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	w.Header().Set("ETag", `"of another body"`)
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Vary", "Authorization")

	problem.Writer{}.Write(w, r, node.Errorf(node.Gone, "it was deleted"))

	h := w.Header()
	if h.Get("ETag") != "" || h.Get("Content-Encoding") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("headers are %v", h)
	}
	if vary := strings.Join(h.Values("Vary"), ", "); vary != "Authorization, Accept" {
		t.Errorf("Vary is %s", vary)
	}
}

func TestUnauthenticatedAsksForAToken(t *testing.T) {
	err := node.Errorf(node.Unauthenticated, "the token is unknown")
	if got := answer(err, "GET").Header().Get("WWW-Authenticate"); got != `Bearer realm="tributary"` {
		t.Errorf("without a token: %s", got)
	}
	got := answer(err, "GET", "Authorization", "Bearer x").Header().Get("WWW-Authenticate")
	if got != `Bearer realm="tributary", error="invalid_token"` {
		t.Errorf("with a bad token: %s", got)
	}
	if got := answer(refused, "GET").Header().Get("WWW-Authenticate"); got != "" {
		t.Errorf("on another kind: %s", got)
	}
}

func TestWhoIsTurnedAwayLearnsWhenToComeBack(t *testing.T) {
	limited, busy := node.Errorf(node.Limited, "slow down"), node.Errorf(node.Busy, "later")
	for _, row := range []struct {
		err  error
		want string
	}{
		{limited, "60"},
		{busy, "5"},
		{problem.After(limited, 1500*time.Millisecond), "2"},
		{problem.After(busy, -time.Second), "1"},
		{fmt.Errorf("submit: %w", problem.After(busy, 9*time.Second)), "9"},
		{problem.After(refused, time.Second), ""},
		{refused, ""},
	} {
		if got := answer(row.err, "GET").Header().Get("Retry-After"); got != row.want {
			t.Errorf("%v: Retry-After is %q, want %q", row.err, got, row.want)
		}
	}
}

func TestUnacceptableListsWhatThereIs(t *testing.T) {
	w := answer(problem.Unacceptable(
		problem.Alternate{Type: "text/turtle", Href: "https://node.example/id/plan/1.ttl"},
		problem.Alternate{Type: `application/ld+json;profile="x"`, Href: "https://node.example/id/plan/1>.jsonld"},
	), "GET", "Accept", "image/png")

	want := []string{
		`<https://node.example/id/plan/1.ttl>; rel="alternate"; type="text/turtle"`,
		`<https://node.example/id/plan/1%3E.jsonld>; rel="alternate"; type="application/ld+json;profile=\"x\""`,
	}
	if !slices.Equal(w.Header().Values("Link"), want) {
		t.Errorf("Link is %q", w.Header().Values("Link"))
	}
	golden(t, "unacceptable.json", w.Body.Bytes())
}

func TestWhatLiesBeneathIsLoggedAndNotTold(t *testing.T) {
	beneath := errors.New("disk /srv/secret is full")
	for _, err := range []error{
		beneath,
		&node.Error{Kind: node.Internal, Message: "the record could not be written", Err: beneath},
		&node.Error{Kind: "nonsense", Message: "the record could not be written", Err: beneath},
	} {
		for _, accept := range []string{"*/*", browser} {
			var log bytes.Buffer
			r, w := httptest.NewRequest("GET", "/groups/garden?code=hush", nil), httptest.NewRecorder()
			r.Header.Set("Accept", accept)

			problem.Writer{Log: slog.New(slog.NewTextHandler(&log, nil))}.Write(w, r, err)

			if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "nonsense") {
				t.Errorf("%v: told %d %s", err, w.Code, w.Body)
			}
			if !strings.Contains(log.String(), "disk /srv/secret is full") || !strings.Contains(log.String(), "path=/groups/garden") {
				t.Errorf("%v: logged %s", err, log.String())
			}
			if strings.Contains(log.String()+w.Body.String(), "hush") {
				t.Errorf("%v: the query leaked: %s", err, log.String())
			}
		}
	}
}

func TestWhatIsNotOurFaultIsNotLoggedHere(t *testing.T) {
	var log bytes.Buffer
	r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	problem.Writer{Log: slog.New(slog.NewTextHandler(&log, nil))}.Write(w, r, refused)
	if log.Len() > 0 {
		t.Errorf("logged %s", log.String())
	}
}

func TestErrorsOfHTTPItselfHaveAKind(t *testing.T) {
	for err, want := range map[error]int{
		&http.MaxBytesError{Limit: 9}: 413,
		context.DeadlineExceeded:      503,
		context.Canceled:              503,
	} {
		if got := answer(fmt.Errorf("read the body: %w", err), "POST").Code; got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}

func TestAnswersStaySmall(t *testing.T) {
	var many vocab.Violations
	for range 10_000 {
		many = append(many, vocab.Violation{Path: "object", Term: "object", Message: strings.Repeat("ü", 50)})
	}
	p := problem.Of(node.Refuse(many))
	if len(p.Violations) != 100 || len(p.Detail) > 2010 || strings.ContainsRune(p.Detail, '\uFFFD') {
		t.Errorf("told %d violations and %d bytes", len(p.Violations), len(p.Detail))
	}
}
