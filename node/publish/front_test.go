package publish_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

func TestARememberedAnswerEndsWithTheNextCommit(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	plan := s.Create(garden, `{"type": "Plan", "name": "Spring"}`)
	first := s.body(string(plan), "Accept", "text/turtle")
	if again := s.body(string(plan), "Accept", "text/turtle"); again != first {
		t.Fatalf("the same question was answered\n%s\nthen\n%s", first, again)
	}

	s.Must(nodetest.Speaking(garden), node.Update(garden, s.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Summer"}`, plan))...))

	if now := s.body(string(plan), "Accept", "text/turtle"); !strings.Contains(now, "Summer") {
		t.Errorf("after the change the answer is still\n%s", now)
	}
}

func TestWhatIsRememberedIsForStrangersAsTheyAsked(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	act := node.Create(garden, s.Read(`{"type": "Plan", "name": "Quiet"}`)...)
	act.To = []vocab.IRI{garden + "/members"}
	quiet := string(s.Must(nodetest.Speaking(garden), act).Objects[0])
	open := string(s.Create(garden, `{"type": "Plan", "name": "Open"}`))

	for range 2 {
		if w := s.get(quiet, "Authorization", "Bearer garden", "Accept", "text/turtle"); w.Code != 200 {
			t.Fatalf("a member got %d", w.Code)
		}
		if w := s.get(quiet, "Accept", "text/turtle"); w.Code != 404 {
			t.Errorf("a stranger got %d", w.Code)
		}
		turtle, json := s.get(open, "Accept", "text/turtle"), s.get(open, "Accept", "application/ld+json")
		zipped := s.get(open, "Accept", "text/turtle", "Accept-Encoding", "gzip")
		tags := []string{turtle.Header().Get("ETag"), json.Header().Get("ETag"), zipped.Header().Get("ETag")}
		if tags[0] == tags[1] || tags[0] == tags[2] || zipped.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("tags of three forms: %q", tags)
		}
		if w := s.get(open, "Accept", "text/turtle", "If-None-Match", tags[0]); w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("Vary") == "" {
			t.Errorf("who has it got %d with %d bytes", w.Code, w.Body.Len())
		}
		if w := s.do("HEAD", open, "Accept", "text/turtle"); w.Body.Len() != 0 || w.Header().Get("ETag") != tags[0] || w.Header().Get("Content-Length") != fmt.Sprint(turtle.Body.Len()) {
			t.Errorf("HEAD: %v", w.Header())
		}
	}
}

func TestWhatIsRememberedHasTheHeadersItWasFirstSentWith(t *testing.T) {
	s := newSite(t)
	plan := string(s.Create(s.Group("garden"), `{"type": "Plan", "name": "Spring"}`))
	ask := func(number string) http.Header {
		w := httptest.NewRecorder()
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("X-Request-Id", number)
		r := httptest.NewRequest("GET", strings.TrimPrefix(plan, nodetest.Base), nil)
		r.Header.Set("Accept", "text/html")
		s.ServeHTTP(w, r)
		return w.Header()
	}

	first, second := ask("1"), ask("2")

	if policy := second.Get("Content-Security-Policy"); policy != first.Get("Content-Security-Policy") || !strings.Contains(policy, "style-src") {
		t.Errorf("the second reader got the policy %q, the first %q", policy, first.Get("Content-Security-Policy"))
	}
	if second.Get("X-Request-Id") != "2" {
		t.Errorf("the second request has the number %s", second.Get("X-Request-Id"))
	}
}
