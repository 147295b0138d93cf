package publish_test

import (
	"fmt"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
)

// stateOf makes the first state of a group, and changes it.
func (s *site) stateOf(group vocab.IRI) vocab.IRI {
	s.t.Helper()
	s.Create(group, fmt.Sprintf(`{
		"type": "State", "stateOf": %q, "phase": "phase-formation", "primaryScale": "scale-collaboration", "memberCount": 5,
		"purposeSection": {"hasElement": [
			{"elementKind": "el-purpose-problem", "content": "A valley that *feeds itself*.\n\n# Why\n\n- soil\n- seed\n\n<script>alert(1)</script>"}]},
		"practiceSection": {"hasElement": [
			{"elementKind": "el-decision-making", "content": "We decide by consent.", "pointsTo": ["https://example.org/how-we-decide"]}]}}`, group))
	state := s.State(group)
	s.Must(nodetest.Speaking(group), node.Update(group, s.Read(fmt.Sprintf(
		`{"id": %q, "type": "State", "phase": "phase-organization", "memberCount": 6}`, state))...))
	return state
}
