package node

import (
	"bytes"
	"context"
	"fmt"
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
func (n *Node) Verify(ctx context.Context, progress func(done, total Position)) (faults []Fault, err error) {
	err = n.store.View(ctx, func(view View) error {
		total, err := view.Position()
		if err != nil {
			return err
		}
		a := audit{node: n, draft: n.draft(view, Operator, Activity{}), seen: map[vocab.IRI]int{}}
		for v, err := range view.Log(0) {
			if err != nil {
				return err
			}
			a.version(v)
			if progress != nil && v.Position%1000 == 0 {
				progress(v.Position, total)
			}
		}
		if err := a.current(view); err != nil {
			return err
		}
		if progress != nil {
			progress(total, total)
		}
		faults = a.faults
		return nil
	})
	return faults, err
}

type audit struct {
	node   *Node
	draft  *Draft
	seen   map[vocab.IRI]int // newest version met
	order  []vocab.IRI       // things in order of creation
	faults []Fault
}

func (a *audit) say(id vocab.IRI, nr int, format string, args ...any) {
	a.faults = append(a.faults, Fault{id, nr, fmt.Sprintf(format, args...)})
}

// version looks at one entry of the log.
func (a *audit) version(v Version) {
	if want := a.seen[v.IRI] + 1; v.N != want {
		a.say(v.IRI, v.N, "follows version %d", want-1)
	}
	if v.N == 1 {
		a.order = append(a.order, v.IRI)
	}
	a.seen[v.IRI] = v.N
	if a.seen[v.Activity] == 0 {
		a.say(v.IRI, v.N, "was caused by %s, which is not in the log before it", v.Activity)
	}
	if v.Deleted {
		return
	}
	r, err := v.Resource()
	if err != nil {
		a.say(v.IRI, v.N, "does not read: %v", err)
		return
	}
	if r.ID() != v.IRI || r.Class() == nil || r.Class().Name != v.Class {
		a.say(v.IRI, v.N, "describes a %s %s", r.Class(), r.ID())
	}
	if !bytes.Equal(jsonld.Append(nil, r), v.Body) {
		a.say(v.IRI, v.N, "is not in the form this node writes")
	}
}

// current compares what is kept for reading with what the log says.
func (a *audit) current(view View) error {
	for _, id := range a.order {
		latest, err := view.Latest(id)
		if err != nil {
			a.say(id, 0, "is in the log and not among what is current")
			continue
		}
		if latest.N != a.seen[id] {
			a.say(id, latest.N, "is current, but the log has version %d", a.seen[id])
			continue
		}
		logged, err := view.Version(id, latest.N)
		if err != nil {
			return err
		}
		if latest.Deleted != logged.Deleted || !bytes.Equal(latest.Body, logged.Body) {
			a.say(id, latest.N, "is current with another content than in the log")
			continue
		}
		if latest.Deleted {
			continue
		}
		if err := a.references(view, latest); err != nil {
			return err
		}
		if latest.Class == vf.EconomicResource.Name {
			a.holding(latest)
		}
	}
	return nil
}

// references finds out whether the edges lead back from each thing referred to.
func (a *audit) references(view View, v Version) error {
	r, err := v.Resource()
	if err != nil {
		return nil // said already
	}
	kept, err := view.Links(v.IRI)
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

// holding folds a resource's events anew.
func (a *audit) holding(v Version) {
	r, err := v.Resource()
	if err != nil {
		return // said already
	}
	h, err := a.draft.replay(v.IRI)
	if err != nil {
		a.say(v.IRI, v.N, "cannot be recomputed: %v", err)
		return
	}
	computed := flow.Onto(r, h)
	for _, p := range Economic {
		if p == own.LatestEvent {
			continue
		}
		if !r.With(p, computed.All(p)...).Equal(r) {
			a.say(v.IRI, v.N, "has %s %s; its events make it %s", p.Term, figure(r.Get(p)), figure(computed.Get(p)))
		}
	}
}

func figure(v vocab.Value) string {
	if m, err := flow.QuantityOf(v); err == nil && m.Unit != "" {
		return m.String()
	}
	if v.IsZero() {
		return "nothing"
	}
	return v.Text()
}
