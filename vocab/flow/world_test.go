package flow_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

// world is what a story has made so far.
type world struct {
	t         *testing.T
	holdings  map[vocab.IRI]flow.Holding
	start     map[vocab.IRI]flow.Holding
	history   map[vocab.IRI][]flow.Step
	events    []flow.Event
	processes map[string]vocab.IRI
	promises  map[string]*vocab.Resource
	pending   []flow.Event // of the block at hand: a container may be produced after what goes into it
	touched   []vocab.IRI
	out       []string
}

func newWorld(t *testing.T) *world {
	return &world{t: t, holdings: map[vocab.IRI]flow.Holding{}, start: map[vocab.IRI]flow.Holding{},
		history: map[vocab.IRI][]flow.Step{}, processes: map[string]vocab.IRI{}, promises: map[string]*vocab.Resource{}}
}

// record does with an event what a node does: check, apply, keep.
func (w *world) record(c command) {
	e, err := flow.EventOf(c.event)
	if err != nil {
		w.say("! %v", err)
		return
	}
	s := flow.Situation{StageOf: w.processes[string(e.OutputOf)]}
	s.From, s.CreatesFrom = w.find(e.Resource, c)
	s.To, s.CreatesTo = w.find(e.ToResource, c)
	e.Previous, e.ToPrevious = w.holdings[e.Resource].Latest, w.holdings[e.ToResource].Latest
	if e.Behaviour.Action == vf.Combine {
		s.Container = flow.InferContainer(e, append(w.events[:len(w.events):len(w.events)], w.pending...))
	}
	for i := range w.events {
		if w.events[i].ID == e.Corrects {
			s.Original = &w.events[i]
		}
		if e.Corrects != "" && w.events[i].Corrects == e.Corrects {
			s.Corrections = append(s.Corrections, w.events[i])
		}
	}
	if found := flow.Check(e, s); found != nil {
		w.say("! %v", found)
		return
	}
	done, err := flow.Apply(e, s)
	if err != nil {
		if errors.As(err, new(*flow.Refusal)) {
			w.say("! %v", err)
			return
		}
		w.t.Fatalf("%s: %v", e.ID, err)
	}
	for _, warning := range done.Warnings {
		w.say("~ %s", warning)
	}
	w.events = append(w.events, e)
	w.keep(e, s, done.From, s.From, s.To, s.CreatesFrom)
	if e.ToResource != e.Resource {
		w.keep(e, s, done.To, s.To, s.From, s.CreatesTo)
	}
	if done.BackedOut {
		w.refold(e.Resource)
		w.refold(e.ToResource)
	}
}

func (w *world) keep(e flow.Event, s flow.Situation, after, before, other *flow.Holding, creates bool) {
	if after == nil {
		return
	}
	if creates {
		w.start[after.Resource] = *before
	}
	w.holdings[after.Resource] = *after
	if !slices.Contains(w.touched, after.Resource) {
		w.touched = append(w.touched, after.Resource)
	}
	step := flow.Step{Event: e, Creates: creates, StageOf: s.StageOf, Container: s.Container}
	if creates {
		step.Other = other
	}
	w.history[after.Resource] = append(w.history[after.Resource], step)
}

func (w *world) refold(id vocab.IRI) {
	if _, held := w.holdings[id]; !held {
		return
	}
	h, err := flow.Fold(w.start[id], w.history[id])
	if err != nil {
		w.t.Fatalf("fold %s: %v", id, err)
	}
	w.holdings[id] = h
}

func (w *world) find(id vocab.IRI, c command) (*flow.Holding, bool) {
	if id == "" || strings.HasPrefix(string(id), "elsewhere:") {
		return nil, false
	}
	h, ok := w.holdings[id]
	if !ok {
		h = c.creates
		h.Resource = id
	}
	return &h, !ok
}

// show writes a holding as the scripts do, by way of the resource it is stored as.
func show(h flow.Holding) string {
	r := flow.Onto(vocab.New(vf.EconomicResource, h.Resource), h)
	h = flow.HoldingOf(r)
	var b strings.Builder
	fmt.Fprintf(&b, "%s accounting=%s onhand=%s", h.Resource, h.Accounting.Value, h.Onhand)
	if h.Accounting.Unit != h.Onhand.Unit {
		fmt.Fprintf(&b, " (accounting in %s)", h.Accounting.Unit)
	}
	for _, field := range []struct{ name, value string }{
		{"at", string(h.Location)}, {"stage", string(h.Stage)}, {"state", h.State},
	} {
		if field.value != "" {
			fmt.Fprintf(&b, " %s=%s", field.name, field.value)
		}
	}
	for _, container := range h.ContainedIn {
		fmt.Fprintf(&b, " in=%s", container)
	}
	if h.Accountable != "we" || h.Custodian != "we" {
		fmt.Fprintf(&b, " accountable=%s custodian=%s", or(string(h.Accountable), "-"), or(string(h.Custodian), "-"))
	}
	return b.String()
}
