package node_test

import (
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

func TestVerifyFindsWhatDoesNotFollowFromTheLog(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func(n *nodetest.Node, apples vocab.IRI) node.Version
		says   string
	}{
		"a figure that no event made": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			h := flow.HoldingOf(n.Thing(apples))
			h.Onhand.Value = quantity.MustDecimal("99")
			v := next(n, apples)
			v.Body = jsonld.Append(nil, flow.Onto(n.Thing(apples), h))
			return v
		}, "its events make it 10 kg"},
		"a reference without its edge": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			v := next(n, apples)
			v.Body = jsonld.Append(nil, n.Thing(apples).With(vf.ConformsTo, vocab.Ref("https://elsewhere.example/spec")))
			return v
		}, "the edge is missing"},
		"an edge without its reference": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			v := next(n, apples)
			v.Link = []node.Link{{Property: vf.ConformsTo.IRI, To: "https://elsewhere.example/spec"}}
			return v
		}, "does not make"},
		"a version nobody caused": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			v := next(n, apples)
			v.Activity = nodetest.Base + "/id/activity/NOWHERE"
			return v
		}, "not in the log before it"},
		"another thing's content": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			v := next(n, apples)
			v.Body = jsonld.Append(nil, n.Thing(apples).WithID("https://node.example/id/economic-resource/OTHER"))
			return v
		}, "describes a"},
		"bytes that are no JSON": {func(n *nodetest.Node, apples vocab.IRI) node.Version {
			v := next(n, apples)
			v.Body = []byte(`{"id": "`)
			return v
		}, "does not read"},
	} {
		t.Run(name, func(t *testing.T) {
			n := nodetest.New(t)
			apples := n.Stock(n.Group("garden"), "Apples", "10", "kilogram")
			n.Sound()
			forged := c.tamper(n, apples)
			if err := n.Store().Update(ctx, func(tx node.Tx) error {
				_, err := tx.Append(forged)
				return err
			}); err != nil {
				t.Fatal(err)
			}

			faults, err := n.Verify(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range faults {
				if strings.Contains(f.Message, c.says) {
					return
				}
			}
			t.Errorf("no fault says %q: %v", c.says, faults)
		})
	}
}

// next is a version after the newest, with the same content.
func next(n *nodetest.Node, id vocab.IRI) node.Version {
	v := latest(n, id)
	v.N++
	v.Content = nil
	return v
}
