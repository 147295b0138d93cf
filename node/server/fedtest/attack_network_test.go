package fedtest_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// guarded counts who dials an address inside.
type inside struct {
	net.Listener
	dialled atomic.Int64
}

func listenInside(t *testing.T) *inside {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	in := &inside{Listener: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			in.dialled.Add(1)
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close() })
	return in
}

// Nothing that a stranger writes makes the node ask machines behind its firewall.
func TestAttackAddressesInside(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.AllowPrivateAddresses = false })
	apples := n.Group("apples")
	in := listenInside(t)
	_, port, _ := net.SplitHostPort(in.Addr().String())

	// A peer that is known from before: its own address cannot be asked either.
	peer := fedtest.NewStranger(t)
	mallory := peer.Persona("mallory", 1)
	ctx := context.Background()
	body := text(t, mallory.Doc)
	if err := n.DB.PutDocument(ctx, node.Letter{ID: mallory.IRI, Actor: mallory.IRI, At: time.Now().UTC(), Body: body, State: node.LetterDone, Proof: node.Evidence{Fetched: true}}); err != nil {
		t.Fatal(err)
	}
	if code := mallory.Send(n, mallory.Act("hello", "Like", apples, nil)); code != http.StatusAccepted {
		t.Fatalf("the known peer is answered %d", code)
	}
	n.Settle()

	hosts := []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "0.0.0.0", "[::]", "localhost.", "127.0.0.1.", "LOCALHOST"}
	for _, host := range hosts {
		at := vocab.IRI("http://" + host + ":" + port)
		t.Run(host, func(t *testing.T) {
			id := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
					return r
				}
				return '-'
			}, host)
			mallory.Send(n, mallory.Act("key-"+id, "Like", apples, nil), func(p *fedtest.Post) { p.Key.ID = string(at) + "/users/x#k" })
			mallory.Send(n, mallory.Act("actor-"+id, "Like", apples, fedtest.Doc{"actor": at + "/users/x"}))
			mallory.Send(n, mallory.Prove(mallory.Act("proof-"+id, "Like", apples, fedtest.Doc{"actor": at + "/users/x", "id": at + "/a"})))
			for verb, object := range map[string]any{
				"Create": at + "/object", "Update": at + "/object", "Offer": at + "/object", "Follow": at + "/object", "Like": at + "/object",
				"Announce": fedtest.Doc{"id": at + "/activity", "type": "Create", "actor": at + "/users/x", "object": at + "/object"},
			} {
				mallory.Send(n, mallory.Act(verb+"-"+id, verb, object, fedtest.Doc{
					"to": []any{at + "/users/x", apples}, "target": at + "/target", "result": at + "/result", "context": at + "/context", "attachment": at + "/file",
					"attributedTo": at + "/users/x"}))
			}
			mallory.Send(n, mallory.Act("move-"+id, "Move", mallory.IRI, fedtest.Doc{"target": at + "/users/x"}))
			mallory.Send(n, mallory.Act("attached-"+id, "Create", fedtest.Doc{"id": peer.IRI("/notes/" + id), "type": "Note", "attributedTo": mallory.IRI,
				"attachment": []any{fedtest.Doc{"type": "Document", "url": at + "/file"}}, "image": at + "/image", "replies": at + "/replies"}, nil))
			n.Settle()
			// By the node's own members, too.
			_, _ = n.Try(fedtest.Naming("Follow", apples, at+"/users/y"))
			_, _ = n.Federation.Resolve(ctx, string(at)+"/users/z")
			_, _ = n.Federation.Resolve(ctx, "@x@"+host+":"+port)
			_, _ = n.Federation.Actor(ctx, at+"/users/w")
			n.Settle()
		})
	}
	t.Run("what a known actor says of itself", func(t *testing.T) {
		at := vocab.IRI("http://" + in.Addr().String())
		for _, more := range []fedtest.Doc{{"inbox": at + "/inbox"}, {"endpoints": fedtest.Doc{"sharedInbox": at + "/inbox"}}, {"outbox": at + "/outbox", "followers": at + "/followers"}} {
			doc := mallory.Doc.With(more)
			if err := n.DB.PutDocument(ctx, node.Letter{ID: mallory.IRI, Actor: mallory.IRI, At: time.Now().UTC(), Body: text(t, doc), State: node.LetterDone, Proof: node.Evidence{Fetched: true}}); err != nil {
				t.Fatal(err)
			}
			mallory.Send(n, mallory.Act("f"+string(rune('a'+len(more))), "Follow", apples, nil))
			n.Settle()
		}
	})
	if got := in.dialled.Load(); got > 0 {
		t.Errorf("the machine inside was dialled %d times", got)
	}
	if hits := peer.Hits(); len(hits) > 0 {
		t.Errorf("the peer at a private address was asked for %v", hits)
	}
}

// Redirects lead inside as little as addresses do. The peer stands at a public address here: the guard lets
// its port through and nothing else.
func TestAttackTheOnlyWayOutIsGuarded(t *testing.T) {
	s := newScene(t) // may reach loopback, so that what is dialled can be counted
	in := listenInside(t)
	if err := s.Policy.Record(context.Background(), policy.Rule{Subject: in.Addr().String(), Level: node.PolicyBlock, Author: s.Server.Node.Node()}); err != nil {
		t.Fatal(err)
	}
	at := vocab.IRI("http://" + in.Addr().String())
	s.mill.Redirect("/leads-in", at+"/x")
	s.mallory.Send(s.Node, s.mallory.Act("one", "Create", at+"/object", nil))
	s.mallory.Send(s.Node, s.mallory.Act("two", "Announce", fedtest.Doc{"id": at + "/activity", "type": "Create", "actor": at + "/users/x", "object": at + "/object"}, nil))
	s.mallory.Send(s.Node, s.mallory.Act("three", "Create", s.mill.IRI("/leads-in"), nil))
	s.mallory.Send(s.Node, s.mallory.Act("four", "Move", s.mallory.IRI, fedtest.Doc{"target": at + "/users/x"}))
	s.mallory.Send(s.Node, s.mallory.Act("five", "Like", s.apples, nil), func(p *fedtest.Post) { p.Key.ID = s.mill.URL + "/leads-in#k" })
	s.Settle()
	if got := in.dialled.Load(); got > 0 {
		t.Errorf("a blocked node was dialled %d times", got)
	}
}

// A rule holds however the one it is about is written.
func TestAttackWaysAroundThePolicy(t *testing.T) {
	s := newScene(t)
	ctx := context.Background()
	host := strings.TrimPrefix(s.evil.URL, "http://")
	rule := func(subject string, level node.PolicyLevel) {
		t.Helper()
		if err := s.Policy.Record(ctx, policy.Rule{Subject: subject, Level: level, Author: s.Server.Node.Node()}); err != nil {
			t.Fatal(err)
		}
	}
	rule(host, node.PolicyBlock)
	refused := []int{http.StatusForbidden, http.StatusUnauthorized, http.StatusBadRequest}
	_, port, _ := net.SplitHostPort(host)
	for _, authority := range []string{host, "127.0.0.1.:" + port, "0x7f.0.0.1:" + port, "127.1:" + port, "[::ffff:127.0.0.1]:" + port, "x@" + host, "127.0.0.1:0" + port, "127.0.0.1%2e:" + port} {
		t.Run(authority, func(t *testing.T) {
			at := "http://" + authority
			s.unharmed(t, refused, func() int {
				return s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Like", s.apples, fedtest.Doc{"actor": at + "/users/mallory", "id": at + "/activities/" + s.fresh()}),
					func(p *fedtest.Post) { p.Key.ID = at + "/users/mallory#main-key" })
			})
		})
	}
	t.Run("forwarded by another", func(t *testing.T) {
		s.unharmed(t, refused, func() int {
			return s.ana.Send(s.Node, s.mallory.Prove(s.mallory.Act(s.fresh(), "Like", s.apples, nil)))
		})
	})
	t.Run("announced by another", func(t *testing.T) {
		inner := s.mallory.Act("inner", "Like", s.apples, nil)
		s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Announce", fedtest.Doc(inner), nil))
		s.Settle()
		if s.Knows(s.evil.IRI("/activities/inner")) {
			t.Error("what a blocked node said came by another")
		}
	})
	t.Run("reads", func(t *testing.T) {
		if code, _ := s.mallory.Get(vocab.IRI(s.URL + "/groups")); code != http.StatusForbidden {
			t.Errorf("whoever is blocked reads: %d", code)
		}
	})
	rule(host, node.PolicyClear)
	s.accepted(t, s.mallory, s.mallory.Act("cleared", "Like", s.apples, nil))
}

// Where only those named are dealt with, nobody else is.
func TestAttackAnAllowList(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Federation.Mode = "allow-list" })
	apples := n.Group("apples")
	mill, evil := fedtest.NewStranger(t), fedtest.NewStranger(t)
	ana, mallory := mill.Persona("ana", 0), evil.Persona("mallory", 1)
	if err := n.Policy.Record(context.Background(), policy.Rule{Subject: strings.TrimPrefix(mill.URL, "http://"), Level: node.PolicyAllow, Author: n.Server.Node.Node()}); err != nil {
		t.Fatal(err)
	}
	if code := mallory.Send(n, mallory.Act("no", "Follow", apples, nil)); code != http.StatusForbidden {
		t.Errorf("a stranger is answered %d", code)
	}
	if code := ana.Send(n, mallory.Prove(mallory.Act("no", "Follow", apples, nil))); code != http.StatusForbidden {
		t.Errorf("a stranger by another is answered %d", code)
	}
	if code := ana.Send(n, ana.Act("names", "Create", evil.IRI("/object"), nil)); code != http.StatusAccepted {
		t.Errorf("whoever is allowed is answered %d", code)
	}
	n.Settle()
	if hits := evil.Hits(); len(hits) > 0 {
		t.Errorf("the stranger was asked for %v", hits)
	}
	if !n.Knows(mill.IRI("/activities/names")) {
		t.Error("what an allowed node says is not on record")
	}
}
