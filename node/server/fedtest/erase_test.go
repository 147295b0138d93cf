package fedtest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tributary/federation"
	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// erase blanks what is personal on a node, as its operator does.
func erase(t *testing.T, n *fedtest.Node, id vocab.IRI) archive.Erased {
	t.Helper()
	done, err := archive.Erase(context.Background(), archive.Erasing{DB: n.DB, Node: n.Server.Node.Addresses, Accounts: n.Server.Accounts, IRI: id})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// says is whether anything in a node's database holds a text.
func says(t *testing.T, n *fedtest.Node, text string) (where []string) {
	t.Helper()
	for l, err := range n.DB.Letters(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(l.Body), text) {
			where = append(where, "letter "+string(l.ID))
		}
	}
	n.DB.View(context.Background(), func(v node.View) error {
		for version, err := range v.Log(0) {
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(version.Body), text) {
				where = append(where, "version of "+string(version.IRI))
			}
		}
		return nil
	})
	return where
}

// told lets the garden record an event with somebody's name, and the bakery hear of it.
func told(t *testing.T) (net *fedtest.Network, garden, bakery *fedtest.Node, event vocab.IRI, peer *fedtest.Stranger) {
	net = fedtest.New(t, 2)
	garden, bakery = net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	peer = fedtest.NewStranger(t)
	lea := peer.Persona("lea", 0)
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	garden.Meet(lea)
	if status := lea.Send(garden, lea.Act("1", "Follow", apples, nil)); status != http.StatusAccepted {
		t.Fatalf("the stranger may not follow: %d", status)
	}
	net.Settle()
	stock := garden.Stock(apples, "Apples", "10", "kilogram")
	event = garden.Create(apples, fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q, "resourceInventoriedAs": %q,
		"note": "Ana Rosenblum ate them", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}`, apples, apples, stock))
	net.Settle()
	if r := bakery.Thing(event); r.Get(vf.Note).Text() != "Ana Rosenblum ate them" {
		t.Fatalf("the bakery knows %v", r)
	}
	if got := strings.Join(peer.Got(), "\n"); !strings.Contains(got, `"Create"`) {
		t.Fatalf("the stranger got %s", got)
	}
	return net, garden, bakery, event, peer
}

func TestErasingReachesWhatOthersSent(t *testing.T) {
	_, _, bakery, event, _ := told(t)
	done := erase(t, bakery, event)
	if len(done.Letters) == 0 {
		t.Errorf("no letter was blanked: %+v", done)
	}
	if where := says(t, bakery, "Rosenblum"); len(where) > 0 {
		t.Errorf("still in %v", where)
	}
	bakery.Sound() // and nothing is broken
	if _, erased, err := federation.Verify(context.Background(), bakery.DB, bakery.Server.Node); err != nil || erased != len(done.Letters) {
		t.Errorf("%d letters are told to be erased, of %d: %v", erased, len(done.Letters), err)
	}
	l := bakery.Letter(done.Letters[0])
	if !strings.Contains(string(l.Body), `"hasNumericalValue":"2"`) || !strings.Contains(string(l.Body), string(event)) {
		t.Errorf("the figures are gone: %s", l.Body)
	}
	if again := erase(t, bakery, event); len(again.Letters)+len(again.Things) > 0 {
		t.Errorf("erased again: %+v", again)
	}
}

func TestWhatIsErasedIsToldToWhoeverHoldsIt(t *testing.T) {
	net, garden, bakery, event, peer := told(t)
	before := len(peer.Got())
	erase(t, garden, event)
	net.Settle()
	if note := bakery.Thing(event).Get(vf.Note); !note.IsZero() {
		t.Errorf("a node of our kind still shows %q", note.Text())
	}
	if q := bakery.Thing(event).Get(vf.ResourceQuantity).Part(); q == nil {
		t.Error("the figure is gone")
	}
	after := strings.Join(peer.Got()[before:], "\n")
	if !strings.Contains(after, `"type":"Delete"`) || !strings.Contains(after, `"Tombstone"`) || strings.Contains(after, "Rosenblum") {
		t.Errorf("the stranger got %s", after)
	}
	garden.Sound()
	bakery.Sound()
}

func TestWhatWaitsToBeSentSaysNothingErasedAnyMore(t *testing.T) {
	net, garden, _, _, _ := told(t)
	apples := vocab.IRI(garden.URL + "/groups/apples")
	note := garden.Create(apples, `{"type": "Plan", "name": "For Ana Rosenblum"}`)
	if err := garden.Server.Federation.Distribute(context.Background()); err != nil {
		t.Fatal(err)
	}
	done := erase(t, garden, note)
	if done.Parcels == 0 {
		t.Errorf("nothing that waits was blanked: %+v", done)
	}
	net.Settle()
	for _, n := range net.Nodes {
		if where := says(t, n, "For Ana"); len(where) > 0 {
			t.Errorf("%s has it in %v", n.URL, where)
		}
	}
}

// A sender that calls an id by another name, or free text by the name of something that is kept, hides nothing
// from an erasure.
func TestAttackWordsUnderOtherNamesAreErasedToo(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	bread := n.Group("bread")
	peer := fedtest.NewStranger(t)
	lea := peer.Persona("lea", 0)
	n.Meet(lea)
	n.Do(fedtest.Naming("Follow", bread, lea.IRI))
	n.Settle()
	for name, c := range map[string]struct{ terms, thing fedtest.Doc }{
		"the id": {fedtest.Doc{"ident": "@id", "words": "as:content"},
			fedtest.Doc{"ident": "", "type": "Note", "words": "Ana Rosenblum"}},
		"the id, twice": {fedtest.Doc{"name1": "@id", "ident": "name1", "words": "as:content"},
			fedtest.Doc{"ident": "", "type": "Note", "words": "Ana Rosenblum"}},
		"a text": {fedtest.Doc{"unit": fedtest.Doc{"@id": "as:content"}},
			fedtest.Doc{"id": "", "type": "Note", "unit": "Ana Rosenblum"}},
	} {
		t.Run(name, func(t *testing.T) {
			key := strings.NewReplacer(" ", "", ",", "").Replace(name)
			id := peer.IRI("/notes/" + key)
			thing := c.thing.With(nil)
			for k, v := range thing {
				switch v {
				case "":
					thing[k] = id
				case "Ana Rosenblum":
					thing[k] = "Ana Rosenblum of " + key
				}
			}
			thing["attributedTo"] = lea.IRI
			said := "Rosenblum of " + key
			for act, verb := range map[string]string{key: "Create", key + "liked": "Like"} { // the second is no part of its history
				context := fedtest.Doc{"@context": []any{"https://www.w3.org/ns/activitystreams", c.terms}}
				if status := lea.Send(n, lea.Act(act, verb, thing, context)); status != http.StatusAccepted {
					t.Fatalf("it was answered %d", status)
				}
				n.Settle()
			}
			letter := n.Letter(peer.IRI("/activities/" + key))
			if !strings.Contains(string(letter.Body), said) {
				t.Fatalf("what came is not kept: %s", letter.Body)
			}
			if !n.Knows(id) {
				t.Fatalf("it is not on record: %s %s", letter.State, letter.Reason)
			}
			erase(t, n, id)
			if where := says(t, n, said); len(where) > 0 {
				t.Errorf("still in %v", where)
			}
		})
	}
}
