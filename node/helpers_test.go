package node_test

import (
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/graph"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

func location(n *nodetest.Node, id vocab.IRI) vocab.IRI {
	return n.Thing(id).Get(vf.CurrentLocation).IRI()
}

func measureOf(r *vocab.Resource, term string) string {
	m, err := flow.QuantityOf(r.Get(model.Vocabulary.Property(term)))
	if err != nil {
		return err.Error()
	}
	return m.String()
}

func latest(n *nodetest.Node, id vocab.IRI) node.Version {
	v, err := n.Get(ctx, node.Operator, id)
	if err != nil {
		panic(err)
	}
	return v
}

// partNamed is the id under which a part of a kind is published.
func partNamed(t *testing.T, v node.Version, kind string) vocab.IRI {
	t.Helper()
	r, err := v.Resource()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range graph.Quads(r) {
		if strings.HasSuffix(q.P.Value, "elementKind") && strings.HasSuffix(q.O.Value, kind) {
			return vocab.IRI(q.S.Value)
		}
	}
	t.Fatalf("no part is a %s", kind)
	return ""
}
