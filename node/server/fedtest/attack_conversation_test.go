package fedtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
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

// Anybody can say of a commitment that it is a clause of an agreement: that makes nobody a side of it.
func TestAttackAClauseThatTheAgreementDoesNotStipulate(t *testing.T) {
	s := newScene(t)
	agreement := s.Create(s.apples, `{"type": "Agreement", "name": "Apples for the season"}`)
	own := s.Create(s.apples, strings.Replace(commitment(s.apples, s.ana.IRI, "3"), "{", fmt.Sprintf(`{"clauseOf": %q, `, agreement), 1))
	s.Do(fedtest.Naming("Follow", s.apples, s.mallory.IRI))
	s.Settle()
	ours := fedtest.Doc{"@context": []any{valueflows[0], s.URL + "/contexts/" + contexts.Native().Name}} // else a marketplace's form is read
	clause := transferDoc(s, s.evil.IRI("/commitments/1"), s.mallory.IRI, s.apples, fedtest.Doc{"type": "Commitment", "clauseOf": agreement, "vf:due": "2027-01-01T00:00:00Z"})
	squat := s.mallory.Act(s.fresh(), "Create", clause, ours)
	word := s.mallory.Act(s.fresh(), "Create", fedtest.Doc{"id": s.mallory.IRI + "/notes/price", "type": "Note", "attributedTo": s.mallory.IRI, "content": "The price was 1 kg."},
		fedtest.Doc{"context": agreement + "/context"})
	for _, act := range []fedtest.Doc{squat, word} {
		if code := s.mallory.Send(s.Node, act); code != http.StatusAccepted {
			t.Fatal(code)
		}
	}
	s.Settle()

	if r := s.Thing(s.evil.IRI("/commitments/1")); r.Get(vf.ClauseOf).IRI() != agreement {
		t.Fatalf("the clause is not on record: %v", r)
	}
	found, _, err := s.Server.Node.Conversation(t.Context(), node.Operator, agreement)
	if err != nil {
		t.Fatal(err)
	}
	about := map[vocab.IRI]bool{}
	for _, v := range found {
		if v.Owner == s.mallory.IRI {
			t.Errorf("a %s of who is no side is in the conversation", v.Class)
		}
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		about[r.Get(as.HasObject).IRI()] = true
	}
	if !about[agreement] || !about[own] {
		t.Errorf("what the agreement's maker promised is not in it: %v", about)
	}
}
