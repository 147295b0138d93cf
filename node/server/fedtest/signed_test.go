package fedtest_test

import (
	"net/http"
	"testing"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

func TestWhereReadsMustBeSignedOnlyKnownNodesReadMessages(t *testing.T) {
	net := fedtest.New(t, 1)
	bakery := net.Nodes[0]
	garden := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Federation.SignedReads = true })
	net.Nodes = append(net.Nodes, garden)
	apples, bread := garden.Group("apples"), bakery.Group("bread")

	for accept, want := range map[string]int{fedtest.ActivityJSON: http.StatusUnauthorized, "text/turtle": http.StatusOK, "text/html": http.StatusOK} {
		if status, _ := fedtest.Get(t, apples, accept); status != want {
			t.Errorf("a stranger who asks for %s is answered %d, want %d", accept, status, want)
		}
	}
	if status, _ := fedtest.Get(t, vocab.IRI(garden.URL+"/actor"), fedtest.ActivityJSON); status != http.StatusOK {
		t.Errorf("the node's own actor is answered %d", status)
	}
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()

	if !garden.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) || !bakery.Knows(plan) {
		t.Errorf("a node that signs is kept out\n%s", garden.Log)
	}
}
