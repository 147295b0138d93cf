package importer

import (
	"fmt"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// identify finds what an earlier import brought in, by prov:alternateOf, and gives everything else
// a local name. Of several things with one id at the source, the first is the first.
func (w *work) identify() error {
	if err := w.looking(w.identifyAll); err != nil {
		return err
	}
	for _, e := range w.entries {
		if e.is(pf.State) {
			if err := w.identifyState(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// looking lets find read one snapshot, which costs less than one for each thing.
func (w *work) looking(f func() error) error {
	return w.opt.Node.Store().View(w.ctx, func(v node.View) error {
		w.view = v
		defer func() { w.view = nil }()
		return f()
	})
}

func (w *work) identifyAll() error {
	met := map[vocab.IRI]int{}
	for i, e := range w.entries {
		e.label = vocab.IRI(fmt.Sprintf("_:i%d", i))
		nth := met[e.source]
		met[e.source]++
		if e.is(pf.State) {
			continue // found by what it is the state of
		}
		found, err := w.find(e.source)
		if err != nil {
			return err
		}
		if nth < len(found) {
			if err := w.recognise(e, found[nth]); err != nil {
				return err
			}
		}
		if e.here != "" && e.is(vf.EconomicResource) {
			openings, err := w.find(derivedIRI("opening", string(e.source)))
			if err != nil {
				return err
			}
			e.opened = len(openings) > 0
		}
	}
	return nil
}

// find is what the node has of a thing at the source, oldest first. A thing of this node's own, as
// in an export that comes back, is itself.
func (w *work) find(source vocab.IRI) (found []node.Version, err error) {
	if w.opt.Node.Owns(source) {
		v, err := w.view.Latest(source)
		if err == nil && !v.Deleted {
			return []node.Version{v}, nil
		}
		if err != nil && node.KindOf(err) != node.NotFound {
			return nil, fmt.Errorf("find %s: %w", source, err)
		}
	}
	q := node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: source}}, Sight: node.Operator.Sight()}
	for v, err := range w.view.Find(q) {
		if err != nil {
			return nil, fmt.Errorf("find what came from %s: %w", source, err)
		}
		found = append(found, v)
	}
	return found, nil
}

func (w *work) recognise(e *entry, v node.Version) error {
	r, err := v.Resource()
	if err != nil {
		return fmt.Errorf("read %s: %w", v.IRI, err)
	}
	e.here, e.kept, e.readers = v.IRI, r, v.Audience.Level
	return nil
}

// identifyOpenings does the same for the openings that were made of snapshots.
func (w *work) identifyOpenings() error {
	return w.looking(w.identifyAllOpenings)
}

func (w *work) identifyAllOpenings() error {
	for i, e := range w.entries {
		if e.opens == nil {
			continue
		}
		e.label = vocab.IRI(fmt.Sprintf("_:i%d", i))
		found, err := w.find(e.source)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			if err := w.recognise(e, found[0]); err != nil {
				return err
			}
		}
	}
	return nil
}

// identifyState looks for a state among the versions of what it is the state of.
func (w *work) identifyState(e *entry) error {
	of := e.resource.Get(pf.StateOf).IRI()
	if keeper := w.entry(of); keeper != nil {
		of = keeper.here
	} else if of == "" {
		of = w.opt.Group
	}
	if of == "" || !w.opt.Node.Owns(of) {
		return nil
	}
	history, err := w.opt.Node.History(w.ctx, node.Operator, w.opt.Node.State(of))
	if node.KindOf(err) == node.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the states of %s: %w", of, err)
	}
	for _, v := range history {
		r, err := v.Resource()
		if err != nil {
			return fmt.Errorf("read %s: %w", v.Memento(), err)
		}
		for _, alternate := range r.All(pf.AlternateOf) {
			if alternate.IRI() == e.source {
				e.here, e.kept, e.readers = v.IRI, r, v.Audience.Level
				return nil
			}
		}
	}
	return nil
}

// openedBefore says whether an earlier import opened a resource with what this source says of it.
func (w *work) openedBefore(e *entry) bool { return e.opened }

// asInNode is what a reference of the document becomes: what the node has, a local name, or, where
// the document does not describe it, itself. Parts keep their fragment.
func (w *work) asInNode(id vocab.IRI) vocab.IRI {
	if e := w.entry(id); e != nil {
		return e.called()
	}
	if whole, part, ok := strings.Cut(string(id), "#"); ok {
		if e := w.entry(vocab.IRI(whole)); e != nil {
			return e.called() + vocab.IRI("#"+part)
		}
	}
	return id
}

// called is the name of an entry in an activity.
func (e *entry) called() vocab.IRI {
	if e.here != "" {
		return e.here
	}
	return e.label
}

// asInSource is the opposite: what the node's own IRI is called in the document.
func (w *work) asInSource(id vocab.IRI) vocab.IRI {
	if w.sources == nil {
		w.sources = map[vocab.IRI]vocab.IRI{}
		for _, e := range w.entries {
			if e.here != "" {
				w.sources[e.here] = e.resource.ID()
			}
		}
	}
	if source, ok := w.sources[id]; ok {
		return source
	}
	return id
}

// progressed are figures of promises that the node works out of the events, which come in, too.
var progressed = []*vocab.Property{own.FulfilledQuantity, own.SatisfiedQuantity, own.SettledQuantity, own.OutstandingQuantity}

// translated is a resource as the node takes it: under its name there, its references in place, and
// with a note of where it comes from. The note itself stays as it is.
func (w *work) translated(e *entry) *vocab.Resource {
	r := e.resource.Rename(w.asInNode).WithID(e.called())
	for _, p := range progressed {
		r = r.With(p)
	}
	for p, values := range r.Fields() {
		if len(values) > 1 {
			r = r.With(p).Plus(p, values...) // two states of one group are one address
		}
	}
	r = r.With(pf.AlternateOf, e.resource.All(pf.AlternateOf)...)
	if !w.opt.Node.Owns(e.source) {
		r = r.Plus(pf.AlternateOf, vocab.Ref(e.source))
	}
	return r
}
