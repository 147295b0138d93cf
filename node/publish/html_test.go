package publish_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tributary/contexts"
)

// golden compares with a file under testdata, without the style, which is a file itself.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAllString(got, "<style></style>")
	got = strings.ReplaceAll(got, contexts.Native().Name, "native.jsonld")
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as in %s (go test -update writes it)\n%s", name, path, got)
	}
}

func TestPagesForPeople(t *testing.T) {
	s := newSite(t)
	group, resource, event := s.event()
	state := s.stateOf(group)
	for name, address := range map[string]string{
		"home": "/", "group": string(group), "event": string(event), "resource": string(resource),
		"state": string(state), "state-2": string(state) + "/2", "difference": string(state) + "/2/difference",
		"versions": string(state) + "/timemap", "events": string(group) + "/events",
	} {
		golden(t, name+".html", s.body(address, "Accept", "text/html"))
	}
}

// Where there is little room a row is a card, in which each value stands after the name of its column.
func TestEveryCellOfATableNamesItsColumn(t *testing.T) {
	s := newSite(t)
	group, resource, _ := s.event()
	for _, address := range []string{string(group), string(resource), string(group) + "/events", string(resource) + "/timemap", "/groups"} {
		page := s.body(address, "Accept", "text/html")
		cells, named := strings.Count(page, "<td"), strings.Count(page, `<td data-label="`)
		if cells == 0 && address != "/groups" || cells != named || strings.Contains(page, `data-label=""`) {
			t.Errorf("%s has %d cells, of which %d name their column", address, cells, named)
		}
	}
}

func TestTextOfPeopleCannotRunInAPage(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	id := s.Create(group, `{"type": "ResourceSpecification", "name": "</title></script><script>alert(1)</script>",
		"note": "<img src=x onerror=alert(2)>", "image": "javascript:alert(3)"}`)
	w := s.get(string(id), "Accept", "text/html")
	body := w.Body.String()
	if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img") || strings.Contains(body, `href="javascript:`) {
		t.Errorf("the page carries it:\n%s", body)
	}
	if n := strings.Count(body, "<script"); n != 1 {
		t.Errorf("%d script elements, want the one with data", n)
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("got policy %q", policy)
	}
}

func TestMarkdownOfAStateIsShownWithoutRawHTML(t *testing.T) {
	s := newSite(t)
	body := s.body(string(s.stateOf(s.Group("garden"))) + ".html")
	if !strings.Contains(body, "<em>feeds itself</em>") || strings.Contains(body, "<script>alert") || strings.Contains(body, "<h1>Why") {
		t.Errorf("got %s", body)
	}
}

func TestVocabularyHasAnAnchorForEachTerm(t *testing.T) {
	s := newSite(t)
	body := s.body("/ns/pf", "Accept", "text/html")
	for _, want := range []string{`id="Cell"`, `id="purposeSection"`, `id="phase-formation"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, name := range []string{"/ns/vf", "/ns/pf", "/ns/tributary"} {
		if quads := graphOf(t, "text/turtle", s.body(name+".ttl"), name); len(quads) < 20 {
			t.Errorf("%s has %d statements", name, len(quads))
		}
	}
}

func TestNoPageLinksNowhere(t *testing.T) {
	s := newSite(t)
	group, resource, event := s.event()
	state := s.stateOf(group)
	ends := map[string]bool{"https://node.example/dataset": true}
	href := regexp.MustCompile(`href="(https://node\.example[^"#]*)`)
	for _, address := range []string{"/", string(group), string(event), string(resource), string(state), string(state) + "/1", string(group) + "/outbox"} {
		for _, found := range href.FindAllStringSubmatch(s.body(address, "Accept", "text/html"), -1) {
			to := strings.ReplaceAll(found[1], "&amp;", "&")
			if ends[to] {
				continue
			}
			ends[to] = true
			if w := s.get(to); w.Code != 200 {
				t.Errorf("%s links to %s, which answers %d", address, to, w.Code)
			}
		}
	}
}

func TestPagesLeadToTheAccountOfWhoeverReads(t *testing.T) {
	s := newSite(t)
	group, _, event := s.event()
	for _, address := range []string{"/", string(group), string(event), string(group) + "/events", "/ns/pf.html"} {
		if body := s.body(address, "Accept", "text/html"); !strings.Contains(body, `<a href="/account">Sign in</a>`) {
			t.Errorf("%s does not lead a stranger to the account", address)
		}
		if body := s.body(address, "Accept", "text/html", "Authorization", "Bearer garden"); !strings.Contains(body, `<a href="/account">Your account</a>`) {
			t.Errorf("%s does not lead a member to the account", address)
		}
	}
}
