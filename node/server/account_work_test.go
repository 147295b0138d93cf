package server

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// answered presses a button of the form about something on the page of work.
func answered(t *testing.T, v visitor, about, button string) *httptest.ResponseRecorder {
	t.Helper()
	for _, form := range regexp.MustCompile(`(?s)<form method="post" action="/account/work">(.*?)</form>`).FindAllStringSubmatch(workOf(t, v), -1) {
		said := url.Values{"reason": {"We will see to it."}}
		for _, input := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(form[1], -1) {
			said.Set(input[1], html.UnescapeString(input[2]))
		}
		pressed := regexp.MustCompile(`<button name="answer" value="([^"]*)">` + button + `</button>`).FindStringSubmatch(form[1])
		if said.Get("object") == about && pressed != nil {
			said.Set("answer", pressed[1])
			return v.post("/account/work", said.Encode())
		}
	}
	t.Fatalf("there is no button %s about %s", button, about)
	return nil
}

func workOf(t *testing.T, v visitor) string {
	t.Helper()
	w := v.do(httptest.NewRequest("GET", "/account/work", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("the page answers %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// made is the activity that made a thing.
func made(t *testing.T, s *Server, id vocab.IRI) string {
	t.Helper()
	v, err := s.Node.Get(context.Background(), node.Operator, id)
	if err != nil {
		t.Fatal(err)
	}
	return string(v.Activity)
}

func TestTasksAreTakenAndDeclinedOnAPage(t *testing.T) {
	s, _ := opened(t, t.TempDir(), nil)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	do := func(act node.Activity) []vocab.IRI {
		t.Helper()
		made, err := s.Node.Submit(context.Background(), node.Operator, act)
		if err != nil {
			t.Fatal(err)
		}
		return made.Objects
	}
	group := func(name string) vocab.IRI {
		return do(node.Create(s.Node.Node(), vocab.New(pf.Cell, "").With(vf.Name, vocab.Text(name)).With(as.PreferredUsername, vocab.Text(strings.ToLower(name)))))[0]
	}
	garden, bakery := group("Garden"), group("Bakery")
	task := func(note string, provider vocab.IRI) vocab.IRI {
		c := vocab.New(vf.Commitment, "").With(vf.HasAction, vocab.Ref(vf.Work.IRI)).With(vf.Note, vocab.Text(note)).With(vf.Receiver, vocab.Ref(garden))
		if provider != "" {
			c = c.With(vf.Provider, vocab.Ref(provider))
		}
		return do(node.Create(garden, c))[0]
	}
	open, asked, unwanted := task("Prune <the> trees", ""), task("Bake a cake", bakery), task("Wash up", bakery)
	provider := func(id vocab.IRI) vocab.IRI {
		v, err := s.Node.Get(context.Background(), node.Operator, id)
		if err != nil {
			t.Fatal(err)
		}
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		return r.Get(vf.Provider).IRI()
	}
	editor := signedInAs(t, s, h, "ed@bakery.example", bakery, node.Editor)
	reader := signedInAs(t, s, h, "rea@bakery.example", bakery, node.Reader)
	if page := workOf(t, editor); !strings.Contains(page, "Prune &lt;the&gt; trees") || !strings.Contains(page, "Asked of it") || strings.Contains(page, "<script") {
		t.Errorf("the page says %s", page)
	}
	if of := `of <a href="` + string(garden) + `">Garden</a>`; !strings.Contains(workOf(t, editor), of) {
		t.Errorf("the page does not say %s", of)
	}
	if page := workOf(t, reader); !strings.Contains(page, "Bake a cake") || strings.Contains(page, "<button name=\"answer\"") {
		t.Errorf("a reader may answer: %s", page)
	}

	for _, press := range []struct {
		about  vocab.IRI
		button string
		want   vocab.IRI
	}{{open, "Take", bakery}, {asked, "Take", bakery}, {unwanted, "Decline", ""}, {open, "Decline", ""}} {
		if w := answered(t, editor, string(press.about), press.button); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/account/work" {
			t.Fatalf("%s is answered with %d: %s", press.button, w.Code, w.Body)
		}
		if got := provider(press.about); got != press.want {
			t.Errorf("after %s it is for %q", press.button, got)
		}
	}

	// What somebody adds to a plan waits for the plan's maker.
	plan := do(node.Create(garden, vocab.New(vf.Plan, "").With(vf.Name, vocab.Text("Season"))))[0]
	added := do(node.Create(bakery, vocab.New(vf.Commitment, "").With(vf.HasAction, vocab.Ref(vf.Work.IRI)).With(vf.Note, vocab.Text("Bring cake")).
		With(vf.Provider, vocab.Ref(bakery)).With(vf.PlannedWithin, vocab.Ref(plan))))[0]
	if page := workOf(t, editor); !strings.Contains(page, "Waiting for the word of others") || !strings.Contains(page, "to be added to the plan") {
		t.Errorf("who added it does not see that it waits: %s", page)
	}
	gardener := signedInAs(t, s, h, "gus@garden.example", garden, node.Editor)
	if w := answered(t, gardener, made(t, s, added), "Add"); w.Code != http.StatusSeeOther {
		t.Fatalf("it is answered with %d: %s", w.Code, w.Body)
	}
	if v, err := s.Node.Get(context.Background(), node.Operator, plan); err != nil || v.N != 2 {
		t.Errorf("the plan is at version %d: %v", v.N, err)
	}

	// Others' forms do nothing.
	for _, form := range []url.Values{
		{"as": {string(garden)}, "object": {string(open)}, "answer": {"yes"}},
		{"as": {string(bakery)}, "object": {string(open)}, "answer": {"maybe"}},
		{"object": {string(open)}, "answer": {"yes"}},
	} {
		if w := editor.post("/account/work", form.Encode()); w.Code < 400 {
			t.Errorf("%v is answered with %d", form, w.Code)
		}
	}
	if w := reader.post("/account/work", url.Values{"as": {string(bakery)}, "object": {string(open)}, "answer": {"yes"}}.Encode()); w.Code != http.StatusForbidden {
		t.Errorf("a reader answers: %d", w.Code)
	}
	if w := (visitor{Handler: h}).do(httptest.NewRequest("GET", "/account/work", nil)); w.Code != http.StatusUnauthorized {
		t.Errorf("strangers get %d", w.Code)
	}
	if got := provider(open); got != "" {
		t.Errorf("it is for %s", got)
	}
}
