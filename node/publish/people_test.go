package publish_test

import (
	"context"
	"strings"
	"testing"

	"tributary/node"
	"tributary/vocab"
)

func TestTheNodeListsThePeopleWhoWantToBeListed(t *testing.T) {
	s := newSite(t)
	s.event()
	known := func(n, handle string, listed bool) vocab.IRI {
		id, err := s.BeKnown(context.Background(), s.Person("01JZZZZZZZZZZZZZZZZZZZZZZ"+n), node.Chosen{Handle: handle, Name: "Known as " + handle, Discoverable: listed})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if page := s.body("/", "Accept", "text/html"); strings.Contains(page, ">People<") || !strings.Contains(page, "The record of one group:") {
		t.Errorf("a node without people lists some:\n%s", page)
	}
	ana, ben, cleo := known("A", "ana", true), known("B", "ben", false), known("C", "cleo", true)
	if err := s.Close(context.Background(), cleo); err != nil {
		t.Fatal(err)
	}
	for _, accept := range []string{"text/html", "application/ld+json", "text/turtle"} {
		for _, address := range []string{"/", "/people"} {
			for _, who := range []string{"", "Bearer garden"} {
				headers := []string{"Accept", accept}
				if who != "" {
					headers = append(headers, "Authorization", who)
				}
				page := s.body(address, headers...)
				for id, want := range map[vocab.IRI]bool{ana: true, ben: false, cleo: false} {
					if got := strings.Contains(page, string(id)); got != want {
						t.Errorf("%s as %s for %q lists %s: %t", address, accept, who, id, got)
					}
				}
			}
		}
	}
	page := s.body("/", "Accept", "text/html")
	for _, want := range []string{"The record of one group and one person:", `<a href="https://node.example/people/ana">Known as ana</a>`, "<code>@ana@node.example</code>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s:\n%s", want, page)
		}
	}
	if page := s.body(string(ben), "Accept", "text/html"); !strings.Contains(page, `href="https://node.example/people"`) {
		t.Errorf("the page of a person does not lead to the others:\n%s", page)
	}
}
