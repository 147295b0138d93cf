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

func TestNobodyReceivesIntoWhatIsAnothers(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	apples := n.Stock(garden, "Apples", "100", "kilogram")
	event := n.Create(bakery, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}`, garden, bakery))

	n.Refused(node.Forbidden, nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Target: apples, Objects: []node.Object{{IRI: event}}})

	if got := n.Thing(apples).Get(vf.PrimaryAccountable).IRI(); got != garden {
		t.Errorf("the apples are now %s's", got)
	}
	larder := n.Stock(bakery, "Larder", "1", "kilogram")
	n.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Target: larder, Objects: []node.Object{{IRI: event}}})
	if got := n.Holds(larder); got != "2 kg (2 kg on hand)" {
		t.Errorf("the larder holds %s", got)
	}
	n.Sound()
}

func TestNobodyGivesWhatIsAnothers(t *testing.T) {
	n := nodetest.New(t)
	mill, bakery := n.Group("mill"), n.Group("bakery")
	bread := n.Stock(bakery, "Bread", "50", "kilogram")
	larder := n.Stock(bakery, "Larder", "1", "kilogram")

	n.Refused(node.Conflict, nodetest.Speaking(mill), node.Create(mill, n.Read(transfer(mill, bakery, bread, larder, "5", "kilogram"))...))
}

func TestATokenThatReadsDoesNothing(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	reader := node.Caller{Agent: person, ReadOnly: true, Roles: map[vocab.IRI]node.Role{garden: node.Reader}}

	for _, act := range []node.Activity{
		node.Create(person, n.Read(`{"type": "Plan", "name": "x"}`)...),
		node.Create(person, n.Read(`{"type": "Group", "name": "squat", "preferredUsername": "squat"}`)...),
		{Verb: "Follow", Actor: person, Objects: []node.Object{{IRI: garden}}},
		{Verb: "Leave", Actor: person, Objects: []node.Object{{IRI: garden}}},
	} {
		n.Refused(node.Forbidden, reader, act)
	}
}

func TestWhatHappenedAndWhatWasDoneStay(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	who := nodetest.Speaking(garden)
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	pledge := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "consume", "provider": %[1]q, "receiver": %[1]q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "8"}}`, garden))
	done := n.Must(who, node.Create(garden, n.Read(consume(garden, apples, "1", "kilogram", fmt.Sprintf(`, "fulfills": [%q]`, pledge)))...))
	event := done.Objects[0]

	for name, act := range map[string]node.Activity{
		"a link removed":          {Verb: "Remove", Actor: garden, Target: event + "#fulfills", Objects: []node.Object{{IRI: pledge}}},
		"a link added":            {Verb: "Add", Actor: garden, Target: event + "#alternateOf", Objects: []node.Object{{IRI: pledge}}},
		"a stranger's term added": node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "EconomicEvent", "https://ex.example/p": "forged"}`, event))...),
		"an actor replaced":       node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Create", "actor": %q}`, done.Activity, garden))...),
		"an activity deleted":     node.Delete(garden, done.Activity),
	} {
		t.Run(name, func(t *testing.T) { n.Refused(node.Conflict, who, act) })
	}
}

func TestNobodyUndoesWhatHeMayNotDo(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	editor := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Editor}}
	closed := n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "defaultAudience": "members"}`, garden))...))

	n.Refused(node.Forbidden, editor, node.Undo(garden, closed.Activity))
}

func TestWhatTheNodeWorksOutIsNotAClientsToSay(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "1", "kilogram")
	for name, document := range map[string]string{
		"keys of an actor":      `{"type": "Group", "name": "k", "publicKey": [{"type": "Key", "publicKeyPem": "PEM"}]}`,
		"another's inbox":       fmt.Sprintf(`{"type": "Group", "name": "k", "inbox": "%s/inbox"}`, garden),
		"fulfilment":            fmt.Sprintf(`{"type": "Commitment", "action": "consume", "provider": %[1]q, "receiver": %[1]q, "fulfilledQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}}`, garden),
		"the other side's word": consume(garden, apples, "1", "kilogram", `, "confirmation": "confirmed"`),
		"a second opening": fmt.Sprintf(`{"type": "EconomicEvent", "action": "raise", "provider": %[1]q, "receiver": %[1]q, "resourceInventoriedAs": %[2]q, "opening": true,
			"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}, "openingAccounting": {"hasUnit": "kilogram", "hasNumericalValue": "1000000"}}`, garden, apples),
		"a unit there is not":  strings.Replace(consume(garden, apples, "1", "kilogram", ""), "kilogram", "gramm", 1),
		"a name of nothing":    `{"type": "Process", "name": "x", "plannedWithin": "_:nowhere"}`,
		"a stranger's nothing": `{"type": "Process", "name": "x", "https://ex.example/p": {"id": "_:nowhere"}}`,
		"another's person":     fmt.Sprintf(`{"type": "Process", "name": "x", "inScopeOf": "%s/people/01JYYYYYYYYYYYYYYYYYYYYYYY"}`, nodetest.Base),
		"a collection of none": fmt.Sprintf(`{"type": "Process", "name": "x", "seeAlso": ["%s/groups/nobody/plans"]}`, nodetest.Base),
	} {
		t.Run(name, func(t *testing.T) {
			n.Refused(node.Invalid, nodetest.Speaking(garden), node.Create(garden, n.Read(document)...))
		})
	}
	n.Sound()
}

func TestTwoTypesWantTheStrongerRole(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	member := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Member}}

	n.Must(member, node.Create(garden, n.Read(`{"type": "Proposal", "name": "x"}`)...))
	n.Refused(node.Forbidden, member, node.Create(garden, n.Read(`{"type": ["Proposal", "Plan"], "name": "x"}`)...))
}

func TestARepeatedKeyTellsNothingToOthers(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	act := node.Create(garden, n.Read(`{"type": "Plan", "name": "x"}`)...)
	act.Key, act.Digest = "k", "d"
	n.Must(nodetest.Speaking(garden), act)

	n.Refused(node.Forbidden, nodetest.Speaking(bakery), act)
}

func TestThePartiesOfAnEventReadIt(t *testing.T) {
	n := nodetest.New(t)
	bakery := n.Group("bakery")
	mill := n.Must(node.Operator, node.Create(n.Node.Node(), n.Read(`{"type": "Cell", "name": "Mill", "preferredUsername": "mill", "defaultAudience": "followers"}`)...)).Objects[0]
	flour, larder := n.Stock(mill, "Flour", "10", "kilogram"), n.Stock(bakery, "Larder", "1", "kilogram")
	event := n.Create(mill, transfer(mill, bakery, flour, larder, "3", "kilogram"))

	if _, err := n.Get(ctx, nodetest.Speaking(bakery), event); err != nil {
		t.Errorf("the receiver got %v", err)
	}
	if _, err := n.Get(ctx, node.Stranger, event); node.KindOf(err) != node.NotFound {
		t.Errorf("a stranger got %v", err)
	}
	if _, err := n.Get(ctx, node.Stranger, mill); err != nil {
		t.Errorf("nobody can follow the mill: %v", err)
	}
	n.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Follow", Actor: bakery, Objects: []node.Object{{IRI: mill}}})
}

func TestAPublicEventDoesNotNameAPrivateOne(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	quiet := node.Create(garden, n.Read(consume(garden, apples, "1", "kilogram", ""))...)
	quiet.To = []vocab.IRI{garden + "/members"}
	hidden := n.Must(nodetest.Speaking(garden), quiet).Objects[0]

	loud := n.Create(garden, consume(garden, apples, "1", "kilogram", ""))

	previous := func(who node.Caller) vocab.IRI {
		v, err := n.Get(ctx, who, loud)
		if err != nil {
			t.Fatal(err)
		}
		r, _ := v.Resource()
		return r.Get(own.PreviousEvent).IRI()
	}
	if got := previous(node.Stranger); got != "" {
		t.Errorf("a stranger is told of %s", got)
	}
	member := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{garden: node.Reader}}
	if got := previous(member); got != hidden {
		t.Errorf("a member is told of %q, not of %s", got, hidden)
	}
	n.Sound()
}

func TestCommitmentsSatisfyIntents(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	intent := n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "60"}}`, garden))
	n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "satisfies": [%q],
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}}`, garden, bakery, intent))

	if got := measureOf(n.Thing(intent), "satisfiedQuantity"); got != "20 kg" {
		t.Errorf("satisfied %s", got)
	}
}

// What is taken back counts as before: a change of a commitment, and its end, of which what had come about went on counting.
func TestUndoingCountsAnewWhatACommitmentBrings(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	kg := func(amount string) string {
		return fmt.Sprintf(`"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}`, amount)
	}
	intent := n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q, %s}`, garden, kg("60")))
	promise := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "satisfies": [%q], %s}`, garden, bakery, intent, kg("20")))
	stands := func(when, want string) {
		t.Helper()
		if got := measureOf(n.Thing(intent), "satisfiedQuantity"); got != want {
			t.Errorf("%s: satisfied %s, not %s", when, got, want)
		}
		n.Sound()
	}
	does := func(act node.Activity) vocab.IRI { return n.Must(nodetest.Speaking(garden), act).Activity }

	changed := does(node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Commitment", %s}`, promise, kg("30")))...))
	stands("changed", "30 kg")
	does(node.Undo(garden, changed))
	stands("the change taken back", "20 kg")

	n.Create(garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "fulfills": [%q], "hasPointInTime": "2020-01-01T00:00:00Z", %s}`, garden, bakery, promise, kg("5")))
	for range 2 {
		deleted := does(node.Delete(garden, promise))
		stands("deleted", "5 kg")
		does(node.Undo(garden, deleted))
		stands("there again", "20 kg")
	}
}

// Between whom an intent is may change. What was not counted into it is not taken out of it either, and what was is.
func TestOnlyWhatCountedIsTakenBackFromAnIntent(t *testing.T) {
	for counts, want := range map[bool][3]string{false: {"0", "0", "0"}, true: {"4 h", "2 h", "0 h"}} {
		n := nodetest.New(t)
		garden, bakery, mill := n.Group("garden"), n.Group("bakery"), n.Group("mill")
		before, after := mill, bakery
		if counts {
			before, after = bakery, mill
		}
		hours := func(amount string) string {
			return fmt.Sprintf(`"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": %q}`, amount)
		}
		intent := n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "work", "receiver": %q, "provider": %q, %s}`, garden, before, hours("10")))
		promise := n.Create(bakery, fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q, "satisfies": [%q], %s}`, bakery, garden, intent, hours("4")))
		n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(fmt.Sprintf(`{"id": %q, "type": "Intent", "provider": %q}`, intent, after))...))

		var got [3]string
		for i, act := range []*node.Activity{nil, new(node.Update(bakery, n.Read(fmt.Sprintf(`{"id": %q, "type": "Commitment", %s}`, promise, hours("2")))...)), new(node.Delete(bakery, promise))} {
			if act != nil {
				n.Must(nodetest.Speaking(bakery), *act)
			}
			got[i] = measureOf(n.Thing(intent), "satisfiedQuantity")
			n.Sound()
		}
		if got != want {
			t.Errorf("counted %v: satisfied %q, not %q", counts, got, want)
		}
	}
}

func TestAGroupEndsByItsOwnWord(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	n.Must(nodetest.Speaking(garden), node.Delete(garden, garden))

	if _, err := n.Get(ctx, node.Stranger, garden); node.KindOf(err) != node.Gone {
		t.Errorf("got %v", err)
	}
}
