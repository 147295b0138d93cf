package federation

import (
	"bytes"
	"context"
	"slices"

	"tributary/federation/dialect"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// A group that passes on what a member said sends nodes of its own kind the member's whole activity, with
// the member's proof, and everybody else the address of what was made.
//
// Spec: FEP-1b12, "The Announce activity"; FEP-8b32.

// room is what an Announce needs beside the activity inside it.
const room = 8 << 10

// passedOnParts are the activities that an Announce passes on, as those can read them to whom it goes.
func (f *Federation) passedOnParts(ctx context.Context, v node.View, sight node.Sight, d dialect.Dialect, act node.Version, r *vocab.Resource) (parts []dialect.Part, err error) {
	if slices.Contains(sight.Follows, act.Owner) {
		sight.Names = append(slices.Clone(sight.Names), act.Owner+"/followers")
	}
	for _, o := range r.All(as.HasObject) {
		kept, err := v.Latest(o.IRI())
		if node.KindOf(err) == node.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		inner, err := kept.Resource()
		if err != nil || inner == nil || !inner.Class().IsA(as.Activity) || kept.Owner == act.Owner {
			continue // a thing, which everybody knows by its address
		}
		p := dialect.Part{IRI: kept.IRI}
		if !sight.Sees(kept) {
			continue // who is told may know of less than was said: it stays a name
		}
		if d == dialect.Full {
			if p.Whole, err = f.whole(ctx, v, act.Owner, kept, inner); err != nil {
				return nil, err
			}
		} else {
			p.Known = f.knownBy(ctx, v, kept, inner)
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// whole is somebody's activity with a proof of its own: as it came, or, of a group of this node, as the
// followers of the group that passes it on may see it. Nil when it proves nothing, tells of what is gone, or is
// too large.
func (f *Federation) whole(ctx context.Context, v node.View, group vocab.IRI, act node.Version, r *vocab.Resource) ([]byte, error) {
	if f.node.Owns(act.IRI) {
		sight := node.Sight{Names: []vocab.IRI{group + "/followers"}}
		if !sight.Sees(act) {
			return nil, nil
		}
		parts, err := f.parts(v, sight, act, r, true)
		if err != nil {
			return nil, err
		}
		within, err := f.within(v, sight, r)
		if err != nil {
			return nil, err
		}
		return dialect.Compose(dialect.Full, act, parts, dialect.Options{
			Base: f.node.Base, Prover: f.keys.Load(), Names: f.names(v, sight), Context: within,
		})
	}
	for _, o := range r.All(as.HasObject) {
		if thing, err := v.Latest(o.IRI()); err == nil && thing.Deleted && r.Class() != as.Delete {
			return nil, nil // taken back since
		}
	}
	l, err := f.store.Letter(ctx, act.IRI)
	if node.KindOf(err) == node.NotFound || err == nil && (l.Proof.Proof == "" || !l.Proof.Erased.IsZero() || len(l.Body) > f.max-room) {
		return nil, nil
	}
	return bytes.TrimSpace(l.Body), err
}

// knownBy is the address by which strangers know what an activity made: its Note, or the one thing; else
// the activity itself.
func (f *Federation) knownBy(ctx context.Context, v node.View, act node.Version, r *vocab.Resource) vocab.IRI {
	things := r.All(as.HasObject)
	if r.Class() != as.Create || len(things) == 0 {
		return act.IRI
	}
	if made, err := v.Latest(things[0].IRI()); err == nil && made.Class == as.Note.Name {
		return made.IRI
	}
	known := f.remembered(ctx, act.Owner)
	if f.node.Owns(act.IRI) || known != nil && known.Dialect == dialect.Full {
		return dialect.NoteOf(act.IRI)
	}
	if len(things) == 1 && wire.SameOrigin(things[0].IRI(), act.Owner) {
		return things[0].IRI()
	}
	return act.IRI
}

// silent says whether an activity means nothing to peers without the full dialect: what is passed on of a
// change to a thing is only whole, since strangers read the thing itself anew.
func silent(v node.View, r *vocab.Resource) bool {
	if r.Class() != as.Announce {
		return false
	}
	for _, o := range r.All(as.HasObject) {
		kept, err := v.Latest(o.IRI())
		if err != nil || kept.Class == as.Create.Name {
			return false
		}
		if inner, err := kept.Resource(); err != nil || inner == nil || !inner.Class().IsA(as.Activity) {
			return false
		}
	}
	return true
}
