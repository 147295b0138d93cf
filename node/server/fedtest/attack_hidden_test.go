package fedtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// A group that hides from strangers is not found by asking it for what stands between the two of us.
func TestAHiddenGroupTellsNobodyOfDealingsThatThereAreNot(t *testing.T) {
	s := newScene(t)
	beds := s.Group("beds", `"defaultAudience": "members"`)
	there, nowhere := s.dealingsFor(t, beds), s.dealingsFor(t, s.Server.Node.Group("nobody"))
	if there != http.StatusNotFound || there != nowhere {
		t.Errorf("a stranger is answered %d by a hidden group, and %d where there is none", there, nowhere)
	}
	if code := s.dealingsFor(t, s.apples); code != http.StatusOK {
		t.Errorf("a group that everybody knows answers %d", code)
	}
	claimed := transferDoc(s, s.evil.IRI("/events/1"), s.mallory.IRI, beds, nil)
	s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Create", claimed, fedtest.Doc{"to": []vocab.IRI{beds}}))
	s.Settle()
	if code := s.dealingsFor(t, beds); code != http.StatusNotFound {
		t.Errorf("who only says that there are dealings is answered %d", code)
	}
	s.Create(beds, handover(beds, s.mallory.IRI, s.Stock(beds, "Beans", "9", "kilogram"), "3"))
	s.Settle()
	if code := s.dealingsFor(t, beds); code != http.StatusOK {
		t.Errorf("whom the group dealt with is answered %d", code)
	}
}

// dealingsFor is how a group answers mallory who asks for what stands between the two.
func (s *scene) dealingsFor(t *testing.T, group vocab.IRI) int {
	t.Helper()
	code, _ := s.mallory.Get(group + "/dealings?with=" + vocab.IRI(url.QueryEscape(string(s.mallory.IRI))))
	return code
}

// Whom the policy of a hidden group blocks is not introduced to it any more, nor told that it is there, as when the
// node's policy does; the other groups go on.
func TestAHiddenGroupThatBlocksByPolicyIsNotThere(t *testing.T) {
	s := newScene(t)
	beds := s.Group("beds", `"defaultAudience": "members"`)
	shed := s.Group("shed", `"defaultAudience": "members"`)
	for _, group := range []vocab.IRI{beds, shed} {
		s.Create(group, handover(group, s.mallory.IRI, s.Stock(group, "Beans", "9", "kilogram"), "3"))
	}
	s.Settle()
	read := func(group vocab.IRI) [2]int {
		code, _ := s.mallory.Get(group)
		return [2]int{code, s.dealingsFor(t, group)}
	}
	if got := read(beds); got != [2]int{http.StatusOK, http.StatusOK} {
		t.Fatalf("whom it deals with is answered %v", got)
	}
	host, err := policy.Host(s.evil.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Policy.Record(t.Context(), policy.Rule{Group: beds, Subject: host, Level: policy.Block, Author: s.Server.Node.Node(), Reason: "spam"}); err != nil {
		t.Fatal(err)
	}
	if got := read(beds); got != [2]int{http.StatusNotFound, http.StatusNotFound} {
		t.Errorf("whom its policy blocks is answered %v", got)
	}
	if got := read(shed); got != [2]int{http.StatusOK, http.StatusOK} {
		t.Errorf("another group answers %v", got)
	}
}

// A proposal that everybody may see brings along no intent that is for members alone.
func TestAProposalDoesNotTellOfHiddenIntents(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, string(text(t, o.alice.Act("follow", "Follow", o.apples, nil))))
	hidden := node.Create(o.apples, o.Read(`{"type": "Intent", "action": "transfer", "note": "hidden words", "provider": "`+string(o.apples)+`", "resourceQuantity": {"hasUnit": "one", "hasNumericalValue": "7"}, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q89"]}`)...)
	hidden.To = []vocab.IRI{o.apples}
	intent := o.Do(hidden).Objects[0]
	o.Do(node.Create(o.apples, o.Read(`{"type": "Proposal", "name": "Open to all", "purpose": "offer", "publishes": ["`+string(intent)+`"]}`)...))
	o.Settle()

	told := strings.Join(o.mill.Got(), "\n")
	if !strings.Contains(told, "Open to all") || strings.Contains(told, "hidden words") {
		t.Errorf("a follower is told: %s", told)
	}
}
