package fedtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
)

// council makes a delegate body with a seat for each group, and gives it and the seats.
func council(n *fedtest.Node, more string, groups ...vocab.IRI) (body vocab.IRI, seats []vocab.IRI) {
	made := n.Do(node.Create(n.Server.Node.Node(), n.Read(`{"type": "DelegateBody", "name": "Council", "preferredUsername": "council"`+more+`}`)...))
	body = made.Objects[0]
	for _, g := range groups {
		seats = append(seats, n.Create(body, fmt.Sprintf(`{"type": "DelegateSeat", "postIn": %q, "representsGroup": %q, "termLength": "P1Y",
			"maxConsecutiveTerms": 2}`, body, g)))
	}
	return body, seats
}

func position(on, by vocab.IRI, stance string) string {
	return fmt.Sprintf(`{"type": "Position", "onProposal": %q, "takenBy": %q, "stance": %q, "note": "As our meeting said."}`, on, by, stance)
}

// counts is how positions stand: "agree 2, object 1 of 3".
func counts(n *fedtest.Node, proposal vocab.IRI) string {
	tally := n.Thing(proposal).Get(pf.HasTally).Part()
	if tally == nil {
		return "nothing"
	}
	var lines []string
	for _, v := range tally.All(pf.HasStanceCount) {
		line := v.Part()
		_, stance, _ := strings.Cut(string(line.Get(pf.Stance).IRI()), "stance-")
		lines = append(lines, stance+" "+line.Get(pf.Count).Text())
	}
	return strings.Join(lines, ", ") + " of " + tally.Get(pf.EligibleCount).Text()
}

func soon() string { return time.Now().Add(time.Hour).UTC().Format(time.RFC3339) }

func TestDelegatesOnThreeNodesTakePositionsAndTheCouncilCounts(t *testing.T) {
	net := fedtest.New(t, 3)
	center, garden, bakery := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	body, _ := council(center, "", apples, bread)
	garden.Do(fedtest.Naming("Follow", apples, body))
	net.Settle()

	proposal := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A common cellar", "proposedToBody": %q, "closesAt": %q}`, body, soon()))
	net.Settle()
	for _, n := range []*fedtest.Node{garden, bakery} {
		if !n.Knows(proposal) {
			t.Fatalf("%s was not told of the proposal\n%s", n.URL, n.Log)
		}
	}
	taken := garden.Do(node.Create(apples, garden.Read(position(proposal, apples, "stance-agree"))...))
	first := taken.Objects[0]
	bakery.Create(bread, position(proposal, bread, "stance-object"))
	net.Settle()
	if got := counts(center, proposal); got != "agree 1, object 1 of 2" {
		t.Errorf("the council counts %s\n%s", got, center.Log)
	}
	if proof := center.Letter(taken.Activity).Proof; proof.Proof == "" {
		t.Errorf("the position came with the evidence %+v and no proof of its own", proof)
	}
	if got := counts(garden, proposal); got != "agree 1, object 1 of 2" {
		t.Errorf("its follower reads %s", got)
	}
	if bakery.Knows(first) {
		t.Error("a position meant for the council is known elsewhere")
	}

	bakery.Create(bread, position(proposal, bread, "stance-support"))
	net.Settle()
	if got := counts(center, proposal); got != "agree 1, support 1 of 2" {
		t.Errorf("a later position took no one's place: %s", got)
	}
	garden.Do(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Position", "stance": "stance-block"}`, first))...))
	net.Settle()
	if got := counts(center, proposal); got != "support 1, block 1 of 2" {
		t.Errorf("after a change of mind the council counts %s", got)
	}
	garden.Do(node.Delete(apples, first))
	net.Settle()
	if got := counts(center, proposal); got != "support 1 of 2" {
		t.Errorf("after one was taken back the council counts %s", got)
	}
	tally := center.Thing(proposal).Get(pf.HasTally).Part()
	if tally.All(pf.HasStanceCount)[0].Part().Has(own.CountsGroup) {
		t.Error("the council names who took which stance, though nobody chose that")
	}

	decision := center.Create(body, fmt.Sprintf(`{"type": "Decision", "decides": %q, "decidedBy": %q, "outcome": "outcome-accepted"}`, proposal, body))
	net.Settle()
	if n := bakery.Thing(decision).Get(pf.HasTally).Part().Get(pf.ParticipantCount).Text(); n != "1" {
		t.Errorf("the decision counts %q participants", n)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestACouncilThatNamesPositionsPublishesWhoTookWhich(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	apples := garden.Group("apples")
	body, _ := council(center, `, "namesPositions": true`, apples)
	proposal := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cellar", "proposedToBody": %q}`, body))
	net.Settle()

	garden.Create(apples, position(proposal, apples, "stance-agree"))
	net.Settle()

	line := center.Thing(proposal).Get(pf.HasTally).Part().Get(pf.HasStanceCount).Part()
	if got := line.Get(own.CountsGroup).IRI(); got != apples {
		t.Errorf("the count names %q", got)
	}
}

func TestPositionsOfOthersAndLateOnesAreRefused(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	apples, pears := garden.Group("apples"), garden.Group("pears")
	body, _ := council(center, "", apples)
	garden.Do(fedtest.Naming("Follow", pears, body))
	net.Settle()
	proposal := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cellar", "proposedToBody": %q}`, body))
	closed := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A cart", "proposedToBody": %q, "closesAt": "2020-01-01T00:00:00Z"}`, body))
	net.Settle()

	stranger := garden.Do(node.Create(pears, garden.Read(position(proposal, pears, "stance-block"))...))
	late := garden.Do(node.Create(apples, garden.Read(position(closed, apples, "stance-agree"))...))
	net.Settle()

	for _, c := range []struct {
		sent node.Receipt
		rule string
	}{{stranger, "pf:DelegateSeat"}, {late, "pf:closesAt"}} {
		if center.Knows(c.sent.Objects[0]) {
			t.Error("the council keeps a position it refused")
		}
		l := center.Letter(c.sent.Activity)
		if l.State != node.LetterRefused || !strings.Contains(l.Reason, c.rule) {
			t.Errorf("the letter is %s: %s; want a reason that names %s", l.State, l.Reason, c.rule)
		}
	}
	if got := counts(center, proposal) + ", " + counts(center, closed); got != "nothing, nothing" {
		t.Errorf("the council counts %s", got)
	}
	_, err := garden.Try(node.Create(pears, garden.Read(position(proposal, apples, "stance-agree"))...))
	if node.KindOf(err) != node.Forbidden {
		t.Errorf("another group's position was taken: %v", err)
	}
}

func TestADelegateBodyDecidesInItsOwnScopesAlone(t *testing.T) {
	net := fedtest.New(t, 1)
	center := net.Nodes[0]
	body, _ := council(center, `, "decidesForConstituents": false, "mayDecide": ["scope-outreach"]`)
	for scope, rule := range map[string]string{
		`, "appliesToScope": "scope-outreach"`: "", `, "appliesToScope": "scope-closure"`: "pf:mayDecide", "": "pf:decidesForConstituents",
	} {
		_, err := center.Try(node.Create(body, center.Read(`{"type": "Decision", "outcome": "outcome-accepted"`+scope+`}`)...))
		if rule == "" && err != nil || rule != "" && (node.KindOf(err) != node.Conflict || !strings.Contains(err.Error(), rule)) {
			t.Errorf("a decision with %q: %v; want %q", scope, err, rule)
		}
	}
}

func TestAnAffiliationIsInForceByTheWordOfBothGroups(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	whole, apples := center.Group("network"), garden.Group("apples")
	said := func(id vocab.IRI) (both [2]string) {
		for i, n := range net.Nodes {
			both[i] = strings.TrimPrefix(string(n.Thing(id).Get(pf.AffiliationStatus).IRI()), string(pf.Schema.Base)+"affil-")
		}
		return both
	}
	offered := fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q, "affiliationKind": "affil-part",
		"hasConstraint": [{"type": "AffiliationConstraint", "constraintKind": "con-state", "note": "A state every season"}]}`, apples, whole)

	affiliation := garden.Create(apples, offered)
	net.Settle()
	if got := said(affiliation); got != [2]string{"proposed", "proposed"} {
		t.Fatalf("offered, it is %v", got)
	}
	// One side alone cannot bring it into force.
	_, err := garden.Try(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Affiliation", "affiliationStatus": "affil-active"}`, affiliation))...))
	if node.KindOf(err) != node.Conflict {
		t.Errorf("one side made it active: %v", err)
	}
	center.Do(fedtest.Naming("Accept", whole, affiliation))
	net.Settle()
	if got := said(affiliation); got != [2]string{"active", "active"} {
		t.Fatalf("accepted, it is %v\n%s\n%s", got, center.Log, garden.Log)
	}
	garden.Do(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Affiliation", "affiliationStatus": "affil-suspended"}`, affiliation))...))
	net.Settle()
	if got := said(affiliation); got != [2]string{"suspended", "suspended"} {
		t.Errorf("paused, it is %v", got)
	}
	center.Do(fedtest.Naming("Reject", whole, affiliation))
	net.Settle()
	if got := said(affiliation); got != [2]string{"ended", "ended"} {
		t.Errorf("ended by the other side, it is %v", got)
	}
	if _, err := center.Try(fedtest.Naming("Accept", whole, affiliation)); node.KindOf(err) != node.Conflict {
		t.Errorf("what ended was accepted again: %v", err)
	}

	declined := garden.Create(apples, offered)
	net.Settle()
	center.Do(fedtest.Naming("Reject", whole, declined))
	net.Settle()
	if got := said(declined); got != [2]string{"ended", "ended"} {
		t.Errorf("declined, it is %v", got)
	}
	center.Sound()
	garden.Sound()
}

func TestAnOfferedAffiliationIsAnsweredByAcceptOrReject(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	whole, apples := center.Group("network"), garden.Group("apples")
	for verb, want := range map[string]vocab.IRI{"Accept": pf.AffilActive.IRI, "Reject": pf.AffilEnded.IRI} {
		offer := garden.Read(fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q, "affiliationKind": "affil-peer"}`, apples, whole))
		made := garden.Do(node.Activity{Verb: "Offer", Actor: apples, Objects: []node.Object{{Resource: offer[0]}}})
		net.Settle()
		center.Do(fedtest.Naming(verb, whole, made.Activity))
		net.Settle()
		for _, n := range net.Nodes {
			if got := n.Thing(made.Objects[0]).Get(pf.AffiliationStatus).IRI(); got != want {
				t.Errorf("after %s, at %s it is %s\n%s", verb, n.URL, got, n.Log)
			}
		}
	}
	center.Sound()
	garden.Sound()
}

func TestMembershipAcrossNodesBeginsAndEnds(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	whole, apples := center.Group("network"), garden.Group("apples")
	member := node.Relation{From: apples, Kind: node.MemberOf, To: whole}
	both := func(want bool, when string) {
		t.Helper()
		for _, n := range net.Nodes {
			if n.Related(member) != want {
				t.Errorf("%s: at %s the group is a member: %v\n%s", when, n.URL, !want, n.Log)
			}
		}
	}

	invite := center.Do(fedtest.Naming("Invite", whole, apples)).Activity
	net.Settle()
	both(false, "invited")
	garden.Do(fedtest.Naming("Accept", apples, invite))
	net.Settle()
	both(true, "the invitation accepted")
	garden.Do(fedtest.Naming("Leave", apples, whole))
	net.Settle()
	both(false, "having left")

	join := garden.Do(fedtest.Naming("Join", apples, whole)).Activity
	net.Settle()
	both(false, "having asked")
	center.Do(fedtest.Naming("Reject", whole, join))
	net.Settle()
	both(false, "having been declined")
	join = garden.Do(fedtest.Naming("Join", apples, whole)).Activity
	net.Settle()
	center.Do(fedtest.Naming("Accept", whole, join))
	net.Settle()
	both(true, "having been taken in")
}

func TestADelegateSeatAndItsHolderAreKnownToTheGroupTheyRepresent(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	apples := garden.Group("apples")
	body, _ := council(center, "")
	posted := node.Create(body, center.Read(fmt.Sprintf(`{"type": "DelegateSeat", "postIn": %q, "representsGroup": %q, "termLength": "P1Y",
		"maxConsecutiveTerms": 2}`, body, apples))...)
	posted.To = []vocab.IRI{body + "/members"}
	seats := center.Do(posted).Objects
	net.Settle()
	if r := garden.Thing(seats[0]); r.Get(pf.RepresentsGroup).IRI() != apples {
		t.Errorf("the garden knows a seat of %s", r.Get(pf.RepresentsGroup).IRI())
	}

	ana := vocab.IRI(string(apples) + "/agents/ana")
	term := func(nr int, more string) string {
		return fmt.Sprintf(`{"type": "RoleAssignment", "member": %q, "organization": %q, "fillsSeat": %q,
			"termStart": "2026-01-01", "termEnd": "2026-12-31", "termNumber": %d, "assignmentStatus": "assign-active"%s}`, ana, body, seats[0], nr, more)
	}
	assignment := center.Create(body, term(1, ""))
	net.Settle()
	if got := garden.Thing(assignment).Get(pf.TermEnd).Text(); got != "2026-12-31" {
		t.Errorf("the garden reads that the term ends %q", got)
	}
	second := center.Create(body, term(2, fmt.Sprintf(`, "predecessor": %q`, assignment)))
	_, err := center.Try(node.Create(body, center.Read(term(3, fmt.Sprintf(`, "predecessor": %q`, second)))...))
	if node.KindOf(err) != node.Conflict || !strings.Contains(err.Error(), "pf:maxConsecutiveTerms") {
		t.Errorf("a third term in a row: %v", err)
	}
	center.Do(node.Update(body, center.Read(fmt.Sprintf(`{"id": %q, "type": "RoleAssignment", "assignmentStatus": "assign-recalled"}`, second))...))
	net.Settle()
	if got := garden.Thing(second).Get(pf.AssignmentStatus).IRI(); got != pf.AssignRecalled.IRI {
		t.Errorf("the garden reads that the second term is %s", got)
	}
}

func TestARollUpShowsCellsOnOtherNodesAndWhatIsMissing(t *testing.T) {
	net := fedtest.New(t, 3)
	center, garden, bakery := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	whole := center.Group("network")
	part := fmt.Sprintf(`"subOrganizationOf": %q`, whole)
	apples, bread := garden.Group("apples", part), bakery.Group("bread")
	claimant := garden.Group("pears", part)
	unit, hopeful := garden.Group("plums", fmt.Sprintf(`"isPartOf": %q`, whole)), bakery.Group("rolls")
	garden.Do(fedtest.Naming("Follow", unit, whole))
	bakery.Create(hopeful, fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q}`, hopeful, whole))
	center.Do(fedtest.Naming("Follow", whole, apples))
	garden.Do(fedtest.Naming("Follow", claimant, whole)) // so that the center hears of it
	net.Settle()

	values := garden.Create(apples, `{"type": "EvenOverStatement", "prefers": "quality-autonomy", "over": "quality-alignment",
		"statementText": "Autonomy even over alignment"}`)
	state := garden.Create(apples, fmt.Sprintf(`{"type": "State", "phase": "phase-formation", "scale": ["scale-collaboration"],
		"hasValueStatement": %q, "reviewDue": "2020-01-01"}`, values))
	affiliation := bakery.Create(bread, fmt.Sprintf(`{"type": "Affiliation", "member": %q, "organization": %q}`, bread, whole))
	net.Settle()
	center.Do(fedtest.Naming("Accept", whole, affiliation))
	net.Settle()
	garden.Create(apples, fmt.Sprintf(`{"type": "State", "phase": "phase-organization", "scale": ["scale-collaboration"],
		"hasValueStatement": %q, "reviewDue": "2020-01-01"}`, values))
	net.Settle()

	up, err := center.Server.Node.Rollup(t.Context(), node.Stranger, whole)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[vocab.IRI]node.Cell{}
	for _, c := range up.Cells {
		cells[c.Group] = c
	}
	c := cells[apples]
	if c.State != state || c.Version != 2 || c.Phase != pf.Schema.Base+"phase-organization" || len(c.Scale) != 1 || c.Claimed {
		t.Errorf("the roll-up shows %+v\n%s", c, center.Log)
	}
	if len(c.Values) != 1 || c.Values[0].Text != "Autonomy even over alignment" {
		t.Errorf("it values %+v", c.Values)
	}
	if !strings.Contains(strings.Join(c.Changed, "; "), "from formation to organization") {
		t.Errorf("its last version changed %q", c.Changed)
	}
	if c.Heard.IsZero() || c.Dated.IsZero() || len(c.Gaps) != 1 || c.Gaps[0] != node.Overdue {
		t.Errorf("dated %s, heard %s, gaps %v", c.Dated, c.Heard, c.Gaps)
	}
	if c := cells[bread]; len(c.Gaps) == 0 || c.Gaps[0] != node.Affiliated {
		t.Errorf("an affiliated cell without a state has the gaps %v", c.Gaps)
	}
	if c := cells[claimant]; !c.Claimed || c.Gaps[0] != node.NoState {
		t.Errorf("one that only claims to belong: %+v", c)
	}
	if c := cells[unit]; !c.Claimed || len(c.Gaps) != 2 || c.Gaps[0] != node.NoState || c.Because[0] != "part-of" {
		t.Errorf("one that says it is a part: %+v", c)
	}
	if c := cells[hopeful]; !c.Claimed || len(c.Gaps) == 0 || c.Because[0] != "proposed" {
		t.Errorf("one that has proposed an affiliation: %+v", c)
	}
	if len(up.Phases) != 1 || up.Phases[0].Cells != 1 {
		t.Errorf("the phases are counted as %v", up.Phases)
	}

	if err := center.DB.ChangePeer(t.Context(), strings.TrimPrefix(bakery.URL, "http://"), func(p *node.Peer) {
		p.Failed(time.Now().Add(time.Minute), "does not answer")
	}); err != nil {
		t.Fatal(err)
	}
	up, err = center.Server.Node.Rollup(t.Context(), node.Stranger, whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range up.Cells {
		if out := slices.Contains(c.Gaps, node.OutOfReach); out != (c.Group == bread || c.Group == hopeful) {
			t.Errorf("%s is out of reach: %v", c.Group, out)
		}
	}
}

func TestTheDelegatingGroupOnAnotherNodeIsRemindedOfATermThatEnds(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	apples := garden.Group("apples")
	body, seats := council(center, "", apples)
	ends := time.Now().AddDate(0, 0, 5).UTC().Format(time.DateOnly)
	assignment := center.Create(body, fmt.Sprintf(`{"type": "RoleAssignment", "member": "%s/agents/ana", "organization": %q, "fillsSeat": %q,
		"termEnd": %q}`, apples, body, seats[0], ends))
	net.Settle()

	for range 2 {
		if err := center.Server.Node.Remind(t.Context(), node.Job{}); err != nil {
			t.Fatal(err)
		}
	}
	net.Settle()

	editor := node.Caller{Agent: apples, Roles: map[vocab.IRI]node.Role{apples: node.Editor}}
	notes, err := garden.Server.Node.Find(t.Context(), editor, node.Query{Classes: []string{"Note"}})
	if err != nil || len(notes) != 1 {
		t.Fatalf("%d notices arrived: %v\n%s", len(notes), err, garden.Log)
	}
	note, err := notes[0].Resource()
	if err != nil || note.Get(own.Reminds).IRI() != assignment || note.Get(own.DaysBefore).Text() != "7" {
		t.Errorf("the notice is of %s, %s days before", note.Get(own.Reminds).IRI(), note.Get(own.DaysBefore).Text())
	}
	if public, err := center.Server.Node.Find(t.Context(), node.Stranger, node.Query{Classes: []string{"Note"}}); err != nil || len(public) > 0 {
		t.Errorf("strangers read %d notices: %v", len(public), err)
	}
	list, err := garden.Server.Node.Reminders(t.Context(), editor, apples)
	if err != nil || len(list) != 1 || list[0].Kind != node.TermEnds || list[0].About != assignment {
		t.Errorf("the garden works out %+v: %v", list, err)
	}
}

func TestValuesOfGroupsOnDifferentNodesAreCompared(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	statement := func(prefers, over string) string {
		return fmt.Sprintf(`{"type": "EvenOverStatement", "prefers": "quality-%s", "over": "quality-%s"}`, prefers, over)
	}
	theirs := garden.Create(apples, fmt.Sprintf(`{"type": "State", "phase": "phase-formation", "hasValueStatement": %q}`,
		garden.Create(apples, statement("autonomy", "alignment"))))
	bakery.Create(bread, strings.Replace(statement("autonomy", "alignment"), "{", fmt.Sprintf(`{"statedBy": %q, `, bread), 1))
	net.Settle()
	if !bakery.Knows(theirs) {
		t.Fatalf("the state did not arrive\n%s", bakery.Log)
	}

	x, err := bakery.Server.Node.Align(t.Context(), node.Stranger, bread, apples)

	if err != nil || x.Score != "1" || x.Comparable != 1 || len(x.Compared) != 2 {
		t.Errorf("score %q of %d trade-offs, from %v: %v", x.Score, x.Comparable, x.Compared, err)
	}
}

func TestEachVersionOfARemoteStateComesWithItsDifferenceByMeaning(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	state := garden.Create(apples, `{"type": "State", "phase": "phase-formation"}`)
	net.Settle()
	garden.Create(apples, `{"type": "State", "phase": "phase-organization"}`)
	net.Settle()

	found, err := bakery.Server.Node.Differences(t.Context(), node.Stranger, state, 2)

	if err != nil || len(found) != 1 || found[0].Text != "Apples moved from formation to organization" {
		t.Errorf("the difference is %v: %v\n%s", found, err, bakery.Log)
	}
}
