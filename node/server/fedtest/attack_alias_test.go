package fedtest_test

import (
	"net/http"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// Who was blocked does not come back under the address to which it moved, and is told no more there; taking the
// block back ends both.
func TestAttackWhoIsBlockedDoesNotComeBackByMoving(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples, pears := n.Group("apples"), n.Group("pears")
	old, next, last := fedtest.NewStranger(t), fedtest.NewStranger(t), fedtest.NewStranger(t)
	mallory, alias, third := old.Persona("mallory", 0), next.Persona("alias", 1), last.Persona("third", 2)
	was := func(p *fedtest.Persona) fedtest.Doc {
		return fedtest.Doc{"alsoKnownAs": []vocab.IRI{p.IRI}, "@context": []any{"https://www.w3.org/ns/activitystreams",
			"https://w3id.org/security/v1", fedtest.Doc{"alsoKnownAs": fedtest.Doc{"@id": "as:alsoKnownAs", "@type": "@id"}}}}
	}
	alias.Publish(was(mallory))
	third.Publish(was(alias))
	for _, p := range []*fedtest.Persona{mallory, alias, third} {
		n.Meet(p)
	}
	// One name follows already, before anybody knows whose it is.
	if status := alias.Send(n, alias.Act("early", "Follow", apples, nil)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	n.Settle()
	if !n.Related(follows(alias.IRI, apples)) {
		t.Fatal("the other name may not follow to begin with")
	}
	block := n.Do(fedtest.Naming("Block", apples, mallory.IRI)).Activity
	for _, step := range []struct{ from, to *fedtest.Persona }{{mallory, alias}, {alias, third}} {
		if status := step.from.Send(n, step.from.Act("move", "Move", step.from.IRI, fedtest.Doc{"target": step.to.IRI})); status != http.StatusAccepted {
			t.Fatal(status)
		}
		n.Settle()
		if n.Related(follows(step.to.IRI, apples)) {
			t.Errorf("%s follows on", step.to.IRI)
		}
		step.to.Send(n, step.to.Act("again", "Follow", apples, nil))
		step.to.Send(n, step.to.Act("other", "Follow", pears, nil))
		n.Settle()
		if n.Related(follows(step.to.IRI, apples)) || n.Related(node.Relation{From: step.to.IRI, Kind: node.AsksToFollow, To: apples}) {
			t.Errorf("%s came back", step.to.IRI)
		}
		if !n.Related(follows(step.to.IRI, pears)) {
			t.Errorf("%s may not follow a group that blocked nobody", step.to.IRI)
		}
	}

	n.Do(node.Undo(apples, block))
	n.Settle()
	third.Send(n, third.Act("forgiven", "Follow", apples, nil))
	n.Settle()
	if !n.Related(follows(third.IRI, apples)) {
		t.Error("a block that was taken back goes on under another name")
	}
}

// Nobody gets another blocked by moving there: the other has to say that it is the same.
func TestAttackABlockIsNotPassedOnToWhoeverIsNamed(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	peer := fedtest.NewStranger(t)
	mallory, bob := peer.Persona("mallory", 0), fedtest.NewStranger(t).Persona("bob", 1)
	n.Meet(mallory)
	n.Meet(bob)
	n.Do(fedtest.Naming("Block", apples, mallory.IRI))
	mallory.Send(n, mallory.Act("move", "Move", mallory.IRI, fedtest.Doc{"target": bob.IRI}))
	n.Settle()
	bob.Send(n, bob.Act("follow", "Follow", apples, nil))
	n.Settle()
	if !n.Related(follows(bob.IRI, apples)) {
		t.Error("bob was blocked by somebody else's Move")
	}
}
