package node_test

import (
	"fmt"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

func TestWhatWentIntoAProcessAndDidNotComeOutIsListed(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	delivery := n.Create(garden, `{"type": "Process", "name": "Delivery"}`)
	repair := n.Create(bakery, `{"type": "Process", "name": "Repair"}`)
	apples, chairs := n.Stock(garden, "Apples", "100", "kilogram"), n.Stock(bakery, "Chairs", "9", "one")
	happens := func(group vocab.IRI, action, side string, process, resource vocab.IRI, amount, unit string) vocab.IRI {
		return n.Create(group, fmt.Sprintf(`{"type": "EconomicEvent", "action": %q, "provider": %q, "receiver": %q, %q: %q,
			"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}}`,
			action, group, group, side, process, resource, unit, amount))
	}
	open := func(group vocab.IRI) (all []node.OpenPair) {
		t.Helper()
		if err := n.Open(ctx, group, func(p node.OpenPair) error { all = append(all, p); return nil }); err != nil {
			t.Fatal(err)
		}
		return all
	}

	picked := happens(garden, "pickup", "inputOf", delivery, apples, "30", "kilogram")
	happens(bakery, "accept", "inputOf", repair, chairs, "4", "one")
	happens(bakery, "modify", "outputOf", repair, chairs, "3", "one")

	all := open("")
	if len(all) != 2 {
		t.Fatalf("open: %v", all)
	}
	want := node.OpenPair{Group: garden, Process: delivery, Resource: apples, First: picked,
		Action: "pickup", Awaits: "dropoff", In: "30 kg", Out: "0 kg", Missing: "30 kg"}
	if all[0] != want {
		t.Errorf("open: %+v\nwant: %+v", all[0], want)
	}
	if of := open(bakery); len(of) != 1 || of[0].Process != repair || of[0].Missing != "1" {
		t.Errorf("open in the bakery: %+v", of)
	}

	happens(garden, "dropoff", "outputOf", delivery, apples, "30", "kilogram")
	if of := open(garden); len(of) != 0 {
		t.Errorf("still open in the garden: %v", of)
	}
}
