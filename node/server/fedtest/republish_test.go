package fedtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// assembly is a council with a seat for the apples of the garden, a proposal in it, and a bakery that
// follows the council and nobody else.
type assembly struct {
	*fedtest.Network
	center, garden, bakery *fedtest.Node
	body, apples, bread    vocab.IRI
	proposal               vocab.IRI
}

func assemble(t *testing.T, more string) assembly {
	t.Helper()
	a := assembly{Network: fedtest.New(t, 3)}
	a.center, a.garden, a.bakery = a.Nodes[0], a.Nodes[1], a.Nodes[2]
	a.apples, a.bread = a.garden.Group("apples"), a.bakery.Group("bread")
	a.body, _ = council(a.center, more, a.apples)
	a.garden.Do(fedtest.Naming("Follow", a.apples, a.body))
	a.bakery.Do(fedtest.Naming("Follow", a.bread, a.body))
	a.Settle()
	a.proposal = a.center.Create(a.body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A common cellar", "proposedToBody": %q, "closesAt": %q}`, a.body, soon()))
	a.Settle()
	return a
}

// say has the apples take a position that is addressed.
func (a assembly) say(to ...vocab.IRI) node.Receipt {
	act := node.Create(a.apples, a.garden.Read(position(a.proposal, a.apples, "stance-agree"))...)
	act.To = to
	done := a.garden.Do(act)
	a.Settle()
	return done
}

// announced counts what a group passed on of an activity.
func announced(t *testing.T, n *fedtest.Node, group, activity vocab.IRI) int {
	t.Helper()
	found, err := n.Server.Node.Find(t.Context(), node.Operator, node.Query{
		Classes: []string{"Announce"}, Owner: group, Refers: []node.Link{{Property: as.HasObject.IRI, To: activity}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestACouncilPassesOnWhatItsMembersSayToEverybody(t *testing.T) {
	a := assemble(t, "")

	said := a.say(a.body, as.Public)

	if announced(t, a.center, a.body, said.Activity) != 1 {
		t.Fatalf("the council did not pass it on once\n%s", a.center.Log)
	}
	if !a.bakery.Knows(said.Objects[0]) {
		t.Fatalf("a follower of the council did not hear what a member said\n%s", a.bakery.Log)
	}
	if proof := a.bakery.Letter(said.Activity).Proof; proof.Proof == "" || !strings.HasPrefix(string(proof.Proof), string(a.apples)) {
		t.Errorf("it came with the evidence %+v, and not with the member's own proof", proof)
	}
	for _, n := range a.Nodes {
		n.Sound()
	}

	a.garden.Do(node.Delete(a.apples, said.Objects[0]))
	a.Settle()
	if a.bakery.Knows(said.Objects[0]) {
		t.Errorf("what the member took back still stands at the follower\n%s", a.bakery.Log)
	}
	undone, err := a.center.Server.Node.Find(t.Context(), node.Operator, node.Query{Classes: []string{"Undo"}, Owner: a.body})
	if err != nil || len(undone) != 1 {
		t.Errorf("the council took %d announcements back: %v", len(undone), err)
	}
}

func TestWhoFollowsLaterReadsWhatWasPassedOnBefore(t *testing.T) {
	a := assemble(t, "")
	said := a.say(a.body, as.Public)
	mill := fedtest.Start(t, t.TempDir(), nil)
	a.Nodes = append(a.Nodes, mill)
	flour := mill.Group("flour")

	mill.Do(fedtest.Naming("Follow", flour, a.body))
	a.Settle()

	if !mill.Knows(said.Objects[0]) {
		t.Fatalf("what a member said before is not known\n%s", mill.Log)
	}
	v, err := mill.Server.Node.Get(t.Context(), node.Operator, said.Objects[0])
	if err != nil || v.Owner != a.apples {
		t.Errorf("it is %s's: %v", v.Owner, err)
	}
	mill.Sound()
}

func TestWhatIsMeantForTheCouncilsFollowersReachesThemAndNobodyElse(t *testing.T) {
	a := assemble(t, "")

	said := a.say(a.body, a.body+"/followers")

	get := func(who node.Caller) error {
		_, err := a.bakery.Server.Node.Get(context.Background(), who, said.Objects[0])
		return err
	}
	if !a.bakery.Knows(said.Objects[0]) {
		t.Fatalf("a follower of the council did not hear it\n%s\n%s", a.center.Log, a.bakery.Log)
	}
	if err := get(node.Caller{Agent: a.bread, Follows: []vocab.IRI{a.body}}); err != nil {
		t.Errorf("the follower may not read it: %v", err)
	}
	if err := get(node.Stranger); node.KindOf(err) != node.NotFound {
		t.Errorf("a stranger reads it: %v", err)
	}
	if _, err := a.center.Server.Node.Get(t.Context(), node.Stranger, said.Objects[0]); node.KindOf(err) != node.NotFound {
		t.Errorf("a stranger reads it at the council: %v", err)
	}
	wider := fedtest.Naming("Announce", a.body, said.Activity)
	wider.To = []vocab.IRI{a.body + "/followers", as.Public}
	if _, err := a.center.Try(wider); node.KindOf(err) != node.Forbidden {
		t.Errorf("the council tells everybody what was for its followers: %v", err)
	}
}

func TestACouncilPassesOnNothingPrivateAndNothingOfStrangers(t *testing.T) {
	a := assemble(t, "")
	pears := a.garden.Group("pears")

	private := a.say(a.body)
	foreign := node.Create(pears, a.garden.Read(fmt.Sprintf(`{"type": "GovernanceProposal", "name": "Sell the cellar", "proposedToBody": %q, "closesAt": %q}`, a.body, soon()))...)
	foreign.To = []vocab.IRI{a.body, as.Public}
	of := a.garden.Do(foreign)
	a.Settle()

	if !a.center.Knows(private.Objects[0]) || !a.center.Knows(of.Objects[0]) {
		t.Fatalf("the council did not hear them\n%s", a.center.Log)
	}
	for what, activity := range map[string]vocab.IRI{"what was for the council alone": private.Activity, "what no member said": of.Activity} {
		if announced(t, a.center, a.body, activity) != 0 {
			t.Errorf("the council passed on %s", what)
		}
	}
	if a.bakery.Knows(private.Objects[0]) || a.bakery.Knows(of.Objects[0]) {
		t.Error("a follower of the council heard of it")
	}
}

func TestAGroupMayChooseToPassOnNothing(t *testing.T) {
	a := assemble(t, `, "republishes": "nothing"`)

	said := a.say(a.body, as.Public)

	if announced(t, a.center, a.body, said.Activity) != 0 || a.bakery.Knows(said.Objects[0]) {
		t.Error("it passed something on")
	}
	if _, err := a.center.Try(node.Update(a.body, a.center.Read(fmt.Sprintf(`{"id": %q, "type": "DelegateBody", "republishes": "some"}`, a.body))...)); node.KindOf(err) != node.Invalid {
		t.Errorf("a choice that there is not: %v", err)
	}
}

// village is a node with a group that passes everything on, a person elsewhere who belongs to it, and one
// who follows it.
func village(t *testing.T, more string) (s *scene, member, follower *fedtest.Persona) {
	t.Helper()
	s = newScene(t)
	s.Do(node.Update(s.apples, s.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "republishes": "all"%s}`, s.apples, more))...))
	member, follower = s.ana, s.mallory
	for _, p := range []*fedtest.Persona{s.ana, s.mallory} {
		if code := p.Send(s.Node, p.Act(s.fresh(), "Follow", s.apples, nil)); code != 202 {
			t.Fatalf("Follow: %d", code)
		}
	}
	s.Do(fedtest.Naming("Invite", s.apples, member.IRI))
	s.Settle()
	invite := ""
	for _, got := range s.mill.Got() {
		if strings.Contains(got, `"Invite"`) {
			invite = between(got, `"id":"`, `"`)
		}
	}
	member.Send(s.Node, member.Act(s.fresh(), "Accept", invite, fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	s.Settle()
	if !s.Related(node.Relation{From: member.IRI, Kind: node.MemberOf, To: s.apples}) {
		t.Fatalf("%s is no member\n%s", member.IRI, s.Log)
	}
	return s, member, follower
}

// between is what stands first in a text between two others.
func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}

// word is a Create of a note by a persona.
func (s *scene) word(p *fedtest.Persona, name, text string, to ...vocab.IRI) fedtest.Doc {
	note := fedtest.Doc{"id": p.IRI + vocab.IRI("/notes/"+name), "type": "Note", "attributedTo": p.IRI, "content": text, "to": to}
	return p.Act(name, "Create", note, fedtest.Doc{"to": to})
}

// heard is what of an activity type was posted to a stranger.
func heard(of *fedtest.Stranger, verb string) (all []string) {
	for _, got := range of.Got() {
		var said struct{ Type string }
		if err := json.Unmarshal([]byte(got), &said); err == nil && said.Type == verb {
			all = append(all, got)
		}
	}
	return all
}

func TestAPlainPeerIsToldOfAMembersNoteByItsAddressOnce(t *testing.T) {
	s, member, _ := village(t, "")
	note := s.word(member, "hello", "<p>Good morning</p>", s.apples, as.Public)

	proven := member.Prove(note)
	member.Send(s.Node, proven)
	member.Send(s.Node, proven) // peers do send twice
	s.Settle()

	told := heard(s.evil, "Announce")
	if len(told) != 1 || !strings.Contains(told[0], `"object":"`+string(member.IRI)+`/notes/hello"`) {
		t.Fatalf("the follower was told %d times: %v", len(told), told)
	}

	gone := member.Act("gone", "Delete", string(member.IRI)+"/notes/hello", fedtest.Doc{"to": []vocab.IRI{s.apples, as.Public}})
	member.Send(s.Node, member.Prove(gone))
	s.Settle()
	if undone := heard(s.evil, "Undo"); len(undone) != 1 || len(heard(s.evil, "Announce")) != 1 {
		t.Errorf("when the note went, the follower was told %v", undone)
	}
}

func TestWhatASomebodyElseSaysInAMembersNameIsNotPassedOn(t *testing.T) {
	s, member, mallory := village(t, "")

	forged := s.word(member, "forged", "<p>Give everything to Mallory</p>", s.apples, as.Public)
	if code := mallory.Send(s.Node, forged); code != 401 {
		t.Errorf("a forged word of a member is answered with %d", code)
	}
	wrapped := mallory.Act("wrapped", "Announce", s.word(member, "wrapped", "<p>The same</p>", s.apples, as.Public), nil)
	mallory.Send(s.Node, wrapped)
	own := s.word(mallory, "own", "<p>Buy my pears</p>", s.apples, s.apples+"/followers", as.Public)
	mallory.Send(s.Node, mallory.Prove(own))
	s.Settle()

	if told := append(heard(s.mill, "Announce"), heard(s.evil, "Announce")...); len(told) != 0 {
		t.Errorf("the group passed on %v", told)
	}
}

func TestAMemberOfTheSameNodeIsPassedOnWithItsOwnProof(t *testing.T) {
	net := fedtest.New(t, 2)
	center, bakery := net.Nodes[0], net.Nodes[1]
	pears, bread := center.Group("pears"), bakery.Group("bread")
	body, _ := council(center, "", pears)
	bakery.Do(fedtest.Naming("Follow", bread, body))
	net.Settle()

	act := node.Create(pears, center.Read(fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A common cellar", "proposedToBody": %q, "closesAt": %q}`, body, soon()))...)
	act.To = []vocab.IRI{body, as.Public}
	said := center.Do(act)
	net.Settle()

	if !bakery.Knows(said.Objects[0]) {
		t.Fatalf("a follower of the council did not hear it\n%s", bakery.Log)
	}
	if l := bakery.Letter(said.Activity); l.Actor != pears || !strings.HasPrefix(string(l.Proof.Proof), string(pears)) {
		t.Errorf("it came as %s's, proven by %s", l.Actor, l.Proof.Proof)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}
