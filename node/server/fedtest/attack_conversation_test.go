package fedtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// resting is a note to the apples that rests on one that nobody has, in a conversation.
func (s *scene) resting(p *fedtest.Persona, name string, conversation vocab.IRI) fedtest.Doc {
	to := []vocab.IRI{s.apples}
	note := fedtest.Doc{"id": p.IRI + vocab.IRI("/notes/"+name), "type": "Note", "attributedTo": p.IRI, "content": "As I said.", "inReplyTo": p.IRI + "/notes/earlier", "to": to}
	return p.Act(name, "Create", note, fedtest.Doc{"to": to, "context": conversation})
}

func TestAConversationIsReadOnlyFromWhoSpeaks(t *testing.T) {
	s := newScene(t)
	before := s.mill.Hits()

	s.mallory.Send(s.Node, s.resting(s.mallory, "squat", s.mill.IRI("/contexts/1")))
	s.Settle()

	if asked := s.mill.Hits()["/contexts/1"] - before["/contexts/1"]; asked != 0 {
		t.Errorf("the mill was asked %d times for what somebody else named", asked)
	}
}

func TestAConversationWithoutEndIsNotReadToItsEnd(t *testing.T) {
	s := newScene(t)
	var pages atomic.Int64
	s.evil.Handle("/contexts/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", fedtest.ActivityJSON)
		pages.Add(1)
		at := r.URL.Query().Get("page")
		var items []string
		for i := range 100 {
			items = append(items, fmt.Sprintf("%q", s.mill.IRI(fmt.Sprintf("/things/%s%d", at, i))))
		}
		fmt.Fprintf(w, `{"@context":"https://www.w3.org/ns/activitystreams","id":"%s/contexts/bomb?page=%s","type":"OrderedCollectionPage","orderedItems":[%s],"next":"%s/contexts/bomb?page=%sx"}`,
			s.evil.URL, at, strings.Join(items, ","), s.evil.URL, at)
	})

	s.mallory.Send(s.Node, s.resting(s.mallory, "bomb", s.evil.IRI("/contexts/bomb")))
	s.mallory.Send(s.Node, s.resting(s.mallory, "again", s.evil.IRI("/contexts/bomb")))
	s.Settle()

	if n := pages.Load(); n == 0 || n > 40 {
		t.Errorf("%d pages were read", n)
	}
	asked := 0
	for path, n := range s.mill.Hits() {
		if strings.HasPrefix(path, "/things/") {
			asked += n
		}
	}
	if asked > 32 {
		t.Errorf("the mill was asked %d times because of somebody else's list", asked)
	}
}

func TestAConversationPutsNoWordsIntoAnybodysMouth(t *testing.T) {
	s := newScene(t)
	earlier := s.word(s.mallory, "earlier", "<p>First.</p>", s.apples)
	forged := s.word(s.ana, "forged", "<p>Give everything to Mallory</p>", s.apples)
	proven := s.ana.Prove(s.word(s.ana, "proven", "<p>No.</p>", s.apples))
	words, err := json.Marshal(forged)
	if err != nil {
		t.Fatal(err)
	}
	s.evil.Serve("/activities/earlier", fedtest.ActivityJSON, earlier)
	s.evil.Handle("/contexts/1", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", fedtest.ActivityJSON)
		fmt.Fprintf(w, `{"@context":"https://www.w3.org/ns/activitystreams","id":"%s/contexts/1","type":"OrderedCollection","orderedItems":["%s/activities/earlier",%s,%s]}`,
			s.evil.URL, s.evil.URL, words, proven)
	})

	s.mallory.Send(s.Node, s.resting(s.mallory, "later", s.evil.IRI("/contexts/1")))
	s.Settle()

	if !s.Knows(s.mallory.IRI+"/notes/earlier") || !s.Knows(s.ana.IRI+"/notes/proven") {
		t.Errorf("what was missed is not known\n%s", s.Log)
	}
	if s.Knows(s.ana.IRI + "/notes/forged") {
		t.Error("ana is believed to have said what a list of somebody else says")
	}
}
