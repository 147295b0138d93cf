package node_test

import (
	"fmt"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab/pf"
)

func TestAnAffiliationThatHasEndedIsNotBroughtBackByAnUndo(t *testing.T) {
	n := nodetest.New(t)
	network, garden := n.Group("network"), n.Group("garden")
	affiliation := n.Create(garden, fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q}`, garden, network))
	answer := func(verb string) {
		n.Must(nodetest.Speaking(network), node.Activity{Verb: verb, Actor: network, Objects: []node.Object{{IRI: affiliation}}})
	}
	answer("Accept")
	if got := n.Thing(affiliation).Get(pf.AffiliationStatus).IRI(); got != pf.AffilActive.IRI {
		t.Fatalf("accepted, it is %s", got)
	}
	n.Refused(node.Conflict, nodetest.Speaking(garden), node.Delete(garden, affiliation))
	ended := n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Affiliation", "affiliationStatus": "affil-ended"}`, affiliation))...))
	n.Refused(node.Conflict, nodetest.Speaking(garden), node.Undo(garden, ended.Activity))
	n.Sound()
}

func TestConditionsOfAnAffiliationStayAsBothAgreed(t *testing.T) {
	n := nodetest.New(t)
	network, garden := n.Group("network"), n.Group("garden")
	conditions := func(text, more string) string {
		return fmt.Sprintf(`"hasConstraint": [{"type": "AffiliationConstraint", "constraintKind": "con-state", "note": %q%s}]`, text, more)
	}
	affiliation := n.Create(garden, fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q, %s}`, garden, network, conditions("A state every season", "")))
	n.Must(nodetest.Speaking(network), node.Activity{Verb: "Accept", Actor: network, Objects: []node.Object{{IRI: affiliation}}})
	update := func(conditions string) node.Activity {
		return node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Affiliation", %s}`, affiliation, conditions))...)
	}

	n.Must(nodetest.Speaking(garden), update(conditions("A state every season", `, "satisfied": true, "checkedOn": "2026-03-01"`)))
	n.Refused(node.Conflict, nodetest.Speaking(garden), update(conditions("No state at all", "")))
}
