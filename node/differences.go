package node

import (
	"context"
	"time"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// Differences says by meaning what version nr of a thing changed: phase, values, roles, quorum. What
// the thing points to is compared as it stood at either version, as far as the caller may see it.
//
// Errors: NotFound when the caller may not see the version.
func (n *Node) Differences(ctx context.Context, who Caller, id vocab.IRI, nr int) ([]pf.Difference, error) {
	after, err := n.Version(ctx, who, id, nr)
	if err != nil {
		return nil, err
	}
	new, err := after.Resource()
	if err != nil {
		return nil, err
	}
	if nr == 1 {
		return pf.DifferencesWith(nil, new, n.lookup(ctx, who, after.At), n.lookup(ctx, who, after.At)), nil
	}
	before, err := n.Version(ctx, who, id, nr-1)
	if err != nil {
		return nil, err
	}
	old, err := before.Resource()
	if err != nil {
		return nil, err
	}
	return pf.DifferencesWith(old, new, n.lookup(ctx, who, before.At), n.lookup(ctx, who, after.At)), nil
}

// lookup finds things as the caller could see them at a record time.
func (n *Node) lookup(ctx context.Context, who Caller, at time.Time) pf.Lookup {
	return func(id vocab.IRI) *vocab.Resource {
		v, err := n.AsOf(ctx, who, id, at)
		if err != nil {
			return nil
		}
		r, err := v.Resource()
		if err != nil {
			return nil
		}
		return r
	}
}
