package node

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"

	"tributary/vocab"
	"tributary/vocab/jsonld"
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
// make, every resource holds what its events make of it, and of every promise has come about what
// events and commitments counted into it. progress, if not nil, is told how far it is. Nil faults:
// all is well.
//
// It reads the log once and what is current once, and keeps about a hundred bytes a thing in memory.
func (n *Node) Verify(ctx context.Context, progress func(done, total Position)) (faults []Fault, err error) {
	err = n.store.View(ctx, func(view View) error {
		end, err := view.Position()
		if err != nil {
			return err
		}
		draft := n.draft(view, Operator, Activity{})
		a := audit{
			view: view, draft: draft, seed: maphash.MakeSeed(), newest: map[Position]mark{},
			refold: NewRefold(draft.event, draft.stageAt), promises: NewRecount(n.Owns, draft.event, draft.meets, draft.spokenFor),
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
		a.corrected = a.refold.Corrected()
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
	view      View
	draft     *Draft
	seed      maphash.Seed
	newest    map[Position]mark // newest version in the log, by the place of version 1
	activity  vocab.IRI         // whose versions are being read
	refold    *Refold
	corrected map[vocab.IRI]bool // resources that only their whole history can tell
	promises  *Recount
	faults    []Fault
}

// theirs says whether a version is of another node's resource.
func (a *audit) theirs(v Version) bool {
	return v.Class == vf.EconomicResource.Name && !a.draft.node.Owns(v.IRI) && SameOrigin(v.Owner, v.IRI)
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
		return a.promises.Version(v, nil)
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
	if a.theirs(v) {
		return nil // what another node's resources hold is that node's to tell
	}
	if err := a.refold.Version(v, r); err != nil {
		a.say(v.IRI, v.N, "%v", err)
	}
	return a.promises.Version(v, r)
}

// caused finds out whether a version's activity stands in the log before it.
func (a *audit) caused(v Version) error {
	if v.Activity == v.IRI && v.N == 1 {
		a.activity = v.IRI
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
	if v.Class == vf.EconomicResource.Name && !a.theirs(v) {
		a.holds(v, r)
	}
	for _, what := range a.promises.Differences(r) {
		a.say(v.IRI, v.N, "%s", what)
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
	found := a.refold.Differences(r, false)
	if a.corrected[v.IRI] {
		h, err := a.draft.replay(v.IRI)
		if err != nil {
			a.say(v.IRI, v.N, "cannot be recomputed: %v", err)
			return
		}
		found = differences(r, h, false)
	}
	for _, what := range found {
		a.say(v.IRI, v.N, "%s", what)
	}
}
