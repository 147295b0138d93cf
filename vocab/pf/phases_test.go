package pf

import (
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
)

func TestTransitionsFollowTheTable(t *testing.T) {
	for from, want := range map[*vocab.Individual]string{
		PhaseConversation: "formation completion",
		PhaseFormation:    "organization conversation completion",
		PhaseOrganization: "iteration formation completion",
		PhaseIteration:    "completion organization formation",
		PhaseCompletion:   "",
	} {
		var got []string
		for _, to := range AllowedTransitions(from.IRI) {
			got = append(got, strings.TrimPrefix(string(to), string(Schema.Base)+"phase-"))
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("from %s: %v", from.Label, got)
		}
	}
	if AllowedTransitions(ScaleNetwork.IRI) != nil || AllowedTransitions("https://example.org/limbo") != nil {
		t.Error("what is no phase has transitions")
	}
}

func TestPhasesAreInOrder(t *testing.T) {
	for n, i := range all.Members(PhaseScheme) {
		if i.Order != n+1 {
			t.Errorf("%s is number %d", i.Name, i.Order)
		}
	}
}

// The four lists of phases that are in circulation, and how people write them.
func TestPhasesOfAllListsAreRead(t *testing.T) {
	for word, want := range map[string]*vocab.Individual{
		"conversation": PhaseConversation, "formation": PhaseFormation, "organization": PhaseOrganization,
		"iteration": PhaseIteration, "completion": PhaseCompletion,
		"coordination": PhaseIteration, "organisation": PhaseOrganization, "Coordination phase": PhaseIteration,
		"phase-iteration": PhaseIteration, " Formation ": PhaseFormation, "[[conversation-phase]]": PhaseConversation,
		"[[coordination-phase|Coordination]]": PhaseIteration, "#completion": PhaseCompletion,
		"pf:phase-formation": PhaseFormation, string(PhaseFormation.IRI): PhaseFormation, "closure": PhaseCompletion,
	} {
		if got, ok := NormalPhase(word); !ok || got != want {
			t.Errorf("%q is read as %v", word, got)
		}
	}
	for _, word := range []string{"collaboration", "commitment", "", "phase", "[[|]]", "network"} {
		if got, ok := NormalPhase(word); ok {
			t.Errorf("%q is read as %s", word, got.Name)
		}
	}
}

func TestCoordinationIsAScaleInAScaleField(t *testing.T) {
	for word, want := range map[string]*vocab.Individual{
		"coordination": ScaleCoordination, "collaboration": ScaleCollaboration, "Network": ScaleNetwork,
		"constituency scale": ScaleConstituency, "community": ScaleConstituency, "scale-network": ScaleNetwork,
	} {
		if got, ok := NormalScale(word); !ok || got != want {
			t.Errorf("%q is read as %v", word, got)
		}
	}
	if _, ok := NormalScale("galaxy"); ok {
		t.Error("a galaxy is a scale")
	}
}
