package fedtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

func TestAGroupShowsWhoBelongsToItAsFarAsOneMayRead(t *testing.T) {
	a := assemble(t, "")
	private := node.Create(a.body, a.center.Read(fmt.Sprintf(`{"type": "DelegateSeat", "postIn": %q, "representsGroup": %q, "termLength": "P1Y", "maxConsecutiveTerms": 2}`, a.body, a.bread))...)
	private.To = []vocab.IRI{a.body}
	a.center.Do(private)
	a.Settle()

	_, actor := fedtest.Get(t, a.body, fedtest.ActivityJSON)
	if !strings.Contains(actor, `"affiliations":"`+string(a.body)+`/standing"`) {
		t.Errorf("the actor does not lead to who belongs to it: %s", actor)
	}
	_, shown := fedtest.Get(t, a.body+"/standing", fedtest.ActivityJSON)
	for _, want := range []string{`"type":"Relationship"`, `"subject":"` + string(a.apples), `"object":"` + string(a.body), `"member"`, "DelegateSeat"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the list lacks %s: %s", want, shown)
		}
	}
	if strings.Contains(shown, string(a.bread)) {
		t.Errorf("a seat that is for members to know of is shown to everybody: %s", shown)
	}
	if code, body := fedtest.Get(t, a.body+"/standing", "text/turtle"); code != http.StatusOK || strings.Contains(body, "<member>") {
		t.Errorf("as Turtle: %d %s", code, body)
	}
}

func TestWhoBeginsToFollowLearnsWhoBelongsToTheGroup(t *testing.T) {
	s := newScene(t)
	seat := func(path string, in vocab.IRI) fedtest.Doc {
		doc := fedtest.Doc{"@context": []string{"https://www.w3.org/ns/activitystreams", "https://mill.example/contexts/" + contexts.ActivityStreams().Name},
			"id": s.mill.IRI(path), "type": "DelegateSeat", "postIn": in, "representsGroup": s.apples}
		s.mill.Serve(path, fedtest.ActivityJSON, doc)
		return doc
	}
	seat("/seats/1", s.ana.IRI)
	seat("/seats/other", s.mill.IRI("/users/somebody"))
	var pages atomic.Int64
	s.mill.Handle("/users/ana/standing", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", fedtest.ActivityJSON)
		pages.Add(1)
		fmt.Fprintf(w, `{"@context":"https://www.w3.org/ns/activitystreams","id":"%[1]s%[2]s","type":"OrderedCollectionPage","next":"%[1]s/users/ana/standing?page=%[4]sx","orderedItems":["%[1]s/seats/1#relationship","%[1]s/seats/other#relationship","%[3]s/seats/forged"]}`,
			s.mill.URL, r.URL.RequestURI(), s.evil.URL, r.URL.Query().Get("page"))
	})
	s.ana.Publish(fedtest.Doc{"type": "Group", "affiliations": s.ana.IRI + "/standing"})
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Update", s.ana.Doc, nil)) // has its document read anew
	s.Settle()

	follow := s.Do(fedtest.Naming("Follow", s.apples, s.ana.IRI))
	s.Settle()
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Accept", follow.Activity, fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	s.Settle()

	if !s.Knows(s.mill.IRI("/seats/1")) {
		t.Errorf("the seat is not known: %v %v\n%s", s.mill.Hits(), s.Related(node.Relation{From: s.apples, Kind: node.Follows}), s.Log)
	}
	if s.Knows(s.mill.IRI("/seats/other")) {
		t.Error("a seat in another group is believed")
	}
	if n := pages.Load(); n > 10 {
		t.Errorf("%d pages of a list without end were read", n)
	}
	for path := range s.evil.Hits() {
		if path == "/seats/forged" {
			t.Error("another origin was asked")
		}
	}
}
