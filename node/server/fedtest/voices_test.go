package fedtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/account"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// page is a page for people as a member of a group sees it.
func page(t *testing.T, n *fedtest.Node, address, token string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v\n%s", address, answer.StatusCode, err, body)
	}
	main, _, _ := strings.Cut(string(body), "<footer") // below it stands the page's data, for programs
	if _, after, found := strings.Cut(main, "<main"); found {
		main = after
	}
	return main
}

// spoken is a node with a plan about which strangers spoke, and a member's token.
func spoken(t *testing.T) (s *scene, plan vocab.IRI, token string) {
	t.Helper()
	s = newScene(t)
	_, member, err := s.Accounts.Invite(t.Context(), "bea@example.org", s.apples, node.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if token, err = s.Accounts.Token(t.Context(), member, account.Read); err != nil {
		t.Fatal(err)
	}
	made := s.Do(node.Create(s.apples, s.Read(`{"type": "Plan", "name": "Spring"}`)...))
	plan = made.Objects[0]
	s.Settle()
	to := []vocab.IRI{s.apples, as.Public}
	answer := func(p *fedtest.Persona, name, text string, about vocab.IRI) {
		note := fedtest.Doc{"id": p.IRI + vocab.IRI("/notes/"+name), "type": "Note", "attributedTo": p.IRI, "content": text, "inReplyTo": about, "to": to}
		p.Send(s.Node, p.Act(name, "Create", note, fedtest.Doc{"to": to}))
	}
	answer(s.ana, "yes", `<p>Count <b onclick="x()">me</b> in &amp; <a href="javascript:alert(1)">my</a> spade</p><script>steal()</script><img src=x onerror=steal()><p>Thanks</p>`, made.Activity+"/note")
	answer(s.mallory, "spam", "<p>Buy pills</p>", plan)
	s.ana.Send(s.Node, s.ana.Act("like", "Like", made.Activity+"/note", fedtest.Doc{"to": to}))
	s.ana.Send(s.Node, s.ana.Act("boost", "Announce", made.Activity+"/note", fedtest.Doc{"to": to}))
	tagged := fedtest.Doc{"id": s.ana.IRI + "/notes/tagged", "type": "Note", "attributedTo": s.ana.IRI, "content": "<p>See their plan</p>", "to": to,
		"tag": []any{fedtest.Doc{"type": "Link", "mediaType": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", "href": plan, "name": "Spring"}}}
	s.ana.Send(s.Node, s.ana.Act("tagged", "Create", tagged, fedtest.Doc{"to": to}))
	s.Settle()
	return s, plan, token
}

func TestAMemberSeesWhatOthersSayUnderTheThing(t *testing.T) {
	s, plan, token := spoken(t)

	shown := page(t, s.Node, string(plan), token)

	for _, want := range []string{"Count me in &amp; my spade", "<p>Thanks</p>", "See their plan", "Buy pills", "Liked by", "Passed on by", string(s.ana.IRI)} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not show %q:\n%s", want, shown)
		}
	}
	for _, bad := range []string{"steal", "onclick", "javascript:", "<img", "<script"} {
		if strings.Contains(shown, bad) {
			t.Errorf("the page has %q of a stranger", bad)
		}
	}
	if stranger := page(t, s.Node, string(plan), ""); strings.Contains(stranger, "Buy pills") || strings.Contains(stranger, "Count me in") {
		t.Error("the group's public page says what strangers wrote")
	}
}

func TestWhomAGroupBlocksIsNotHeardUnderItsThings(t *testing.T) {
	s, plan, token := spoken(t)
	s.Do(fedtest.Naming("Block", s.apples, s.mallory.IRI))
	host, err := policy.Host(s.mill.URL)
	if err != nil {
		t.Fatal(err)
	}

	shown := page(t, s.Node, string(plan), token)
	if strings.Contains(shown, "Buy pills") || !strings.Contains(shown, "Count me in") {
		t.Errorf("after the group blocked one of two, the page shows\n%s", shown)
	}

	if err := s.Policy.Record(t.Context(), policy.Rule{Subject: host, Level: policy.Block, Author: s.Server.Node.Node(), Reason: "spam"}); err != nil {
		t.Fatal(err)
	}
	if shown = page(t, s.Node, string(plan), token); strings.Contains(shown, "Count me in") || strings.Contains(shown, "Liked by") {
		t.Errorf("after the node blocked the other, the page shows\n%s", shown)
	}
}

func TestTheInboxPageShowsTheWordsThatCame(t *testing.T) {
	s, _, token := spoken(t)

	to := []vocab.IRI{s.apples}
	note := fedtest.Doc{"id": s.ana.IRI + "/notes/private", "type": "Note", "attributedTo": s.ana.IRI, "content": "<p>Between us</p>", "to": to}
	s.ana.Send(s.Node, s.ana.Act("private", "Create", note, fedtest.Doc{"to": to}))
	s.Settle()
	shown := page(t, s.Node, string(s.apples)+"/inbox", token)
	if !strings.Contains(shown, "Between us") {
		t.Errorf("a member does not see what was written to the group:\n%s", shown)
	}
	if stranger := page(t, s.Node, string(s.apples)+"/inbox", ""); strings.Contains(stranger, "Between us") {
		t.Error("a stranger sees it")
	}
}

func TestALongTextIsCutAndManyAnswersAreCounted(t *testing.T) {
	s, plan, token := spoken(t)
	to := []vocab.IRI{s.apples, as.Public}
	note := fedtest.Doc{"id": s.ana.IRI + "/notes/long", "type": "Note", "attributedTo": s.ana.IRI,
		"content": "<p>" + strings.Repeat("word ", 20_000) + "</p>", "inReplyTo": plan, "to": to}
	s.ana.Send(s.Node, s.ana.Act("long", "Create", note, fedtest.Doc{"to": to}))
	s.Settle()

	shown := page(t, s.Node, string(plan), token)

	if n := strings.Count(shown, "word"); n == 0 || n > 500 || !strings.Contains(shown, "…") {
		t.Errorf("a text of 20,000 words is shown with %d", n)
	}
}
