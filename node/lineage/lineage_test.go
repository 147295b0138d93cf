package lineage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/lineage"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
)

// bake makes flour bread, in a process that only members may see when it is private.
func bake(t *testing.T, private bool) (n *nodetest.Node, mill, flour, bread vocab.IRI) {
	n = nodetest.New(t)
	mill = n.Group("mill")
	flour = n.Stock(mill, "Flour", "20", "kilogram")
	bread = n.Stock(mill, "Bread", "1", "one")
	process := node.Create(mill, n.Read(`{"type": "Process", "name": "Baking"}`)...)
	if private {
		process.To = []vocab.IRI{mill + "/members"}
	}
	baking := n.Must(nodetest.Speaking(mill), process).Objects[0]
	event := func(action string, of vocab.IRI, way, amount, unit string) {
		n.Create(mill, fmt.Sprintf(`{"type": "EconomicEvent", "action": %q, "provider": %q, "receiver": %q,
			"resourceInventoriedAs": %q, %q: %q, "resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}}`,
			action, mill, mill, of, way, baking, unit, amount))
	}
	event("consume", flour, "inputOf", "6", "kilogram")
	event("produce", bread, "outputOf", "12", "one")
	return n, mill, flour, bread
}

func walked(t *testing.T, walk func(flow.Graph, vocab.IRI, flow.Limits) (flow.Tree, error), g flow.Graph, start vocab.IRI) string {
	t.Helper()
	tree, err := walk(g, start, flow.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range tree.Flows {
		fmt.Fprintf(&b, "%d:%d ", f.Depth, f.Kind)
	}
	return strings.TrimSpace(b.String())
}

func TestBreadIsTracedToFlourAndFlourTrackedToBread(t *testing.T) {
	n, _, flour, bread := bake(t, false)
	g := lineage.Of(context.Background(), n.Node, node.Stranger)
	// Bread, its two events, baking, what went in, flour, its raise.
	if got := walked(t, flow.Trace, g, bread); !strings.HasPrefix(got, "0:1 1:2 2:3 3:2 4:1") {
		t.Errorf("traced: %s", got)
	}
	if got := walked(t, flow.Track, g, flour); !strings.HasPrefix(got, "0:1 1:2 2:3 3:2 4:1") {
		t.Errorf("tracked: %s", got)
	}
}

func TestWhatACallerMayNotSeeEndsTheBranch(t *testing.T) {
	n, mill, _, bread := bake(t, true)
	stranger := lineage.Of(context.Background(), n.Node, node.Stranger)
	if got := walked(t, flow.Trace, stranger, bread); !strings.HasPrefix(got, "0:1 1:2 2:0 1:2") {
		t.Errorf("a stranger sees %s", got)
	}
	member := lineage.Of(context.Background(), n.Node, nodetest.Speaking(mill))
	if got := walked(t, flow.Trace, member, bread); !strings.HasPrefix(got, "0:1 1:2 2:3 3:2 4:1") {
		t.Errorf("a member sees %s", got)
	}
}
