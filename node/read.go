package node

import (
	"context"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Get is the newest version of a thing. What the caller may not see is NotFound; a deleted thing is
// Gone, and its tombstone comes with the error.
func (n *Node) Get(ctx context.Context, who Caller, id vocab.IRI) (v Version, err error) {
	err = n.store.View(ctx, func(view View) error {
		v, err = n.seen(view, who, id, nil)
		return err
	})
	return v, err
}

// Version is version nr of a thing. It is seen only by whoever may see both it and the newest.
func (n *Node) Version(ctx context.Context, who Caller, id vocab.IRI, nr int) (v Version, err error) {
	err = n.store.View(ctx, func(view View) error {
		v, err = n.seen(view, who, id, func() (Version, error) { return view.Version(id, nr) })
		return err
	})
	return v, err
}

// AsOf is the version of a thing in force at a record time; before the first one, NotFound.
func (n *Node) AsOf(ctx context.Context, who Caller, id vocab.IRI, at time.Time) (v Version, err error) {
	err = n.store.View(ctx, func(view View) error {
		v, err = n.seen(view, who, id, func() (Version, error) { return view.AsOf(id, at) })
		return err
	})
	return v, err
}

// Versions are the versions of a thing from one number to another that the caller may see, oldest first. Each
// costs the same, however many there are.
func (n *Node) Versions(ctx context.Context, who Caller, id vocab.IRI, from, to int) (versions []Version, err error) {
	err = n.store.View(ctx, func(view View) error {
		if _, err := n.seen(view, who, id, nil); err != nil && KindOf(err) != Gone {
			return err
		}
		sight := who.Sight()
		for v, err := range view.History(id, from-1) {
			if err == nil && v.N > to {
				return nil
			}
			if err == nil && sight.Sees(v) {
				v, err = Redact(view, sight, v)
				versions = append(versions, v)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return versions, err
}

// Near is the version of a thing that the caller may see which was in force at a record time, or, when
// there was none yet, the first.
func (n *Node) Near(ctx context.Context, who Caller, id vocab.IRI, at time.Time) (best Version, err error) {
	if best, err = n.AsOf(ctx, who, id, at); KindOf(err) != NotFound {
		return best, err
	}
	latest, err := n.Get(ctx, who, id)
	if err != nil {
		return latest, err
	}
	// Either there was none yet, and the first will do, or that one is hidden. Few have hidden versions.
	if first, err := n.Version(ctx, who, id, 1); err == nil && first.At.After(at) {
		return first, nil
	}
	err = n.store.View(ctx, func(view View) error {
		sight := who.Sight()
		for v, err := range view.History(id, 0) {
			if err != nil {
				return err
			}
			if best.N > 0 && v.At.After(at) {
				return nil
			}
			if sight.Sees(v) {
				best = v
			}
		}
		return nil
	})
	if err == nil && best.N == 0 {
		return latest, nil
	}
	if err != nil {
		return Version{}, err
	}
	return n.Version(ctx, who, id, best.N)
}

// History is every version of a thing that the caller may see, oldest first.
func (n *Node) History(ctx context.Context, who Caller, id vocab.IRI) (versions []Version, err error) {
	err = n.store.View(ctx, func(view View) error {
		if _, err := n.seen(view, who, id, nil); err != nil && KindOf(err) != Gone {
			return err
		}
		sight := who.Sight()
		for v, err := range view.History(id, 0) {
			if err != nil {
				return err
			}
			if sight.Sees(v) {
				v, err = Redact(view, sight, v)
				if err != nil {
					return err
				}
				versions = append(versions, v)
			}
		}
		return nil
	})
	return versions, err
}

// Find is what matches a query and the caller may see, in order of creation.
func (n *Node) Find(ctx context.Context, who Caller, q Query) (found []Version, err error) {
	q.Sight = who.Sight()
	q.Bodies = q.Bodies && q.Sight.All
	err = n.store.View(ctx, func(view View) error {
		for v, err := range view.Find(q) {
			if err != nil {
				return err
			}
			v, err = Redact(view, q.Sight, v)
			if err != nil {
				return err
			}
			found = append(found, v)
		}
		return nil
	})
	return found, err
}

// Count is how many things match a query and the caller may see, paging apart.
func (n *Node) Count(ctx context.Context, who Caller, q Query) (count int, err error) {
	q.Sight = who.Sight()
	err = n.store.View(ctx, func(view View) error {
		count, err = view.Count(q)
		return err
	})
	return count, err
}

// Each walks through one snapshot of what matches and the caller may see: exports, whatever the
// number. It stops at the first error of f.
func (n *Node) Each(ctx context.Context, who Caller, q Query, f func(Version) error) error {
	q.Sight = who.Sight()
	q.Bodies = q.Bodies && q.Sight.All // what is to be hidden from others goes by class
	return n.store.View(ctx, func(view View) error {
		for v, err := range view.Find(q) {
			if err == nil {
				v, err = Redact(view, q.Sight, v)
			}
			if err == nil {
				err = f(v)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Kinds are the class names a query for a class lists: its own and its subclasses'. They are never none,
// which would ask for things of every class.
func (n *Node) Kinds(c *vocab.Class) []string {
	var names []string
	for _, k := range n.vocabulary.Kinds(c) {
		names = append(names, k.Name)
	}
	if len(names) == 0 { // declared beside the vocabulary: a class of ActivityStreams whose name ours has too
		names = []string{c.Name}
	}
	return names
}

// Relations are the standing relations that match.
func (n *Node) Relations(ctx context.Context, like Relation) (found []Relation, err error) {
	err = n.store.View(ctx, func(view View) error {
		for r, err := range view.Relations(like) {
			if err != nil {
				return err
			}
			found = append(found, r)
		}
		return nil
	})
	return found, err
}

// seen reads a version on the caller's behalf, the newest when read is nil: narrowing a thing's
// audience hides its older versions too, and a deleted thing's versions stay with its tombstone.
func (n *Node) seen(view View, who Caller, id vocab.IRI, read func() (Version, error)) (Version, error) {
	sight := who.Sight()
	latest, err := view.Latest(id)
	if err != nil {
		return Version{}, err
	}
	if !sight.Sees(latest) {
		return Version{}, Errorf(NotFound, "there is no %s", id)
	}
	v := latest
	if read != nil {
		if v, err = read(); err != nil {
			return Version{}, err
		}
	}
	if !sight.Sees(v) {
		return Version{}, Errorf(NotFound, "there is no %s", id)
	}
	if latest.Deleted {
		return latest, Errorf(Gone, "%s was deleted", id)
	}
	return Redact(view, sight, v)
}

// causes are the properties that name events for the sake of order, and promises that came about in part:
// whoever may not see the event or the promise is not told of it.
var causes = map[string][]*vocab.Property{
	vf.EconomicResource.Name: {own.LatestEvent},
	vf.EconomicEvent.Name:    {own.PreviousEvent, own.ToPreviousEvent, vf.Fulfills, vf.Satisfies, vf.Settles},
	vf.Commitment.Name:       {vf.Satisfies},
}

// Redact hides events that the caller may not see: from a resource the one that changed it (the
// figures are public, the cause is not), from an event those before it and the promises it fulfils. Who is party to a promise may
// know of it.
func Redact(view View, sight Sight, v Version) (Version, error) {
	terms := causes[v.Class]
	if sight.All || v.Deleted || terms == nil {
		return v, nil
	}
	r, err := v.Resource()
	if err != nil {
		return v, err
	}
	shown := r
	for _, p := range terms {
		var left []vocab.Value
		named := r.All(p)
		for _, value := range named {
			cause, err := view.Latest(value.IRI())
			if err != nil && KindOf(err) != NotFound {
				return v, err
			}
			if err != nil || sight.Sees(cause) || party(sight, cause) {
				left = append(left, value)
			}
		}
		if len(left) < len(named) {
			shown = shown.With(p, left...)
		}
	}
	if shown == r {
		return v, nil
	}
	if shown.Class().IsA(vf.EconomicResource) {
		v.Activity, v.Author = "", ""
	}
	return v.with(shown), nil
}

// party says whether a promise is made by or to somebody that a sight is of.
func party(sight Sight, promise Version) bool {
	r, err := promise.Resource()
	if err != nil || r == nil || isEvent(r) {
		return false
	}
	return slices.Contains(sight.Names, r.Get(vf.Provider).IRI()) || slices.Contains(sight.Names, r.Get(vf.Receiver).IRI())
}
