package pf

import (
	"slices"

	"tributary/vocab"
)

// next names the phase that normally follows; mayBecome the phases that may follow.
func next(phase string) detail          { return fact(NextPhase, phase) }
func mayBecome(phases ...string) detail { return fact(AllowedTransition, phases...) }

// people gives the usual number of people at a scale; most is 0 where it is open.
func people(fewest, most int) detail {
	return func(i *vocab.Individual) {
		i.Facts = append(i.Facts, vocab.Fact{Property: TypicalMinSize, Value: vocab.Int(fewest)})
		if most > 0 {
			i.Facts = append(i.Facts, vocab.Fact{Property: TypicalMaxSize, Value: vocab.Int(most)})
		}
	}
}

// AllowedTransitions are the phases that a group in this phase may enter next, the usual one
// first. Completion allows none; so does what is no phase.
func AllowedTransitions(phase vocab.IRI) (to []vocab.IRI) {
	known := byIRI()[phase]
	if known == nil {
		return nil
	}
	for _, v := range known.Fact(AllowedTransition) {
		to = append(to, v.IRI())
	}
	return to
}

// MayMove says whether a group may go from one phase to another.
func MayMove(from, to vocab.IRI) bool { return slices.Contains(AllowedTransitions(from), to) }

// NormalPhase reads a word in a phase field. Four lists of phases are in circulation: in a phase
// field "coordination" is the old name of iteration, and "organisation" is organization.
// "collaboration" and "commitment" are phases in none but an early list and stay text: false.
func NormalPhase(word string) (*vocab.Individual, bool) { return byWord(PhaseScheme, word, "phase") }

// NormalScale reads a word in a scale field, where "coordination" is a scale. Unknown words: false.
func NormalScale(word string) (*vocab.Individual, bool) { return byWord(ScaleScheme, word, "scale") }
