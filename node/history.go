package node

import (
	"fmt"
	"iter"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// refold computes both sides anew from their histories, with a correction at their end. Where it
// takes back all of another event, or undoes such a taking back, place, stage, state and agents are
// then what the remaining events make of them.
//
// Spec: ValueFlows 1.0, concepts/accounting, "Corrections".
func (d *Draft) refold(e flow.Event, s flow.Situation, out flow.Outcome) (flow.Outcome, error) {
	for _, side := range []struct{ found, outcome *flow.Holding }{{s.From, out.From}, {s.To, out.To}} {
		if side.outcome == nil {
			continue
		}
		h, err := d.replay(side.found.Resource, flow.Step{Event: e, StageOf: s.StageOf})
		if err != nil {
			return out, err
		}
		h.AllowNegative, h.Unchecked = side.outcome.AllowNegative, side.outcome.Unchecked
		*side.outcome = h
	}
	return out, nil
}

// replay folds a resource's history and the steps after it.
func (d *Draft) replay(id vocab.IRI, after ...flow.Step) (flow.Holding, error) {
	var steps []flow.Step
	start := flow.Holding{Resource: id, AllowNegative: true}
	for step, err := range d.steps(id, &start) {
		if err != nil {
			return flow.Holding{}, err
		}
		steps = append(steps, step)
	}
	return flow.Fold(start, append(steps, after...))
}

// steps are the events that took effect on a resource, in the order of the log. start gets the
// resource's own facts.
func (d *Draft) steps(id vocab.IRI, start *flow.Holding) iter.Seq2[flow.Step, error] {
	return func(yield func(flow.Step, error) bool) {
		var last vocab.IRI
		first := true
		for state, err := range d.states(id) {
			if err != nil {
				yield(flow.Step{}, err)
				return
			}
			if first {
				start.Specification = state.resource.Get(vf.ConformsTo).IRI()
				start.Unchecked = state.resource.Get(own.UncheckedBalance).Bool()
			}
			event := state.resource.Get(own.LatestEvent).IRI()
			if event == "" || event == last {
				first = false
				continue
			}
			step, err := d.step(id, event, state.version, first)
			if !yield(step, err) || err != nil {
				return
			}
			last, first = event, false
		}
	}
}

// stateOf is one version of a resource, stored or staged.
type stateOf struct {
	resource *vocab.Resource
	version  Version // zero N: staged in this draft
}

// states are the versions of a resource, stored ones first.
func (d *Draft) states(id vocab.IRI) iter.Seq2[stateOf, error] {
	return func(yield func(stateOf, error) bool) {
		for v, err := range d.History(id, 0) {
			if err == nil && v.Deleted {
				continue
			}
			var r *vocab.Resource
			if err == nil {
				r, err = v.Resource()
			}
			if !yield(stateOf{r, v}, err) || err != nil {
				return
			}
		}
		for _, c := range d.changes {
			if c.id == id && c.resource != nil && !yield(stateOf{resource: c.resource}, nil) {
				return
			}
		}
	}
}

// step is one event in a resource's history, with what it found.
func (d *Draft) step(id, event vocab.IRI, at Version, first bool) (flow.Step, error) {
	r, err := d.read(event)
	if err != nil {
		return flow.Step{}, fmt.Errorf("read %s in the history of %s: %w", event, id, err)
	}
	e, err := flow.EventOf(r)
	if err != nil {
		return flow.Step{}, fmt.Errorf("read %s in the history of %s: %w", event, id, err)
	}
	step := flow.Step{Event: e, Creates: first}
	if e.OutputOf != "" {
		step.StageOf = d.stageAt(e.OutputOf, at)
	}
	if first {
		step.Other, err = d.otherSide(id, e)
	}
	return step, err
}

// stageAt is what a process was based on when a version was made.
func (d *Draft) stageAt(process vocab.IRI, at Version) vocab.IRI {
	if at.N > 0 {
		if v, err := d.AsOf(process, at.At); err == nil && !v.Deleted {
			if r, err := v.Resource(); err == nil {
				return r.Get(vf.BasedOn).IRI()
			}
		}
	}
	r, err := d.read(process)
	if err != nil {
		return ""
	}
	return r.Get(vf.BasedOn).IRI()
}

// otherSide is the record on the other side as an event found it; nil when there was none.
func (d *Draft) otherSide(id vocab.IRI, e flow.Event) (*flow.Holding, error) {
	other := e.Resource
	if other == id {
		other = e.ToResource
	}
	if other == "" || other == id {
		return nil, nil
	}
	var found *flow.Holding
	for state, err := range d.states(other) {
		if KindOf(err) == NotFound {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		h := flow.HoldingOf(state.resource)
		if h.Latest == e.ID {
			break
		}
		found = &h
	}
	return found, nil
}

// eventsOf are the events of a process: those recorded, and those of this activity.
func (d *Draft) eventsOf(process vocab.IRI) ([]flow.Event, error) {
	seen := map[vocab.IRI]bool{}
	var events []flow.Event
	add := func(r *vocab.Resource) {
		if e, err := flow.EventOf(r); err == nil && !seen[r.ID()] && (e.InputOf == process || e.OutputOf == process) {
			seen[r.ID()] = true
			events = append(events, e)
		}
	}
	for _, p := range []*vocab.Property{vf.InputOf, vf.OutputOf} {
		query := Query{Classes: []string{vf.EconomicEvent.Name}, Refers: []Link{{p.IRI, process}}, Sight: Sight{All: true}}
		for v, err := range d.Find(query) {
			if err != nil {
				return nil, err
			}
			r, err := v.Resource()
			if err != nil {
				return nil, err
			}
			add(r)
		}
	}
	for _, id := range d.ids {
		if r := d.described[id]; r != nil && isEvent(r) {
			add(r)
		}
	}
	return events, nil
}

// corrected is the event that e corrects, and the earlier corrections of it.
func (d *Draft) corrected(e flow.Event) (*flow.Event, []flow.Event, error) {
	r, err := d.read(e.Corrects)
	if KindOf(err) == NotFound {
		return nil, nil, nil // flow.Check says so
	}
	if err != nil {
		return nil, nil, err
	}
	if !isEvent(r) {
		return nil, nil, nil
	}
	original, err := flow.EventOf(r)
	if err != nil {
		return nil, nil, err
	}
	var corrections []flow.Event
	query := Query{Classes: []string{vf.EconomicEvent.Name}, Refers: []Link{{vf.Corrects.IRI, e.Corrects}}, Sight: Sight{All: true}}
	for v, err := range d.Find(query) {
		if err != nil {
			return nil, nil, err
		}
		r, err := v.Resource()
		if err != nil {
			return nil, nil, err
		}
		if c, err := flow.EventOf(r); err == nil {
			corrections = append(corrections, c)
		}
	}
	for _, c := range d.changes {
		if c.resource != nil && c.before.N == 0 && isEvent(c.resource) && c.resource.Get(vf.Corrects).IRI() == e.Corrects {
			if earlier, err := flow.EventOf(c.resource); err == nil {
				corrections = append(corrections, earlier)
			}
		}
	}
	return &original, corrections, nil
}
