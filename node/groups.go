package node

import (
	"context"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
)

// presented is a group that says whether it wants to be listed and searched: as it chose, else as what it
// records is for everyone or not.
func presented(before, r *vocab.Resource) *vocab.Resource {
	if !r.Class().IsA(pf.Group) {
		return r
	}
	audience := r.Get(own.DefaultAudience).Text()
	open := vocab.Bool(audience == "" || audience == Public.String())
	moved := before != nil && before.Get(own.DefaultAudience).Text() != audience
	for _, p := range []*vocab.Property{as.Discoverable, as.Indexable} {
		chosen := before != nil && before.Get(p).Text() != r.Get(p).Text()
		if !r.Has(p) && before == nil || moved && !chosen {
			r = r.With(p, open)
		}
	}
	return r
}

// Groups are the groups of this node that the caller may see, in order of creation. Those of other nodes,
// which the record knows too, are not among them.
func (n *Node) Groups(ctx context.Context, who Caller) (groups []Version, err error) {
	err = n.Each(ctx, who, Query{Classes: n.Kinds(pf.Group)}, func(v Version) error {
		if n.Owns(v.IRI) {
			groups = append(groups, v)
		}
		return nil
	})
	return groups, err
}
