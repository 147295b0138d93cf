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

func date(days int) string { return nodetest.Begin.AddDate(0, 0, days).Format("2006-01-02") }

// seatedUntil makes a council with a seat of a group, filled by its agent until a day.
func seatedUntil(n *nodetest.Node, ends string) (council, garden, seat, assignment vocab.IRI) {
	garden = n.Group("garden")
	council = n.Must(node.Operator, node.Create(n.Node.Node(), n.Read(`{"type": "DelegateBody", "name": "Council", "preferredUsername": "council"}`)...)).Objects[0]
	seat = n.Create(council, fmt.Sprintf(`{"type": "DelegateSeat", "postIn": %q, "representsGroup": %q, "termLength": "P1Y", "maxConsecutiveTerms": 2}`, council, garden))
	assignment = n.Create(council, assigned(council, garden, seat, 2, ends, ""))
	return council, garden, seat, assignment
}

func assigned(council, holder, seat vocab.IRI, number int, ends, more string) string {
	return fmt.Sprintf(`{"type": "RoleAssignment", "member": %q, "organization": %q, "fillsSeat": %q, "termNumber": %d, "termEnd": %q%s}`,
		holder, council, seat, number, ends, more)
}

// told are the kinds of a group's reminders, in their order.
func told(t *testing.T, n *nodetest.Node, group vocab.IRI) string {
	t.Helper()
	list, err := n.Reminders(ctx, nodetest.Speaking(group), group)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, r := range list {
		kinds = append(kinds, string(r.Kind))
	}
	return strings.Join(kinds, " ")
}

func TestTheEndOfATermIsToldToTheBodyAndTheDelegatingGroup(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(20))

	for _, group := range []vocab.IRI{council, garden} {
		if got := told(t, n, group); got != "term-ends last-term" {
			t.Errorf("%s is reminded of %q", group, got)
		}
	}
	if got := told(t, n, n.Group("stranger")); got != "" {
		t.Errorf("another group is reminded of %q", got)
	}
	if _, err := n.Reminders(ctx, node.Stranger, council); node.KindOf(err) != node.Forbidden {
		t.Errorf("strangers are told: %v", err)
	}
}

func TestWhoseTermIsOverHoldsOverUntilSomebodyTakesOver(t *testing.T) {
	n := nodetest.New(t)
	council, _, seat, first := seatedUntil(n, date(-3))
	if got := told(t, n, council); got != "holding-over last-term" {
		t.Errorf("before: %q", got)
	}

	n.Create(council, assigned(council, "https://far.example/ben", seat, 1, date(300), fmt.Sprintf(`, "predecessor": %q`, first)))

	if got := told(t, n, council); got != "" {
		t.Errorf("after somebody took over: %q", got)
	}
}

func TestASeatThatNobodyFillsIsVacant(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, assignment := seatedUntil(n, date(200))
	n.Must(nodetest.Speaking(council), node.Update(council, n.Read(fmt.Sprintf(`{"id": %q, "type": "RoleAssignment", "assignmentStatus": "assign-renounced"}`, assignment))...))

	for _, group := range []vocab.IRI{council, garden} {
		if got := told(t, n, group); got != "vacant-seat" {
			t.Errorf("%s is reminded of %q", group, got)
		}
	}
}

func TestAProposalThatClosesSoonIsToldToGroupsThatHaveNotSaidHowTheyStand(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	proposal := n.Create(council, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cellar", "proposedToBody": %q, "closesAt": %q}`,
		council, nodetest.Begin.AddDate(0, 0, 3).Format(time.RFC3339)))
	if got := told(t, n, council) + ", " + told(t, n, garden); got != "closing last-term, position-due last-term" {
		t.Errorf("before: %q", got)
	}

	n.Create(garden, fmt.Sprintf(`{"type": "Position", "onProposal": %q, "takenBy": %q, "stance": "stance-agree"}`, proposal, garden))

	if got := told(t, n, garden); got != "last-term" {
		t.Errorf("after it took a position: %q", got)
	}
}

func TestANoticeIsSentOnceForEachOfItsDays(t *testing.T) {
	n := nodetest.New(t)
	_, garden, _, assignment := seatedUntil(n, date(20))
	notes := func() (days []string) {
		found, err := n.Find(ctx, nodetest.Speaking(garden), node.Query{Classes: []string{"Note"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range found {
			r, err := v.Resource()
			if err != nil {
				t.Fatal(err)
			}
			if r.Get(own.Reminds).IRI() != assignment {
				t.Errorf("a notice of %s", r.Get(own.Reminds).IRI())
			}
			days = append(days, r.Get(own.DaysBefore).Text())
		}
		return days
	}

	for range 3 {
		if err := n.Remind(ctx, node.Job{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(notes()); got != "[30]" {
		t.Fatalf("the notices sent are those of %s days before", got)
	}
	council, err := n.Get(ctx, node.Operator, assignment)
	if err != nil {
		t.Fatal(err)
	}
	n.Must(nodetest.Speaking(council.Owner), node.Update(council.Owner, n.Read(fmt.Sprintf(`{"id": %q, "type": "RoleAssignment", "termEnd": %q}`, assignment, date(5)))...))
	if err := n.Remind(ctx, node.Job{}); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(notes()); got != "[30 7]" {
		t.Errorf("after the end was moved the notices are those of %s", got)
	}
	backlog, err := n.DB.Backlog(ctx)
	if err != nil || backlog.Waiting != 1 {
		t.Errorf("%d jobs wait for tomorrow: %v", backlog.Waiting, err)
	}
	for range 2 {
		if err := n.BeginReminding(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if backlog, err = n.DB.Backlog(ctx); err != nil || backlog.Waiting != 2 {
		t.Errorf("%d jobs wait after the server started twice: %v", backlog.Waiting, err)
	}
}
