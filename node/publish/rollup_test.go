package publish_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

// networked is a site with a network of two cells, one of them with a state and a value.
func networked(t *testing.T) (s *site, network, garden, bakery vocab.IRI) {
	s = newSite(t)
	network, garden = s.Group("network"), s.Group("garden")
	bakery = s.Group("bakery")
	for _, cell := range []vocab.IRI{garden, bakery} {
		s.Must(nodetest.Speaking(cell), node.Update(cell, s.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "subOrganizationOf": %q}`, cell, network))...))
	}
	value := s.Create(garden, fmt.Sprintf(`{"type": "EvenOverStatement", "statedBy": %q, "prefers": "quality-autonomy", "over": "quality-alignment"}`, garden))
	s.Create(garden, fmt.Sprintf(`{"type": "State", "phase": "phase-formation", "scale": ["scale-collaboration"], "hasValueStatement": %q}`, value))
	return s, network, garden, bakery
}

func TestARollUpIsReadAsJSONAndAsAPage(t *testing.T) {
	s, network, garden, bakery := networked(t)

	var up node.Rollup
	if err := json.Unmarshal([]byte(s.body(string(network)+"/rollup", "Accept", "application/json")), &up); err != nil {
		t.Fatal(err)
	}
	if len(up.Cells) != 2 || up.Cells[0].Group != bakery || up.Cells[0].Gaps[0] != node.NoState || up.Cells[1].Group != garden || up.Cells[1].Claimed {
		t.Errorf("the roll-up shows %+v", up.Cells)
	}
	page := s.body(string(network) + "/rollup.html")
	for _, want := range []string{"1 in formation", "autonomy even over alignment", "it has published no state", string(garden)} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if w := s.get(nodetest.Base + "/groups/nobody/rollup"); w.Code != http.StatusNotFound {
		t.Errorf("of a group that is not there: %d", w.Code)
	}
}

func TestMemberGroupsAreRolledUpForMembersAlone(t *testing.T) {
	s, network, _, _ := networked(t)
	shed := s.Group("shed")
	s.Must(nodetest.Speaking(network), node.Activity{Verb: "Invite", Actor: network, Objects: []node.Object{{IRI: shed}}})

	if body := s.body(string(network) + "/rollup.json"); strings.Contains(body, "shed") {
		t.Error("strangers are told who belongs")
	}
	if body := s.body(string(network)+"/rollup.json", "Authorization", "Bearer network"); !strings.Contains(body, "shed") {
		t.Error("members are not told who belongs")
	}
}

func TestAnAlignmentNamesItsInputsAndGivesNoFigureOfNothing(t *testing.T) {
	s, _, garden, bakery := networked(t)
	address := string(garden) + "/alignment.ttl?with=" + string(bakery)
	if body := s.body(address); strings.Contains(body, "alignmentScore") || !strings.Contains(body, "comparableTradeOffs") {
		t.Errorf("with nothing to compare:\n%s", body)
	}

	theirs := s.Create(bakery, fmt.Sprintf(`{"type": "EvenOverStatement", "statedBy": %q, "prefers": "quality-alignment", "over": "quality-autonomy"}`, bakery))
	// What others say that a group values does not count.
	s.Create(garden, fmt.Sprintf(`{"type": "EvenOverStatement", "statedBy": %q, "prefers": "quality-autonomy", "over": "quality-alignment"}`, bakery))

	body := s.body(address)
	for _, want := range []string{`pf:alignmentScore "-1"`, string(theirs), "pf:differsOn"} {
		if !strings.Contains(body, want) {
			t.Errorf("the comparison lacks %q:\n%s", want, body)
		}
	}
	if page := s.body(string(garden) + "/alignment.html?with=" + string(bakery)); !strings.Contains(page, "neither has signed it") {
		t.Errorf("the page is\n%s", page)
	}
	for _, bad := range []string{"", "?with=bakery", "?with=" + string(garden)} {
		if w := s.get(string(garden) + "/alignment" + bad); w.Code < 400 || w.Code >= 500 {
			t.Errorf("alignment%s: %d", bad, w.Code)
		}
	}
	if w := s.get(string(garden) + "/alignment?with=https://far.example/groups/x"); w.Code != http.StatusNotFound {
		t.Errorf("with a group of which nothing is known: %d", w.Code)
	}
}
