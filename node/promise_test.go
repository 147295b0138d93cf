package node_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Decision: what one may not see does not exist, also not as the end of a reference.
func TestAPublicEventDoesNotTellOfAPrivatePromise(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
	act := node.Create(garden, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "consume", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "10"}}`, garden, bakery))...)
	act.To = []vocab.IRI{garden + "/members"}
	private := n.Must(nodetest.Speaking(garden), act).Objects[0]
	public := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "consume", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "10"}}`, garden, bakery))
	event := n.Create(garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "deliverService", "provider": %q, "receiver": %q, "fulfills": [%q, %q],
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}`, garden, bakery, private, public))
	for name, tt := range map[string]struct {
		who  node.Caller
		sees int
	}{
		"a stranger": {node.Stranger, 1}, "a member": {nodetest.Speaking(garden), 2},
		"the other party": {nodetest.Speaking(bakery), 2}, "another group": {nodetest.Speaking(mill), 1},
	} {
		v, err := n.Get(ctx, tt.who, event)
		if err != nil {
			t.Fatal(err)
		}
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		if got := r.All(vf.Fulfills); len(got) != tt.sees || strings.Contains(string(v.Body), string(private)) != (tt.sees == 2) {
			t.Errorf("%s reads of %v", name, got)
		}
	}
}

func TestHowAMemberAppearsIsTheMembersToSay(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	member := func(id string, role node.Role) node.Caller {
		return node.Caller{Agent: nodetest.Base + "/people/01JZZZZZZZZZZZZZZZZZZZZZZ" + vocab.IRI(id), Roles: map[vocab.IRI]node.Role{garden: role}}
	}
	ana, editor, admin := member("1", node.Editor), member("2", node.Editor), member("3", node.Admin)
	n.Must(ana, node.Create(garden, n.Read(`{"type": "Plan", "name": "Plant"}`)...))
	var pseudonym vocab.IRI
	if err := n.DB.View(ctx, func(v node.View) error {
		for r, err := range v.Relations(node.Relation{From: ana.Agent, Kind: node.AppearsAs}) {
			pseudonym = r.To
			return err
		}
		return nil
	}); err != nil || pseudonym == "" {
		t.Fatal(pseudonym, err)
	}
	rename := func(name string) node.Activity {
		return node.Activity{Verb: "Update", Actor: garden, Objects: []node.Object{{Resource: n.Read(fmt.Sprintf(`{"id": %q, "type": "Person", "name": %q}`, pseudonym, name))[0]}}}
	}
	n.Refused(node.Forbidden, editor, rename("Fool"))
	n.Must(ana, rename("Ana"))
	n.Must(admin, rename("Ana R."))
}

func TestWhatHasNoLanguageIsGivenNone(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	act := node.Create(garden, n.Read(`{"type": "SpatialThing", "lat": {"@value": "5", "@language": "en"}}`)...)
	if err := n.Refused(node.Invalid, nodetest.Speaking(garden), act); !strings.Contains(err.Error(), "lat: takes decimal, which has no language") {
		t.Error(err)
	}
}
