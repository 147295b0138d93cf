package flow

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Limits bound a trace. Zero means the default.
type Limits struct {
	Depth int // steps from the start; default 1000, at most 10,000
	Count int // items, and events read of one resource or process; default 5000, at most 100,000
}

// within is lim with its defaults, inside what a trace may cost at all.
func (lim Limits) within() Limits {
	return Limits{
		Depth: min(max(orElse(lim.Depth, 1000), 0), 10_000),
		Count: min(max(orElse(lim.Count, 5000), 1), 100_000),
	}
}

// Tree is what a trace found: the items in the order of the visit, each once.
type Tree struct {
	Flows []Branch
	// Truncated says that the limits cut the trace short; Cut are the items at which it stopped, each
	// of which a further trace may start from.
	Truncated bool
	Cut       []vocab.IRI
}

// Branch is one item and how the trace came to it.
type Branch struct {
	Item
	Parent vocab.IRI // "" at the start
	Depth  int       // steps from the start
}

// Trace tells where a resource or an event came from.
//
// From a resource it tells everything that ever happened to it; from an event that comes out of a
// process, how that was made. Of a pair of events such as dropoff and pickup the trace follows the
// second only for what came by the first, so that what merely shared the truck, the workshop or
// the box stays out. What this node does not know is a branch of kind Elsewhere. Loops end where
// they close.
//
// Errors: those of the Graph.
//
// Spec: ValueFlows 1.0, algorithms/track.
func Trace(g Graph, start vocab.IRI, lim Limits) (Tree, error) {
	w := &walk{graph: g,
		opens:  []*vocab.Individual{vf.Separate, vf.Modify, vf.Dropoff},
		closes: []*vocab.Individual{vf.Combine, vf.Accept, vf.Pickup},
	}
	w.step, w.chain = w.previous, w.breadcrumb
	return w.from(start, lim)
}

// Track tells where a resource or an event went: Trace, the other way.
//
// Errors: those of the Graph.
//
// Spec: ValueFlows 1.0, algorithms/track.
func Track(g Graph, start vocab.IRI, lim Limits) (Tree, error) {
	w := &walk{graph: g,
		opens:  []*vocab.Individual{vf.Combine, vf.Accept, vf.Pickup},
		closes: []*vocab.Individual{vf.Separate, vf.Modify, vf.Dropoff},
	}
	w.step, w.chain = w.next, w.successors
	return w.from(start, lim)
}

// walk goes through the graph in one direction, depth first.
type walk struct {
	graph Graph
	step  func(Item) ([]Item, error)
	// opens are the actions met first of a pair in this direction, closes the others, at the same
	// place in both lists.
	opens, closes []*vocab.Individual
	// chain are the events beside x in the life of its resources, in this direction.
	chain func(Item) ([]Item, error)

	lim     Limits
	visited map[vocab.IRI]bool
	inside  map[half]bool
	saved   []Item // what the chain gave at the last event
	tree    Tree
}

// half is a resource of which one half of a pair was met.
type half struct {
	action   *vocab.Individual
	resource vocab.IRI
}

func (w *walk) from(start vocab.IRI, lim Limits) (Tree, error) {
	w.lim = lim.within()
	w.visited, w.inside = map[vocab.IRI]bool{}, map[half]bool{}
	found, err := w.itemsAt(start)
	if err != nil {
		return Tree{}, err
	}
	for _, x := range found {
		w.admit(x)
		if x.Kind == ResourceItem {
			if w.saved, err = w.chain(x); err != nil {
				return Tree{}, err
			}
		}
		if err := w.visit(x, "", 0); err != nil {
			return Tree{}, err
		}
	}
	return w.tree, nil
}

// visit puts an item down and follows what leads on from it.
func (w *walk) visit(x Item, parent vocab.IRI, depth int) error {
	w.visited[x.ID] = true
	w.tree.Flows = append(w.tree.Flows, Branch{x, parent, depth})
	ahead, err := w.step(x)
	if err != nil {
		return err
	}
	if x.Kind == EventItem {
		if w.saved, err = w.chain(x); err != nil {
			return err
		}
	}
	for _, y := range w.inOrder(ahead) {
		if w.visited[y.ID] || !w.admissible(y) {
			continue
		}
		if depth == w.lim.Depth || len(w.tree.Flows) >= w.lim.Count {
			w.cut(x.ID)
			return nil
		}
		w.admit(y)
		if err := w.visit(y, x.ID, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// cut notes that the limits kept the trace from going on at an item.
func (w *walk) cut(id vocab.IRI) {
	w.tree.Truncated = true
	if !slices.Contains(w.tree.Cut, id) {
		w.tree.Cut = append(w.tree.Cut, id)
	}
}

// inOrder puts what follows in the life of the resource first. Where the graph leads back to a
// resource that was already visited, that is the only way on.
func (w *walk) inOrder(ahead []Item) []Item {
	deadEnd := len(ahead) > 0 && ahead[0].Kind == ResourceItem && w.visited[ahead[0].ID]
	for _, s := range slices.Backward(w.saved) {
		at := slices.IndexFunc(ahead, func(y Item) bool { return y.ID == s.ID })
		switch {
		case at >= 0:
			ahead = slices.Insert(slices.Delete(slices.Clone(ahead), at, at+1), 0, s)
		case deadEnd:
			ahead = slices.Insert(slices.Clone(ahead), 0, s)
		}
	}
	return ahead
}

// admissible says whether to follow the second half of a pair: only for what came by the first.
// What is not followed is not visited either; another way may still lead to it.
func (w *walk) admissible(y Item) bool {
	if y.Kind != EventItem {
		return true
	}
	if i := slices.Index(w.closes, y.Event.Behaviour.Action); i >= 0 {
		return w.inside[half{w.opens[i], y.Event.record()}]
	}
	return true
}

// admit notes the first half of a pair, and forgets it at the second.
func (w *walk) admit(y Item) {
	if y.Kind != EventItem {
		return
	}
	action, id := y.Event.Behaviour.Action, y.Event.record()
	if slices.Contains(w.opens, action) {
		w.inside[half{action, id}] = true
	}
	if i := slices.Index(w.closes, action); i >= 0 {
		delete(w.inside, half{w.opens[i], id})
	}
}

// breadcrumb is the event before, in the life of the resource that x takes from, or the last one
// in that of a resource.
func (w *walk) breadcrumb(x Item) ([]Item, error) {
	switch x.Kind {
	case ResourceItem:
		return w.eventsAt(x.Latest)
	case EventItem:
		if x.Event.Resource == "" {
			return w.eventsAt(x.Event.ToPrevious)
		}
		return w.eventsAt(x.Event.Previous)
	}
	return nil, nil
}

// successors are the events after, at most one in the life of each resource of x.
func (w *walk) successors(x Item) ([]Item, error) {
	if x.Kind != EventItem {
		return nil, nil
	}
	events, err := w.graph.After(x.ID)
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(events))
	for i := range events {
		items[i] = Item{ID: events[i].ID, Kind: EventItem, Event: &events[i]}
	}
	return items, nil
}

// eventsAt are the items that are known events.
func (w *walk) eventsAt(id vocab.IRI) ([]Item, error) {
	items, err := w.itemsAt(id)
	return slices.DeleteFunc(items, func(x Item) bool { return x.Kind != EventItem }), err
}
