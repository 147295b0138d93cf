package node

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Refold recomputes what resources hold from versions that are handed over in the order of the log.
// What was folded is compared with [Refold.Differences]. Make one with [NewRefold].
type Refold struct {
	event  func(vocab.IRI) (flow.Event, error)
	stage  func(process vocab.IRI, at Version) vocab.IRI
	caused vocab.IRI                // the activity whose versions are being read
	events map[vocab.IRI]flow.Event // of that activity
	folded map[vocab.IRI]*fold
	kept   map[vocab.IRI]bool // whose whole history is kept: see Keep
}

// fold is a resource as its events have made it so far.
type fold struct {
	start, before, now flow.Holding
	steps              []flow.Step // when the whole history is kept
	corrected          bool        // an event was corrected: only the whole history tells
	broken             bool        // it cannot be recomputed, which was said
}

// latest is the event that changed the resource last.
func (h *fold) latest() vocab.IRI {
	if len(h.steps) > 0 {
		return h.steps[len(h.steps)-1].Event.ID
	}
	return h.now.Latest
}

// holding is what the events make of the resource, but for one event where that was the last.
func (h *fold) holding(but vocab.IRI) (flow.Holding, error) {
	switch {
	case h.corrected && h.steps != nil:
		steps := h.steps
		if h.latest() == but {
			steps = steps[:len(steps)-1]
		}
		return flow.Fold(h.start, steps)
	case h.now.Latest == but:
		return h.before, nil
	}
	return h.now, nil
}

// NewRefold begins with nothing. event finds an event that an activity before recorded, and stage
// what the process that something comes out of was based on when a version was recorded.
func NewRefold(event func(vocab.IRI) (flow.Event, error), stage func(process vocab.IRI, at Version) vocab.IRI) *Refold {
	return &Refold{event: event, stage: stage, events: map[vocab.IRI]flow.Event{}, folded: map[vocab.IRI]*fold{}}
}

// Keep asks, before the first version, to keep the whole history of some resources. A correction may
// back out an event of long ago; without its history a resource is [Refold.Corrected] then.
func (f *Refold) Keep(resources map[vocab.IRI]bool) { f.kept = resources }

// Version takes the next version of the log; r is its content. Versions of anything but events and
// resources are passed over.
//
// Errors: why the resource cannot be recomputed. It is passed over from then on.
func (f *Refold) Version(v Version, r *vocab.Resource) error {
	if v.Activity != f.caused {
		f.caused = v.Activity
		clear(f.events)
	}
	switch v.Class {
	case vf.EconomicEvent.Name:
		if e, err := flow.EventOf(r); err == nil {
			f.events[v.IRI] = e
		}
	case vf.EconomicResource.Name:
		if err := f.resource(v, r); err != nil {
			f.folded[v.IRI].broken = true
			return fmt.Errorf("cannot be recomputed: %w", err)
		}
	}
	return nil
}

// resource lets the event that made this version take effect on what the resource held before.
func (f *Refold) resource(v Version, r *vocab.Resource) error {
	h := f.folded[v.IRI]
	first := h == nil
	if first {
		h = &fold{start: flow.Holding{
			Resource: v.IRI, Specification: r.Get(vf.ConformsTo).IRI(), AllowNegative: true,
			Unchecked: r.Get(own.UncheckedBalance).Bool(),
		}}
		h.now = h.start
		f.folded[v.IRI] = h
	}
	event := r.Get(own.LatestEvent).IRI()
	if event == "" || event == h.latest() || h.broken || h.corrected && h.steps == nil {
		return nil
	}
	step, err := f.step(v, event, first)
	if err != nil {
		return err
	}
	if f.kept[v.IRI] {
		h.steps = append(h.steps, step)
	}
	if step.Event.Corrects != "" {
		h.corrected = true
	}
	if h.corrected {
		return nil
	}
	next, err := flow.Fold(h.now, []flow.Step{step})
	if err != nil {
		return err
	}
	h.before, h.now = h.now, next
	return nil
}

// step is an event as a resource met it.
func (f *Refold) step(v Version, event vocab.IRI, first bool) (flow.Step, error) {
	e, ok := f.events[event]
	if !ok { // recorded by an earlier activity: the other side's word came later
		var err error
		if e, err = f.event(event); err != nil {
			return flow.Step{}, err
		}
	}
	step := flow.Step{Event: e, Creates: first}
	if e.OutputOf != "" {
		step.StageOf = f.stage(e.OutputOf, v)
	}
	other := e.Resource
	if other == v.IRI {
		other = e.ToResource
	}
	if h := f.folded[other]; first && h != nil && other != v.IRI {
		found, err := h.holding(event)
		if err != nil {
			return flow.Step{}, fmt.Errorf("what it came from: %w", err)
		}
		step.Other = &found
	}
	return step, nil
}

// event is an event that is there.
func (d *Draft) event(id vocab.IRI) (flow.Event, error) {
	r, err := d.read(id)
	if err != nil {
		return flow.Event{}, err
	}
	return flow.EventOf(r)
}

// Corrected are the resources of which an event was corrected and no history was kept.
func (f *Refold) Corrected() map[vocab.IRI]bool {
	all := map[vocab.IRI]bool{}
	for id, h := range f.folded {
		if h.corrected && h.steps == nil {
			all[id] = true
		}
	}
	return all
}

// Differences says in which fields a resource holds something else than its events make it. With
// figures, only quantities are compared. Nil also for what could not be recomputed.
func (f *Refold) Differences(r *vocab.Resource, figures bool) []string {
	h := f.folded[r.ID()]
	if h == nil || h.broken || h.corrected && h.steps == nil {
		return nil
	}
	now, err := h.holding("")
	if err != nil {
		return []string{fmt.Sprintf("cannot be recomputed: %v", err)}
	}
	return differences(r, now, figures)
}

func differences(r *vocab.Resource, h flow.Holding, figures bool) (found []string) {
	computed := flow.Onto(r, h)
	for _, p := range Economic {
		if p == own.LatestEvent || figures && p != vf.AccountingQuantity && p != vf.OnhandQuantity {
			continue
		}
		if !r.With(p, computed.All(p)...).Equal(r) {
			found = append(found, fmt.Sprintf("has %s %s; its events make it %s", p.Term, told(r.Get(p)), told(computed.Get(p))))
		}
	}
	return found
}

func told(v vocab.Value) string {
	if m, err := flow.QuantityOf(v); err == nil && m.Unit != "" {
		return m.String()
	}
	if v.IsZero() {
		return "nothing"
	}
	return v.Text()
}
