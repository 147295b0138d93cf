package fedtest_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// answering is a scene in which a stranger answers a plan of the apples, which a third node follows.
func answering(t *testing.T) (s *scene, plan vocab.IRI, reply func(p *fedtest.Persona, name string, to ...vocab.IRI) fedtest.Doc) {
	t.Helper()
	s = newScene(t)
	follow := s.mallory.Act(s.fresh(), "Follow", s.apples, nil)
	s.mallory.Send(s.Node, follow)
	s.Settle()
	plan = s.Create(s.apples, `{"type": "Plan", "name": "Spring"}`)
	return s, plan, func(p *fedtest.Persona, name string, to ...vocab.IRI) fedtest.Doc {
		note := fedtest.Doc{"id": p.IRI + vocab.IRI("/notes/"+name), "type": "Note", "attributedTo": p.IRI, "content": "Count me in.", "inReplyTo": plan, "to": to}
		return p.Act(name, "Create", note, fedtest.Doc{"to": to})
	}
}

func TestAnAnswerThatProvesItselfGoesOnToFollowersAsItCame(t *testing.T) {
	s, _, reply := answering(t)
	followers := s.apples + "/followers"

	proven := s.ana.Prove(reply(s.ana, "proven", s.apples, followers))
	bare := reply(s.ana, "bare", s.apples, followers)
	elsewhere := s.ana.Prove(s.word(s.ana, "elsewhere", "<p>No answer to anything.</p>", s.apples, followers))
	private := s.ana.Prove(reply(s.ana, "private", s.apples))
	for _, body := range []any{proven, bare, elsewhere, private, proven} {
		if code := s.ana.Send(s.Node, body); code != 202 {
			t.Fatalf("an answer is taken with %d", code)
		}
	}
	s.Settle()

	var got []string
	for _, body := range heard(s.evil, "Create") {
		if strings.Contains(body, s.mill.URL) {
			got = append(got, body)
		}
	}
	if len(got) != 1 || got[0] != string(proven) {
		t.Errorf("the follower got %d letters on: %s", len(got), strings.Join(got, "\n"))
	}
	if again := heard(s.mill, "Create"); len(again) != 0 {
		t.Errorf("the author's own node was sent it: %v", again)
	}
	gone := s.ana.Prove(s.ana.Act("gone", "Delete", string(s.ana.IRI)+"/notes/proven", fedtest.Doc{"to": []vocab.IRI{followers}}))
	s.ana.Send(s.Node, gone)
	s.Settle()
	if last := heard(s.evil, "Delete"); len(last) != 1 || last[0] != string(gone) {
		t.Errorf("that it went was not told on: %v", last)
	}
}

func TestAFloodOfAnswersGoesOnOnlyInPart(t *testing.T) {
	const sent, most = 90, 60
	s, _, reply := answering(t)

	for i := range sent {
		s.ana.Send(s.Node, s.ana.Prove(reply(s.ana, fmt.Sprintf("flood%d", i), s.apples, s.apples+"/followers")))
	}
	s.Settle()

	got := 0
	for _, body := range heard(s.evil, "Create") {
		if strings.Contains(body, "flood") {
			got++
		}
	}
	if got < most/2 || got >= sent { // the budget grows a little meanwhile
		t.Errorf("of %d answers %d went on", sent, got)
	}
}

func TestAnswersGoInNoCircles(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	garden.Do(fedtest.Naming("Follow", apples, bread))
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	ana := fedtest.NewStranger(t).Persona("ana", 0)
	plan, loaf := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`), bakery.Create(bread, `{"type": "Plan", "name": "Loaves"}`)
	net.Settle()
	before := garden.Federation.Stats().Delivered.Load() + bakery.Federation.Stats().Delivered.Load()

	to := []vocab.IRI{apples + "/followers", bread + "/followers", as.Public}
	note := fedtest.Doc{"id": ana.IRI + "/notes/both", "type": "Note", "attributedTo": ana.IRI, "content": "Both!", "inReplyTo": []vocab.IRI{plan, loaf}, "to": to}
	body := ana.Prove(ana.Act("both", "Create", note, fedtest.Doc{"to": to}))
	for _, n := range net.Nodes {
		if code := ana.Send(n, body); code != 202 {
			t.Fatalf("it is taken with %d", code)
		}
	}
	net.Settle()

	if sent := garden.Federation.Stats().Delivered.Load() + bakery.Federation.Stats().Delivered.Load() - before; sent > 2 {
		t.Errorf("one answer to two groups was delivered %d times between them", sent)
	}
	for _, n := range net.Nodes {
		if !n.Knows(ana.IRI + "/notes/both") {
			t.Errorf("%s does not know it\n%s", n.URL, n.Log)
		}
	}
}
