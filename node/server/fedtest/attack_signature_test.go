package fedtest_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tributary/federation/httpsig"
	"tributary/federation/proof"
	"tributary/node/server/fedtest"
)

var (
	unproven  = []int{http.StatusUnauthorized}
	malformed = []int{http.StatusBadRequest}
)

// Whoever signs with a key that is not the actor's own is nobody.
func TestAttackKeysThatAreNotTheActors(t *testing.T) {
	s := newScene(t)
	create := func(id string) fedtest.Doc { return s.ana.Act(id, "Create", s.plan(id), nil) }
	withKey := func(id string, key httpsig.Key) func(*fedtest.Post) {
		return func(p *fedtest.Post) { p.Key = httpsig.Key{ID: id, Private: key.Private} }
	}
	millHost := strings.TrimPrefix(s.mill.URL, "http://")

	rows := map[string]func(act fedtest.Doc) int{
		"another origin's key": func(act fedtest.Doc) int { return s.mallory.Send(s.Node, act) },
		"the actor's key id over another key": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey(s.ana.Key.ID, s.mallory.Key))
		},
		"a key id of the actor that is not shown": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey(string(s.ana.IRI)+"#other", s.mallory.Key))
		},
		"a document that claims the actor as owner": func(act fedtest.Doc) int {
			id := s.evil.IRI("/keys/claims")
			s.evil.Serve("/keys/claims", fedtest.ActivityJSON, fedtest.Doc{"id": id, "type": "Key", "owner": s.ana.IRI, "publicKeyPem": fedtest.PEM(t, s.mallory.Key.Private.Public())})
			return s.mallory.Send(s.Node, act, withKey(string(id), s.mallory.Key))
		},
		"an actor elsewhere whose key claims the actor as owner": func(act fedtest.Doc) int {
			p := s.evil.Persona("owner", 1)
			p.Publish(fedtest.Doc{"publicKey": fedtest.Doc{"id": p.Key.ID, "owner": s.ana.IRI, "publicKeyPem": fedtest.PEM(t, p.Key.Private.Public())}})
			return p.Send(s.Node, act)
		},
		"an actor elsewhere that shows a key under the actor's key id": func(act fedtest.Doc) int {
			p := s.evil.Persona("lister", 1)
			p.Publish(fedtest.Doc{"publicKey": []any{
				fedtest.Doc{"id": s.ana.Key.ID, "owner": p.IRI, "publicKeyPem": fedtest.PEM(t, p.Key.Private.Public())},
				fedtest.Doc{"id": p.Key.ID, "owner": p.IRI, "publicKeyPem": fedtest.PEM(t, p.Key.Private.Public())}}})
			s.Meet(p)
			return p.Send(s.Node, act, withKey(s.ana.Key.ID, p.Key))
		},
		"a document elsewhere that calls itself the actor": func(act fedtest.Doc) int {
			doc := s.ana.Doc.With(fedtest.Doc{"publicKey": fedtest.Doc{"id": s.evil.URL + "/fake#k", "owner": s.ana.IRI, "publicKeyPem": fedtest.PEM(t, s.mallory.Key.Private.Public())}})
			s.evil.Serve("/fake", fedtest.ActivityJSON, doc)
			return s.mallory.Send(s.Node, act, withKey(s.evil.URL+"/fake#k", s.mallory.Key))
		},
		"a key that redirects to the actor": func(act fedtest.Doc) int {
			s.evil.Redirect("/leads-away", s.ana.IRI)
			return s.mallory.Send(s.Node, act, withKey(s.evil.URL+"/leads-away#k", s.mallory.Key))
		},
		"a key at another port": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey(strings.Replace(string(s.ana.IRI), millHost, strings.TrimPrefix(s.evil.URL, "http://"), 1)+"#main-key", s.mallory.Key))
		},
		"a key id with user information": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey("http://"+millHost+"@"+strings.TrimPrefix(s.evil.URL, "http://")+"/users/mallory#main-key", s.mallory.Key))
		},
		"the same key under two actors": func(act fedtest.Doc) int {
			twin := s.evil.Persona("twin", 0) // ana's RSA key
			s.Meet(twin)
			return twin.Send(s.Node, act)
		},
		"a key that is no address": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey("main-key", s.mallory.Key))
		},
		"this node's own key id": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey(s.URL+"/actor#main-key", s.mallory.Key))
		},
		"a key document that a user uploaded as JSON": func(act fedtest.Doc) int {
			return s.mallory.Send(s.Node, act, withKey(string(s.mill.Serve("/media/1.json", "application/json", fedtest.Doc{
				"id": s.mill.IRI("/media/1.json"), "owner": s.ana.IRI, "publicKeyPem": fedtest.PEM(t, s.mallory.Key.Private.Public())})), s.mallory.Key))
		},
		"an actor document that a user uploaded as a page": func(act fedtest.Doc) int {
			id := s.mill.IRI("/media/2.html")
			doc := s.ana.Doc.With(fedtest.Doc{"id": id, "inbox": id, "publicKey": fedtest.Doc{"id": id + "#k", "owner": id, "publicKeyPem": fedtest.PEM(t, s.mallory.Key.Private.Public())}})
			s.mill.Serve("/media/2.html", "text/html", doc)
			return s.mallory.Send(s.Node, act.With(fedtest.Doc{"actor": id}), withKey(string(id)+"#k", s.mallory.Key))
		},
		"an actor document as JSON-LD without the profile": func(act fedtest.Doc) int {
			id := s.mill.IRI("/media/3.jsonld")
			doc := s.ana.Doc.With(fedtest.Doc{"id": id, "inbox": id, "publicKey": fedtest.Doc{"id": id + "#k", "owner": id, "publicKeyPem": fedtest.PEM(t, s.mallory.Key.Private.Public())}})
			s.mill.Serve("/media/3.jsonld", "application/ld+json", doc)
			return s.mallory.Send(s.Node, act.With(fedtest.Doc{"actor": id}), withKey(string(id)+"#k", s.mallory.Key))
		},
	}
	for name, attack := range rows {
		t.Run(name, func(t *testing.T) {
			act := create(s.fresh())
			// What becomes known of the attacker itself is no effect of the attack.
			s.learnFirst(func() { attack(act.With(fedtest.Doc{"id": fmt.Sprint(act["id"], "-before")})) })
			s.unharmed(t, unproven, func() int { return attack(act) })
			s.honest(t, act)
		})
	}
}

// A request is what was signed, or it is nothing.
func TestAttackWhatWasNotSigned(t *testing.T) {
	s := newScene(t)
	other := text(t, s.ana.Act("other", "Like", s.apples, nil))
	rows := map[string]struct {
		want []int
		bend func(*fedtest.Post)
	}{
		"no signature": {unproven, func(p *fedtest.Post) { p.After = func(r *http.Request) { r.Header.Del("Signature") } }},
		"another body": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) { setBody(r, other) }
		}},
		"another body, with its own digest": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) {
				setBody(r, other)
				r.Header.Set("Digest", digestOf(other))
			}
		}},
		"the digest twice": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) { r.Header.Add("Digest", digestOf(other)) }
		}},
		"a digest that was not signed": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) {
				r.Header.Set("Signature", strings.Replace(r.Header.Get("Signature"), " digest", "", 1))
			}
		}},
		"no digest":       {unproven, func(p *fedtest.Post) { p.After = func(r *http.Request) { r.Header.Del("Digest") } }},
		"MD5 instead":     {unproven, func(p *fedtest.Post) { p.After = func(r *http.Request) { r.Header.Set("Digest", "MD5=abcd") } }},
		"another host":    {unproven, func(p *fedtest.Post) { p.Before = func(r *http.Request) { r.Host = "other.example" } }},
		"a host added":    {unproven, func(p *fedtest.Post) { p.After = func(r *http.Request) { r.Host = "other.example" } }},
		"another inbox":   {unproven, func(p *fedtest.Post) { p.After = func(r *http.Request) { r.URL.Path = "/groups/apples/inbox" } }},
		"too old":         {unproven, func(p *fedtest.Post) { p.At = time.Now().Add(-25 * time.Hour) }},
		"from the future": {unproven, func(p *fedtest.Post) { p.At = time.Now().Add(2 * time.Hour) }},
		"another date": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) { r.Header.Set("Date", time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)) }
		}},
		"two signatures": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) }
		}},
		"RFC 9421, other body": {unproven, func(p *fedtest.Post) {
			p.Scheme = httpsig.RFC9421
			p.After = func(r *http.Request) { setBody(r, other) }
		}},
		"RFC 9421, an unsigned input": {unproven, func(p *fedtest.Post) {
			p.After = func(r *http.Request) { r.Header.Set("Signature-Input", `sig1=("@method")`) }
		}},
		"text/plain": {[]int{http.StatusUnsupportedMediaType}, func(p *fedtest.Post) { p.Before = func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") } }},
		"application/json": {[]int{http.StatusUnsupportedMediaType}, func(p *fedtest.Post) {
			p.Before = func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }
		}},
		"compressed": {[]int{http.StatusUnauthorized, http.StatusBadRequest, http.StatusUnsupportedMediaType}, func(p *fedtest.Post) {
			p.Before = func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }
			p.Body = bomb()
		}},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			act := s.ana.Act(s.fresh(), "Create", s.plan(s.fresh()), nil)
			s.unharmed(t, row.want, func() int { return s.ana.Send(s.Node, act, row.bend) })
			s.honest(t, act)
		})
	}
}

// What somebody forwards is its author's word only with the author's proof.
func TestAttackForwardedWithoutAProofThatHolds(t *testing.T) {
	s := newScene(t)
	_, foreign, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]func(act fedtest.Doc) []byte{}
	rows["no proof"] = func(act fedtest.Doc) []byte { return text(t, act) }
	rows["the forwarder's proof"] = func(act fedtest.Doc) []byte { return s.mallory.Prove(act) }
	rows["a proof by another key under the author's address"] = func(act fedtest.Doc) []byte {
		signed, err := proof.Sign(text(t, act), proof.Key{ID: s.ana.Prover.ID, Private: foreign}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	rows["a proof of something else"] = func(act fedtest.Doc) []byte {
		var signed map[string]json.RawMessage
		if err := json.Unmarshal(s.ana.Prove(act), &signed); err != nil {
			t.Fatal(err)
		}
		signed["summary"] = json.RawMessage(`"changed"`)
		return text(t, signed)
	}
	rows["a proof with another context"] = func(act fedtest.Doc) []byte {
		var signed map[string]json.RawMessage
		if err := json.Unmarshal(s.ana.Prove(act), &signed); err != nil {
			t.Fatal(err)
		}
		signed["@context"] = json.RawMessage(`["https://www.w3.org/ns/activitystreams", {"name": "https://ex.example/other"}]`)
		return text(t, signed)
	}
	rows["a proof of an unknown kind"] = func(act fedtest.Doc) []byte {
		return text(t, act.With(fedtest.Doc{"proof": fedtest.Doc{"type": "DataIntegrityProof", "cryptosuite": "none-2020", "verificationMethod": s.ana.Prover.ID, "proofPurpose": "assertionMethod", "proofValue": "z1"}}))
	}
	rows["the transport key in the proof"] = func(act fedtest.Doc) []byte {
		signed, err := proof.Sign(text(t, act), proof.Key{ID: s.ana.IRI + "#main-key", Private: s.mallory.Prover.Private}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	for name, bend := range rows {
		t.Run(name, func(t *testing.T) {
			act := s.ana.Act(s.fresh(), "Create", s.plan(s.fresh()), nil)
			asked := s.mill.Hits()
			s.unharmed(t, unproven, func() int { return s.mallory.Send(s.Node, bend(act)) })
			if len(s.mill.Hits()) != len(asked) {
				t.Error("the author's node was asked for something new")
			}
			s.honest(t, act)
		})
	}
	t.Run("with one that holds", func(t *testing.T) {
		act := s.ana.Act(s.fresh(), "Create", s.plan(s.fresh()), nil)
		if code := s.mallory.Send(s.Node, s.ana.Prove(act)); code != http.StatusAccepted {
			t.Errorf("%d", code)
		}
		s.Settle()
		s.honest(t, act)
	})
}

// A proof names its author's key, or nobody's node is asked for it.
func TestAttackAProofMakesNobodyFetch(t *testing.T) {
	s := newScene(t)
	victim := fedtest.NewStranger(t)
	act := s.mallory.Act("reflected", "Like", s.apples, nil)
	signed, err := proof.Sign(text(t, act), proof.Key{ID: victim.IRI("/users/nobody#k"), Private: s.mallory.Prover.Private}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s.unharmed(t, unproven, func() int { return s.mallory.Send(s.Node, signed) })
	if hits := victim.Hits(); len(hits) > 0 {
		t.Errorf("the victim was asked for %v", hits)
	}
}
