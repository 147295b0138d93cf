package federation

import (
	"context"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// avoided says whether nothing goes from a group to an agent: one has blocked the other, or the policy
// has.
func (f *Federation) avoided(ctx context.Context, v node.View, group, agent vocab.IRI) (bool, error) {
	for _, like := range []node.Relation{{From: group, Kind: node.Blocks, To: agent}, {From: agent, Kind: node.Blocks, To: group}} {
		for _, err := range v.Relations(like) {
			return true, err
		}
	}
	return f.refused(ctx, group, agent)
}

// avoidedAmong says the same when those whom the group blocks, or who block it, are known: one who has
// many followers is not asked about each.
func (f *Federation) avoidedAmong(ctx context.Context, blocked map[vocab.IRI]bool, group, agent vocab.IRI) (bool, error) {
	if blocked[agent] {
		return true, nil
	}
	return f.refused(ctx, group, agent)
}

// refused says whether the policy of the node or of the group blocks an agent.
func (f *Federation) refused(ctx context.Context, group, agent vocab.IRI) (bool, error) {
	level, _, err := f.policy.Decide(ctx, string(agent), group)
	return err == nil && level == policy.Block, err
}

// blockedBetween are those whom a group blocks, and those who block it.
func blockedBetween(v node.View, group vocab.IRI) (map[vocab.IRI]bool, error) {
	blocked := map[vocab.IRI]bool{}
	for _, like := range []node.Relation{{From: group, Kind: node.Blocks}, {Kind: node.Blocks, To: group}} {
		for r, err := range v.Relations(like) {
			if err != nil {
				return nil, err
			}
			blocked[r.From], blocked[r.To] = true, true
		}
	}
	return blocked, nil
}

// blockedOf is blockedBetween, asked once for a stretch of the log.
func (o *outgoing) blockedOf(v node.View, group vocab.IRI) (map[vocab.IRI]bool, error) {
	if blocked, known := o.blocked[group]; known {
		return blocked, nil
	}
	blocked, err := blockedBetween(v, group)
	if err != nil {
		return nil, err
	}
	if o.blocked == nil {
		o.blocked = map[vocab.IRI]map[vocab.IRI]bool{}
	}
	o.blocked[group] = blocked
	return blocked, nil
}
