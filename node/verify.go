package node

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Fault is a difference between what is kept and what the log says.
type Fault struct {
	IRI     vocab.IRI `json:"iri"`
	N       int       `json:"version,omitempty"`
	Message string    `json:"message"`
}

func (f Fault) String() string {
	if f.N == 0 {
		return fmt.Sprintf("%s: %s", f.IRI, f.Message)
	}
	return fmt.Sprintf("%s version %d: %s", f.IRI, f.N, f.Message)
}

// Verify replays the log: versions follow each other without a gap, each has its activity and reads
// as what it claims to be, the current state is the newest version, references are those the bodies
// make, and every resource holds what its events make of it. progress, if not nil, is told how far
// it is. Nil faults: all is well.
//
// It reads the log once and what is current once, and keeps about a hundred bytes a thing in memory.
func (n *Node) Verify(ctx context.Context, progress func(done, total Position)) (faults []Fault, err error) {
	err = n.store.View(ctx, func(view View) error {
		end, err := view.Position()
		if err != nil {
			return err
		}
		a := audit{
			node: n, view: view, draft: n.draft(view, Operator, Activity{}), seed: maphash.MakeSeed(),
			newest: map[Position]mark{}, folded: map[vocab.IRI]*fold{}, events: map[vocab.IRI]flow.Event{},
		}
		// Everything is met twice: in the log, and among what is current.
		report := func(met Position) {
			if progress != nil && (met%2000 == 0 || met == 2*end) {
				progress(met/2, end)
			}
		}
		if err := a.each(view.Log(0), func(p prepared) error {
			report(p.Position)
			return a.logged(p)
		}); err != nil {
			return err
		}
		if err := a.each(view.Find(Query{Sight: Sight{All: true}, Deleted: true}), func(p prepared) error {
			report(end + p.Created)
			return a.current(p)
		}); err != nil {
			return err
		}
		if err := a.missing(); err != nil {
			return err
		}
		report(2 * end)
		faults = a.faults
		return nil
	})
	return faults, err
}

type audit struct {
	node     *Node
	view     View
	draft    *Draft
	seed     maphash.Seed
	newest   map[Position]mark // newest version in the log, by the place of version 1
	activity vocab.IRI         // whose versions are being read
	events   map[vocab.IRI]flow.Event
	folded   map[vocab.IRI]*fold // what events make of each resource
	faults   []Fault
}

// mark is what the log last said of a thing.
type mark struct {
	sum     uint64 // of IRI and body
	n       int32
	deleted bool
	met     bool // among what is current
}

// prepared is a version with what can be said of it alone.
type prepared struct {
	Version
	resource *vocab.Resource
	err      error // it does not read
	sum      uint64
	own      bool // in the form this node writes
}

// each hands versions over in order. What can be said of each alone is worked out ahead, on another
// processor; the view is used by this goroutine only.
func (a *audit) each(versions iter.Seq2[Version, error], f func(prepared) error) error {
	const size = 256
	var before chan []prepared
	finish := func() error {
		if before == nil {
			return nil
		}
		for _, p := range <-before {
			if err := f(p); err != nil {
				return err
			}
		}
		return nil
	}
	begin := func(batch []Version) {
		ahead := make(chan []prepared, 1)
		go func() { ahead <- a.prepare(batch) }()
		before = ahead
	}
	var batch []Version
	for v, err := range versions {
		if err != nil {
			return err
		}
		if batch = append(batch, v); len(batch) < size {
			continue
		}
		ready := before
		begin(batch)
		next := before
		before = ready
		if err := finish(); err != nil {
			return err
		}
		before, batch = next, nil
	}
	if err := finish(); err != nil {
		return err
	}
	before = nil
	begin(batch)
	return finish()
}

func (a *audit) prepare(batch []Version) []prepared {
	all := make([]prepared, len(batch))
	var written []byte
	for i, v := range batch {
		p := prepared{Version: v}
		var h maphash.Hash
		h.SetSeed(a.seed)
		h.WriteString(string(v.IRI))
		h.Write(v.Body)
		p.sum = h.Sum64()
		if p.resource, p.err = v.Resource(); p.err == nil && !v.Deleted {
			written = jsonld.Append(written[:0], p.resource)
			p.own = bytes.Equal(written, v.Body)
		}
		all[i] = p
	}
	return all
}

// missing finds what is in the log and not among what is current.
func (a *audit) missing() error {
	for created, m := range a.newest {
		if m.met {
			continue
		}
		for v, err := range a.view.Log(created - 1) {
			if err != nil {
				return err
			}
			a.say(v.IRI, 0, "is in the log and not among what is current")
			break
		}
	}
	return nil
}

// fold is a resource as its events have made it so far.
type fold struct {
	before, now flow.Holding
	started     bool
	corrected   bool // to be folded from the beginning
}

func (a *audit) say(id vocab.IRI, nr int, format string, args ...any) {
	a.faults = append(a.faults, Fault{id, nr, fmt.Sprintf(format, args...)})
}

// logged looks at one entry of the log.
func (a *audit) logged(p prepared) error {
	v, r := p.Version, p.resource
	if last := a.newest[v.Created].n; v.N != int(last)+1 {
		a.say(v.IRI, v.N, "follows version %d", last)
	}
	a.newest[v.Created] = mark{n: int32(v.N), sum: p.sum, deleted: v.Deleted}
	if err := a.caused(v); err != nil {
		return err
	}
	if v.Deleted {
		return nil
	}
	if p.err != nil {
		a.say(v.IRI, v.N, "does not read: %v", p.err)
		return nil
	}
	if r.ID() != v.IRI || r.Class() == nil || r.Class().Name != v.Class {
		a.say(v.IRI, v.N, "describes a %s %s", r.Class(), r.ID())
		return nil
	}
	if !p.own {
		a.say(v.IRI, v.N, "is not in the form this node writes")
	}
	switch v.Class {
	case vf.EconomicEvent.Name:
		if e, err := flow.EventOf(r); err == nil {
			a.events[v.IRI] = e
		}
	case vf.EconomicResource.Name:
		return a.fold(v, r)
	}
	return nil
}

// caused finds out whether a version's activity stands in the log before it.
func (a *audit) caused(v Version) error {
	if v.Activity == v.IRI && v.N == 1 {
		a.activity = v.IRI
		clear(a.events)
		return nil
	}
	if v.Activity == a.activity {
		return nil
	}
	cause, err := a.view.Latest(v.Activity)
	if KindOf(err) == NotFound || err == nil && cause.Created > v.Position {
		a.say(v.IRI, v.N, "was caused by %s, which is not in the log before it", v.Activity)
		return nil
	}
	return err
}

// fold lets the event that made this version take effect on what the resource held before.
func (a *audit) fold(v Version, r *vocab.Resource) error {
	f := a.folded[v.IRI]
	first := f == nil
	if first {
		f = &fold{now: flow.Holding{
			Resource: v.IRI, Specification: r.Get(vf.ConformsTo).IRI(), AllowNegative: true,
			Unchecked: r.Get(own.UncheckedBalance).Bool(),
		}}
		a.folded[v.IRI] = f
	}
	event := r.Get(own.LatestEvent).IRI()
	if event == "" || event == f.now.Latest || f.corrected {
		return nil
	}
	step, err := a.step(v, event, first)
	if err != nil {
		a.say(v.IRI, v.N, "cannot be recomputed: %v", err)
		return nil
	}
	if step.Event.Corrects != "" {
		f.corrected = true
		return nil
	}
	next, err := flow.Fold(f.now, []flow.Step{step})
	if err != nil {
		a.say(v.IRI, v.N, "cannot be recomputed: %v", err)
		return nil
	}
	f.before, f.now = f.now, next
	return nil
}

// step is an event as a resource met it.
func (a *audit) step(v Version, event vocab.IRI, first bool) (flow.Step, error) {
	e, ok := a.events[event]
	if !ok { // recorded by an earlier activity: the other side's word came later
		r, err := a.draft.read(event)
		if err != nil {
			return flow.Step{}, err
		}
		if e, err = flow.EventOf(r); err != nil {
			return flow.Step{}, err
		}
	}
	step := flow.Step{Event: e, Creates: first}
	if e.OutputOf != "" {
		step.StageOf = a.draft.stageAt(e.OutputOf, v)
	}
	other := e.Resource
	if other == v.IRI {
		other = e.ToResource
	}
	if f := a.folded[other]; first && f != nil && other != v.IRI {
		found := f.now
		if found.Latest == event {
			found = f.before
		}
		step.Other = &found
	}
	return step, nil
}

// current compares what is kept for reading with what the log says.
func (a *audit) current(p prepared) error {
	v := p.Version
	logged, ok := a.newest[v.Created]
	logged.met = true
	a.newest[v.Created] = logged
	switch {
	case !ok:
		a.say(v.IRI, v.N, "is current and not in the log")
		return nil
	case int(logged.n) != v.N:
		a.say(v.IRI, v.N, "is current, but the log has version %d", logged.n)
		return nil
	case logged.deleted != v.Deleted || logged.sum != p.sum:
		a.say(v.IRI, v.N, "is current with another content than in the log")
		return nil
	}
	if v.Deleted || p.err != nil {
		return nil
	}
	r := p.resource
	if v.Class == vf.EconomicResource.Name {
		a.holds(v, r)
	}
	return a.references(v, r)
}

// references compares the edges that are kept with the references the content makes.
func (a *audit) references(v Version, r *vocab.Resource) error {
	kept, err := a.view.Links(v.IRI)
	if err != nil {
		return err
	}
	for _, l := range Links(r) {
		if i := slices.Index(kept, l); i >= 0 {
			kept = slices.Delete(kept, i, i+1)
			continue
		}
		a.say(v.IRI, v.N, "refers to %s by %s, and the edge is missing", l.To, l.Property)
	}
	for _, l := range kept {
		a.say(v.IRI, v.N, "has an edge to %s by %s that its content does not make", l.To, l.Property)
	}
	return nil
}

// holds compares what a resource says it holds with what its events make it.
func (a *audit) holds(v Version, r *vocab.Resource) {
	f := a.folded[v.IRI]
	if f.corrected {
		var err error
		if f.now, err = a.draft.replay(v.IRI); err != nil {
			a.say(v.IRI, v.N, "cannot be recomputed: %v", err)
			return
		}
	}
	computed := flow.Onto(r, f.now)
	for _, p := range Economic {
		if p == own.LatestEvent {
			continue
		}
		if !r.With(p, computed.All(p)...).Equal(r) {
			a.say(v.IRI, v.N, "has %s %s; its events make it %s", p.Term, told(r.Get(p)), told(computed.Get(p)))
		}
	}
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
