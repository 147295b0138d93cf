package exchange

import (
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// CheckOffer says what keeps an offered agreement from being one to a proposal.
//
// proposal has its intents inside (see Gather); nil is one that is gone. agreement is what came with
// the Offer. proposer is the one who answers, offerer the actor of the Offer; that they are who they
// say is for the caller to know. now is when the offer arrived.
//
// A proposal whose amounts are fixed is taken whole; one by the unit, in a whole multiple of all its
// amounts. An intent without a number leaves the amount to the offerer, within its minimum and what
// is available.
//
// Errors: Refusals, with every rule that is broken.
//
// Spec: FEP-0837, "Agreements"; the superset is in the package's documentation.
func CheckOffer(proposal, agreement *vocab.Resource, proposer, offerer vocab.IRI, now time.Time) error {
	var found Refusals
	if proposal == nil || proposal.Class() != vf.Proposal {
		found.say(RuleLive, "", "there is no such proposal any more")
		return found
	}
	found.live(proposal, now)
	found.parties(proposal, proposer, offerer)
	pairs := found.pairs(proposal, agreement)
	for _, p := range pairs {
		found.addressed(p.intent, proposer, offerer)
		found.unchanged(p, proposer, offerer)
	}
	found.amounts(pairs, proposal.Get(vf.UnitBased).Bool())
	return found.err()
}

// live asks whether a proposal may be taken up now.
func (r *Refusals) live(proposal *vocab.Resource, now time.Time) {
	if begin := proposal.Get(vf.HasBeginning).Time(); !begin.IsZero() && now.Before(begin) {
		r.say(RuleTime, "", "the proposal holds from %s on", begin.UTC().Format(time.RFC3339))
	}
	if end := proposal.Get(vf.HasEnd).Time(); !end.IsZero() && now.After(end) {
		r.say(RuleTime, "", "the proposal has ended, on %s", end.UTC().Format(time.RFC3339))
	}
	for _, s := range sides {
		if slices.ContainsFunc(parts(proposal, s.intents), func(i *vocab.Resource) bool { return i.Get(vf.Finished).Bool() }) {
			r.say(RuleLive, "", "the proposal was withdrawn or has been taken: its %s intent is finished", s.name)
		}
	}
}

func (r *Refusals) parties(proposal *vocab.Resource, proposer, offerer vocab.IRI) {
	if by := proposal.Get(as.AttributedTo).IRI(); by != proposer {
		r.say(RuleProposer, "", "the proposal is not one of %s", proposer)
	}
	if proposer == offerer {
		r.say(RuleProposer, "", "nobody makes an agreement with itself")
	}
	to := proposal.All(vf.ProposedTo)
	if len(to) > 0 && !slices.ContainsFunc(to, func(v vocab.Value) bool { return v.IRI() == offerer }) {
		r.say(RuleAddressee, "", "the proposal is meant for others")
	}
}

// addressed asks whether the intent has room for the offerer: who stands on the other side already
// is the only one who may.
func (r *Refusals) addressed(intent *vocab.Resource, proposer, offerer vocab.IRI) {
	provider, receiver := intent.Get(vf.Provider).IRI(), intent.Get(vf.Receiver).IRI()
	if provider == "" || receiver == "" || provider == offerer || receiver == offerer {
		return
	}
	r.say(RuleAddressee, "", "the intent %s is between %s and %s", intent.ID(), provider, receiver)
}

// pair is an intent and the commitment that satisfies it.
type pair struct {
	side               side
	intent, commitment *vocab.Resource
	path               string // of the commitment
}

// pairs finds for each intent the commitment that satisfies it. What is left over is refused.
func (r *Refusals) pairs(proposal, agreement *vocab.Resource) (pairs []pair) {
	if agreement == nil || agreement.Class() != vf.Agreement {
		r.say(RuleWhole, "", "what is offered is no agreement")
		return nil
	}
	for _, s := range sides {
		intents, commitments := proposal.All(s.intents), agreement.All(s.commitments)
		path := s.commitments.Term
		taken := make([]bool, len(intents))
		for _, v := range commitments {
			c := v.Part()
			if c == nil {
				r.say(RuleWhole, path, "is given in full, not by reference")
				continue
			}
			i := s.satisfied(proposal, c)
			switch {
			case i < 0:
				r.say(RuleSatisfies, path+".satisfies", "names no %s intent of the proposal %s", s.name, proposal.ID())
			case taken[i]:
				r.say(RuleWhole, path+".satisfies", "names an intent that another commitment satisfies")
			case intents[i].Part() == nil:
				taken[i] = true
				r.say(RuleWhole, path, "the intent it satisfies is not at hand")
			default:
				taken[i] = true
				pairs = append(pairs, pair{s, intents[i].Part(), c, path})
			}
		}
		for i, done := range taken {
			if !done && len(commitments) < len(intents) {
				r.say(RuleWhole, path, "has no commitment for the %s intent %s", s.name, intents[i].IRI())
			}
		}
	}
	return pairs
}

// satisfied is which intent of the side a commitment satisfies: by the intent's own id, or by the
// one under which plain peers know it. -1: none.
func (s side) satisfied(proposal, commitment *vocab.Resource) int {
	named := commitment.All(vf.Satisfies)
	if len(named) != 1 {
		return -1
	}
	id := named[0].IRI()
	for i, v := range proposal.All(s.intents) {
		if v.IRI() == id || s.wireID(proposal.ID(), i) == id {
			return i
		}
	}
	return -1
}

// settled are the terms that a commitment may repeat but not change.
var settled = []*vocab.Property{
	vf.HasAction, vf.ResourceConformsTo, vf.ResourceInventoriedAs,
	vf.HasBeginning, vf.HasEnd, vf.HasPointInTime, vf.Due,
}

// unchanged asks that the commitment says nothing that the intent does not: terms beside the amount
// are settled by the proposal, and the roles by who offers.
func (r *Refusals) unchanged(p pair, proposer, offerer vocab.IRI) {
	for _, term := range settled {
		given := p.commitment.Get(term)
		if given.IsZero() || given.Equal(p.intent.Get(term)) {
			continue
		}
		if t := given.Time(); !t.IsZero() && t.Equal(p.intent.Get(term).Time()) {
			continue
		}
		r.say(RuleUnchanged, p.path+"."+term.Term, "is not what the proposal says; make a counter-offer of what may be changed")
	}
	provider, receiver := roles(p.intent, offerer)
	for _, role := range []struct {
		term *vocab.Property
		want vocab.IRI
	}{{vf.Provider, provider}, {vf.Receiver, receiver}} {
		if given := p.commitment.Get(role.term).IRI(); given != "" && given != role.want && !(given == proposer && role.want != offerer) {
			r.say(RuleUnchanged, p.path+"."+role.term.Term, "is %s by the proposal", role.want)
		}
	}
}

// roles are provider and receiver of a commitment to an intent: the offerer takes the side that the
// intent leaves free.
func roles(intent *vocab.Resource, offerer vocab.IRI) (provider, receiver vocab.IRI) {
	provider, receiver = intent.Get(vf.Provider).IRI(), intent.Get(vf.Receiver).IRI()
	if provider == "" {
		provider = offerer
	}
	if receiver == "" {
		receiver = offerer
	}
	return provider, receiver
}

// Live says whether a proposal, its intents inside, may be taken up by somebody now: it has begun, has not
// ended, and none of its intents is finished.
func Live(proposal *vocab.Resource, now time.Time) bool {
	var found Refusals
	found.live(proposal, now)
	return proposal.Has(vf.Publishes) && len(found) == 0
}
