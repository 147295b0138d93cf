package publish_test

import (
	"fmt"
	"slices"
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
