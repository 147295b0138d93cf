package publish_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

func TestMementoStaysAsItWas(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	state := string(s.stateOf(group))
	before := s.get(state+"/1", "Accept", "text/turtle")
	if before.Code != http.StatusOK || !strings.Contains(before.Body.String(), "phase-formation") {
		t.Fatalf("got %d %s", before.Code, before.Body)
	}
	for name, want := range map[string]string{
		"Memento-Datetime": before.Header().Get("Last-Modified"),
		"Cache-Control":    "public, max-age=31536000, immutable",
		"Content-Location": state + "/1.ttl",
	} {
		if got := before.Header().Get(name); got != want || got == "" {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	links := strings.Join(before.Header().Values("Link"), "\n")
	for _, want := range []string{`<` + state + `>; rel="original"`, `<` + state + `/timegate>; rel="timegate"`, `<` + state + `/timemap>; rel="timemap"`, `<` + state + `>; rel="latest-version"`} {
		if !strings.Contains(links, want) {
			t.Errorf("Link lacks %s in\n%s", want, links)
		}
	}
	s.Must(nodetest.Speaking(group), node.Update(group, s.Read(fmt.Sprintf(`{"id": %q, "type": "State", "memberCount": 7}`, state))...))
	if after := s.get(state+"/1", "Accept", "text/turtle"); after.Body.String() != before.Body.String() || after.Header().Get("ETag") != before.Header().Get("ETag") {
		t.Error("version 1 changed")
	}
	if w := s.get(state + "/9"); w.Code != http.StatusNotFound {
		t.Errorf("a version that is not there: got %d", w.Code)
	}
	if got := s.get(state+"/1", "Accept", "text/html").Header().Get("Cache-Control"); got != "public, no-cache" {
		t.Errorf("a page shows what the newest version is, and is kept for ever: %q", got)
	}
}

func TestOtherNamesOfAVersionLeadToItsAddress(t *testing.T) {
	s := newSite(t)
	state := string(s.stateOf(s.Group("garden")))
	for from, to := range map[string]string{"/v/2": "/2", "/v/2.ttl": "/2.ttl", "/02": "/2", "/diff/2": "/2/difference", "/diff/2.json": "/2/difference.json"} {
		w := s.get(state + from)
		if w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != state+to {
			t.Errorf("%s: got %d %s", from, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestTimegateLeadsToTheVersionInForce(t *testing.T) {
	s := newSite(t)
	state := string(s.stateOf(s.Group("garden")))
	first := s.get(state + "/1").Header().Get("Memento-Datetime")
	for _, c := range []struct{ at, want string }{
		{"", "/2"},
		{first, "/1"},
		{"Thu, 01 Jan 1970 00:00:00 GMT", "/1"},
		{"Fri, 01 Jan 2100 00:00:00 GMT", "/2"},
	} {
		var headers []string
		if c.at != "" {
			headers = []string{"Accept-Datetime", c.at}
		}
		w := s.get(state+"/timegate", headers...)
		if w.Code != http.StatusFound || w.Header().Get("Location") != state+c.want {
			t.Errorf("at %q: got %d %s", c.at, w.Code, w.Header().Get("Location"))
		}
		if !strings.Contains(w.Header().Get("Vary"), "accept-datetime") || !strings.Contains(strings.Join(w.Header().Values("Link"), "\n"), `rel="original"`) {
			t.Errorf("got headers %v", w.Header())
		}
	}
	if w := s.get(state+"/timegate", "Accept-Datetime", "yesterday"); w.Code != http.StatusBadRequest {
		t.Errorf("a malformed date: got %d", w.Code)
	}
}

func TestTimemapListsVersions(t *testing.T) {
	s := newSite(t)
	state := string(s.stateOf(s.Group("garden")))
	w := s.get(state + "/timemap")
	if w.Header().Get("Content-Type") != "application/link-format" {
		t.Fatalf("got %d %v", w.Code, w.Header())
	}
	for _, want := range []string{
		`<` + state + `>; rel="original"`, `<` + state + `/timegate>; rel="timegate"`,
		`<` + state + `/1>; rel="first memento"; datetime="`, `<` + state + `/2>; rel="last memento"; datetime="`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the map lacks %s:\n%s", want, w.Body)
		}
	}
	var list struct {
		Mementos struct{ List []struct{ URI string } }
	}
	if err := json.Unmarshal([]byte(s.body(state+"/timemap", "Accept", "application/json")), &list); err != nil || len(list.Mementos.List) != 2 {
		t.Errorf("as JSON: %v %v", list, err)
	}
}

func TestDifferencesAreToldByMeaning(t *testing.T) {
	s := newSite(t)
	state := string(s.stateOf(s.Group("garden")))
	var found struct {
		From, To    string
		Differences []struct{ Kind, Text string }
	}
	if err := json.Unmarshal([]byte(s.body(state+"/2/difference")), &found); err != nil {
		t.Fatal(err)
	}
	if found.From != state+"/1" || found.To != state+"/2" || len(found.Differences) != 2 || found.Differences[0].Kind != "phase-changed" {
		t.Errorf("got %+v", found)
	}
	for _, address := range []string{state + "/2/difference.html", state + "/2.html"} {
		if body := s.body(address); !strings.Contains(body, found.Differences[0].Text) {
			t.Errorf("%s does not say %q", address, found.Differences[0].Text)
		}
	}
}

func TestDeletedThingLeavesATombstone(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	id := s.Create(group, `{"type": "ResourceSpecification", "name": "Secret apple"}`)
	s.Must(nodetest.Speaking(group), node.Delete(group, id))
	for _, accept := range []string{"text/turtle", "application/ld+json", "application/activity+json", "application/rdf+xml", "text/html"} {
		for _, address := range []string{string(id), string(id) + "/v/1"} {
			w := s.get(address, "Accept", accept)
			body := w.Body.String()
			if w.Code != http.StatusGone || !strings.HasPrefix(w.Header().Get("Content-Type"), accept) || strings.Contains(body, "Secret") {
				t.Errorf("%s as %s: got %d %s", address, accept, w.Code, body)
			}
			if accept != "text/html" && (!strings.Contains(body, "Tombstone") || !strings.Contains(body, "ResourceSpecification")) {
				t.Errorf("%s as %s is no tombstone with its former type: %s", address, accept, body)
			}
		}
	}
	if w := s.do(http.MethodHead, string(id)); w.Code != http.StatusGone || w.Body.Len() != 0 {
		t.Errorf("HEAD: got %d", w.Code)
	}
}

func TestActivityTellsItsObjectsAsTheyWere(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	receipt := s.Must(nodetest.Speaking(group), node.Create(group, s.Read(`{"type": "ResourceSpecification", "name": "Early name"}`)...))
	s.Must(nodetest.Speaking(group), node.Update(group, s.Read(fmt.Sprintf(`{"id": %q, "type": "ResourceSpecification", "name": "Late name"}`, receipt.Objects[0]))...))
	activity := string(receipt.Activity)
	var message struct {
		Context []string `json:"@context"`
		Type    string
		Object  struct{ ID, Name string }
	}
	if err := json.Unmarshal([]byte(s.body(activity, "Accept", "application/activity+json")), &message); err != nil {
		t.Fatal(err)
	}
	if message.Type != "Create" || message.Object.Name != "Early name" || message.Object.ID != string(receipt.Objects[0]) || message.Context[0] != "https://www.w3.org/ns/activitystreams" {
		t.Errorf("got %+v", message)
	}
	if body := s.body(activity, "Accept", "text/turtle"); strings.Contains(body, "Early name") {
		t.Errorf("the graph of an activity holds its object:\n%s", body)
	}
}

func TestGroupIsAnActor(t *testing.T) {
	s := newSite(t)
	group := string(s.Group("garden"))
	var actor map[string]any
	if err := json.Unmarshal([]byte(s.body(group, "Accept", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`)), &actor); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"id": group, "inbox": group + "/inbox", "outbox": group + "/outbox", "followers": group + "/followers",
		"following": group + "/following", "name": "garden", "preferredUsername": "garden",
	} {
		if actor[name] != want {
			t.Errorf("%s: got %v, want %s", name, actor[name], want)
		}
	}
}

func TestRedirectsOfWhatIsHiddenTellNothing(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	act := node.Create(garden, s.Read(`{"type": "Plan", "name": "Quiet"}`)...)
	act.To = []vocab.IRI{garden + "/members"}
	quiet := string(s.Must(nodetest.Speaking(garden), act).Objects[0])

	for path, want := range map[string]int{"/timegate": 302, "/v/01": 301, "/diff/1": 301, "/diff/1.json": 301} {
		if w := s.get(quiet + path); w.Code != http.StatusNotFound || w.Header().Get("Location") != "" {
			t.Errorf("a stranger at %s got %d %s", path, w.Code, w.Header().Get("Location"))
		}
		if w := s.get(quiet+path, "Authorization", "Bearer garden"); w.Code != want || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("a member at %s got %d %q", path, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	open := string(s.Create(garden, `{"type": "Plan", "name": "Open"}`))
	for path, want := range map[string]int{"/v/9": 404, "/v/09": 404, "/diff/9": 404, "/diff/1": 301} {
		if w := s.get(open + path); w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}
