package publish_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestHostileRequestsGetPlainAnswers(t *testing.T) {
	s := newSite(t)
	_, _, event := s.event()
	long := strings.Repeat("text/turtle;q=0.1,", 100_000)
	for _, headers := range [][]string{
		{"Accept", long},
		{"Accept", strings.Repeat(`"`, 10_000)},
		{"Accept", `application/ld+json;profile="` + strings.Repeat(`\`, 10_000)},
		{"Accept", "\xff\xfe/\x00"},
		{"Accept-Encoding", strings.Repeat("gzip;q=0.5,", 100_000)},
		{"If-None-Match", strings.Repeat(`"x",`, 100_000)},
		{"If-None-Match", `"`},
		{"Accept-Datetime", strings.Repeat("x", 100_000)},
		{"Range", "bytes=0-18446744073709551615"},
	} {
		if w := s.get(string(event), headers...); w.Code >= 500 {
			t.Errorf("%s: %.40s…: got %d", headers[0], headers[1], w.Code)
		}
	}
	for _, address := range []string{
		"//", "/.ttl", "/groups/", "/groups//events", "/groups/../events", "/id/economic-event/", "/v/1", "/state/v/99999999999999999999",
		"/groups/garden/state/0", "/groups/garden/state/-1", "/timegate", "/timemap", "/difference", "/diff/1", "/ns/", "/ns/..", "/contexts/..%2f.jsonld",
		"/%00", "/%0d%0aSet-Cookie:x", "/" + strings.Repeat("a/", 5000),
	} {
		if w := s.get(address); w.Code >= 500 || w.Code < 300 || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%.60s: got %d", address, w.Code)
		}
	}
}

func TestForeignTypesCannotBreakHeaders(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	id := s.Create(group, `{"type": ["ResourceSpecification", "https://other.example/T%3E;rel=x"], "name": "x"}`)
	w := s.get(string(id))
	if w.Code != http.StatusOK {
		t.Fatalf("got %d", w.Code)
	}
	for _, l := range w.Header().Values("Link") {
		if strings.Count(l, "<") != 1 || strings.Count(l, ">") != 1 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("got Link %q", l)
		}
	}
}
