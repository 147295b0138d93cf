package node

import (
	"context"

	"tributary/vocab/pf"
)

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
