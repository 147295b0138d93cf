package lineage

import (
	"context"
	"fmt"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Graph is the flow graph of a node as one caller sees it. It is a [flow.Graph].
type Graph struct {
	ctx  context.Context
	node *node.Node
	who  node.Caller
}

var _ flow.Graph = Graph{}

// Of is the flow graph of a node for a caller. It is for one trace: ctx ends it.
func Of(ctx context.Context, n *node.Node, who node.Caller) Graph { return Graph{ctx, n, who} }

// Item is what stands at an IRI; of kind Elsewhere when it is not known, not to be seen, or none of
// what flows are made of.
func (g Graph) Item(id vocab.IRI) (flow.Item, error) {
	item := flow.Item{ID: id}
	v, err := g.node.Get(g.ctx, g.who, id)
	if kind := node.KindOf(err); kind == node.NotFound || kind == node.Gone {
		return item, nil
	}
	if err != nil {
		return item, err
	}
	r, err := v.Resource()
	if err != nil {
		return item, fmt.Errorf("read %s: %w", id, err)
	}
	switch c := r.Class(); {
	case c.IsA(vf.EconomicEvent):
		event, err := flow.EventOf(r)
		if err != nil {
			return item, fmt.Errorf("read %s: %w", id, err)
		}
		item.Kind, item.Event = flow.EventItem, &event
	case c.IsA(vf.EconomicResource):
		item.Kind, item.Latest = flow.ResourceItem, r.Get(own.LatestEvent).IRI()
	case c.IsA(vf.Process):
		item.Kind = flow.ProcessItem
	}
	return item, nil
}

// Flows are the newest events that name a resource, or go into a process or come out of it.
func (g Graph) Flows(id vocab.IRI, most int) ([]flow.Event, error) {
	return g.events(id, most, vf.ResourceInventoriedAs, vf.ToResourceInventoriedAs, vf.InputOf, vf.OutputOf)
}

// After are the events that follow an event in the life of one of its resources.
func (g Graph) After(event vocab.IRI) ([]flow.Event, error) {
	return g.events(event, 0, own.PreviousEvent, own.ToPreviousEvent)
}

// events are those that refer to a thing by any of the properties, each once.
func (g Graph) events(to vocab.IRI, most int, by ...*vocab.Property) (events []flow.Event, err error) {
	seen := map[vocab.IRI]bool{}
	for _, p := range by {
		found, err := g.node.Find(g.ctx, g.who, node.Query{
			Classes: []string{vf.EconomicEvent.Name}, Refers: []node.Link{{Property: p.IRI, To: to}},
			Limit: most, Descending: true,
		})
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			if seen[v.IRI] || most > 0 && len(events) >= most {
				continue
			}
			seen[v.IRI] = true
			r, err := v.Resource()
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", v.IRI, err)
			}
			event, err := flow.EventOf(r)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", v.IRI, err)
			}
			events = append(events, event)
		}
	}
	return events, nil
}
