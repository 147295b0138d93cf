package publish_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

func TestMembersSeeWhatTheirGroupIsAskedToDoAndDoes(t *testing.T) {
	s := newSite(t)
	garden, bakery := s.Group("garden"), s.Group("bakery")
	task := s.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "work", "note": "Bake a cake", "provider": %q, "receiver": %q}`, bakery, garden))
	asked, taken := string(bakery)+"/asked", string(bakery)+"/taken"
	lists := func(list string) bool {
		return strings.Contains(s.body(list, "Authorization", "Bearer bakery", "Accept", "text/turtle"), string(task))
	}
	if !lists(asked) || lists(taken) {
		t.Error("the bakery is not told what it is asked to do")
	}
	if w := s.get(asked, "Accept", "text/turtle"); w.Code != 404 {
		t.Errorf("a stranger got %d", w.Code)
	}
	s.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: task}}})
	if lists(asked) || !lists(taken) {
		t.Error("what it took is still asked")
	}
	const open = "open to whoever comes first"
	if strings.Contains(s.body(string(task), "Accept", "text/html"), open) {
		t.Error("what somebody does is said to be open")
	}
	s.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Reject", Actor: bakery, Objects: []node.Object{{IRI: task}}})
	if !strings.Contains(s.body(string(task), "Accept", "text/html"), open) {
		t.Error("what nobody does is not said to be open")
	}
}
