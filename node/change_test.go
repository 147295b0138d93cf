package node_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

func TestAnUpdateReplacesWhatItSendsAndKeepsTheRest(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	plan := n.Create(garden, `{"type": "Plan", "name": "Spring", "note": "First draft"}`)

	n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Spring planting"}`, plan))...))

	r := n.Thing(plan)
	if r.Get(vf.Name).Text() != "Spring planting" || r.Get(vf.Note).Text() != "First draft" {
		t.Errorf("the plan is now %q, %q", r.Get(vf.Name).Text(), r.Get(vf.Note).Text())
	}
	history, err := n.History(ctx, node.Stranger, plan)
	if err != nil || len(history) != 2 {
		t.Fatalf("%d versions, %v", len(history), err)
	}
	if first, _ := history[0].Resource(); first.Get(vf.Name).Text() != "Spring" {
		t.Errorf("version 1 says %q", first.Get(vf.Name).Text())
	}
	if history[1].Activity == history[0].Activity || history[1].Author != garden {
		t.Errorf("version 2 was caused by %s, by %s", history[1].Activity, history[1].Author)
	}
}

func TestAStaleUpdateIsAConflict(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	plan := n.Create(garden, `{"type": "Plan", "name": "Spring"}`)
	change := func(name string, version int) node.Activity {
		act := node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": %q}`, plan, name))...)
		act.IfMatch = version
		return act
	}

	n.Must(nodetest.Speaking(garden), change("A", 1))
	n.Refused(node.Conflict, nodetest.Speaking(garden), change("B", 1))

	revision := node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "C", "wasRevisionOf": "%s/v/1"}`, plan, plan))...)
	n.Refused(node.Conflict, nodetest.Speaking(garden), revision)
}

func TestWhatHappenedStays(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	event := n.Create(garden, consume(garden, apples, "1", "kilogram", ""))
	who := nodetest.Speaking(garden)

	for name, act := range map[string]node.Activity{
		"another quantity": node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "EconomicEvent", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}`, event))...),
		"deleted":          node.Delete(garden, event),
		"undone":           node.Undo(garden, latest(n, event).Activity),
	} {
		t.Run(name, func(t *testing.T) {
			if err := n.Refused(node.Conflict, who, act); !strings.Contains(err.Error(), "corrects") {
				t.Errorf("the refusal does not point to corrects: %v", err)
			}
		})
	}
	n.Must(who, node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "EconomicEvent", "note": "for cider"}`, event))...))
	n.Refused(node.Invalid, who, node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "EconomicResource", "onhandQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "99"}}`, apples))...))
	n.Refused(node.Conflict, who, node.Delete(garden, apples))
	n.Sound()
}

func TestDeletingLeavesATombstoneAndUndoBringsBack(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	who := nodetest.Speaking(garden)
	plan := n.Create(garden, `{"type": "Plan", "name": "Spring"}`)

	deletion := n.Must(who, node.Delete(garden, plan))
	v, err := n.Get(ctx, node.Stranger, plan)
	if node.KindOf(err) != node.Gone || !v.Deleted || v.Class != "Plan" {
		t.Errorf("got %+v, %v", v, err)
	}
	if _, err := n.Version(ctx, node.Stranger, plan, 1); node.KindOf(err) != node.Gone {
		t.Errorf("version 1 of what was deleted: %v", err)
	}
	n.Must(who, node.Undo(garden, deletion.Activity))
	if got := n.Thing(plan).Get(vf.Name).Text(); got != "Spring" {
		t.Errorf("the plan came back as %q", got)
	}
	n.Sound()
}

func TestUndoOfACreateIsRefusedOnceSomethingWasBuiltOnIt(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	who := nodetest.Speaking(garden)
	made := n.Must(who, node.Create(garden, n.Read(`{"type": "Plan", "name": "Spring"}`)...))
	n.Must(who, node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Summer"}`, made.Objects[0]))...))

	n.Refused(node.Conflict, who, node.Undo(garden, made.Activity))
}

func TestNobodyChangesWhatIsAnothers(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	plan := n.Create(garden, `{"type": "Plan", "name": "Spring"}`)
	change := n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Mine"}`, plan))

	n.Refused(node.Forbidden, nodetest.Speaking(bakery), node.Update(bakery, change...))
	n.Refused(node.Forbidden, nodetest.Speaking(bakery), node.Update(garden, change...))
	n.Refused(node.Forbidden, nodetest.Speaking(bakery), node.Delete(bakery, plan))
	n.Refused(node.Unauthenticated, node.Stranger, node.Update(garden, change...))
	member := node.Caller{Agent: nodetest.Base + "/people/01JZZZZZZZZZZZZZZZZZZZZZZZ", Roles: map[vocab.IRI]node.Role{garden: node.Member}}
	n.Refused(node.Forbidden, member, node.Update(garden, change...))
}

func TestLocalNamesBecomeAddressesEverywhere(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")

	receipt := n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(`[
		{"id": "urn:uuid:1", "type": "ProcessSpecification", "name": "Press"},
		{"id": "_:p", "type": "Process", "name": "Pressing", "basedOn": "urn:uuid:1"}]`)...))

	if got := n.Thing(receipt.Objects[1]).Get(vf.BasedOn).IRI(); got != receipt.Objects[0] {
		t.Errorf("the process is based on %s, want %s", got, receipt.Objects[0])
	}
}

func TestAddAndRemoveChangeWhatAThingCollects(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	who := nodetest.Speaking(garden)
	list := n.Create(garden, `{"type": "ProposalList", "name": "Prices"}`)
	offer := n.Create(garden, `{"type": "Proposal", "name": "Beans"}`)
	add := node.Activity{Verb: "Add", Actor: garden, Target: list, Objects: []node.Object{{IRI: offer}}}

	added := n.Must(who, add)
	if got := n.Thing(list).Get(vf.Lists).IRI(); got != offer {
		t.Errorf("the list holds %q", got)
	}
	n.Must(who, node.Undo(garden, added.Activity))
	if n.Thing(list).Has(vf.Lists) {
		t.Error("the list still holds the offer")
	}
	n.Must(who, add)
	remove := add
	remove.Verb = "Remove"
	n.Must(who, remove)
	if n.Thing(list).Has(vf.Lists) {
		t.Error("the list still holds the offer after Remove")
	}
	spec := n.Create(garden, `{"type": "ResourceSpecification", "name": "Beans"}`)
	n.Refused(node.Invalid, who, node.Activity{Verb: "Add", Actor: garden, Target: list, Objects: []node.Object{{IRI: spec}}})
}

func TestContainmentDoesNotLeadBack(t *testing.T) {
	n := nodetest.New(t)
	a := n.Group("a")
	who := nodetest.Speaking(a)
	b := n.Must(who, node.Create(a, n.Read(fmt.Sprintf(`{"type": "Cell", "name": "b", "preferredUsername": "b", "unitOf": [%q]}`, a))...)).Objects[0]

	n.Refused(node.Invalid, nodetest.Speaking(a, b), node.Update(a, n.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "unitOf": [%q]}`, a, b))...))
}

func TestKindsOfAClassAreNeverAll(t *testing.T) {
	n := nodetest.New(t)
	for class, want := range map[*vocab.Class]string{as.Group: "[Group]", as.Organization: "[Organization]", vf.Process: "[Process]"} {
		if got := fmt.Sprint(n.Kinds(class)); got != want {
			t.Errorf("the kinds of %s are %s, want %s", class.Name, got, want)
		}
	}
}
