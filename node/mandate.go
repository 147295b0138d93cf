package node

import (
	"fmt"
	"slices"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// decided is the rule of decisions: a body of delegates decides about its own layer only, in the scopes that
// its constituent groups left to it. A decision on a proposal carries how the positions stood.
func (d *Draft) decided(path string, _, r *vocab.Resource) (*vocab.Resource, error) {
	if d.received() {
		return r, nil // whether it may is for its own groups to say
	}
	body := r.Get(pf.DecidedBy).IRI()
	if body == "" {
		body = d.act.Actor
	}
	if err := d.within(path, body, r); err != nil {
		return nil, err
	}
	if proposals := r.All(pf.Decides); len(proposals) == 1 && !r.Has(pf.HasTally) {
		if proposal, err := d.Current(proposals[0].IRI()); err == nil && proposal.Class().IsA(pf.GovernanceProposal) {
			tally, err := d.tally(proposal)
			if err != nil {
				return nil, err
			}
			if tally != nil {
				r = r.With(pf.HasTally, vocab.Inside(tally))
			}
		}
	}
	seats, err := d.seatsIn(body)
	if err != nil {
		return nil, err
	}
	var constituents []vocab.IRI
	for _, seat := range seats {
		constituents = append(constituents, seat.Get(pf.RepresentsGroup).IRI())
	}
	return r, d.tell(r, constituents...)
}

// within refuses a decision outside the scopes of a body of delegates.
func (d *Draft) within(path string, body vocab.IRI, decision *vocab.Resource) error {
	group, err := d.Current(body)
	if err != nil || !group.Class().IsA(pf.DelegateBody) || group.Get(pf.DecidesForConstituents).Bool() {
		return nil // elsewhere, or of those that decide for their members
	}
	granted := group.All(pf.MayDecide)
	if len(granted) == 0 && !group.Has(pf.DecidesForConstituents) {
		return nil // nothing was said of its bounds
	}
	scopes := d.scopesOf(decision)
	if len(scopes) == 0 {
		return breaks(Conflict, path, pf.AppliesToScope, fmt.Sprintf(
			"is required: %s does not decide for its constituent groups (pf:decidesForConstituents), so say which of its scopes the decision is in (pf:mayDecide)", body))
	}
	for _, scope := range scopes {
		if !slices.ContainsFunc(granted, scope.Equal) {
			return breaks(Conflict, path, pf.AppliesToScope, fmt.Sprintf(
				"%s is not among what %s may decide (pf:mayDecide), and it does not decide for its constituent groups (pf:decidesForConstituents)",
				local(scope.IRI()), body))
		}
	}
	return nil
}

// scopesOf are the kinds of decision that one is: as it says, else as the proposals it settles say, else
// what the way of deciding is for.
func (d *Draft) scopesOf(decision *vocab.Resource) []vocab.Value {
	if said := decision.All(pf.AppliesToScope); len(said) > 0 {
		return said
	}
	var scopes []vocab.Value
	for _, v := range decision.All(pf.Decides) {
		if proposal, err := d.Current(v.IRI()); err == nil {
			scopes = append(scopes, proposal.All(pf.AppliesToScope)...)
		}
	}
	if len(scopes) > 0 {
		return scopes
	}
	if mechanism, err := d.Current(decision.Get(pf.UsedMechanism).IRI()); err == nil {
		return mechanism.All(pf.UsedFor)
	}
	return nil
}
