package archive

import (
	"cmp"
	"maps"
	"slices"

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
	things  map[vocab.IRI]*last
	refold  *node.Refold
	waiting map[vocab.IRI]flow.Event // events that wait for the other side's word
	stages  map[vocab.IRI]vocab.IRI  // what each process is based on
	faults  []node.Fault
}

// last is where a thing stands in its history.
type last struct {
	n             int
	created, base node.Position
	whole         []byte // the body at base, of what has deltas
	foreign       bool
	newest        []byte // the body now, of a resource that is there
}

func newHistory(home string) *history {
	h := &history{home: vocab.IRI(home), things: map[vocab.IRI]*last{}, waiting: map[vocab.IRI]flow.Event{}, stages: map[vocab.IRI]vocab.IRI{}}
	h.refold = node.NewRefold(h.earlier, func(process vocab.IRI, _ node.Version) vocab.IRI { return h.stages[process] })
	return h
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
func (h *history) fold(r storage.Record, body []byte, content *vocab.Resource) {
	switch r.Class {
	case vf.Process.Name:
		h.stages[r.IRI] = content.Get(vf.BasedOn).IRI()
	case vf.EconomicResource.Name:
		h.things[r.IRI].newest = body
	case vf.EconomicEvent.Name:
		delete(h.waiting, r.IRI)
		if e, err := flow.EventOf(content); err == nil && content.Get(own.HasConfirmation).IRI() == own.Stated.IRI {
			h.waiting[r.IRI] = e
		}
	}
	if r.Class == vf.EconomicResource.Name && !node.SameOrigin(r.IRI, h.home) && node.SameOrigin(r.Owner, r.IRI) {
		h.things[r.IRI].foreign = true
		return // what another node's resources hold is that node's to tell
	}
	if err := h.refold.Version(r.Version, content); err != nil {
		h.say(r, "%v", err)
	}
}

// compare compares what resources hold with what was folded: all of them, or only some.
func (h *history) compare(only map[vocab.IRI]bool, figures bool) {
	things := slices.SortedFunc(maps.Keys(h.things), func(a, b vocab.IRI) int {
		return cmp.Compare(h.things[a].created, h.things[b].created)
	})
	for _, id := range things {
		l := h.things[id]
		if l.newest == nil || only != nil && !only[id] || l.foreign {
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
