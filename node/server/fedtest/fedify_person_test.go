package fedtest_test

import (
	"strings"
	"testing"

	"tributary/node"
)

func TestFedifyFollowsAPersonAndReadsItsWords(t *testing.T) {
	p := startFedify(t)
	n, _ := besideFedify(t)
	ana := n.Person("ana", false)
	befriend(t, p, n, ana)
	seek(t, p, n, ana)

	n.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "<p>The plums are ripe.</p>"}`)
	n.Settle()

	create := p.one("Create", ana)
	if create.VerifiedBy != "integrity-proof" {
		t.Errorf("Fedify verified it by %s", create.VerifiedBy)
	}
	var parsed struct {
		Object struct{ Type, Content string }
	}
	parse(t, create.Parsed, &parsed)
	if parsed.Object.Type != "Note" || !strings.Contains(parsed.Object.Content, "The plums are ripe.") {
		t.Errorf("Fedify reads %+v", parsed.Object)
	}

	if err := n.Server.Node.Close(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	n.Settle()
	p.one("Delete", ana)
	if n.Related(node.Relation{From: ana, Kind: node.Follows, To: p.Actor}) {
		t.Error("a closed person follows on")
	}
}
