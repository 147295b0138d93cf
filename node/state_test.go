package node_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/pf"
)

func state(phase, goals string) string {
	return fmt.Sprintf(`{"type": "State", "phase": %q, "scale": ["scale-collaboration"],
		"purposeSection": {"type": "PurposeSection", "hasElement": [
			{"type": "StateElement", "elementKind": "el-goals", "content": %q}]}}`, phase, goals)
}

func TestAStateGrowsVersionByVersion(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")

	first := n.Create(garden, state("phase-formation", "Feed ten households"))
	n.Create(garden, state("phase-organization", "Feed twenty households"))

	if first != garden+"/state" {
		t.Errorf("the state is at %s", first)
	}
	if got := n.Thing(garden).Get(pf.CurrentState).IRI(); got != first {
		t.Errorf("the group names %q as its state", got)
	}
	r := n.Thing(first)
	if got := r.Get(pf.WasRevisionOf).IRI(); got != first+"/1" {
		t.Errorf("version 2 follows %q", got)
	}
	differences, err := n.Differences(ctx, node.Stranger, first, 2)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, d := range differences {
		told = append(told, d.Kind+": "+d.Text)
	}
	all := strings.Join(told, "\n")
	for _, want := range []string{"phase-changed", "from formation to organization", "element-changed"} {
		if !strings.Contains(all, want) {
			t.Errorf("the differences do not tell %q:\n%s", want, all)
		}
	}
	n.Sound()
}

func TestAPhaseIsEnteredOnlyFromWhereItMayBe(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	n.Create(garden, state("phase-completion", "Done"))

	n.Refused(node.Conflict, nodetest.Speaking(garden), node.Create(garden, n.Read(state("phase-formation", "Again"))...))
}

func TestAGroupKeepsItsOwnState(t *testing.T) {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	intrusion := strings.Replace(state("phase-completion", "Over"), `"type": "State",`, fmt.Sprintf(`"type": "State", "stateOf": %q,`, garden), 1)

	n.Refused(node.Forbidden, nodetest.Speaking(bakery), node.Create(bakery, n.Read(intrusion)...))
}

func TestAUpdateOfAStateNeedsNoAddress(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	n.Create(garden, state("phase-formation", "Feed ten households"))

	n.Must(nodetest.Speaking(garden), node.Update(garden, n.Read(`{"type": "State", "phase": "phase-organization"}`)...))

	r := n.Thing(garden + "/state")
	if local := string(r.Get(pf.Phase).IRI()); !strings.HasSuffix(local, "phase-organization") || !r.Has(pf.HasPurposeSection) {
		t.Errorf("phase %s, purpose kept: %v", local, r.Has(pf.HasPurposeSection))
	}
}

func TestAnElementKeepsItsNameAcrossVersions(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	n.Create(garden, state("phase-formation", "A"))
	n.Create(garden, state("phase-formation", "B"))
	element := func(v int) vocab.IRI {
		version, err := n.Version(ctx, node.Stranger, garden+"/state", v)
		if err != nil {
			t.Fatal(err)
		}
		return partNamed(t, version, "el-goals")
	}

	if a, b := element(1), element(2); a != b || !strings.HasSuffix(string(a), "/state#el-goals") {
		t.Errorf("the element is %s, then %s", a, b)
	}
}
