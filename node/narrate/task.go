package narrate

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// isTask says whether a thing is a commitment that nobody agreed on in an agreement.
func isTask(r *vocab.Resource) bool {
	return isFlow(r) && r.Class().IsA(vf.Commitment) && !r.Has(vf.ClauseOf) && !r.Has(vf.ReciprocalClauseOf)
}

// task tells of a task that somebody made: what it asks another to do, or promises itself, and its note, which says
// what is meant.
func task(maker vocab.IRI, r *vocab.Resource, names Names) (lines []string) {
	d, _ := deedOf(r.Get(vf.HasAction).IRI())
	line := Flow(r, names)
	if by := r.Get(vf.Provider).IRI(); by != "" && maker != "" && by != maker && !d.byReceiver {
		words := append([]string{names.of(maker), "asks", names.of(by), "to " + d.infinitive}, d.what(r, names)...)
		if other := r.Get(vf.Receiver).IRI(); other != "" && other != maker && other != by && d.to != "" {
			words = append(words, d.to, names.of(other))
		}
		line = sentence(words...)
	}
	lines = append(lines, line)
	for said := range strings.SplitSeq(r.Get(vf.Note).Text(), "\n") {
		if said = clip(oneLine(said), maxLine); said != "" && len(lines) < maxSaid {
			lines = append(lines, said)
		}
	}
	return lines
}
