package node_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/pf"
)

func stance(on, by vocab.IRI, stance string) string {
	return fmt.Sprintf(`{"type": "Position", "onProposal": %q, "takenBy": %q, "stance": %q}`, on, by, stance)
}

func proposed(n *nodetest.Node, body vocab.IRI, more string) vocab.IRI {
	return n.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cellar", "proposedToBody": %q%s}`, body, more))
}

// standing is how the positions on a proposal are counted.
func standing(n *nodetest.Node, proposal vocab.IRI) string {
	tally := n.Thing(proposal).Get(pf.HasTally).Part()
	if tally == nil {
		return "nothing"
	}
	var lines []string
	for _, v := range tally.All(pf.HasStanceCount) {
		_, name, _ := strings.Cut(string(v.Part().Get(pf.Stance).IRI()), "stance-")
		lines = append(lines, name+" "+v.Part().Get(pf.Count).Text())
	}
	return strings.Join(lines, ", ")
}

func TestADelegateSpeaksForItsGroupAndAnEditorDoesNot(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	proposal := proposed(n, council, "")
	with := func(role node.Role) node.Caller {
		return node.Caller{Agent: n.Person("ana"), Roles: map[vocab.IRI]node.Role{garden: role}}
	}
	take := node.Create(garden, n.Read(stance(proposal, garden, "stance-agree"))...)

	n.Refused(node.Forbidden, with(node.Editor), take)
	n.Must(with(node.Delegate), take)

	if got := standing(n, proposal); got != "agree 1" {
		t.Errorf("the council counts %s", got)
	}
	n.Sound()
}

func TestAPositionIsReadByTheCouncilAndNobodyElse(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	said := n.Create(garden, stance(proposed(n, council, ""), garden, "stance-object"))
	bakery := n.Group("bakery")
	for who, want := range map[vocab.IRI]node.Kind{council: "", garden: "", bakery: node.NotFound} {
		if _, err := n.Get(ctx, nodetest.Speaking(who), said); node.KindOf(err) != want {
			t.Errorf("%s: %v", who, err)
		}
	}
}

func TestMemberGroupsTakePartWhereEachGroupHasOneVoice(t *testing.T) {
	n := nodetest.New(t)
	council, _, _, _ := seatedUntil(n, date(200))
	bakery, mill := n.Group("bakery"), n.Group("mill")
	mechanism := n.Create(council, `{"type": "DecisionMechanism", "mechanismType": "mech-one-group"}`)
	n.Must(nodetest.Speaking(council), node.Update(council, n.Read(fmt.Sprintf(`{"id": %q, "type": "DelegateBody", "hasMechanism": %q}`, council, mechanism))...))
	n.Must(nodetest.Speaking(council), node.Activity{Verb: "Invite", Actor: council, Objects: []node.Object{{IRI: bakery}}})
	proposal := proposed(n, council, "")

	n.Create(bakery, stance(proposal, bakery, "stance-agree"))
	err := n.Refused(node.Forbidden, nodetest.Speaking(mill), node.Create(mill, n.Read(stance(proposal, mill, "stance-agree"))...))

	if !strings.Contains(err.Error(), "pf:eligibleDeciders") {
		t.Errorf("the refusal does not name the rule: %v", err)
	}
	if got := standing(n, proposal); got != "agree 1" {
		t.Errorf("the council counts %s", got)
	}
}

func TestASeatWhoseTermIsOverGivesNoVoice(t *testing.T) {
	n := nodetest.New(t)
	council, garden, seat, _ := seatedUntil(n, date(200))
	proposal := proposed(n, council, "")
	n.Must(nodetest.Speaking(council), node.Update(council, n.Read(fmt.Sprintf(`{"id": %q, "type": "DelegateSeat", "termEnd": %q}`, seat, date(-1)))...))
	n.Refused(node.Forbidden, nodetest.Speaking(garden), node.Create(garden, n.Read(stance(proposal, garden, "stance-agree"))...))
}

func TestAPositionIsTakenWhileTheProposalIsOpen(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	tomorrow := nodetest.Begin.AddDate(0, 0, 1).Format(time.RFC3339)
	yesterday := nodetest.Begin.AddDate(0, 0, -1).Format(time.RFC3339)
	for more, rule := range map[string]string{
		`, "opensAt": "` + tomorrow + `"`:         "pf:opensAt",
		`, "closesAt": "` + yesterday + `"`:       "pf:closesAt",
		`, "proposalStatus": "prop-rejected"`:     "pf:proposalStatus",
		`, "proposalStatus": "prop-open"`:         "",
		`, "closesAt": "` + tomorrow + `"`:        "",
		`, "proposalStatus": "prop-discussion"  `: "",
	} {
		_, err := n.Submit(ctx, nodetest.Speaking(garden), node.Create(garden, n.Read(stance(proposed(n, council, more), garden, "stance-agree"))...))
		if rule == "" && err != nil || rule != "" && (node.KindOf(err) != node.Conflict || !strings.Contains(err.Error(), rule)) {
			t.Errorf("on a proposal with %q: %v", more, err)
		}
	}
}

func TestAPositionThatIsTakenBackCountsNoMore(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	proposal := proposed(n, council, "")
	take := func() node.Receipt {
		return n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(stance(proposal, garden, "stance-agree"))...))
	}
	for name, back := range map[string]func(node.Receipt) node.Activity{
		"deleted": func(r node.Receipt) node.Activity { return node.Delete(garden, r.Objects[0]) },
		"undone":  func(r node.Receipt) node.Activity { return node.Undo(garden, r.Activity) },
	} {
		taken := take()
		if got := standing(n, proposal); got != "agree 1" {
			t.Fatalf("taken: %s", got)
		}
		n.Must(nodetest.Speaking(garden), back(taken))
		if got := standing(n, proposal); got != "nothing" {
			t.Errorf("%s: %s", name, got)
		}
	}
	n.Sound()
}

func TestWhatStandsInACountIsForTheNodeToSay(t *testing.T) {
	n := nodetest.New(t)
	council, garden, _, _ := seatedUntil(n, date(200))
	forged := `"tally": {"type": "Tally", "participantCount": "9"}`
	n.Refused(node.Invalid, nodetest.Speaking(council), node.Create(council, n.Read(fmt.Sprintf(`{"type": "GovernanceProposal", "proposedToBody": %q, %s}`, council, forged))...))
	proposal := proposed(n, council, "")
	n.Create(garden, stance(proposal, garden, "stance-agree"))

	n.Must(nodetest.Speaking(council), node.Update(council, n.Read(fmt.Sprintf(`{"id": %q, "type": "GovernanceProposal", %s}`, proposal, forged))...))

	if got := n.Thing(proposal).Get(pf.HasTally).Part().Get(pf.ParticipantCount).Text(); got != "1" {
		t.Errorf("the count says %s took part", got)
	}
}
