package fedtest_test

import (
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// What is hidden looks like what is not there: in every answer, by status, by post, and by what comes back.
func TestAttackFindingOutWhatIsHidden(t *testing.T) {
	s := newScene(t)
	secret, followers := s.Group("secret", `"defaultAudience": "members"`), s.Group("close", `"defaultAudience": "followers"`)
	plan := s.Create(secret, `{"type": "Plan", "name": "Hidden treasure"}`)
	told := s.Create(followers, `{"type": "Plan", "name": "Hidden for friends"}`)
	s.Settle()

	nobody := vocab.IRI(s.URL + "/groups/nobody")
	for _, path := range []vocab.IRI{"", "/outbox", "/followers", "/plans", "/members", "/state"} {
		here, _ := s.mallory.Get(secret + path)
		there, _ := s.mallory.Get(nobody + path)
		if here != there || here != http.StatusNotFound {
			t.Errorf("GET %s: %d for the hidden, %d for nobody", path, here, there)
		}
	}
	for name, bend := range map[string]func(*fedtest.Post){
		"signed":   func(*fedtest.Post) {},
		"unsigned": func(p *fedtest.Post) { p.After = func(r *http.Request) { r.Header.Del("Signature") } },
	} {
		to := func(group vocab.IRI) int {
			return s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Like", s.mallory.IRI, nil), func(p *fedtest.Post) { p.To = string(group) + "/inbox" }, bend)
		}
		if here, there := to(secret), to(nobody); here != there {
			t.Errorf("%s POST to the inbox: %d for the hidden, %d for nobody", name, here, there)
		}
	}
	answers := func(group vocab.IRI, verb string) string {
		before := len(s.evil.Got())
		if code := s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), verb, group, nil)); code != http.StatusAccepted {
			t.Errorf("%s: %d", verb, code)
		}
		s.Settle()
		got := s.evil.Got()[before:]
		return strings.Join(signers(got, group), " ")
	}
	for _, verb := range []string{"Follow", "Join", "Invite"} {
		if here, there := answers(secret, verb), answers(nobody, verb); here != there {
			t.Errorf("%s is answered %q for the hidden, %q for nobody", verb, here, there)
		}
	}
	for _, id := range []vocab.IRI{plan, told, secret} {
		for _, who := range []*fedtest.Persona{s.ana, s.mallory} {
			if code, body := who.Get(id); code != http.StatusNotFound || strings.Contains(body, "Hidden") {
				t.Errorf("%s reads %s: %d", who.IRI, id, code)
			}
		}
	}
	for _, path := range []vocab.IRI{"/", "/groups", "/nodeinfo/2.1", "/actor/outbox"} {
		if _, body := fedtest.Get(t, vocab.IRI(s.URL)+path, "application/json"); strings.Contains(body, "secret") || strings.Contains(body, "Hidden") {
			t.Errorf("%s tells of what is hidden", path)
		}
	}
}

// signers are who acts in what was received, with a group's name taken out.
func signers(bodies []string, group vocab.IRI) (all []string) {
	for _, body := range bodies {
		verb := "?"
		for _, v := range []string{"Accept", "Reject"} {
			if strings.Contains(body, `"type":"`+v+`"`) {
				verb = v
			}
		}
		by := "node"
		if strings.Contains(body, `"actor":"`+string(group)+`"`) {
			by = "group"
		}
		all = append(all, verb+" by "+by)
	}
	return all
}

// Who is addressed blindly is told to nobody else.
func TestAttackReadingBlindAddressees(t *testing.T) {
	s := newScene(t)
	for _, p := range []*fedtest.Persona{s.ana, s.mallory} {
		s.accepted(t, p, p.Act(s.fresh(), "Follow", s.apples, nil))
	}
	third := s.mill.Persona("blind", 2)
	s.Meet(third)
	act := node.Create(s.apples, s.Read(`{"type": "Plan", "name": "For some"}`)...)
	act.CC, act.Blind = []vocab.IRI{s.ana.IRI}, []vocab.IRI{third.IRI}
	receipt := s.Do(act)
	s.Settle()

	bodies := append(s.evil.Got(), s.mill.Got()...)
	for _, id := range append([]vocab.IRI{receipt.Activity}, receipt.Objects...) {
		for _, who := range []*fedtest.Persona{s.ana, s.mallory, third} {
			_, body := who.Get(id)
			bodies = append(bodies, body)
			_, body = who.Get(id + "/note")
			bodies = append(bodies, body)
		}
	}
	reached := false
	for _, body := range bodies {
		if strings.Contains(body, `"bto"`) || strings.Contains(body, `"bcc"`) {
			t.Errorf("blind addressees are shown: %.300s", body)
		}
		reached = reached || strings.Contains(body, "For some")
		if strings.Contains(body, string(third.IRI)+`"`) {
			t.Errorf("the blind addressee is named: %.300s", body)
		}
	}
	if !reached {
		t.Error("nothing arrived")
	}
	for _, body := range s.evil.Got() {
		if strings.Contains(body, "For some") {
			t.Error("a follower who was not addressed received it")
		}
	}
}
