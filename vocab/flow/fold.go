package flow

import "tributary/vocab"

// Step is an event in the history of one resource, with what Apply cannot see in the event. All of
// it can be found again in the record, so that a history can be replayed.
type Step struct {
	Event     Event
	Creates   bool      // the event brings this resource in
	StageOf   vocab.IRI // as in Situation
	Container vocab.IRI // as in Situation
	// Other is the record on the other side as the event found it, where the event brings this
	// one in: a new record takes its agents from there. Else nil.
	Other *Holding
}

// Fold replays the history of a resource from the beginning, in the order of the log.
//
// An event that was backed out whole counts for nothing, and neither do its corrections: place,
// stage, state, agents and container are then what the remaining events make of them. Policies
// are not asked again: what is in the record happened.
//
// Applying an event gives what folding the longer history gives, except when the event backs
// another one out; Outcome.BackedOut says so, and the caller folds.
//
// Errors: a *Refusal of kind ErrUnit or ErrRange.
//
// Spec: ValueFlows 1.0, concepts/accounting, "Corrections".
func Fold(start Holding, history []Step) (Holding, error) {
	h := start
	gone := backedOut(history)
	for _, step := range history {
		e := step.Event
		if gone[e.ID] || gone[e.Corrects] {
			h.Latest = e.ID
			h.Events++
			continue
		}
		next, err := replay(h, step)
		if err != nil {
			return Holding{}, err
		}
		h = next
	}
	return h, nil
}

// replay applies one step to the side of the event that the resource is on.
func replay(h Holding, step Step) (Holding, error) {
	e := step.Event
	s := Situation{StageOf: step.StageOf, Container: step.Container}
	if e.Resource == h.Resource {
		s.From, s.To, s.CreatesFrom = &h, step.Other, step.Creates
	} else {
		s.From, s.To, s.CreatesTo = step.Other, &h, step.Creates
	}
	c := change{event: &e, situation: &s}
	c.begin()
	if err := c.run(); err != nil {
		return Holding{}, err
	}
	if e.Resource == h.Resource {
		return *c.from, nil
	}
	return *c.to, nil
}

// backedOut are the events of a history that its corrections take back whole.
func backedOut(history []Step) map[vocab.IRI]bool {
	var corrections map[vocab.IRI][]Event
	for _, step := range history {
		if id := step.Event.Corrects; id != "" {
			if corrections == nil {
				corrections = map[vocab.IRI][]Event{}
			}
			corrections[id] = append(corrections[id], step.Event)
		}
	}
	if corrections == nil {
		return nil
	}
	gone := map[vocab.IRI]bool{}
	for _, step := range history {
		if BacksOut(step.Event, corrections[step.Event.ID]) {
			gone[step.Event.ID] = true
		}
	}
	return gone
}
