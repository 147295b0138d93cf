package flow

import (
	"cmp"
	"slices"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Kind says what stands at a place in the flow graph.
type Kind uint8

const (
	// Elsewhere is a thing this node does not know, or may not show: the tree ends there.
	Elsewhere Kind = iota
	// ResourceItem is an EconomicResource.
	ResourceItem
	// EventItem is an EconomicEvent.
	EventItem
	// ProcessItem is a Process.
	ProcessItem
)

// Item is one place in the flow graph.
type Item struct {
	ID     vocab.IRI
	Kind   Kind
	Event  *Event    // of an EventItem
	Latest vocab.IRI // of a ResourceItem: the last event that named it
}

// Graph is what tracing needs to read. Its errors end the trace and come back unchanged.
type Graph interface {
	// Item is what an IRI names; of kind Elsewhere when that is not known.
	Item(vocab.IRI) (Item, error)
	// Flows are the events that name a resource on either side, or that go into or come out of a
	// process: at most so many, the newest if there are more, in any order.
	Flows(id vocab.IRI, most int) ([]Event, error)
	// After are the events that follow an event in the life of one of its resources: those that
	// have it in Previous or ToPrevious.
	After(event vocab.IRI) ([]Event, error)
}

// previous is one step back in time.
//
// Spec: ValueFlows 1.0, algorithms/track, "previous".
func (w *walk) previous(x Item) ([]Item, error) {
	switch x.Kind {
	case ResourceItem:
		return w.flowsOf(x.ID, func(e *Event) bool {
			return e.ToResource == x.ID || e.Resource == x.ID && (e.comesOut() || e.Is(vf.Raise, vf.Lower))
		})
	case ProcessItem:
		return w.flowsOf(x.ID, func(e *Event) bool { return e.InputOf == x.ID })
	case EventItem:
		e := x.Event
		switch {
		case e.OutputOf != "":
			return w.itemsAt(e.OutputOf)
		case e.Is(vf.Raise, vf.Lower) && e.Previous == "":
			return nil, nil
		}
		return w.itemsAt(e.Resource)
	}
	return nil, nil
}

// next is one step on in time. Other than the specification's sketch it does not take the events
// that put a resource in for ones that follow it, leads from a raise to what was raised, and from
// an output that was handed over to the receiver's record.
//
// Spec: ValueFlows 1.0, algorithms/track, "next".
func (w *walk) next(x Item) ([]Item, error) {
	switch x.Kind {
	case ResourceItem:
		return w.flowsOf(x.ID, func(e *Event) bool {
			return e.Resource == x.ID && !e.comesOut() && !e.Is(vf.Raise)
		})
	case ProcessItem:
		return w.flowsOf(x.ID, func(e *Event) bool { return e.OutputOf == x.ID })
	case EventItem:
		e := x.Event
		switch {
		case e.comesOut():
			return w.itemsAt(e.InputOf, e.Resource, e.ToResource)
		case e.InputOf != "":
			return w.itemsAt(e.InputOf)
		case e.Is(vf.Raise):
			return w.itemsAt(e.Resource)
		}
		return w.itemsAt(e.ToResource)
	}
	return nil, nil
}

// comesOut says whether the event is an output, of a process or of none that is named.
func (e *Event) comesOut() bool { return e.OutputOf != "" || e.PutsIn() }

// flowsOf are the flows of a resource or process that pass, the newest id first: ids grow with
// time, so that this is roughly the order of recency.
func (w *walk) flowsOf(id vocab.IRI, pass func(*Event) bool) ([]Item, error) {
	events, err := w.graph.Flows(id, w.lim.Count)
	if err != nil {
		return nil, err
	}
	if len(events) >= w.lim.Count {
		w.cut(id)
	}
	var items []Item
	for _, e := range events {
		if pass(&e) {
			items = append(items, Item{ID: e.ID, Kind: EventItem, Event: &e})
		}
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(b.ID, a.ID) })
	return items, nil
}

func (w *walk) itemsAt(ids ...vocab.IRI) ([]Item, error) {
	var items []Item
	for _, id := range ids {
		if id == "" {
			continue
		}
		item, err := w.graph.Item(id)
		if err != nil {
			return nil, err
		}
		item.ID = id
		if item.Kind == EventItem && item.Event == nil {
			item.Kind = Elsewhere
		}
		items = append(items, item)
	}
	return items, nil
}
