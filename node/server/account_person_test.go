package server

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

func (v visitor) get(path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept", accept)
	return v.do(r)
}

// fill posts a form and expects to be led back to the account page.
func (v visitor) fill(t *testing.T, path string, form url.Values) string {
	t.Helper()
	w := v.post(path, form.Encode())
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/account" {
		t.Fatalf("%s %v: %d %s", path, form, w.Code, w.Body)
	}
	return v.get("/account", "text/html").Body.String()
}

func TestAMemberChoosesAHandleOnItsPage(t *testing.T) {
	s, _ := opened(t, t.TempDir(), nil)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Node.Submit(t.Context(), node.Operator, node.Create(s.Node.Node(),
		vocab.New(pf.Cell, "").With(vf.Name, vocab.Text("Garden")).With(as.PreferredUsername, vocab.Text("garden"))))
	if err != nil {
		t.Fatal(err)
	}
	garden := made.Objects[0]
	ana := signedInAs(t, s, h, "ana@n.example", garden, node.Member)
	stranger := visitor{Handler: h}
	const message = "application/activity+json"

	if page := ana.get("/account", "text/html").Body.String(); !strings.Contains(page, `action="/account/handle"`) || strings.Contains(page, "/account/links") {
		t.Errorf("no handle is offered: %s", page)
	}
	if w := stranger.post("/account/handle", "handle=ana"); w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger chooses: %d", w.Code)
	}
	for form, code := range map[string]int{"handle=garden": http.StatusConflict, "handle=admin": http.StatusUnprocessableEntity, "": http.StatusUnprocessableEntity} {
		if w := ana.post("/account/handle", form); w.Code != code {
			t.Errorf("%q: %d %s", form, w.Code, w.Body)
		}
	}

	page := ana.fill(t, "/account/handle", url.Values{"handle": {"Ana"}, "name": {"Ana <of> the river"}, "asks": {"on"}})
	if !strings.Contains(page, "@ana@") || !strings.Contains(page, "Ana &lt;of&gt; the river") || !strings.Contains(page, "Link it to") {
		t.Errorf("the page does not tell: %s", page)
	}
	if w := stranger.get("/people/ana", message); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"manuallyApprovesFollowers":true`) {
		t.Errorf("the person: %d %s", w.Code, w.Body)
	}
	for _, answer := range []string{"no", "yes"} {
		if _, err := s.Node.Submit(t.Context(), node.Operator, node.Activity{Verb: "Follow", Actor: garden, Objects: []node.Object{{IRI: s.Node.PublicPerson("ana")}}}); err != nil {
			t.Fatal(err)
		}
		page = ana.get("/account", "text/html").Body.String()
		_, asked, found := strings.Cut(page, `asks to follow you <form method="post" action="/account/answers"><input type="hidden" name="activity" value="`)
		if !found {
			t.Fatalf("the page does not tell who asks: %s", page)
		}
		asked, _, _ = strings.Cut(asked, `"`)
		ana.fill(t, "/account/answers", url.Values{"activity": {asked}, "answer": {answer}})
		followers, err := s.Node.Relations(t.Context(), node.Relation{Kind: node.Follows, From: garden, To: s.Node.PublicPerson("ana")})
		if err != nil || (len(followers) == 1) != (answer == "yes") {
			t.Errorf("after %s: %v %v", answer, followers, err)
		}
	}
	ana.fill(t, "/account/handle/change", url.Values{"name": {"Ana"}, "note": {"Plums and pears."}, "discoverable": {"on"}})
	if w := stranger.get("/people/ana", message); !strings.Contains(w.Body.String(), `"discoverable":true`) || !strings.Contains(w.Body.String(), `"manuallyApprovesFollowers":false`) || !strings.Contains(w.Body.String(), "Plums") {
		t.Errorf("changed: %s", w.Body)
	}

	page = ana.fill(t, "/account/links", url.Values{"group": {string(garden)}, "link": {"yes"}})
	if !strings.Contains(page, "Unlink") || !strings.Contains(stranger.get("/people/ana", message).Body.String(), "/groups/garden/agents/") {
		t.Errorf("not linked: %s", page)
	}
	page = ana.fill(t, "/account/links", url.Values{"group": {string(garden)}, "link": {"no"}})
	if strings.Contains(page, "Unlink<") || strings.Contains(stranger.get("/people/ana", message).Body.String(), "/agents/") {
		t.Errorf("linked still: %s", page)
	}
	if w := ana.post("/account/links", url.Values{"group": {string(vocab.IRI(s.Config.URL) + "/groups/other")}, "link": {"yes"}}.Encode()); w.Code != http.StatusForbidden {
		t.Errorf("a link in a foreign group: %d", w.Code)
	}

	page = ana.fill(t, "/account/handle/close", nil)
	if !strings.Contains(page, `action="/account/handle"`) || stranger.get("/people/ana", message).Code != http.StatusGone {
		t.Error("a closed person is there")
	}
	if w := ana.post("/account/handle", "handle=ana"); w.Code != http.StatusConflict {
		t.Errorf("the handle is given again: %d", w.Code)
	}
}

func TestAMemberSeesOnItsPageWhatItShouldSeeTo(t *testing.T) {
	s, _ := opened(t, t.TempDir(), nil)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	group := func(c *vocab.Class, name, handle string) vocab.IRI {
		made, err := s.Node.Submit(t.Context(), node.Operator, node.Create(s.Node.Node(),
			vocab.New(c, "").With(vf.Name, vocab.Text(name)).With(as.PreferredUsername, vocab.Text(handle))))
		if err != nil {
			t.Fatal(err)
		}
		return made.Objects[0]
	}
	garden, mill := group(pf.Cell, "Garden", "garden"), group(pf.Cell, "Mill", "mill")
	ana := signedInAs(t, s, h, "ana@n.example", garden, node.Member)
	ben := signedInAs(t, s, h, "ben@n.example", mill, node.Member)
	ana.fill(t, "/account/handle", url.Values{"handle": {"ana"}})
	person := s.Node.PublicPerson("ana")
	promise := func(by, to vocab.IRI, what string) {
		c := vocab.New(vf.Commitment, "").With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).With(vf.Provider, vocab.Ref(by)).With(vf.Receiver, vocab.Ref(to)).
			With(vf.Due, vocab.Moment(time.Now().Add(-48*time.Hour))).With(vf.ResourceConformsTo, vocab.Ref(vocab.IRI("https://things.example/"+what)))
		who := node.Caller{Agent: by, Roles: map[vocab.IRI]node.Role{by: node.Admin}}
		if _, err := s.Node.Submit(t.Context(), who, node.Create(by, c)); err != nil {
			t.Fatal(err)
		}
	}
	promise(person, mill, "plums")
	promise(garden, mill, "pears")
	page := ana.get("/account", "text/html").Body.String()
	for _, want := range []string{`<a href="/people/ana">ana</a>`, "transfer plums to Mill is due on", `<a href="/groups/garden">garden</a>`, "transfer pears to Mill is due on"} {
		if !strings.Contains(page, want) {
			t.Errorf("ana's page does not say %q:\n%s", want, page)
		}
	}
	page = ben.get("/account", "text/html").Body.String()
	if !strings.Contains(page, "transfer plums from ana was due on") || strings.Contains(page, "/groups/garden") {
		t.Errorf("ben's page tells of others, or not of his:\n%s", page)
	}
}
