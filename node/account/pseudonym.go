package account

import (
	"context"
	"fmt"

	"tributary/node"
	"tributary/vocab"
)

// Pseudonym is the agent as which a member appears inside a group, /groups/H/agents/ULID: made when
// first asked for, the same ever after, also when the member has left.
//
// Errors: Forbidden when it is to be made and the member has no role in the group.
func (a *Accounts) Pseudonym(ctx context.Context, member, group vocab.IRI) (agent vocab.IRI, err error) {
	look := func(v node.View) error {
		agent, err = pseudonymOf(v, member, group)
		return err
	}
	// Almost always it is there; reading does not wait for writers.
	if err := a.relations.View(ctx, look); err != nil || agent != "" {
		return agent, err
	}
	err = a.relations.Update(ctx, func(tx node.Tx) error {
		// Another request may have made it since.
		if err := look(tx); err != nil || agent != "" {
			return err
		}
		seats, err := collect(tx.Relations(node.Relation{From: member, Kind: node.MemberOf, To: group}))
		if err != nil {
			return err
		}
		if len(seats) == 0 {
			return node.Errorf(node.Forbidden, "only members of %s appear in it", group)
		}
		now := a.time()
		agent = a.addresses.Agent(group, a.mint(now))
		return tx.Relate(node.Relation{From: member, Kind: node.AppearsAs, To: agent, Value: string(group), Since: now}, true)
	})
	if err != nil {
		return "", err
	}
	return agent, nil
}

// pseudonymOf is the agent as which a member appears; empty when it does not yet.
func pseudonymOf(v node.View, member, group vocab.IRI) (vocab.IRI, error) {
	ties, err := collect(v.Relations(node.Relation{From: member, Kind: node.AppearsAs, Value: string(group)}))
	if err != nil || len(ties) == 0 {
		return "", err
	}
	return ties[0].To, nil
}

// Behind is the member who appears as an agent. It is nobody's to know but the operator's and the
// member's own.
//
// Errors: NotFound when the agent is no pseudonym, or its member was forgotten.
func (a *Accounts) Behind(ctx context.Context, agent vocab.IRI) (vocab.IRI, error) {
	var ties []node.Relation
	err := a.relations.View(ctx, func(v node.View) (err error) {
		ties, err = collect(v.Relations(node.Relation{Kind: node.AppearsAs, To: agent}))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read who appears as %s: %w", agent, err)
	}
	if len(ties) == 0 {
		return "", node.Errorf(node.NotFound, "nobody appears as %s", agent)
	}
	return ties[0].From, nil
}
