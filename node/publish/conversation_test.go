package publish_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

func TestAConversationIsReadFromItsBeginningPageByPage(t *testing.T) {
	const more = 120
	s := newSite(t)
	garden := s.Group("garden")
	process := s.Create(garden, `{"type": "Process", "name": "Pressing"}`)
	for i := range more {
		s.Must(nodetest.Speaking(garden), node.Update(garden, s.Read(fmt.Sprintf(`{"id": %q, "type": "Process", "note": "Day %d"}`, process, i))...))
	}

	walk := func(address string, back bool) (ids []string) {
		for pages := 0; address != "" && pages < 10; pages++ {
			p := s.page(address)
			var page []string
			for _, item := range p.Items {
				page = append(page, item.ID)
			}
			if address = p.Next; back {
				ids, address = append(page, ids...), p.Prev
				continue
			}
			ids = append(ids, page...)
		}
		return ids
	}
	forward, backward := walk(string(process)+"/context?page=true", false), walk(string(process)+"/context?before=0", true)

	if len(forward) != more+1 || !slices.Equal(forward, backward) {
		t.Errorf("forward there are %d, backward %d, the same: %v", len(forward), len(backward), slices.Equal(forward, backward))
	}
	if !slices.IsSorted(forward) { // ids grow with time
		t.Error("they do not stand in the order in which they happened")
	}
	s.Must(nodetest.Speaking(garden), node.Update(garden, s.Read(fmt.Sprintf(`{"id": %q, "type": "Process", "note": "Done"}`, process))...))
	if again := walk(string(process)+"/context?page=true", false); !slices.Equal(again[:len(forward)], forward) {
		t.Error("what came later moved what stood there")
	}
}

func TestThePageOfAnAgreementTellsWhatWasAgreedAndLeadsToItsConversation(t *testing.T) {
	s := newSite(t)
	garden, mill := s.Group("garden"), s.Group("mill")
	made := s.Must(nodetest.Speaking(garden), node.Create(garden, s.Read(fmt.Sprintf(`[
		{"id": "_:deal", "type": "Agreement", "name": "Apples for flour"},
		{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "clauseOf": "_:deal", "note": "By cart",
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "10"}}]`, garden, mill))...))
	agreement := made.Objects[0]

	page := s.body(string(agreement), "Accept", "text/html")
	for _, want := range []string{"What was agreed", "10 kg", "By cart", `href="` + string(agreement) + `/context"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	s.Must(nodetest.Speaking(garden), node.Update(garden, s.Read(fmt.Sprintf(`{"id": %q, "type": "Agreement", "note": "Until spring"}`, agreement))...))
	if page := s.body(string(agreement)+"/context", "Accept", "text/html"); !strings.Contains(page, "2 entries, in the order in which it happened.") {
		t.Errorf("the conversation says of its order:\n%s", page)
	}
}
