package exchange

import (
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Conclude is the agreement that comes of an offer which CheckOffer found sound: a vf:Agreement
// under id, attributed to accepter, with commitments #primary and #reciprocal inside (further ones
// -2, -3). Each has the action, resource and times of its intent, the amount that was offered,
// provider and receiver, clauseOf or reciprocalClauseOf, and satisfies
// the intent under the intent's own id.
//
// offerer is the side that the intents leave free: the actor of the Offer, or, where a counter-offer
// is accepted, the one who countered or was countered and is not the proposer. accepter is who
// answers with Accept. A commitment to no intent of the proposal is left out.
//
// Spec: FEP-0837, "Agreements"; ValueFlows 1.0, concepts/exchanges.
func Conclude(proposal, offered *vocab.Resource, accepter, offerer, id vocab.IRI, now time.Time) *vocab.Resource {
	agreement := vocab.New(vf.Agreement, id).
		With(as.AttributedTo, vocab.Ref(accepter)).
		With(vf.Created, vocab.Time(now)).
		With(vf.Name, proposal.All(vf.Name)...).
		With(vf.Note, offered.All(vf.Note)...)
	for _, s := range sides {
		var commitments []vocab.Value
		for _, c := range parts(offered, s.commitments) {
			i := s.satisfied(proposal, c)
			if i < 0 {
				continue
			}
			intent := proposal.All(s.intents)[i].Part()
			if intent == nil {
				continue
			}
			commitments = append(commitments, vocab.Inside(s.commit(intent, c, offerer, id, len(commitments))))
		}
		agreement = agreement.With(s.commitments, commitments...)
	}
	return agreement
}

// promised are the terms that a commitment has of its intent.
var promised = []*vocab.Property{
	vf.HasAction, vf.ResourceConformsTo, vf.ResourceClassifiedAs, vf.ResourceInventoriedAs,
	vf.Stage, vf.State, vf.InputOf, vf.OutputOf, vf.PlannedWithin,
	vf.HasBeginning, vf.HasEnd, vf.HasPointInTime, vf.Due,
}

func (s side) commit(intent, offered *vocab.Resource, offerer, agreement vocab.IRI, n int) *vocab.Resource {
	provider, receiver := roles(intent, offerer)
	fields := []vocab.Field{
		field(vf.Provider, vocab.Ref(provider)),
		field(vf.Receiver, vocab.Ref(receiver)),
		field(vf.ResourceQuantity, offered.Get(vf.ResourceQuantity)),
		field(vf.EffortQuantity, offered.Get(vf.EffortQuantity)),
		field(vf.Note, offered.All(vf.Note)...),
		field(vf.Satisfies, vocab.Ref(intent.ID())),
		field(s.clause, vocab.Ref(agreement)),
	}
	for _, p := range promised {
		// The commitment's slice is its own: WithAll drops what is empty in place.
		fields = append(fields, field(p, append([]vocab.Value(nil), intent.All(p)...)...))
	}
	return vocab.New(vf.Commitment, s.wireID(agreement, n)).WithAll(fields...)
}

// Reduced is the proposal after an agreement to it: what is available is less by what was promised.
// When it cannot be taken up once more, all its intents are finished: when less is left of one than
// may be taken at a time, or when its amounts are fixed and none says how much is available.
func Reduced(proposal, agreement *vocab.Resource) *vocab.Resource {
	unitBased := proposal.Get(vf.UnitBased).Bool()
	spent, bounded, fixed := false, false, false
	for _, s := range sides {
		values := append([]vocab.Value(nil), proposal.All(s.intents)...)
		for _, c := range parts(agreement, s.commitments) {
			i := s.satisfied(proposal, c)
			if i < 0 || values[i].Part() == nil {
				continue
			}
			intent := values[i].Part()
			asked, err := amountOf(intent)
			fixed = fixed || err == nil && asked.stated && !unitBased
			left, stated := leftOf(intent, c)
			if !stated {
				continue
			}
			bounded = true
			spent = spent || left.IsZero() || !reaches(left, leastOf(intent, asked))
			values[i] = vocab.Inside(intent.With(vf.AvailableQuantity, flow.MeasureValue(left)))
		}
		proposal = proposal.With(s.intents, values...)
	}
	if spent || fixed && !bounded {
		return Withdrawn(proposal)
	}
	return proposal
}

// Withdrawn is the proposal with all its intents finished: what an Update says that ends it.
func Withdrawn(proposal *vocab.Resource) *vocab.Resource {
	return mapFlows(proposal, func(intent *vocab.Resource) *vocab.Resource {
		return intent.With(vf.Finished, vocab.Bool(true))
	})
}

// leftOf is what is still available of an intent after a commitment, where it says.
func leftOf(intent, commitment *vocab.Resource) (quantity.Measure, bool) {
	available, err := flow.QuantityOf(intent.Get(vf.AvailableQuantity))
	if err != nil || available.Unit == "" {
		return quantity.Measure{}, false
	}
	promised, err := amountOf(commitment)
	if err != nil || !promised.stated {
		return quantity.Measure{}, false
	}
	left, err := available.Sub(promised.measure)
	if err != nil {
		return quantity.Measure{}, false
	}
	if left.Value.Sign() < 0 {
		return quantity.Measure{Unit: left.Unit}, true
	}
	return left, true
}

// leastOf is the least that may be taken of an intent at a time.
func leastOf(intent *vocab.Resource, asked amount) quantity.Measure {
	if minimum, err := flow.QuantityOf(intent.Get(vf.MinimumQuantity)); err == nil && minimum.Unit != "" {
		return minimum
	}
	return asked.measure
}

// reaches says whether m is as much as least; units that do not convert compare as yes.
func reaches(m, least quantity.Measure) bool {
	order, err := m.Cmp(least)
	return err != nil || order >= 0
}
