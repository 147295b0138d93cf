package publish_test

import (
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

// hidden makes a thing for members only, beside a public one.
func (s *site) hidden(group vocab.IRI) (id, activity vocab.IRI) {
	s.t.Helper()
	s.Create(group, `{"type": "ResourceSpecification", "name": "Open apple"}`)
	act := node.Create(group, s.Read(`{"type": "ResourceSpecification", "name": "Hidden apple"}`)...)
	act.To = []vocab.IRI{group + "/members"}
	receipt := s.Must(nodetest.Speaking(group), act)
	return receipt.Objects[0], receipt.Activity
}

func TestStrangersDoNotLearnOfHiddenThings(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	id, activity := s.hidden(group)
	for _, address := range []vocab.IRI{
		id, id + ".ttl", id + ".html", id + "/v/1", id + "/timegate", id + "/timemap", id + "/v/1/difference", activity, activity + ".as",
	} {
		if w := s.get(string(address)); w.Code != http.StatusNotFound {
			t.Errorf("a stranger got %d from %s", w.Code, address)
		}
		if w := s.get(string(address), "Authorization", "Bearer garden"); w.Code >= 400 {
			t.Errorf("a member got %d from %s", w.Code, address)
		}
	}
	for _, address := range []vocab.IRI{
		group + "/resource-specifications", group + "/resource-specifications.csv", group + "/resource-specifications.html",
		group + "/outbox", group + "/outbox.as", group + "/outbox.html", group + "/feed.atom", group + ".html",
	} {
		if body := s.body(string(address)); strings.Contains(body, "Hidden") || strings.Contains(body, string(id)) || strings.Contains(body, string(activity)) {
			t.Errorf("%s tells a stranger:\n%s", address, body)
		}
		member := s.get(string(address), "Authorization", "Bearer garden")
		if member.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s for a member may be kept: %v", address, member.Header())
		}
	}
	if got := s.page(string(group) + "/resource-specifications?page=true"); string(got.TotalItems) != "1" {
		t.Errorf("the count tells of a hidden member: %s", got.TotalItems)
	}
	if body := s.body(string(group)+"/outbox.as", "Authorization", "Bearer garden"); !strings.Contains(body, "Hidden apple") {
		t.Error("a member does not see what is there for members")
	}
	if again := s.body(string(group) + "/outbox.as"); strings.Contains(again, "Hidden") {
		t.Error("a stranger gets what was made for a member")
	}
}

// narrow gives a thing a version for members only.
func (s *site) narrow(id vocab.IRI) {
	s.t.Helper()
	err := s.Store().Update(context.Background(), func(tx node.Tx) error {
		v, err := tx.Latest(id)
		if err != nil {
			return err
		}
		v.N++
		v.Audience = node.Audience{Level: node.Members}
		v.Link, v.Unlink, v.Delta = nil, nil, nil
		_, err = tx.Append(v)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestHiddenObjectsOfAPublicActivityStayNames(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	id := s.Create(group, `{"type": "ResourceSpecification", "name": "Plain apple"}`)
	activity := s.page(string(group) + "/outbox?page=true").Items[0].ID
	if body := s.body(activity + ".as"); !strings.Contains(body, "Plain apple") {
		t.Fatalf("the object is not told: %s", body)
	}
	s.narrow(id)
	if w := s.get(string(id)); w.Code != http.StatusNotFound {
		t.Fatalf("a narrowed thing: got %d", w.Code)
	}
	if body := s.body(activity + ".as"); strings.Contains(body, "Plain apple") {
		t.Errorf("the cache tells what was narrowed: %s", body)
	}
}

func TestFeedTellsWhatChanged(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	s.stateOf(group)
	w := s.get(string(group) + "/feed.atom")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("got %d %v", w.Code, w.Header())
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != 2 || feed.Updated != feed.Entries[0].Updated || feed.Entries[0].Title != "Changed State of garden" || !strings.Contains(feed.Entries[0].Content, "Garden moved from formation to organization") {
		t.Errorf("got %+v", feed)
	}
}

func TestHiddenGroupsDoNotAppearAmongFollowers(t *testing.T) {
	s := newSite(t)
	garden, bakery := s.Group("garden"), s.Group("bakery")
	cell := node.Create(s.Node.Node.Node(), s.Read(`{"type": "Cell", "name": "Cellar", "preferredUsername": "cellar", "defaultAudience": "members"}`)...)
	cellar := s.Must(node.Operator, cell).Objects[0]
	s.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Follow", Actor: bakery, Objects: []node.Object{{IRI: garden}}})
	s.Must(nodetest.Speaking(cellar), node.Activity{Verb: "Follow", Actor: cellar, Objects: []node.Object{{IRI: garden}}})

	followers := string(garden) + "/followers"
	for range 2 {
		for _, form := range []string{".ttl", ".as", ".html", ".csv"} {
			if body := s.body(followers + form); strings.Contains(body, "cellar") || !strings.Contains(body, "bakery") {
				t.Errorf("a stranger reads %s:\n%s", form, body)
			}
		}
	}
	if body := s.body(followers + ".as"); !strings.Contains(body, `"totalItems":1`) {
		t.Errorf("the hidden one is counted: %s", body)
	}
	if body := s.body(followers+".as", "Authorization", "Bearer cellar"); !strings.Contains(body, "cellar") || !strings.Contains(body, `"totalItems":2`) {
		t.Errorf("its own admin reads %s", body)
	}
}
