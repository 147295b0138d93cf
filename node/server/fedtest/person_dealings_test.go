package fedtest_test

import (
	"context"
	"net/http"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// dealt lets one side give another, of two nodes, 4 kg of the 10 kg that it has, and the other say that they came.
func dealt(t *testing.T, net *fedtest.Network, giver, taker vocab.IRI) (event vocab.IRI) {
	t.Helper()
	garden, bakery := net.Nodes[0], net.Nodes[1]
	bakery.Do(fedtest.Naming("Follow", taker, giver))
	garden.Do(fedtest.Naming("Follow", giver, taker))
	net.Settle()
	plums, fruit := garden.Stock(giver, "Plums", "10", "kilogram"), bakery.Stock(taker, "Fruit", "1", "kilogram")
	event = garden.Create(giver, transfer(giver, taker, plums, "4"))
	net.Settle()
	accept := fedtest.Naming("Accept", taker, event)
	accept.Target = fruit
	bakery.Do(accept)
	net.Settle()
	return event
}

func TestPersonsAreSidesOfDealingsOnBothEnds(t *testing.T) {
	for name, taker := range map[string]func(*fedtest.Node) vocab.IRI{
		"a group":        func(n *fedtest.Node) vocab.IRI { return n.Group("bread") },
		"another person": func(n *fedtest.Node) vocab.IRI { return n.Person("bea", false) },
	} {
		t.Run("a person and "+name, func(t *testing.T) {
			net := fedtest.New(t, 2)
			garden, bakery := net.Nodes[0], net.Nodes[1]
			ana, other := garden.Person("ana", false), taker(bakery)
			dealt(t, net, ana, other)
			for n, sides := range map[*fedtest.Node][2]vocab.IRI{bakery: {other, ana}, garden: {ana, other}} {
				c, found := ask(t, n, sides[0], sides[1])
				if c.Count != 1 || len(found) > 0 {
					t.Errorf("%s hears of %d dealings and differs in %q", sides[0], c.Count, found)
				}
				pairs, err := n.Federation.Partners(context.Background(), "", "")
				if err != nil || len(pairs) != 1 || pairs[0] != sides {
					t.Errorf("of %s daily is compared %s: %v", sides[0], pairs, err)
				}
				if _, err := n.Federation.HeardDealings(context.Background(), sides[0], sides[1]); err != nil {
					t.Errorf("what was heard is not kept for verify: %v", err)
				}
			}
			if status, _ := readAs(t, bakery, bakery.Server.Node.Node(), statementOf(ana, other)); status != http.StatusOK {
				t.Errorf("the other's node gets %d", status)
			}
		})
	}
}

// What stands between a person and another is for the two and their nodes: a third gets 404, as for a
// person who is not there.
func TestADealingOfAPersonIsNobodyElses(t *testing.T) {
	net := fedtest.New(t, 3)
	garden, bakery, mill := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	ana, bea, carl := garden.Person("ana", false), bakery.Person("bea", false), mill.Person("carl", false)
	cakes, orchard := bakery.Group("cakes"), garden.Group("orchard")
	dealt(t, net, ana, bea)
	for _, c := range []struct {
		name string
		n    *fedtest.Node
		as   vocab.IRI
		of   vocab.IRI
	}{
		{"a person of a third node", mill, carl, ana},
		{"the actor of a third node", mill, mill.Server.Node.Node(), ana},
		{"a group of the other's node", bakery, cakes, ana},
		{"the other, of a person who is not there", bakery, bea, vocab.IRI(garden.URL + "/people/nobody")},
		{"the other, of a group with the name of the person", bakery, bea, vocab.IRI(garden.URL + "/groups/ana")},
	} {
		if status, body := readAs(t, c.n, c.as, statementOf(c.of, bea)); status != http.StatusNotFound {
			t.Errorf("%s gets %d\n%s", c.name, status, body)
		}
	}
	if status, _ := fedtest.Get(t, statementOf(ana, bea), "application/json"); status != http.StatusNotFound {
		t.Errorf("who does not sign gets %d", status)
	}
	for as, want := range map[vocab.IRI]node.Kind{ana: "", orchard: node.NotFound, garden.Member("di@garden.example", orchard, node.Admin): node.NotFound} {
		roles := map[vocab.IRI]node.Role{as: node.Admin}
		_, err := garden.Federation.Dealings(context.Background(), node.Caller{Agent: as, Roles: roles}, ana, bea, "")
		if node.KindOf(err) != want {
			t.Errorf("%s here gets %v", as, err)
		}
	}
}
