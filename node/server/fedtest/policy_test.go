package fedtest_test

import (
	"testing"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server/fedtest"
)

func TestALimitedPeerIsKeptAtArmsLength(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	host, err := policy.Host(bakery.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := garden.Policy.Record(t.Context(), policy.Rule{Subject: host, Level: policy.Limit, Author: garden.Server.Node.Node(), Reason: "on trial"}); err != nil {
		t.Fatal(err)
	}

	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()

	if garden.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) {
		t.Error("a limited peer follows without being asked about")
	}
	if !garden.Related(node.Relation{From: bread, Kind: node.AsksToFollow, To: apples}) {
		t.Errorf("its request does not wait\n%s", garden.Log)
	}
}

func TestABlockedPeerIsRefusedAndSentNothing(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	host, err := policy.Host(bakery.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := garden.Policy.Record(t.Context(), policy.Rule{Subject: host, Level: policy.Block, Author: garden.Server.Node.Node(), Reason: "spam"}); err != nil {
		t.Fatal(err)
	}

	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	mill := bakery.Create(bread, `{"type": "Plan", "name": "Flour"}`)
	net.Settle()

	if bakery.Knows(plan) || garden.Knows(mill) {
		t.Error("something passed between blocked nodes")
	}
}
