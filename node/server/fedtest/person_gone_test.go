package fedtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// A person that is closed or erased leaves at its followers what others' books rest on, and no words.
func TestWhatAPersonThatIsGoneLeavesAtItsFollowers(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	garden.Do(fedtest.Naming("Follow", ana, bread))
	net.Settle()
	plums, fruit := garden.Stock(ana, "Plums", "10", "kilogram"), bakery.Stock(bread, "Fruit", "1", "kilogram")
	words := `"note": "Words of Ana Rosenblum", `
	with := func(document string) vocab.IRI {
		return garden.Create(ana, strings.Replace(document, "{", "{"+words, 1))
	}
	plan := with(`{"type": "Plan", "name": "Rosenblum picks"}`)
	proposal := with(`{"type": "Proposal", "name": "Rosenblum offers"}`)
	intent := with(fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}, "resourceConformsTo": "https://things.example/plums"}`, ana))
	taken := with(fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}, "resourceConformsTo": "https://things.example/plums"}`, ana))
	alone := with(commitment(ana, ana, "2"))
	promise := with(commitment(ana, bread, "3"))
	season := bakery.Create(bread, `{"type": "Plan", "name": "Season"}`)
	net.Settle()
	added := with(fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "plannedWithin": %q, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "2"}}`, ana, season))
	said := garden.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "Rosenblum says"}`)
	net.Settle()
	answer := bakery.Create(bread, strings.Replace(commitment(ana, bread, "1"), "{", fmt.Sprintf(`{"satisfies": [%q], `, taken), 1))
	event := with(transfer(ana, bread, plums, "4"))
	net.Settle()
	accept := fedtest.Naming("Accept", bread, event)
	accept.Target = fruit
	bakery.Do(accept)
	net.Settle()
	for _, id := range []vocab.IRI{plan, proposal, intent, taken, alone, promise, said, event} {
		if !bakery.Knows(id) {
			t.Fatalf("the bakery never heard of %s\n%s", id, bakery.Log)
		}
	}

	asks := node.Relation{From: added, Kind: node.AsksToAdd}
	if len(relations(t, bakery, asks)) != 1 {
		t.Fatalf("her task does not wait to be added to the bakery's plan\n%s", bakery.Log)
	}
	if err := garden.Server.Node.Close(context.Background(), ana); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	for name, id := range map[string]vocab.IRI{"plan": plan, "proposal": proposal, "intent": intent, "commitment to herself": alone, "note": said} {
		if bakery.Knows(id) {
			t.Errorf("the %s of who is gone is still there", name)
		}
	}
	for name, id := range map[string]vocab.IRI{"commitment to the bakery": promise, "event between the two": event, "intent that the bakery satisfies": taken} {
		if !bakery.Knows(id) {
			t.Errorf("the %s is the bakery's too, and is gone", name)
			continue
		}
		r := bakery.Thing(id)
		if r.Has(vf.Note) || r.Get(vf.ResourceQuantity).Part() == nil || r.Get(vf.Provider).IRI() != ana {
			t.Errorf("of the %s is left %v", name, r)
		}
	}
	if left := relations(t, bakery, asks); len(left) != 0 {
		t.Errorf("a task of who is gone still waits: %v", left)
	}
	if got := bakery.Holds(fruit); got != "5 kg (5 kg on hand)" || !bakery.Knows(answer) {
		t.Errorf("the bakery's own record changed: %s", got)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}

	// Versions before and letters are kept as evidence, until the operator erases there, by the person's address.
	erase(t, bakery, ana)
	if where := says(t, bakery, "Rosenblum"); len(where) > 0 {
		t.Errorf("after an erasure it is still in %q", where)
	}
	bakery.Sound()
}

// What is erased after it was read, and before it is carried out with others, does not come back.
func TestALetterThatIsErasedWhileItIsReadIsReadAgain(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	bread := n.Group("bread")
	peer := fedtest.NewStranger(t)
	lea := peer.Persona("lea", 0)
	n.Meet(lea)
	n.Do(fedtest.Naming("Follow", bread, lea.IRI))
	n.Settle()

	first := lea.Act("1", "Create", fedtest.Doc{"id": peer.IRI("/notes/1"), "type": "Note", "attributedTo": lea.IRI, "content": "Ana Rosenblum was here"}, nil)
	second := lea.Act("2", "Create", peer.IRI("/notes/2"), nil)
	// The second is read at its own address, after the first was opened and before both are carried out.
	var once sync.Once
	peer.Handle("/notes/2", func(w http.ResponseWriter, _ *http.Request) {
		once.Do(func() {
			if done := erase(t, n, peer.IRI("/activities/1")); len(done.Letters) != 1 {
				t.Errorf("nothing was erased in between: %+v", done)
			}
		})
		w.Header().Set("Content-Type", fedtest.ActivityJSON)
		json.NewEncoder(w).Encode(fedtest.Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": peer.IRI("/notes/2"), "type": "Note", "attributedTo": lea.IRI, "content": "Something else"})
	})
	for _, doc := range []fedtest.Doc{first, second} {
		if status := lea.Send(n, doc); status != http.StatusAccepted {
			t.Fatalf("it was answered %d", status)
		}
	}
	n.Settle()
	if err := n.DB.RetryLane(context.Background(), node.LaneOf(federation.Receiving, peer.URL)); err != nil && node.KindOf(err) != node.NotFound {
		t.Fatal(err)
	}
	n.Settle()
	if where := says(t, n, "Rosenblum"); len(where) > 0 {
		t.Errorf("what was erased is in %q", where)
	}
	for _, id := range []vocab.IRI{peer.IRI("/activities/1"), peer.IRI("/activities/2")} {
		if l := n.Letter(id); l.State != node.LetterDone {
			t.Errorf("%s is %s: %s", id, l.State, l.Reason)
		}
	}
	n.Sound()
}

// The Delete of a person is signed with keys that nobody read before: its tombstone shows them.
func TestTheLastWordOfAPersonVerifiesAfterKeysAreRotated(t *testing.T) {
	rotate := func(t *testing.T, n *fedtest.Node) {
		if err := n.RotateKeys(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	end := func(t *testing.T, n *fedtest.Node, ana vocab.IRI) {
		if err := n.Server.Node.Close(context.Background(), ana); err != nil {
			t.Fatal(err)
		}
	}
	for name, order := range map[string]func(*testing.T, *fedtest.Node, vocab.IRI){
		"closed, then rotated": func(t *testing.T, n *fedtest.Node, ana vocab.IRI) { end(t, n, ana); rotate(t, n) },
		"rotated, then closed": func(t *testing.T, n *fedtest.Node, ana vocab.IRI) { rotate(t, n); end(t, n, ana) },
	} {
		t.Run(name, func(t *testing.T) {
			net := fedtest.New(t, 2)
			garden, bakery := net.Nodes[0], net.Nodes[1]
			ana, bread := garden.Person("ana", false), bakery.Group("bread")
			bakery.Do(fedtest.Naming("Follow", bread, ana))
			garden.Do(fedtest.Naming("Follow", ana, bread))
			net.Settle()
			order(t, garden, ana)
			net.Settle()
			if bakery.Knows(ana) || bakery.Related(follows(bread, ana)) || bakery.Related(follows(ana, bread)) {
				t.Errorf("the bakery did not hear that she is gone\n%s\n%s", garden.Log, bakery.Log)
			}
		})
	}
}

// Keys that somebody's tombstone does not show end nobody, and no other origin's tombstone counts.
func TestAttackTheLastWordOfSomebodyElse(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	home, elsewhere := fedtest.NewStranger(t), fedtest.NewStranger(t)
	tombstone := func(p *fedtest.Persona, key *fedtest.Persona) fedtest.Doc {
		return fedtest.Doc{"@context": p.Doc["@context"], "id": p.IRI, "type": "Tombstone",
			"publicKey": fedtest.Doc{"id": string(p.IRI) + "#new", "owner": p.IRI, "publicKeyPem": fedtest.PEM(t, key.Key.Private.Public())}}
	}
	stand := func(s *fedtest.Stranger, path string, doc fedtest.Doc) {
		s.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", fedtest.ActivityJSON)
			w.WriteHeader(http.StatusGone)
			json.NewEncoder(w).Encode(doc)
		})
	}
	mallory := elsewhere.Persona("mallory", 3)
	for i, c := range []struct {
		name   string
		by     func(p, next *fedtest.Persona) // what stands at the address
		signed func(p, next *fedtest.Persona) *fedtest.Persona
		ends   bool
	}{
		{"its new key, which the tombstone shows", func(p, next *fedtest.Persona) { stand(home, "/users/"+p.Doc["name"].(string), tombstone(p, next)) },
			func(_, next *fedtest.Persona) *fedtest.Persona { return next }, true},
		{"a key that the tombstone does not show", func(p, next *fedtest.Persona) { stand(home, "/users/"+p.Doc["name"].(string), tombstone(p, next)) },
			func(_, _ *fedtest.Persona) *fedtest.Persona { return mallory }, false},
		{"a key that a tombstone of another origin shows", func(p, _ *fedtest.Persona) {
			stand(elsewhere, "/forged", tombstone(p, mallory))
			home.Redirect("/users/"+p.Doc["name"].(string), elsewhere.IRI("/forged"))
		}, func(_, _ *fedtest.Persona) *fedtest.Persona { return mallory }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := fmt.Sprintf("lea%d", i)
			lea, next := home.Persona(name, 1), home.Persona("next"+name, 2)
			n.Meet(lea)
			if status := lea.Send(n, lea.Act("like"+name, "Like", n.Group("shed"+name), nil)); status != http.StatusAccepted {
				t.Fatalf("her first word is answered %d", status)
			}
			n.Settle()
			c.by(lea, next)
			key := c.signed(lea, next).Key
			key.ID = string(lea.IRI) + "#new"
			lea.Send(n, lea.Act("end"+name, "Delete", lea.IRI, nil), func(p *fedtest.Post) { p.Key = key })
			n.Settle()
			if gone := !n.Knows(lea.IRI); gone != c.ends {
				t.Errorf("gone: %t", gone)
			}
		})
	}
}
