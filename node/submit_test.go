package node_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

var ctx = context.Background()

func TestAResourceComesInWithTheEventThatBringsIt(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")

	apples := n.Stock(garden, "Apples", "10", "kilogram")

	if got := n.Holds(apples); got != "10 kg (10 kg on hand)" {
		t.Errorf("apples hold %s", got)
	}
	if !strings.HasPrefix(string(apples), nodetest.Base+"/id/economic-resource/") {
		t.Errorf("apples are at %s", apples)
	}
	n.Sound()
}

func TestATransferMovesWhatBothSidesKeep(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	larder := n.Stock(bakery, "Larder", "1", "kilogram")

	n.Must(nodetest.Speaking(garden, bakery), node.Create(garden, n.Read(transfer(garden, bakery, apples, larder, "4", "kilogram"))...))

	if got := n.Holds(apples); got != "6 kg (6 kg on hand)" {
		t.Errorf("apples hold %s", got)
	}
	if got := n.Holds(larder); got != "5 kg (5 kg on hand)" {
		t.Errorf("larder holds %s", got)
	}
	n.Sound()
}

func TestTheOtherSideSaysWhenATransferArrived(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	larder := n.Stock(bakery, "Larder", "1", "kilogram")

	event := n.Create(garden, transfer(garden, bakery, apples, larder, "4", "kilogram"))
	if got := n.Holds(larder); got != "1 kg (1 kg on hand)" {
		t.Errorf("before the bakery's word the larder holds %s", got)
	}
	n.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: event}}})

	if got := n.Holds(larder); got != "5 kg (5 kg on hand)" {
		t.Errorf("the larder holds %s", got)
	}
	n.Refused(node.Conflict, nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: event}}})
	n.Sound()
}

func TestAThirdPartyRecordsNothing(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	larder := n.Stock(bakery, "Larder", "1", "kilogram")

	n.Refused(node.Forbidden, nodetest.Speaking(mill), node.Create(mill, n.Read(transfer(garden, bakery, apples, larder, "4", "kilogram"))...))
}

func TestABalanceBelowZeroIsAConflict(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "3", "kilogram")

	err := n.Refused(node.Conflict, nodetest.Speaking(garden), node.Create(garden, n.Read(consume(garden, apples, "4", "kilogram", ""))...))

	if !strings.Contains(err.Error(), "3 kg") {
		t.Errorf("the message does not say what is there: %v", err)
	}
}

func TestAllObjectsHappenOrNone(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "3", "kilogram")

	both := n.Read("[" + consume(garden, apples, "2", "kilogram", "") + "," + consume(garden, apples, "2", "kilogram", "") + "]")
	n.Refused(node.Conflict, nodetest.Speaking(garden), node.Create(garden, both...))

	if got := n.Holds(apples); got != "3 kg (3 kg on hand)" {
		t.Errorf("apples hold %s", got)
	}
}

func TestABackOutRestoresPlaceAndAgent(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	both := nodetest.Speaking(garden, bakery)
	barrow := n.Stock(garden, "Barrow", "1", "one")
	shed := n.Create(garden, `{"type": "SpatialThing", "name": "Shed"}`)
	yard := n.Create(garden, `{"type": "SpatialThing", "name": "Yard"}`)
	move := func(q, to, more string) string {
		return fmt.Sprintf(`{"type": "EconomicEvent", "action": "move", "provider": %q, "receiver": %q, "resourceInventoriedAs": %q,
			"toLocation": %q, "resourceQuantity": {"hasUnit": "one", "hasNumericalValue": %q}%s}`, garden, garden, barrow, to, q, more)
	}
	n.Must(both, node.Create(garden, n.Read(move("1", string(shed), ""))...))
	wrong := n.Must(both, node.Create(garden, n.Read(move("1", string(yard), ""))...)).Objects[0]
	if got := location(n, barrow); got != yard {
		t.Fatalf("the barrow is at %s", got)
	}

	n.Must(both, node.Create(garden, n.Read(move("-1", string(yard), fmt.Sprintf(`, "corrects": %q`, wrong)))...))

	if got := location(n, barrow); got != shed {
		t.Errorf("the barrow is at %s, not back in the shed", got)
	}
	n.Sound()
}

func TestFulfilmentCountsCorrections(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	both := nodetest.Speaking(garden, bakery)
	apples, larder := n.Stock(garden, "Apples", "10", "kilogram"), n.Stock(bakery, "Larder", "1", "kilogram")
	pledge := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "8"}}`, garden, bakery))
	fulfilling := strings.TrimSuffix(transfer(garden, bakery, apples, larder, "5", "kilogram"), "}") + fmt.Sprintf(`, "fulfills": [%q]}`, pledge)
	event := n.Must(both, node.Create(garden, n.Read(fulfilling)...)).Objects[0]
	correction := strings.TrimSuffix(transfer(garden, bakery, apples, larder, "-2", "kilogram"), "}") + fmt.Sprintf(`, "corrects": %q}`, event)
	n.Must(both, node.Create(garden, n.Read(correction)...))

	r := n.Thing(pledge)
	if got := measureOf(r, "fulfilledQuantity"); got != "3 kg" {
		t.Errorf("fulfilled %s, want 3 kg", got)
	}
	if got := measureOf(r, "outstandingQuantity"); got != "5 kg" {
		t.Errorf("outstanding %s, want 5 kg", got)
	}
	n.Sound()
}

func TestAnIdempotencyKeyAnswersTheFirstResult(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "9", "kilogram")
	act := node.Create(garden, n.Read(consume(garden, apples, "2", "kilogram", ""))...)
	act.Key, act.Digest = "k1", "d1"

	first := n.Must(nodetest.Speaking(garden), act)
	again := n.Must(nodetest.Speaking(garden), act)

	if again.Activity != first.Activity || !again.Replayed || again.Objects[0] != first.Objects[0] {
		t.Errorf("the repeat answered %+v, the first %+v", again, first)
	}
	if got := n.Holds(apples); got != "7 kg (7 kg on hand)" {
		t.Errorf("apples hold %s", got)
	}
	act.Digest = "another body"
	n.Refused(node.Conflict, nodetest.Speaking(garden), act)
}

func TestRefusals(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	quantity := func(q string) string {
		return fmt.Sprintf(`"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}`, q)
	}
	for name, c := range map[string]struct {
		kind     node.Kind
		document string
		path     string
	}{
		"a resource without its event":     {node.Invalid, `{"type": "EconomicResource", "name": "Pears"}`, "object"},
		"a resource that states its stock": {node.Invalid, `[{"id": "_:r", "type": "EconomicResource", "accountingQuantity": {"hasUnit": "one", "hasNumericalValue": "1"}}]`, "object.accountingQuantity"},
		"a missing action":                 {node.Invalid, fmt.Sprintf(`{"type": "EconomicEvent", "provider": %q, "receiver": %q}`, garden, garden), "object.action"},
		"a foreign id":                     {node.Invalid, `{"id": "https://elsewhere.example/p", "type": "Plan", "name": "x"}`, "object.id"},
		"a reference to nothing":           {node.Invalid, fmt.Sprintf(`{"type": "Process", "name": "x", "inScopeOf": "%s/groups/nobody"}`, nodetest.Base), "object.inScopeOf"},
		"a reference to another kind":      {node.Invalid, fmt.Sprintf(`{"type": "Process", "name": "x", "basedOn": %q}`, apples), "object.basedOn"},
		"both time forms": {node.Invalid, strings.TrimSuffix(consume(garden, apples, "1", "kilogram", ""), "}") +
			`, "hasPointInTime": "2026-03-01T10:00:00Z", "hasBeginning": "2026-03-01T10:00:00Z"}`, "object.hasPointInTime"},
		"units that no conversion bridges": {node.Invalid, consume(garden, apples, "1", "litre", ""), "object.resourceQuantity"},
		"a negative quantity":              {node.Invalid, consume(garden, apples, "-1", "kilogram", ""), "object.resourceQuantity"},
		"infinity":                         {node.Invalid, strings.Replace(consume(garden, apples, "1", "kilogram", ""), quantity("1"), quantity("INF"), 1), "object.resourceQuantity.hasNumericalValue"},
		"too many digits":                  {node.Invalid, strings.Replace(consume(garden, apples, "1", "kilogram", ""), quantity("1"), quantity(strings.Repeat("9", 35)), 1), "object.resourceQuantity.hasNumericalValue"},
	} {
		t.Run(name, func(t *testing.T) {
			err := n.Refused(c.kind, nodetest.Speaking(garden), node.Create(garden, n.Read(c.document)...))
			for _, v := range node.ViolationsOf(err) {
				if strings.HasPrefix(v.Path, c.path) && v.Term != "" && v.Message != "" {
					return
				}
			}
			t.Errorf("no violation at %s: %v", c.path, err)
		})
	}
	if got := n.Holds(apples); got != "10 kg (10 kg on hand)" {
		t.Errorf("apples hold %s", got)
	}
	n.Sound()
}

func transfer(from, to, r, into vocab.IRI, amount, unit string) string {
	return fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "toResourceInventoriedAs": %q,
		"resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}}`, from, to, r, into, unit, amount)
}

func consume(group, r vocab.IRI, amount, unit, more string) string {
	return fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}%s}`, group, group, r, unit, amount, more)
}
