package fedtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
)

// secretive is a node with ana, who is a member of a group, acts there under a pseudonym, and is known by a
// handle.
type secretive struct {
	*fedtest.Node
	t                                *testing.T
	member, garden, pseudonym, known vocab.IRI
	token                            string
}

func newSecretive(t *testing.T) *secretive {
	s := &secretive{Node: fedtest.New(t, 1).Nodes[0], t: t}
	s.garden = s.Group("garden")
	s.member = s.Member("ana@people.example", s.garden, node.Editor)
	var err error
	if s.token, err = s.Accounts.Token(context.Background(), s.member, account.Full); err != nil {
		t.Fatal(err)
	}
	s.post(http.StatusCreated, s.garden, `{"type": "Process", "name": "Digging"}`)
	ties, err := s.Server.Node.Relations(context.Background(), node.Relation{From: s.member, Kind: node.AppearsAs})
	if err != nil || len(ties) != 1 {
		t.Fatal(ties, err)
	}
	s.pseudonym = ties[0].To
	if s.known, err = s.Server.Node.BeKnown(context.Background(), s.member, node.Chosen{Handle: "ana"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// post records with ana's token, as an actor, and gives what was answered.
func (s *secretive) post(want int, actor vocab.IRI, body string) string {
	s.t.Helper()
	return s.postAs(want, s.token, actor, body)
}

func (s *secretive) postAs(want int, token string, actor vocab.IRI, body string) string {
	s.t.Helper()
	r, _ := http.NewRequest(http.MethodPost, string(actor)+"/outbox", strings.NewReader(body))
	r.Header.Set("Content-Type", activityJSON)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Prefer", "return=representation")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != want {
		s.t.Errorf("POST %s/outbox %s: %d %s", actor, body, answer.StatusCode, text)
	}
	return string(text)
}

// told is everything that strangers can read on a node: each thing by itself, and what lists them.
func (s *secretive) told() string {
	s.t.Helper()
	var all bytes.Buffer
	read := func(address string) {
		for _, accept := range []string{activityJSON, "application/ld+json", "text/html"} {
			_, body := fedtest.Get(s.t, vocab.IRI(address), accept)
			fmt.Fprintf(&all, "<<%s\n%s\n", address, body)
		}
	}
	found, err := s.Server.Node.Find(context.Background(), node.Stranger, node.Query{Deleted: true})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, v := range found {
		read(string(v.IRI))
		read(string(v.IRI) + "/timemap")
	}
	for _, path := range []string{
		"/", "/groups", "/people/ana/outbox", "/people/ana/followers", "/people/ana/following", "/people/ana/members", "/people/ana/feed.atom",
		"/people/ana/inbox", "/people/nobody", "/groups/garden/outbox", "/groups/garden/feed.atom", "/groups/garden/followers", "/groups/garden/members",
		"/nodeinfo/2.1", "/nodeinfo/2.0", "/.well-known/webfinger?resource=acct:ana@" + strings.TrimPrefix(s.URL, "http://"),
		"/.well-known/webfinger?resource=" + string(s.member), "/people/ana/digest", "/actor/outbox",
	} {
		read(s.URL + path)
	}
	return all.String()
}

// ulid is the last piece of an address.
func ulid(id vocab.IRI) string { return string(id[strings.LastIndexByte(string(id), '/')+1:]) }

func TestAHandleAndAPseudonymAreTwoUntilTheyAreLinked(t *testing.T) {
	s := newSecretive(t)
	s.post(http.StatusCreated, s.known, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "I am here."}`)
	s.post(http.StatusCreated, s.known, fmt.Sprintf(`{"type": "Follow", "object": %q}`, s.garden))
	s.post(http.StatusCreated, s.known, fmt.Sprintf(`{"type": "Create", "to": [%q, "as:Public"], "object": {"type": "Process", "name": "Reading"}}`, s.member))
	s.post(http.StatusUnprocessableEntity, s.known, fmt.Sprintf(`{"type": "EconomicEvent", "action": "work", "provider": %q, "receiver": %q}`, s.pseudonym, s.known))

	text := s.told()
	if strings.Contains(text, ulid(s.member)) {
		at := strings.Index(text, ulid(s.member))
		if page := text[strings.LastIndex(text[:at], "<<"):at]; !strings.Contains(page, "webfinger?resource=") && !strings.HasPrefix(page, "<<"+string(s.member)) {
			t.Errorf("the private address is told: %s", text[max(0, at-300):at+60])
		}
	}
	for document := range strings.SplitSeq(text, "<<") {
		address, body, _ := strings.Cut(document, "\n")
		if strings.Contains(body, ulid(s.pseudonym)) && strings.Contains(body, "/people/ana") && !strings.Contains(body, "/groups/garden/followers") {
			t.Errorf("%s names both the pseudonym and the handle: %s", address, body)
		}
	}
	if ulid(s.member) == ulid(s.pseudonym) || strings.Contains(string(s.known), ulid(s.member)) {
		t.Error("two faces share an id")
	}

	ctx := context.Background()
	link := func(on bool) {
		t.Helper()
		if err := s.Server.Node.Link(ctx, s.member, s.garden, on); err != nil {
			t.Fatal(err)
		}
	}
	both := func() (pseudonym, known bool) {
		_, one := fedtest.Get(t, s.pseudonym, activityJSON)
		_, other := fedtest.Get(t, s.known, activityJSON)
		return strings.Contains(one, `"alsoKnownAs":"`+string(s.known)+`"`), strings.Contains(other, `"alsoKnownAs":"`+string(s.pseudonym)+`"`)
	}
	link(true)
	if one, other := both(); !one || !other {
		t.Errorf("linked, the pseudonym says so: %t, the person: %t", one, other)
	}
	if strings.Contains(s.told(), ulid(s.member)+`"`) {
		t.Error("the link tells the private address")
	}
	link(false)
	if one, other := both(); one || other {
		t.Errorf("unlinked, the pseudonym says it still: %t, the person: %t", one, other)
	}
	s.Sound()
}

func TestALinkInAHiddenGroupIsForItsReaders(t *testing.T) {
	s := newSecretive(t)
	shed := s.Group("shed", `"defaultAudience": "members"`)
	if _, _, err := s.Accounts.Invite(context.Background(), "ana@people.example", shed, node.Member); err != nil {
		t.Fatal(err)
	}
	if err := s.Server.Node.Link(context.Background(), s.member, shed, true); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.told(), "/groups/shed") {
		text := s.told()
		at := strings.Index(text, "/groups/shed")
		t.Errorf("a link tells that there is a hidden group: %s", text[max(0, at-800):at+60])
	}
	if linked, err := s.Server.Node.Linked(context.Background(), s.member, shed); err != nil || !linked {
		t.Errorf("linked: %t %v", linked, err)
	}
	other := s.Group("other")
	if err := s.Server.Node.Link(context.Background(), s.member, other, true); node.KindOf(err) != node.Forbidden {
		t.Errorf("a link in somebody else's group: %v", err)
	}
}

func TestNobodyElseLinksAPseudonymOrActsAsThePerson(t *testing.T) {
	s := newSecretive(t)
	ctx := context.Background()
	ben := s.Member("ben@people.example", s.garden, node.Admin)
	token, err := s.Accounts.Token(ctx, ben, account.Full)
	if err != nil {
		t.Fatal(err)
	}
	note := `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "I am ana."}`
	s.postAs(http.StatusForbidden, token, s.known, note)
	s.postAs(http.StatusForbidden, token, s.known, fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Person", "name": "Ben"}}`, s.known))
	// An admin of the group cannot say whose a pseudonym is, nor a person that one is its own.
	claim := func(of, is vocab.IRI) string {
		return fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Person", "alsoKnownAs": [%q]}}`, of, is)
	}
	s.postAs(http.StatusUnprocessableEntity, token, s.garden, claim(s.pseudonym, s.known))
	s.post(http.StatusUnprocessableEntity, s.known, claim(s.known, s.pseudonym))
	s.post(http.StatusCreated, s.known, claim(s.known, "https://elsewhere.example/users/ana"))

	// What a token may not do it may not do as the person.
	for scope, want := range map[account.Scope]int{account.Read: http.StatusForbidden, account.Write: http.StatusCreated} {
		token, err := s.Accounts.Token(ctx, s.member, scope)
		if err != nil {
			t.Fatal(err)
		}
		s.postAs(want, token, s.known, note)
		s.postAs(http.StatusForbidden, token, s.known, fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Person", "name": "A"}}`, s.known))
		s.postAs(http.StatusForbidden, token, s.known, fmt.Sprintf(`{"type": "Delete", "object": %q}`, s.known))
	}
	// What only groups do a person does not.
	for _, thing := range []string{`{"type": "Cell", "name": "Mine"}`, `{"type": "Person", "name": "Somebody"}`, `{"type": "State", "phase": "phase-iteration"}`} {
		s.post(http.StatusUnprocessableEntity, s.known, thing)
	}
}

func TestTheMembersRightsAndThePersonsAreNotMixed(t *testing.T) {
	s := newSecretive(t)
	// Ana is an editor of the group: recording as the person confirms nothing for it, which would tell.
	apples := s.Stock(s.garden, "Apples", "10", "kilogram")
	plums := s.Stock(s.known, "Plums", "10", "kilogram")
	event := func(from, to, stock vocab.IRI) string {
		return strings.TrimSpace(transfer(from, to, stock, "1"))
	}
	s.post(http.StatusCreated, s.known, event(s.known, s.garden, plums))
	s.post(http.StatusCreated, s.garden, event(s.garden, s.known, apples))
	s.post(http.StatusForbidden, s.known, event(s.garden, "https://elsewhere.example/groups/x", apples))
	for _, actor := range []vocab.IRI{s.known, s.garden} {
		newest, err := s.Server.Node.Find(context.Background(), node.Operator, node.Query{Classes: []string{"EconomicEvent"}, Owner: actor, Descending: true, Limit: 1})
		if err != nil || len(newest) != 1 {
			t.Fatal(newest, err)
		}
		if newest[0].Author == s.member {
			t.Errorf("the author of %s is the member", newest[0].IRI)
		}
		if waits := s.Related(node.Relation{From: newest[0].IRI, Kind: node.Awaits}); waits {
			continue
		}
		if said := s.Thing(newest[0].IRI).Get(own.HasConfirmation).IRI(); said == own.Confirmed.IRI {
			t.Errorf("an event of %s is confirmed at once by the other face", actor)
		}
	}

	// What only the group's members may read the person cannot name, which would tell that it reads it.
	secret := s.Do(node.Activity{Verb: "Create", Actor: s.garden, To: []vocab.IRI{s.garden + "/members"},
		Objects: []node.Object{{Resource: s.Read(`{"type": "Process", "name": "Ours alone"}`)[0]}}}).Objects[0]
	s.post(http.StatusCreated, s.garden, fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q, "inputOf": %q, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "1"}}`, s.garden, s.garden, secret))
	s.post(http.StatusUnprocessableEntity, s.known, fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q, "inputOf": %q, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "1"}}`, s.known, s.known, secret))
	s.Sound()
}

func TestAMembersOwnAddressSpeaksToNobody(t *testing.T) {
	s := newSecretive(t)
	hill := fedtest.NewStranger(t)
	ben := hill.Persona("ben", 0)
	s.Meet(ben)
	for _, body := range []string{
		fmt.Sprintf(`{"type": "Follow", "object": %q}`, ben.IRI),
		fmt.Sprintf(`{"type": "Create", "to": "as:Public", "object": {"type": "Process", "name": "Public"}}`),
		fmt.Sprintf(`{"type": "Create", "bto": %q, "object": {"type": "Process", "name": "To ben"}}`, ben.IRI),
		fmt.Sprintf(`{"type": "Join", "object": %q}`, ben.IRI),
		fmt.Sprintf(`{"type": "Flag", "object": %q}`, ben.IRI),
		fmt.Sprintf(`{"type": "EconomicEvent", "action": "work", "provider": %q, "receiver": %q, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "1"}}`, s.member, s.garden),
	} {
		answer := s.post(http.StatusForbidden, s.member, body)
		var problem struct{ Detail string }
		if json.Unmarshal([]byte(answer), &problem); !strings.Contains(problem.Detail, "handle") {
			t.Errorf("%s: %s", body, answer)
		}
	}
	s.Settle()
	if got := hill.Got(); len(got) > 0 {
		t.Errorf("something was sent: %v", got)
	}
	// Nobody finds it, or writes to it.
	for _, address := range []string{string(s.member), string(s.member) + "/outbox", string(s.member) + "/followers", string(s.member) + "/inbox"} {
		if code, body := fedtest.Get(t, vocab.IRI(address), activityJSON); code != http.StatusNotFound {
			t.Errorf("%s: %d %s", address, code, body)
		}
	}
	ben.Send(s.Node, ben.Act("follow-1", "Follow", s.member, nil))
	s.Settle()
	for _, letter := range hill.Got() {
		if strings.Contains(letter, `"Accept"`) || strings.Contains(letter, `"actor":"`+string(s.member)) {
			t.Errorf("a member's own address answers: %s", letter)
		}
	}
}

func TestAPersonInAGroupOfItsNodeActsAsThePerson(t *testing.T) {
	s := newSecretive(t)
	shed := s.Group("shed")
	s.Do(node.Activity{Verb: "Invite", Actor: shed, Summary: "editor", Objects: []node.Object{{IRI: s.known}}})
	s.post(http.StatusForbidden, shed, `{"type": "Process", "name": "Too early"}`)
	s.post(http.StatusCreated, s.known, fmt.Sprintf(`{"type": "Accept", "object": %q}`, lastOf(s.Node, shed, "Invite")))
	made := s.post(http.StatusCreated, shed, `{"type": "Process", "name": "Sweeping"}`)
	s.post(http.StatusForbidden, shed, fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Cell", "name": "Mine"}}`, shed))
	found, err := s.Server.Node.Find(context.Background(), node.Operator, node.Query{Classes: []string{"Process"}, Owner: shed})
	if err != nil || len(found) != 1 || found[0].Author != s.known {
		t.Errorf("recorded as %v: %v %s", found, err, made)
	}
	s.post(http.StatusCreated, s.known, fmt.Sprintf(`{"type": "Leave", "object": %q}`, shed))
	s.post(http.StatusForbidden, shed, `{"type": "Process", "name": "Too late"}`)
	if text := s.told(); strings.Contains(text, "/groups/shed/agents/") {
		t.Error("the person got a pseudonym in the group, too")
	}
	for entry := range strings.SplitSeq(s.Logged(), "\n") {
		if strings.Contains(entry, "/people/ana") && strings.Contains(entry, ulid(s.member)) {
			t.Errorf("the log ties the member to the handle: %s", entry)
		}
	}
}

func TestFollowersOfAPersonAreComparedByHost(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	ana := n.Person("ana", false)
	hill := fedtest.NewStranger(t)
	ben := hill.Persona("ben", 0)
	n.Meet(ben)
	if code := ben.Send(n, ben.Act("follow-1", "Follow", ana, nil)); code != http.StatusAccepted {
		t.Fatal(code)
	}
	n.Settle()
	host := strings.TrimPrefix(hill.URL, "http://")
	if code, body := ben.Get(ana + vocab.IRI("/followers?domain="+host)); code != http.StatusOK || !strings.Contains(body, string(ben.IRI)) {
		t.Errorf("its followers of one host: %d %s", code, body)
	}
	if code, body := fedtest.Get(t, ana+vocab.IRI("/followers?domain="+host), activityJSON); code == http.StatusOK {
		t.Errorf("a stranger is told: %s", body)
	}
}
