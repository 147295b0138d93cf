package publish_test

import (
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

// What has no name of its own goes by what it is about, not by the end of its address.
func TestUnnamedThingsAreCalledByWhatTheySay(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	for document, want := range map[string]string{
		`{"type": "DecisionMechanism", "mechanismType": "mech-consent"}`:      "<h1>Consent",
		`{"type": "SuccessMetric", "metricQuestion": "How many came twice?"}`: "<h1>How many came twice?</h1>",
	} {
		receipt := s.Must(nodetest.Speaking(garden), node.Create(garden, s.Read(document)...))
		if page := s.body(string(receipt.Objects[0]) + ".html"); !strings.Contains(page, want) {
			t.Errorf("%s: no %s in\n%s", document, want, page)
		}
	}
}
