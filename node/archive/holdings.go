package archive

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// history is what was read of an archive so far.
type history struct {
	home    vocab.IRI // the node it was made by
	group   vocab.IRI // whose record alone it is; empty: the node's
	things  map[vocab.IRI]*last
	refold  *node.Refold
	recount *node.Recount
	waiting map[vocab.IRI]flow.Event // events that wait for the other side's word
	counted map[vocab.IRI]flow.Event // events that count into promises, and may be corrected
	stages  map[vocab.IRI]vocab.IRI  // what each process is based on
	faults  []node.Fault
}

// last is where a thing stands in its history.
type last struct {
	n             int
	created, base node.Position
	whole         []byte // the body at base, of what has deltas
	foreign       bool
	newest        []byte // the body now, of a resource or a promise that is there
	owner         vocab.IRI
	promise       bool
}

// begin begins to read the history.
func (a *Archive) begin(ctx context.Context) (*history, error) {
	here := node.Addresses{Base: a.Node}
	speaks := map[[2]vocab.IRI]bool{}
	if err := each(a, kindRelations, func(r relationLine) error {
		if r.Kind == node.SpokenFor {
			speaks[[2]vocab.IRI{r.To, r.From}] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	h := &history{home: vocab.IRI(a.Node), group: a.Group, things: map[vocab.IRI]*last{},
		waiting: map[vocab.IRI]flow.Event{}, counted: map[vocab.IRI]flow.Event{}, stages: map[vocab.IRI]vocab.IRI{}}
	h.refold = node.NewRefold(h.earlier, func(process vocab.IRI, _ node.Version) vocab.IRI { return h.stages[process] })
	h.recount = node.NewRecount(here.Owns, h.original, a.meets(ctx), func(actor, agent vocab.IRI) (bool, error) {
		if actor == agent || here.Handle(agent) != "" {
			return actor == agent, nil
		}
		return speaks[[2]vocab.IRI{actor, agent}], nil
	})
	return h, nil
}

// meets gives the intents that a commitment satisfies, from all that there are: they are read when the first
// is asked for, which only events do that stand before their commitment in the log.
func (a *Archive) meets(ctx context.Context) func(commitment vocab.IRI) []vocab.IRI {
	all := sync.OnceValue(func() map[vocab.IRI][]vocab.IRI {
		found := map[vocab.IRI][]vocab.IRI{}
		_ = a.Records(ctx, func(r storage.Record) error { // what cannot be read is told where the history is
			if r.Class != vf.Commitment.Name || r.N != 1 {
				return nil
			}
			commitment, err := jsonld.ReadStored(r.Body)
			if err != nil {
				return nil
			}
			for _, intent := range commitment.All(vf.Satisfies) {
				found[r.IRI] = append(found[r.IRI], intent.IRI())
			}
			return nil
		})
		return found
	})
	return func(commitment vocab.IRI) []vocab.IRI { return all()[commitment] }
}

// original is an event that was corrected, if it counted into a promise.
func (h *history) original(id vocab.IRI) (flow.Event, error) {
	e, ok := h.counted[id]
	if !ok {
		return e, node.Errorf(node.NotFound, "the event %s counted into nothing", id)
	}
	return e, nil
}

// earlier is an event that waited until now.
func (h *history) earlier(id vocab.IRI) (flow.Event, error) {
	e, ok := h.waiting[id]
	if !ok {
		return e, node.Errorf(node.NotFound, "the event %s is not in the log before it", id)
	}
	return e, nil
}

// fold takes a version whose body reads as what it claims to be.
func (h *history) fold(r storage.Record, body []byte, content *vocab.Resource) error {
	if slices.Contains(promised, r.Class) {
		h.things[r.IRI].newest, h.things[r.IRI].promise = body, true
	}
	switch r.Class {
	case vf.Process.Name:
		h.stages[r.IRI] = content.Get(vf.BasedOn).IRI()
	case vf.EconomicResource.Name:
		h.things[r.IRI].newest = body
	case vf.EconomicEvent.Name:
		delete(h.waiting, r.IRI)
		if e, err := flow.EventOf(content); err == nil {
			if content.Get(own.HasConfirmation).IRI() == own.Stated.IRI {
				h.waiting[r.IRI] = e
			}
			if len(flow.Promises(e, nil, func(vocab.IRI) []vocab.IRI { return nil })) > 0 {
				h.counted[r.IRI] = e
			}
		}
	}
	if r.Class == vf.EconomicResource.Name && !node.SameOrigin(r.IRI, h.home) && node.SameOrigin(r.Owner, r.IRI) {
		h.things[r.IRI].foreign = true
		return nil // what another node's resources hold is that node's to tell
	}
	if err := h.refold.Version(r.Version, content); err != nil {
		h.say(r, "%v", err)
	}
	return h.recount.Version(r.Version, content)
}

// compare compares what resources hold, and what has come about of promises, with what was folded. Of a
// group's archive only what counted into the group's own promises is there.
func (h *history) compare(figures bool) {
	h.hold(nil, figures)
	for _, id := range h.ordered() {
		l := h.things[id]
		if l.newest == nil || !l.promise || h.group != "" && l.owner != h.group {
			continue
		}
		r, err := jsonld.ReadStored(l.newest)
		if err != nil {
			continue // it was read before, and said
		}
		for _, what := range h.recount.Differences(r) {
			h.faults = append(h.faults, node.Fault{IRI: id, N: l.n, Message: what})
		}
	}
}

// hold compares what resources hold: all of them, or only some.
func (h *history) hold(only map[vocab.IRI]bool, figures bool) {
	for _, id := range h.ordered() {
		l := h.things[id]
		if l.newest == nil || l.promise || only != nil && !only[id] || l.foreign {
			continue
		}
		r, err := jsonld.ReadStored(l.newest)
		if err != nil {
			continue // it was read before, and said
		}
		for _, what := range h.refold.Differences(r, figures) {
			h.faults = append(h.faults, node.Fault{IRI: id, N: l.n, Message: what})
		}
	}
}

// ordered are all things, the oldest first.
func (h *history) ordered() []vocab.IRI {
	return slices.SortedFunc(maps.Keys(h.things), func(a, b vocab.IRI) int {
		return cmp.Compare(h.things[a].created, h.things[b].created)
	})
}
