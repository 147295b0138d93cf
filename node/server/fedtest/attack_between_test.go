package fedtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

func TestWhatAMemberTakesBackAfterItLeftIsNotPassedOnAnyLonger(t *testing.T) {
	s, member, _ := village(t, "")
	member.Send(s.Node, member.Prove(s.word(member, "hello", "<p>Good morning</p>", s.apples, as.Public)))
	s.Settle()
	if told := heard(s.evil, "Announce"); len(told) != 1 {
		t.Fatalf("the follower was told %v", told)
	}

	member.Send(s.Node, member.Act(s.fresh(), "Leave", string(s.apples), fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	s.Settle()
	if s.Related(node.Relation{From: member.IRI, Kind: node.MemberOf, To: s.apples}) {
		t.Fatal("it did not leave")
	}
	gone := member.Act("gone", "Delete", string(member.IRI)+"/notes/hello", fedtest.Doc{"to": []vocab.IRI{s.apples, as.Public}})
	member.Send(s.Node, member.Prove(gone))
	s.Settle()

	if undone := heard(s.evil, "Undo"); len(undone) != 1 {
		t.Errorf("when the note went, the follower was told %v", undone)
	}
}

func TestAHiddenGroupPassesNothingOnToEverybody(t *testing.T) {
	s, member, _ := village(t, `, "defaultAudience": "members"`)
	s.Do(func() node.Activity {
		act := node.Update(s.apples, s.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "republishes": "all", "defaultAudience": "members"}`, s.apples))...)
		act.To = []vocab.IRI{s.apples + "/members"}
		return act
	}())
	if code, _ := fedtest.Get(t, s.apples, fedtest.ActivityJSON); code != http.StatusNotFound {
		t.Fatalf("the group does not hide: %d", code)
	}

	member.Send(s.Node, member.Prove(s.word(member, "hello", "<p>Good morning</p>", s.apples, as.Public)))
	s.Settle()

	if told := heard(s.evil, "Announce"); len(told) != 1 || strings.Contains(told[0], "#Public") {
		t.Errorf("the follower was told %v", told)
	}
	for _, v := range allOf(t, s.Node, "Announce") {
		if v.Audience.Level == node.Public {
			t.Errorf("everybody reads %s", v.IRI)
		}
	}
}

// allOf is everything of a class on a node.
func allOf(t *testing.T, n *fedtest.Node, class string) []node.Version {
	t.Helper()
	found, err := n.Server.Node.Find(t.Context(), node.Operator, node.Query{Classes: []string{class}})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnAnswerGoesOnOnlyToFollowersOfWhomItAnswers(t *testing.T) {
	s, _, reply := answering(t)
	ana := s.Person("ana", false)
	pears := s.Group("pears")
	for _, whom := range []vocab.IRI{ana, pears} {
		s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Follow", whom, nil))
	}
	s.Settle()

	s.ana.Send(s.Node, s.ana.Prove(reply(s.ana, "spam", ana+"/followers", pears+"/followers")))
	s.Settle()

	if got := strings.Join(heard(s.evil, "Create"), "\n"); strings.Contains(got, "/notes/spam") {
		t.Errorf("followers of somebody else got it: %s", got)
	}
}

func TestWhatIsErasedTellsNobodyWhatElseWasErased(t *testing.T) {
	s := newSecretive(t)
	one, two := fedtest.NewStranger(t), fedtest.NewStranger(t)
	lea, tom := one.Persona("lea", 0), two.Persona("tom", 1)
	s.Meet(lea, tom)
	say := func(to vocab.IRI) vocab.IRI {
		act := node.Create(s.known, s.Read(`{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "My own words"}`)...)
		act.To = []vocab.IRI{to}
		return s.Do(act).Objects[0]
	}
	first, second := say(lea.IRI), say(tom.IRI)
	s.post(http.StatusCreated, s.member, `{"type": "Process", "name": "A diary"}`)
	s.Settle()
	e := archive.Erasing{DB: s.DB, Node: s.Server.Node.Addresses, Accounts: s.Accounts, IRI: s.member, Close: s.Server.Node.Close}
	if _, err := archive.Erase(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	s.Settle()

	got := strings.Join(one.Got(), "\n")
	if !strings.Contains(got, string(first)) || strings.Contains(got, string(second)) {
		t.Errorf("lea got %s", got)
	}
	for _, v := range allOf(t, s.Node, "Update") {
		body := string(v.Body)
		faces := 0
		for _, face := range []vocab.IRI{s.member, s.known, s.pseudonym} {
			if strings.Contains(body, string(face)+`"`) {
				faces++
			}
		}
		if faces > 1 || strings.Contains(body, string(first)) && strings.Contains(body, string(second)) {
			t.Errorf("read by %v: %s", v.Audience, body)
		}
	}
	for _, p := range []*fedtest.Persona{lea, tom} {
		for _, v := range allOf(t, s.Node, "Update") {
			if code, body := p.Get(v.IRI); code == http.StatusOK && (strings.Contains(body, string(s.member)) || strings.Contains(body, string(first)) && strings.Contains(body, string(second))) {
				t.Errorf("%s reads %s", p.IRI, body)
			}
		}
	}
}

func TestALongListHasNobodyElseAskedWithoutEnd(t *testing.T) {
	for _, verb := range []string{"Announce", "Create"} {
		s := newScene(t)
		for round := range 6 {
			var many []any
			for i := range 60 {
				id := s.mill.IRI(fmt.Sprintf("/things/%d-%d", round, i))
				if verb == "Create" {
					many = append(many, id)
					continue
				}
				many = append(many, fedtest.Doc{"id": id, "type": "Create", "actor": s.ana.IRI, "object": fedtest.Doc{"id": id + "/note", "type": "Note", "content": "!"}})
			}
			s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), verb, many, nil))
		}
		s.Settle()
		if asked := askedFor(s.mill, "/things/"); asked == 0 || asked > 200 {
			t.Errorf("the mill was asked %d times because of somebody else's %s", asked, verb)
		}
	}
}

// askedFor is how often a stranger was asked for what stands under a path.
func askedFor(of *fedtest.Stranger, under string) (asked int) {
	for path, n := range of.Hits() {
		if strings.HasPrefix(path, under) {
			asked += n
		}
	}
	return asked
}

func TestWhatIsTakenBackIsTakenBackAsWhatItWas(t *testing.T) {
	s := newScene(t)
	s.Do(fedtest.Naming("Follow", s.apples, s.ana.IRI))
	s.Settle()
	s.Do(node.Undo(s.apples, lastFollow(s.Node, s.apples)))
	s.Settle()

	if undone := heard(s.mill, "Undo"); len(undone) != 1 || !strings.Contains(undone[0], `"type":"Follow"`) {
		t.Errorf("who was followed was told %v", s.mill.Got())
	}
}

func TestManyConversationsHaveNobodyElseAskedWithoutEnd(t *testing.T) {
	s := newScene(t)
	for round := range 10 {
		path := fmt.Sprintf("/contexts/%d", round)
		var items []vocab.IRI
		for i := range 30 {
			items = append(items, s.mill.IRI(fmt.Sprintf("/things/%d-%d", round, i)))
		}
		s.evil.Serve(path, fedtest.ActivityJSON, fedtest.Doc{
			"@context": "https://www.w3.org/ns/activitystreams", "id": s.evil.IRI(path), "type": "OrderedCollection", "orderedItems": items,
		})
		s.mallory.Send(s.Node, s.resting(s.mallory, fmt.Sprintf("r%d", round), s.evil.IRI(path)))
	}
	s.Settle()

	if asked := askedFor(s.mill, "/things/"); asked == 0 || asked > 200 {
		t.Errorf("the mill was asked %d times because of somebody else's lists", asked)
	}
}

func TestWhoLikesSomethingIsNoSideOfItsConversation(t *testing.T) {
	s := newScene(t)
	agreement := s.Create(s.apples, `{"type": "Agreement", "name": "Apples for bread"}`)
	s.Settle()
	s.mallory.Send(s.Node, s.mallory.Act("like", "Like", agreement, fedtest.Doc{"to": []vocab.IRI{s.apples, as.Public}}))
	s.Settle()
	ad := s.word(s.mallory, "ad", "<p>Buy my pears</p>", s.apples, as.Public).With(fedtest.Doc{"context": agreement + "/context"})
	s.mallory.Send(s.Node, ad)
	s.Settle()
	if !s.Knows(s.mallory.IRI + "/notes/ad") {
		t.Fatalf("the note did not come\n%s", s.Log)
	}

	code, body := fedtest.Get(t, agreement+"/context", fedtest.ActivityJSON)
	if code != http.StatusOK || strings.Contains(body, "/activities/ad") {
		t.Errorf("the conversation is answered with %d: %s", code, body)
	}
}

func TestAnAnswerThatIsErasedGoesOnToNobody(t *testing.T) {
	s, _, reply := answering(t)
	body := s.ana.Prove(reply(s.ana, "late", s.apples, s.apples+"/followers"))
	s.ana.Send(s.Node, body)
	s.Settle()
	erase(t, s.Node, s.ana.IRI+"/notes/late")
	before := len(s.evil.Got())
	data, err := json.Marshal(map[string]any{"as": s.apples, "to": s.mallory.IRI, "inbox": s.mallory.IRI + "/inbox", "form": "forwarded"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Server.Node.Store().Update(t.Context(), func(tx node.Tx) error {
		return tx.Enqueue(node.Job{Lane: node.LaneOf("deliver", s.evil.URL), Kind: "deliver", Key: "late", Ref: s.ana.IRI[:strings.Index(string(s.ana.IRI), "/users")] + "/activities/late", Data: data})
	}); err != nil {
		t.Fatal(err)
	}
	s.Settle()

	if got := s.evil.Got()[before:]; len(got) != 0 {
		t.Errorf("the follower got %v", got)
	}
}

func TestWhatWasErasedOrTakenBackIsNotSentAgainWhole(t *testing.T) {
	a := assemble(t, "")
	since := time.Now().Add(-time.Hour)
	erased, gone := a.say(a.body, as.Public), a.say(a.body, as.Public)
	erase(t, a.center, erased.Objects[0])
	a.garden.Do(node.Delete(a.apples, gone.Objects[0]))
	a.Settle()

	if _, err := a.center.Federation.Replay(t.Context(), a.bakery.URL, since, a.body); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, v := range allOf(t, a.center, "Announce") {
		body, err := a.center.DB.Parcel(t.Context(), v.IRI, "full")
		if err != nil {
			continue
		}
		n++
		for _, said := range []node.Receipt{erased, gone} {
			if strings.Contains(string(body), string(said.Objects[0])) && strings.Contains(string(body), `"Create"`) {
				t.Errorf("sent again: %s", body)
			}
		}
	}
	if n == 0 {
		t.Error("nothing waits to be sent again")
	}
}

func TestWhoAHiddenGroupBlockedIsNotIntroducedToItAnyMore(t *testing.T) {
	s := newScene(t)
	beds := s.Group("beds", `"defaultAudience": "members"`)
	s.Create(beds, handover(beds, s.mallory.IRI, s.Stock(beds, "Beans", "9", "kilogram"), "3"))
	s.Settle()
	if code, _ := s.mallory.Get(beds); code != http.StatusOK {
		t.Fatalf("whom the group deals with is answered %d", code)
	}
	s.Do(fedtest.Naming("Block", beds, s.mallory.IRI))
	s.Settle()

	if code, _ := s.mallory.Get(beds); code != http.StatusNotFound {
		t.Errorf("who was blocked is answered %d", code)
	}
}
