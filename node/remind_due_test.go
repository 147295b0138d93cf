package node_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/own"
)

// known is a member that is known by a handle.
func known(t *testing.T, n *nodetest.Node, handle string) vocab.IRI {
	t.Helper()
	id, err := n.BeKnown(ctx, person, node.Chosen{Handle: handle})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAPersonIsRemindedOfItsOwnTermAndOfWhatItsBodyDecides(t *testing.T) {
	n := nodetest.New(t)
	ana, garden := known(t, n, "ana"), n.Group("garden")
	council := n.Must(node.Operator, node.Create(n.Node.Node(), n.Read(`{"type": "DelegateBody", "name": "Council", "preferredUsername": "council"}`)...)).Objects[0]
	seat := n.Create(council, fmt.Sprintf(`{"type": "DelegateSeat", "postIn": %q, "representsGroup": %q, "termLength": "P1Y"}`, council, garden))
	assignment := n.Create(council, assigned(council, ana, seat, 1, date(20), ""))
	proposal := n.Create(council, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cellar", "proposedToBody": %q, "closesAt": %q}`,
		council, nodetest.Begin.AddDate(0, 0, 3).Format(time.RFC3339)))
	if got := told(t, n, ana); got != "position-due term-ends" {
		t.Errorf("the delegate is reminded of %q", got)
	}
	if _, err := n.Reminders(ctx, nodetest.Speaking(garden), ana); node.KindOf(err) != node.Forbidden {
		t.Errorf("others are told what waits for a person: %v", err)
	}
	all, err := n.Reminders(ctx, node.Operator)
	if err != nil || !strings.Contains(fmt.Sprint(all), string(ana)) {
		t.Errorf("the operator is told %v of everybody: %v", all, err)
	}

	n.Create(garden, fmt.Sprintf(`{"type": "Position", "onProposal": %q, "takenBy": %q, "stance": "stance-agree"}`, proposal, garden))
	seated := nodetest.Speaking(ana)
	seated.Roles[council] = node.Delegate // who may read what is said to the body
	if list, err := n.Reminders(ctx, seated, ana); err != nil || len(list) != 1 || list[0].Kind != node.TermEnds {
		t.Errorf("after the group has spoken: %v, %v", list, err)
	}

	if err := n.Remind(ctx, node.Job{}); err != nil {
		t.Fatal(err)
	}
	notes, err := n.Find(ctx, nodetest.Speaking(ana), node.Query{Classes: []string{"Note"}})
	if err != nil || len(notes) != 1 {
		t.Fatalf("the delegate reads %d notices: %v", len(notes), err)
	}
	if note, err := notes[0].Resource(); err != nil || note.Get(own.Reminds).IRI() != assignment {
		t.Errorf("the notice is of something else: %v", err)
	}
}

func TestWhatIsPromisedIsDueToWhoPromisedAndLateToWhoWaits(t *testing.T) {
	n := nodetest.New(t)
	ana, garden := known(t, n, "ana"), n.Group("garden")
	plums := n.Stock(ana, "Plums", "10", "kilogram")
	promise := func(provider, receiver vocab.IRI, days int, more string) vocab.IRI {
		return n.Create(provider, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "due": %q,
			"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}%s}`,
			provider, receiver, nodetest.Begin.AddDate(0, 0, days).Format(time.RFC3339), plums, more))
	}
	promise(ana, garden, 8, "")
	promise(ana, garden, -9, `, "finished": true`)
	if got := told(t, n, ana) + told(t, n, garden); got != "" {
		t.Fatalf("too early, or done: %q", got)
	}
	promise(ana, garden, 5, "")
	late := promise(ana, garden, -2, "")
	if got := told(t, n, ana) + ", " + told(t, n, garden); got != "commitment-due commitment-due, commitment-late" {
		t.Errorf("the two are reminded of %q", got)
	}
	list, err := n.Reminders(ctx, nodetest.Speaking(garden), garden)
	if err != nil || len(list) != 1 || list[0].About != late || list[0].Days != -2 || !strings.HasPrefix(list[0].Text, "transfer of 4 kg Plums from ana was due on ") {
		t.Errorf("the garden is told %+v: %v", list, err)
	}

	n.Must(nodetest.Speaking(ana, garden), node.Create(ana, n.Read(fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "fulfills": [%q], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`, ana, garden, plums, late))...))
	if got := told(t, n, ana) + ", " + told(t, n, garden); !strings.HasPrefix(got, "commitment-due, ") || strings.Contains(got, "late") {
		t.Errorf("after it was delivered: %q", got)
	}
}
