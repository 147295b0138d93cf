package node_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

const person = vocab.IRI(nodetest.Base + "/people/01JZZZZZZZZZZZZZZZZZZZZZZZ")

func TestEachAudienceReadsItsOwn(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	strangers, followers := node.Stranger, node.Caller{Agent: bakery, Follows: []vocab.IRI{garden}}
	member := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Reader}}
	named := node.Caller{Agent: nodetest.Base + "/people/01JYYYYYYYYYYYYYYYYYYYYYYY"}
	for _, c := range []struct {
		to   vocab.IRI
		sees map[string]bool
	}{
		{"https://www.w3.org/ns/activitystreams#Public", map[string]bool{"stranger": true, "follower": true, "member": true, "named": true}},
		{garden + "/followers", map[string]bool{"follower": true, "member": true}},
		{garden + "/members", map[string]bool{"member": true}},
		{named.Agent, map[string]bool{"named": true}},
	} {
		act := node.Create(garden, n.Read(`{"type": "Plan", "name": "Quiet plan"}`)...)
		act.To = []vocab.IRI{c.to}
		receipt := n.Must(nodetest.Speaking(garden), act)
		for name, who := range map[string]node.Caller{"stranger": strangers, "follower": followers, "member": member, "named": named} {
			for _, id := range append(receipt.Objects, receipt.Activity) {
				_, err := n.Get(ctx, who, id)
				if got := err == nil; got != c.sees[name] {
					t.Errorf("to %s: %s sees %s: %v (%v)", c.to, name, id, got, err)
				}
				if err != nil && node.KindOf(err) != node.NotFound {
					t.Errorf("what is hidden is %s, not not-found", node.KindOf(err))
				}
			}
			found, err := n.Find(ctx, who, node.Query{Classes: []string{"Plan"}, Owner: garden})
			if err != nil {
				t.Fatal(err)
			}
			if got := contains(found, receipt.Objects[0]); got != c.sees[name] {
				t.Errorf("to %s: %s finds it: %v", c.to, name, got)
			}
		}
	}
}

func TestAGroupsDefaultAudienceHolds(t *testing.T) {
	n := nodetest.New(t)
	receipt := n.Must(node.Operator, node.Create(n.Node.Node(), n.Read(`{"type": "Cell", "name": "Quiet", "preferredUsername": "quiet", "defaultAudience": "members"}`)...))
	quiet := receipt.Objects[0]
	plan := n.Create(quiet, `{"type": "Plan", "name": "Quiet plan"}`)

	if _, err := n.Get(ctx, node.Stranger, plan); node.KindOf(err) != node.NotFound {
		t.Errorf("a stranger got %v", err)
	}
	if _, err := n.Get(ctx, node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{quiet: node.Reader}}, plan); err != nil {
		t.Errorf("a member got %v", err)
	}
}

func TestAPrivateEventChangesAPublicResourceUnseen(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	act := node.Create(garden, n.Read(consume(garden, apples, "4", "kilogram", ""))...)
	act.To = []vocab.IRI{garden + "/members"}
	event := n.Must(nodetest.Speaking(garden), act).Objects[0]

	v, err := n.Get(ctx, node.Stranger, apples)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := v.Resource()
	if got := measureOf(r, "onhandQuantity"); got != "6 kg" {
		t.Errorf("a stranger reads %s", got)
	}
	if r.Has(own.LatestEvent) || v.Activity != "" {
		t.Errorf("a stranger reads the cause %s of %s", r.Get(own.LatestEvent).IRI(), v.Activity)
	}
	if _, err := n.Get(ctx, node.Stranger, event); node.KindOf(err) != node.NotFound {
		t.Errorf("a stranger got the event: %v", err)
	}
	if n.Thing(apples).Get(own.LatestEvent).IRI() != event {
		t.Error("a member does not see the cause")
	}
}

func TestNarrowingHidesOlderVersionsToo(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	plan := n.Create(garden, `{"type": "Plan", "name": "Open plan"}`)
	act := node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Quiet plan"}`, plan))...)
	act.To = []vocab.IRI{garden + "/members"}
	n.Must(nodetest.Speaking(garden), act)

	for _, version := range []int{1, 2} {
		if _, err := n.Version(ctx, node.Stranger, plan, version); node.KindOf(err) != node.NotFound {
			t.Errorf("a stranger asked for version %d and got %v", version, err)
		}
	}
	n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Still quiet"}`, plan))...))
	if _, err := n.Get(ctx, node.Stranger, plan); node.KindOf(err) != node.NotFound {
		t.Errorf("an update without an address opened it again: %v", err)
	}
}

func TestAReferenceToWhatOneMayNotSeeIsAReferenceToNothing(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	act := node.Create(garden, n.Read(`{"type": "ProcessSpecification", "name": "Secret press"}`)...)
	act.To = []vocab.IRI{garden + "/members"}
	secret := n.Must(nodetest.Speaking(garden), act).Objects[0]

	n.Refused(node.Invalid, nodetest.Speaking(bakery), node.Create(bakery, n.Read(fmt.Sprintf(`{"type": "Process", "name": "x", "basedOn": %q}`, secret))...))
}

func TestMembersRecordTheirOwnWorkOnly(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	ana := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Member}}
	work := fmt.Sprintf(`{"type": "EconomicEvent", "action": "work", "provider": %q, "receiver": %q,
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "2"}}`, person, garden)

	made := n.Must(ana, node.Create(garden, n.Read(work)...))
	agent := n.Thing(made.Objects[0]).Get(vf.Provider).IRI()
	if !strings.HasPrefix(string(agent), string(garden)+"/agents/") {
		t.Errorf("the work was given by %s, which is no pseudonym", agent)
	}
	if v := latest(n, made.Activity); v.Author != agent {
		t.Errorf("the record names %s as the author", v.Author)
	}
	again := n.Must(ana, node.Create(garden, n.Read(work)...))
	if got := n.Thing(again.Objects[0]).Get(vf.Provider).IRI(); got != agent {
		t.Errorf("the same member appears as %s, then as %s", agent, got)
	}
	n.Refused(node.Forbidden, ana, node.Create(garden, n.Read(consume(garden, apples, "1", "kilogram", ""))...))
}

func contains(found []node.Version, id vocab.IRI) bool {
	for _, v := range found {
		if v.IRI == id {
			return true
		}
	}
	return false
}

func TestADelegateTakesPartWhereItsGroupHasASeat(t *testing.T) {
	n := nodetest.New(t)
	garden, council := n.Group("garden"), n.Group("council")
	n.Create(council, fmt.Sprintf(`{"type": "DelegateSeat", "prefLabel": ["Seat of the garden"], "postIn": %q, "representsGroup": %q, "termLength": "P1Y"}`, council, garden))
	proposal := func() []*vocab.Resource { return n.Read(`{"type": "GovernanceProposal", "title": "Buy a press"}`) }
	delegate := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Delegate}}
	editor := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Editor}}

	n.Must(delegate, node.Create(council, proposal()...))
	n.Refused(node.Forbidden, editor, node.Create(council, proposal()...))
	n.Refused(node.Forbidden, delegate, node.Create(council, n.Read(`{"type": "Plan", "name": "x"}`)...))
}
