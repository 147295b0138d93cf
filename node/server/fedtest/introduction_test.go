package fedtest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
)

// A group that hides from strangers deals with the groups of other nodes that it chooses: these nodes read
// by which keys it speaks, and nothing else of it; all others do not even learn that it is there.
func TestHiddenGroupFederatesWithWhomItDeals(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	mill := fedtest.NewStranger(t)
	net.Settle()
	beds, bread := garden.Group("beds", `"defaultAudience": "members"`, `"note": "Behind the wall."`), bakery.Group("bread")
	apples := garden.Stock(beds, "Apples", "12", "kilogram")
	fruit := bakery.Stock(bread, "Fruit", "1", "kilogram")
	garden.Do(fedtest.Naming("Follow", beds, bread))
	net.Settle()
	gift := garden.Create(beds, `{"type": "EconomicEvent", "action": "transfer", "provider": "`+string(beds)+`", "receiver": "`+string(bread)+`",
		"resourceInventoriedAs": "`+string(apples)+`", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "3"}}`)
	net.Settle()
	bakery.Do(node.Activity{Verb: "Accept", Actor: bread, Objects: []node.Object{{IRI: gift}}, Target: fruit})
	net.Settle()

	if !bakery.Related(node.Relation{From: beds, Kind: node.Follows, To: bread}) {
		t.Errorf("the group does not follow\n%s\n%s", garden.Log, bakery.Log)
	}
	for _, n := range []*fedtest.Node{garden, bakery} {
		if c := n.Thing(gift).Get(own.HasConfirmation).IRI(); c != own.Confirmed.IRI {
			t.Errorf("at %s the gift is %s", n.URL, c)
		}
	}
	if got := bakery.Holds(fruit); got != "4 kg (4 kg on hand)" {
		t.Errorf("the bakery has %s", got)
	}

	var actor map[string]json.RawMessage
	if err := json.Unmarshal(bakery.Letter(beds).Body, &actor); err != nil {
		t.Fatal(err)
	}
	var terms []string
	for term := range actor {
		terms = append(terms, term)
	}
	slices.Sort(terms)
	if got, want := strings.Join(terms, " "), "@context assertionMethod authentication endpoints id inbox outbox preferredUsername proof publicKey type"; got != want {
		t.Errorf("the bakery reads %s,\nwant              %s", got, want)
	}
	persona := mill.Persona("mallory", 1)
	for _, path := range []vocab.IRI{"", "/state", "/outbox", "/resources", "/followers"} {
		if code, _ := persona.Get(beds + path); code != http.StatusNotFound {
			t.Errorf("a node that the group does not deal with is answered %d at %s", code, path)
		}
		for _, accept := range []string{fedtest.ActivityJSON, "text/html", "text/turtle"} {
			if code, _ := fedtest.Get(t, beds+path, accept); code != http.StatusNotFound {
				t.Errorf("a stranger who asks for %s is answered %d at %s", accept, code, path)
			}
		}
	}
	if p, err := garden.DB.Peer(t.Context(), strings.TrimPrefix(bakery.URL, "http://")); err != nil || p.Scheme != "rfc9421-ed25519" {
		t.Errorf("after the hidden group spoke, requests to the bakery are signed in the manner %q: %v", p.Scheme, err)
	}
	if bakery.Knows(apples) {
		t.Error("the bakery knows the group's stock")
	}
	garden.Sound()
	bakery.Sound()
}
