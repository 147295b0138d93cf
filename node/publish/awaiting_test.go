package publish_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

func TestMembersSeeWhatAwaitsTheirWord(t *testing.T) {
	s := newSite(t)
	garden, bakery := s.Group("garden"), s.Group("bakery")
	apples, larder := s.Stock(garden, "Apples", "10", "kilogram"), s.Stock(bakery, "Larder", "1", "kilogram")
	event := s.Create(garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "toResourceInventoriedAs": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`, garden, bakery, apples, larder))
	list := string(bakery) + "/awaiting"

	if body := s.body(list, "Authorization", "Bearer bakery", "Accept", "text/turtle"); !strings.Contains(body, string(event)) {
		t.Errorf("the bakery is not told of %s:\n%s", event, body)
	}
	if w := s.get(list, "Accept", "text/turtle"); w.Code != 404 {
		t.Errorf("a stranger got %d", w.Code)
	}
	body := s.body(list+".csv", "Authorization", "Bearer bakery")
	if !strings.HasPrefix(body, "id,type,") || !strings.Contains(body, string(event)+",EconomicEvent,") || !strings.Contains(body, ",4,http://www.ontology-of-units-of-measure.org/resource/om-2/kilogram") {
		t.Errorf("as a table:\n%s", body)
	}
	s.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: event}}})
	if body := s.body(list, "Authorization", "Bearer bakery", "Accept", "text/turtle"); strings.Contains(body, string(event)) {
		t.Error("what was confirmed is still listed")
	}
}
