package node_test

import (
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
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
