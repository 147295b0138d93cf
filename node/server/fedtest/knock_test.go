package fedtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// doorkeeper is a stranger whose documents and inboxes are for those who sign as it wants.
type doorkeeper struct {
	*fedtest.Stranger
	mu     sync.Mutex
	knocks []string // how each request was signed: "draft-cavage-12", "rfc9421", "rfc9421 ed25519"
}

// keep lets a persona's document and inbox be had only by requests of some kinds; others are answered with
// a status, and with headers.
func keep(t *testing.T, n *fedtest.Node, p *fedtest.Persona, s *fedtest.Stranger, status int, header http.Header, takes ...string) *doorkeeper {
	d := &doorkeeper{Stranger: s}
	door := func(inner http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			signed, err := httpsig.Read(r, httpsig.Rules{Origin: s.URL, Age: 48 * time.Hour, Skew: 48 * time.Hour})
			if err != nil {
				t.Errorf("%s %s: %v", r.Method, r.URL, err)
				return
			}
			owner, _, _ := strings.Cut(signed.KeyID, "#")
			keys, kind := n.Keys(), string(signed.Scheme)
			key := keys.Transport(vocab.IRI(owner))
			if strings.Contains(signed.KeyID, "#multikey") {
				if key, err = keys.Edwards(vocab.IRI(owner)); err != nil {
					t.Error(err)
				}
				kind += " ed25519"
			}
			if err := signed.Verify(key.Private.Public()); err != nil || key.ID != signed.KeyID {
				t.Errorf("%s %s: %v", r.Method, r.URL, err)
			}
			d.mu.Lock()
			d.knocks = append(d.knocks, kind)
			d.mu.Unlock()
			for _, k := range takes {
				if k == kind {
					inner(w, r)
					return
				}
			}
			for name, values := range header {
				w.Header()[name] = values
			}
			w.WriteHeader(status)
		}
	}
	path := strings.TrimPrefix(string(p.IRI), s.URL)
	u, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Serve("/plain", fedtest.ActivityJSON, p.Doc)
	s.Handle(u.Path, door(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/plain"
		s.ServeHTTP(w, r)
	}))
	s.Handle(u.Path+"/inbox", door(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	return d
}

// heard is how requests were signed since it was last asked.
func (d *doorkeeper) heard() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := strings.Join(d.knocks, ", ")
	d.knocks = nil
	return all
}

const challenge = `sig1=("@method" "@target-uri");created;keyid;alg="ed25519"`

// What is read is asked for once more in the other scheme where the first is refused, and then in that one.
func TestAReadThatIsRefusedIsSignedInTheOtherScheme(t *testing.T) {
	for _, row := range []struct {
		name, takes string
		status      int
		header      http.Header
		first, then string
	}{
		{"401", "rfc9421", http.StatusUnauthorized, nil, "draft-cavage-12, rfc9421", "rfc9421"},
		{"400", "rfc9421", http.StatusBadRequest, nil, "draft-cavage-12, rfc9421", "rfc9421"},
		{"403", "rfc9421", http.StatusForbidden, nil, "draft-cavage-12, rfc9421", "rfc9421"},
		{"404 is about the thing", "rfc9421", http.StatusNotFound, nil, "draft-cavage-12", "draft-cavage-12"},
		{"the older is understood", "draft-cavage-12", http.StatusUnauthorized, nil, "draft-cavage-12", "draft-cavage-12"},
		{"nothing is understood", "", http.StatusUnauthorized, nil, "draft-cavage-12, rfc9421", "draft-cavage-12, rfc9421"},
		{"Ed25519 is asked for", "rfc9421 ed25519", http.StatusUnauthorized, http.Header{"Accept-Signature": {challenge}},
			"draft-cavage-12, rfc9421 ed25519", "rfc9421 ed25519"},
		{"a challenge that cannot be read", "rfc9421", http.StatusUnauthorized, http.Header{"Accept-Signature": {`"`}},
			"draft-cavage-12, rfc9421", "rfc9421"},
		{"a challenge in an algorithm that nobody knows", "rfc9421", http.StatusUnauthorized, http.Header{"Accept-Signature": {`sig1=();alg="hmac-sha256"`}},
			"draft-cavage-12, rfc9421", "rfc9421"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var hours clock
			n := fedtest.StartAt(t, t.TempDir(), nil, hours.now)
			s := fedtest.NewStranger(t)
			ana := s.Persona("ana", 0)
			ana.IRI += "?as=activity" // what is asked for with a query is signed with it
			ana.Doc = ana.Doc.With(fedtest.Doc{"id": ana.IRI, "publicKey": nil, "assertionMethod": nil})
			d := keep(t, n, ana, s, row.status, row.header, row.takes)

			_, err := n.Federation.Actor(t.Context(), ana.IRI)
			if got := d.heard(); got != row.first {
				t.Errorf("at first it knocked %s; want %s", got, row.first)
			}
			if understood := strings.HasSuffix(row.first, row.takes) && row.takes != ""; (err == nil) != understood {
				t.Errorf("it read: %v", err)
			}
			hours.pass(25 * time.Hour) // neither what was read nor that it failed is remembered so long
			_, _ = n.Federation.Actor(t.Context(), ana.IRI)
			if got := d.heard(); got != row.then {
				t.Errorf("after that it knocked %s; want %s", got, row.then)
			}
		})
	}
}

// Nodes of this kind sign with Ed25519 for each other, from the first activity on.
func TestNodesOfOurKindSignWithEd25519(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	follow := bakery.Do(fedtest.Naming("Follow", bread, apples)).Activity
	net.Settle()
	plan := garden.Do(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Spring"}`)...)).Activity
	net.Settle()
	for letter, at := range map[vocab.IRI]*fedtest.Node{follow: garden, plan: bakery} {
		l := at.Letter(letter)
		if l.Proof.Scheme != string(httpsig.RFC9421) || l.Proof.KeyID != l.Proof.Proof {
			t.Errorf("%s was signed in %s with %s, and proven with %s", letter, l.Proof.Scheme, l.Proof.KeyID, l.Proof.Proof)
		}
	}

	// New keys sign at once, and are read anew by the other node.
	if err := garden.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	summer := garden.Do(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Summer"}`)...)).Activity
	net.Settle()
	if before, after := bakery.Letter(plan).Proof.KeyID, bakery.Letter(summer).Proof.KeyID; before == after || !strings.Contains(string(after), "#multikey") {
		t.Errorf("after %s it signs with %s", before, after)
	}
	garden.Sound()
	bakery.Sound()
}

// A peer that says that it verifies Ed25519, and does not, is spoken to with RSA.
func TestWhoRefusesEd25519IsSpokenToWithRSA(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	s := fedtest.NewStranger(t)
	ana := s.Persona("ana", 0)
	ana.Publish(fedtest.Doc{"implements": []any{fedtest.Doc{"type": "Link", "href": "https://w3id.org/tributary#EdwardsSignatures"}}})
	n.Meet(ana)
	d := keep(t, n, ana, s, http.StatusUnauthorized, nil, "draft-cavage-12")
	for _, want := range []string{"rfc9421 ed25519, rfc9421, draft-cavage-12", "draft-cavage-12"} {
		n.Do(fedtest.Naming("Follow", apples, ana.IRI))
		n.Settle()
		if got := d.heard(); got != want {
			t.Errorf("it knocked %s; want %s", got, want)
		}
	}
}

// A key signs what its owner says it signs, in the algorithm that it is made for.
func TestAttackKeysOfAnotherPurpose(t *testing.T) {
	s := newScene(t)
	edwards := func(p *fedtest.Persona) httpsig.Key {
		return httpsig.Key{ID: string(p.Prover.ID), Private: p.Prover.Private}
	}
	signed := func(key httpsig.Key, after func(*http.Request)) func(*fedtest.Post) {
		return func(p *fedtest.Post) { p.Scheme, p.Key, p.After = httpsig.RFC9421, key, after }
	}
	called := func(from, to string) func(*http.Request) {
		return func(r *http.Request) {
			input := strings.Replace(r.Header.Get("Signature-Input"), from, to, 1)
			if input == r.Header.Get("Signature-Input") {
				t.Error("the attack does nothing")
			}
			r.Header.Set("Signature-Input", input)
		}
	}
	other := s.mill.Persona("other", 1)
	other.Publish(fedtest.Doc{"authentication": []any{s.ana.Prover.ID}}) // of the same origin, and not its own
	s.Meet(other)
	rows := map[string]func(act fedtest.Doc) int{
		"a key that proves, and is not said to sign requests": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(edwards(s.ana), nil))
		},
		"somebody else's authentication": func(act fedtest.Doc) int {
			return other.Send(s.Node, act.With(fedtest.Doc{"actor": other.IRI}), signed(edwards(s.ana), nil))
		},
		"an RSA key under the name of Ed25519": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(s.ana.Key, called("rsa-v1_5-sha256", "ed25519")))
		},
		"an Ed25519 key under the name of RSA": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(edwards(s.ana), called(`"ed25519"`, `"rsa-v1_5-sha256"`)))
		},
		"the public key as a secret": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(s.ana.Key, called("rsa-v1_5-sha256", "hmac-sha256")))
		},
		"an Ed25519 signature under the id of the RSA key": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(httpsig.Key{ID: s.ana.Key.ID, Private: s.ana.Prover.Private}, nil))
		},
		"an RSA signature under the id of the Ed25519 key": func(act fedtest.Doc) int {
			return s.ana.Send(s.Node, act, signed(httpsig.Key{ID: string(s.ana.Prover.ID), Private: s.ana.Key.Private}, nil))
		},
	}
	for name, attack := range rows {
		t.Run(name, func(t *testing.T) {
			act := s.ana.Act(s.fresh(), "Create", s.plan(s.fresh()), nil)
			s.unharmed(t, unproven, func() int { return attack(act) })
		})
	}
	t.Run("its owner says that it signs requests", func(t *testing.T) {
		eva := s.mill.Persona("eva", 1)
		eva.Publish(fedtest.Doc{"authentication": eva.Prover.ID})
		if code := eva.Send(s.Node, eva.Act(s.fresh(), "Like", s.apples, nil), signed(edwards(eva), nil)); code != http.StatusAccepted {
			t.Errorf("it is answered %d", code)
		}
		eva.Publish(fedtest.Doc{"authentication": nil})
	})
}
