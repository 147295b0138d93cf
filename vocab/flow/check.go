package flow

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Check says which rules an event breaks that need more than the event alone: what it creates,
// what it corrects, what it goes into. Rules of the event alone are the vocabulary's (vocab.Check).
// Nil: none.
//
// Spec: ValueFlows 1.0, concepts/actions and concepts/accounting.
func Check(e Event, s Situation) vocab.Violations {
	found := checkCreation(&e, &s)
	if e.Is(vf.Combine) && e.Resource != "" && e.Resource == orElse(e.ToResource, s.Container) {
		found = append(found, violation(vf.ToResourceInventoriedAs, "is the thing itself, which cannot be its own container"))
	}
	if e.Corrects != "" {
		found = append(found, checkCorrection(&e, &s)...)
	}
	return found
}

// checkCreation allows an event to bring in a resource by the column createResource of its row, or
// of the row of the transfer that comes with it.
func checkCreation(e *Event, s *Situation) (found vocab.Violations) {
	implied, _ := e.implied()
	if s.CreatesFrom && e.Behaviour.CreateResource != vf.ValueOptional {
		found = append(found, violation(vf.ResourceInventoriedAs, "%s brings in no resource: name one that is there", e.Behaviour.Action.Name))
	}
	if !s.CreatesTo {
		return found
	}
	if !e.passesOn() && implied.CreateResource != vf.ValueOptionalTo {
		found = append(found, violation(vf.ToResourceInventoriedAs, "%s brings in no resource here: name one that is there", e.Behaviour.Action.Name))
	}
	return found
}

func violation(p *vocab.Property, format string, args ...any) vocab.Violation {
	return vocab.Violation{Path: p.Term, Term: p.Term, Message: fmt.Sprintf(format, args...)}
}
