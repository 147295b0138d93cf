package account

import (
	"fmt"
	"iter"

	"tributary/node"
	"tributary/vocab"
)

// collect reads relations to their end, so that what follows may write.
func collect(relations iter.Seq2[node.Relation, error]) ([]node.Relation, error) {
	var all []node.Relation
	for r, err := range relations {
		if err != nil {
			return nil, fmt.Errorf("read relations: %w", err)
		}
		all = append(all, r)
	}
	return all, nil
}

// groupExists refuses a group that this node does not have, or has no more.
func (a *Accounts) groupExists(v node.View, group vocab.IRI) error {
	handle := a.addresses.Handle(group)
	if !a.addresses.IsGroup(group) {
		return node.Errorf(node.NotFound, "%s is no group of this node", group)
	}
	latest, err := v.Latest(group)
	if node.KindOf(err) == node.NotFound {
		return node.Errorf(node.NotFound, "there is no group %s", handle)
	}
	if err != nil {
		return fmt.Errorf("read group %s: %w", handle, err)
	}
	if latest.Deleted {
		return node.Errorf(node.Gone, "the group %s was deleted", handle)
	}
	return nil
}
