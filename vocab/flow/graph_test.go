package flow_test

import (
	"fmt"
	"strconv"
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
)

// The world of a story is a graph to trace in.

func (w *world) Item(id vocab.IRI) (flow.Item, error) {
	if h, ok := w.holdings[id]; ok {
		return flow.Item{Kind: flow.ResourceItem, Latest: h.Latest}, nil
	}
	for i := range w.events {
		e := &w.events[i]
		if e.ID == id {
			return flow.Item{Kind: flow.EventItem, Event: e}, nil
		}
		if e.InputOf == id || e.OutputOf == id {
			return flow.Item{Kind: flow.ProcessItem}, nil
		}
	}
	return flow.Item{}, nil
}

func (w *world) Flows(id vocab.IRI, most int) (flows []flow.Event, err error) {
	for _, e := range w.events {
		if e.Resource == id || e.ToResource == id || e.InputOf == id || e.OutputOf == id {
			flows = append(flows, e)
		}
	}
	return flows[max(0, len(flows)-most):], nil
}

func (w *world) After(event vocab.IRI) (after []flow.Event, err error) {
	for _, e := range w.events {
		if e.Previous == event || e.ToPrevious == event {
			after = append(after, e)
		}
	}
	return after, nil
}

// trace prints a tree.
func (w *world) trace(way, name string, option map[string]string) {
	var lim flow.Limits
	lim.Depth, _ = strconv.Atoi(option["depth"])
	lim.Count, _ = strconv.Atoi(option["count"])
	follow := flow.Trace
	if way == "track" {
		follow = flow.Track
	}
	tree, err := follow(w, vocab.IRI(name), lim)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, b := range tree.Flows {
		line := strings.Repeat("  ", b.Depth) + string(b.ID)
		switch b.Kind {
		case flow.EventItem:
			line += " " + b.Event.Behaviour.Action.Name
		case flow.ProcessItem:
			line += " (process)"
		case flow.Elsewhere:
			line += " (elsewhere)"
		}
		w.say("%s", line)
	}
	if tree.Truncated {
		w.say("cut at %s", fmt.Sprint(tree.Cut))
	}
}
