package fedtest_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// What is another node's is in none of this node's own lists and counts.
func TestAttackForeignThingsAmongOurs(t *testing.T) {
	s := newScene(t)
	plan := s.Create(s.apples, `{"type": "Plan", "name": "Ours"}`)
	lists := func() string {
		all := ""
		for _, path := range []vocab.IRI{"/", "/groups", "/nodeinfo/2.1", "/actor/outbox", "/groups/apples/plans", "/groups/apples/outbox"} {
			_, body := fedtest.Get(t, vocab.IRI(s.URL)+path, "application/json")
			all += body + "\n"
		}
		return all
	}
	before := lists()

	group := s.evil.Persona("group", 2)
	group.Publish(fedtest.Doc{"type": "Group", "preferredUsername": "apples", "name": "Foreign group",
		"@context": []any{valueflows[0], "https://w3id.org/security/v1", fedtest.Doc{"pf": "https://w3id.org/primitives#"}}})
	s.Meet(group)
	for i, doc := range []fedtest.Doc{
		{"type": "Plan", "name": "Foreign plan", "attributedTo": group.IRI, "inScopeOf": s.apples},
		{"type": "Process", "name": "Foreign process", "attributedTo": group.IRI},
	} {
		s.accepted(t, group, group.Act(s.fresh(), "Create", doc.With(fedtest.Doc{"@context": valueflows, "id": s.evil.IRI("/things/" + string(rune('a'+i)))}), fedtest.Doc{"cc": []any{s.apples, s.apples + "/followers"}}))
	}
	s.accepted(t, group, group.Act(s.fresh(), "Like", plan, nil))

	after := lists()
	if strings.Contains(after, "Foreign") || strings.Contains(after, s.evil.URL) {
		t.Errorf("they tell of what is another's:\n%s", after)
	}
	var was, is struct {
		Usage struct {
			Users      struct{ Total int } `json:"users"`
			LocalPosts int                 `json:"localPosts"`
		} `json:"usage"`
	}
	read := func(all string, into any) {
		for _, line := range strings.Split(all, "\n") {
			if strings.Contains(line, `"usage"`) {
				if err := json.Unmarshal([]byte(line), into); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	read(before, &was)
	read(after, &is)
	if was != is || was.Usage.Users.Total != 1 {
		t.Errorf("NodeInfo counted %+v and counts %+v", was, is)
	}
	s.Sound()

	// The record with them in it can be copied and verified.
	if _, err := s.Server.Node.Verify(context.Background(), nil); err != nil {
		t.Error(err)
	}
	own := 0
	if err := s.Server.Node.Each(context.Background(), node.Operator, node.Query{Owner: s.apples}, func(v node.Version) error {
		own++
		if !s.Server.Node.Owns(v.IRI) {
			t.Errorf("%s is among the group's own", v.IRI)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if own == 0 {
		t.Error("the group has nothing")
	}
}
