package fedtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/pf"
)

// holding is what the group says of who holds a role or seat, by its status; empty: nothing.
func holding(t *testing.T, n *fedtest.Node, group, who vocab.IRI) (statuses []vocab.IRI) {
	t.Helper()
	found, err := n.Server.Node.Find(context.Background(), node.Operator, node.Query{Classes: []string{pf.RoleAssignment.Name}, Owner: group})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		if r.Get(pf.Member).IRI() == who {
			statuses = append(statuses, r.Get(pf.AssignmentStatus).IRI())
		}
	}
	return statuses
}

func relating(who, post, group vocab.IRI) fedtest.Doc {
	return fedtest.Doc{"type": "Relationship", "subject": who, "relationship": post, "object": group}
}

func TestAGroupGivesAndEndsARoleOnItsStanding(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	role := garden.Create(apples, `{"type": "Role", "name": "Treasurer"}`)
	ana := garden.Person("ana", false)

	does := func(body string) (node.Receipt, error) {
		act, err := federation.ReadActivity([]byte(body), apples)
		if err != nil {
			return node.Receipt{}, err
		}
		return garden.Try(act)
	}
	made, err := does(fmt.Sprintf(`{"type": "Add", "target": "%[1]s/standing", "object": {"type": "Relationship", "subject": %[2]q, "relationship": %[3]q, "object": %[1]q}}`, apples, ana, role))
	if err != nil {
		t.Fatal(err, node.ViolationsOf(err))
	}
	net.Settle()

	record := vocab.IRI(strings.TrimSuffix(string(made.Objects[0]), "#relationship"))
	if got := holding(t, garden, apples, ana); len(got) != 1 || got[0] != pf.AssignActive.IRI {
		t.Fatalf("ana holds it as %v", got)
	}
	if _, shown := fedtest.Get(t, apples+"/standing", fedtest.ActivityJSON); !strings.Contains(shown, `"`+string(made.Objects[0])+`"`) || !strings.Contains(shown, string(ana)) {
		t.Errorf("the standing does not list %s: %s", made.Objects[0], shown)
	}
	if !bakery.Knows(record) || !bakery.Knows(made.Activity) {
		t.Errorf("a follower does not know: %v %v\n%s", bakery.Knows(record), bakery.Knows(made.Activity), bakery.Log)
	}

	if _, err := does(fmt.Sprintf(`{"type": "Remove", "target": "%s/standing", "object": %q}`, apples, made.Objects[0])); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	for _, n := range net.Nodes {
		if got := n.Thing(record).Get(pf.AssignmentStatus).IRI(); got != pf.AssignRecalled.IRI {
			t.Errorf("at %s it is %s\n%s", n.URL, got, n.Log)
		}
		n.Sound()
	}
	if _, shown := fedtest.Get(t, apples+"/standing", fedtest.ActivityJSON); strings.Contains(shown, string(ana)) {
		t.Errorf("the standing still lists it: %s", shown)
	}
	if _, err := does(fmt.Sprintf(`{"type": "Remove", "target": "%s/standing", "object": %q}`, apples, made.Objects[0])); node.KindOf(err) != node.Conflict {
		t.Errorf("ended twice: %v", err)
	}

	for name, c := range map[string]struct {
		body string
		want node.Kind
	}{
		"no role":         {fmt.Sprintf(`{"type": "Add", "target": "%s/standing", "object": {"type": "Relationship", "subject": %q, "relationship": %q}}`, apples, ana, apples), node.Invalid},
		"nobody":          {fmt.Sprintf(`{"type": "Add", "target": "%s/standing", "object": {"type": "Relationship", "relationship": %q}}`, apples, role), node.Invalid},
		"another group":   {fmt.Sprintf(`{"type": "Add", "target": "%s/standing", "object": {"type": "Relationship", "subject": %q, "relationship": %q, "object": %q}}`, apples, ana, role, bread), node.Invalid},
		"only a name":     {fmt.Sprintf(`{"type": "Add", "target": "%s/standing", "object": %q}`, apples, ana), node.Invalid},
		"not an entry":    {fmt.Sprintf(`{"type": "Remove", "target": "%s/standing", "object": %q}`, apples, role), node.NotFound},
		"what nobody has": {fmt.Sprintf(`{"type": "Remove", "target": "%s/standing", "object": {"type": "Relationship", "subject": %q, "relationship": %q}}`, apples, ana, role), node.NotFound},
	} {
		if _, err := does(c.body); node.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := holding(t, garden, apples, ana); len(got) != 1 {
		t.Errorf("what was refused left %v", got)
	}
}

func TestAnotherNodesActorChangesTheStandingWhereItIsItsToChange(t *testing.T) {
	s := newScene(t)
	role := s.Create(s.apples, `{"type": "Role", "name": "Treasurer", "maxConsecutiveTerms": 1}`)
	cleo := s.mill.Persona("cleo", 3)
	target := s.apples + "/standing"
	send := func(p *fedtest.Persona, verb string, object any) string {
		t.Helper()
		before := len(s.mill.Got())
		id := s.fresh()
		if code := p.Send(s.Node, p.Act(id, verb, object, fedtest.Doc{"target": target, "to": []vocab.IRI{s.apples}})); code != 202 {
			t.Fatalf("%s is answered with %d", verb, code)
		}
		s.Settle()
		for _, got := range s.mill.Got()[before:] {
			if strings.Contains(got, `"type":"Reject"`) && strings.Contains(got, id) {
				return got
			}
		}
		return ""
	}

	if refusal := send(s.ana, "Add", relating(cleo.IRI, role, s.apples)); !strings.Contains(refusal, "for its admins to say") || len(holding(t, s.Node, s.apples, cleo.IRI)) > 0 {
		t.Errorf("a stranger gives a role: %s", refusal)
	}
	s.belongs(s.ana.IRI, node.Editor)
	if refusal := send(s.ana, "Add", relating(cleo.IRI, role, s.apples)); refusal == "" || len(holding(t, s.Node, s.apples, cleo.IRI)) > 0 {
		t.Error("an editor of another node gives a role")
	}
	s.belongs(s.ana.IRI, node.Admin)
	if refusal := send(s.ana, "Add", relating(cleo.IRI, role, s.apples)); refusal != "" {
		t.Fatalf("an admin is refused: %s\n%s", refusal, s.Log)
	}
	if got := holding(t, s.Node, s.apples, cleo.IRI); len(got) != 1 || got[0] != pf.AssignActive.IRI {
		t.Fatalf("cleo holds it as %v\n%s", got, s.Log)
	}

	// Nobody else ends it, and who holds it gives it up.
	ben := s.mill.Persona("ben", 4)
	if refusal := send(ben, "Remove", relating(cleo.IRI, role, s.apples)); !strings.Contains(refusal, "whoever holds it") || holding(t, s.Node, s.apples, cleo.IRI)[0] != pf.AssignActive.IRI {
		t.Errorf("somebody else ends it: %s", refusal)
	}
	if refusal := send(cleo, "Remove", relating(cleo.IRI, role, s.apples)); refusal != "" || holding(t, s.Node, s.apples, cleo.IRI)[0] != pf.AssignRenounced.IRI {
		t.Errorf("cleo cannot give it up: %s", refusal)
	}
	if refusal := send(cleo, "Add", relating(cleo.IRI, role, s.apples)); refusal == "" || len(holding(t, s.Node, s.apples, cleo.IRI)) != 1 {
		t.Error("who gave it up takes it again")
	}
	s.Sound()
}

func TestAGroupThatHidesHasNoStandingForStrangers(t *testing.T) {
	s := newScene(t)
	cellar := s.Group("cellar", `"defaultAudience": "members"`)
	role := s.Create(cellar, `{"type": "Role", "name": "Keeper"}`)
	reasons := map[string]bool{}
	for _, target := range []vocab.IRI{cellar + "/standing", vocab.IRI(s.URL + "/groups/nowhere/standing")} {
		id := s.fresh()
		s.ana.Send(s.Node, s.ana.Act(id, "Add", relating(s.ana.IRI, role, ""), fedtest.Doc{"target": target, "to": []vocab.IRI{s.apples}}))
		s.Settle()
		reasons[strings.ReplaceAll(s.Letter(s.mill.IRI("/activities/"+id)).Reason, string(target), "TARGET")] = true
	}
	if len(reasons) != 1 || !reasons["there is no TARGET"] || len(holding(t, s.Node, cellar, s.ana.IRI)) > 0 {
		t.Errorf("a stranger learns of it: %v", reasons)
	}
}

// belongs has an agent of another node belong to apples, in a role.
func (s *scene) belongs(who vocab.IRI, role node.Role) {
	s.t.Helper()
	err := s.DB.Update(s.t.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: who, Kind: node.MemberOf, To: s.apples, Value: string(role)}, true)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
