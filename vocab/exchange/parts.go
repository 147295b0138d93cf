package exchange

import (
	"errors"
	"fmt"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// side is one half of a proposal and of the agreements to it.
type side struct {
	intents     *vocab.Property // of the proposal
	commitments *vocab.Property // of the agreement
	clause      *vocab.Property // of the commitment, back to the agreement
	fragment    vocab.IRI
	name        string
}

// sides are the primary and the reciprocal one.
var sides = [...]side{
	{vf.Publishes, vf.Stipulates, vf.ClauseOf, "#primary", "primary"},
	{vf.Reciprocal, vf.StipulatesReciprocal, vf.ReciprocalClauseOf, "#reciprocal", "reciprocal"},
}

// flowTerms are where proposals and agreements have their intents and commitments.
var flowTerms = []*vocab.Property{vf.Publishes, vf.Reciprocal, vf.Stipulates, vf.StipulatesReciprocal}

// parts are the things inside r under p.
func parts(r *vocab.Resource, p *vocab.Property) (inside []*vocab.Resource) {
	for _, v := range r.All(p) {
		if part := v.Part(); part != nil {
			inside = append(inside, part)
		}
	}
	return inside
}

// mapFlows is a copy in which each intent or commitment inside was replaced.
func mapFlows(r *vocab.Resource, change func(*vocab.Resource) *vocab.Resource) *vocab.Resource {
	for _, p := range flowTerms {
		if !r.Has(p) {
			continue
		}
		values := make([]vocab.Value, 0, len(r.All(p)))
		for _, v := range r.All(p) {
			if part := v.Part(); part != nil {
				v = vocab.Inside(change(part))
			}
			values = append(values, v)
		}
		r = r.With(p, values...)
	}
	return r
}

// Gather brings the intents of a proposal, or the commitments of an agreement, inside it where they
// are resources of their own. find gives a resource, or nil; what it does not give is missing and
// stays a reference.
func Gather(r *vocab.Resource, find func(vocab.IRI) *vocab.Resource) (whole *vocab.Resource, missing []vocab.IRI) {
	for _, p := range append([]*vocab.Property{vf.EligibleLocation}, flowTerms...) {
		if !r.Has(p) {
			continue
		}
		values := make([]vocab.Value, 0, len(r.All(p)))
		for _, v := range r.All(p) {
			if v.Kind() == vocab.Reference {
				if found := find(v.IRI()); found != nil {
					v = vocab.Inside(found)
				} else if p != vf.EligibleLocation {
					missing = append(missing, v.IRI())
				}
			}
			values = append(values, v)
		}
		r = r.With(p, values...)
	}
	return r, missing
}

// Spread takes the intents or commitments, and the place, out of a proposal or an agreement: first
// the thing with references in their place, then each of them. Parts without an id stay inside.
func Spread(r *vocab.Resource) []*vocab.Resource {
	var out []*vocab.Resource
	for _, p := range append([]*vocab.Property{vf.EligibleLocation}, flowTerms...) {
		if !r.Has(p) {
			continue
		}
		values := make([]vocab.Value, 0, len(r.All(p)))
		for _, v := range r.All(p) {
			if part := v.Part(); part != nil && part.ID() != "" {
				out = append(out, part)
				v = vocab.Ref(part.ID())
			}
			values = append(values, v)
		}
		r = r.With(p, values...)
	}
	return append([]*vocab.Resource{r}, out...)
}

// ErrBundle means that a proposal cannot be cut into proposals of one intent: what is wanted in
// return is for all of them together.
var ErrBundle = errors.New("the proposal is for several things together")

// Split cuts a proposal with several primary intents and nothing in return into proposals of one
// intent each, which is all that plain FEP-0837 knows. A proposal that has one of each already
// comes back as it is. name gives the address of the nth, counted from 1; each is PROPOSAL itself
// with other intents left out, so that what is agreed on one is agreed on that intent.
//
// Errors: ErrBundle.
func Split(proposal *vocab.Resource, name func(n int) vocab.IRI) ([]*vocab.Resource, error) {
	primary, back := proposal.All(vf.Publishes), proposal.All(vf.Reciprocal)
	if len(primary) <= 1 && len(back) <= 1 {
		return []*vocab.Resource{proposal}, nil
	}
	if len(back) > 0 {
		return nil, fmt.Errorf("%w: %d for %d in return", ErrBundle, len(primary), len(back))
	}
	out := make([]*vocab.Resource, len(primary))
	for i, intent := range primary {
		out[i] = proposal.WithID(name(i+1)).With(vf.Publishes, intent)
	}
	return out, nil
}

// wireID is the address under which plain peers know the nth intent of a side, or commitment.
func (s side) wireID(owner vocab.IRI, n int) vocab.IRI { return numbered(owner+s.fragment, n) }

// amount is how much a flow is of. Zero values: it does not say; unit alone: the number is open.
type amount struct {
	measure quantity.Measure
	stated  bool // the number is there
	term    *vocab.Property
}

// amountOf is the resource quantity of a flow, or else its effort.
func amountOf(r *vocab.Resource) (amount, error) {
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		part := r.Get(p).Part()
		if part == nil {
			continue
		}
		if !part.Has(vf.HasNumericalValue) {
			return amount{measure: quantity.Measure{Unit: unitOf(part.Get(vf.HasUnit).IRI())}, term: p}, nil
		}
		m, err := flow.QuantityOf(vocab.Inside(part))
		return amount{m, err == nil, p}, err
	}
	for _, s := range r.Extra() {
		if s.Property == unitOnly {
			return amount{measure: quantity.Measure{Unit: unitOf(s.Value.IRI())}, term: vf.ResourceQuantity}, nil
		}
	}
	return amount{term: vf.ResourceQuantity}, nil
}

// Identified is an agreement that came without ids under an address of its own, with its commitments
// beside it at base#primary and base#reciprocal.
func Identified(agreement *vocab.Resource, id, base vocab.IRI) *vocab.Resource {
	agreement = agreement.WithID(id)
	for _, s := range sides {
		values := append([]vocab.Value(nil), agreement.All(s.commitments)...)
		for i, v := range values {
			if part := v.Part(); part != nil {
				values[i] = vocab.Inside(part.WithID(s.wireID(base, i)))
			}
		}
		agreement = agreement.With(s.commitments, values...)
	}
	return agreement
}

// Enclose brings the commitments of an agreement inside it: those that say they are clauses of it.
func Enclose(agreement *vocab.Resource, commitments ...*vocab.Resource) *vocab.Resource {
	for _, s := range sides {
		for _, c := range commitments {
			if c.Get(s.clause).IRI() == agreement.ID() {
				agreement = agreement.Plus(s.commitments, vocab.Inside(c))
			}
		}
	}
	return agreement
}

// Detach takes a proposal or an agreement apart into the resources that are kept: as Spread, but that a
// commitment says of which agreement it is a clause, and the agreement does not say it again.
func Detach(whole *vocab.Resource) []*vocab.Resource {
	if whole.Class() != vf.Agreement {
		return Spread(whole)
	}
	var out []*vocab.Resource
	for _, s := range sides {
		for _, c := range parts(whole, s.commitments) {
			out = append(out, c.With(s.clause, vocab.Ref(whole.ID())))
		}
		whole = whole.With(s.commitments)
	}
	return append([]*vocab.Resource{whole}, out...)
}

// Localized is an agreement whose commitments name the intents of a proposal by the intents' own ids,
// where peers know them as PROPOSAL#primary and PROPOSAL#reciprocal.
func Localized(agreement, proposal *vocab.Resource) *vocab.Resource {
	for _, s := range sides {
		values := append([]vocab.Value(nil), agreement.All(s.commitments)...)
		for n, v := range values {
			c := v.Part()
			if c == nil {
				continue
			}
			if i := s.satisfied(proposal, c); i >= 0 && proposal.All(s.intents)[i].Part() != nil {
				values[n] = vocab.Inside(c.With(vf.Satisfies, vocab.Ref(proposal.All(s.intents)[i].Part().ID())))
			}
		}
		agreement = agreement.With(s.commitments, values...)
	}
	return agreement
}

// Satisfied are the intents that the commitments of an agreement satisfy.
func Satisfied(agreement *vocab.Resource) (intents []vocab.IRI) {
	for _, s := range sides {
		for _, c := range parts(agreement, s.commitments) {
			for _, v := range c.All(vf.Satisfies) {
				intents = append(intents, v.IRI())
			}
		}
	}
	return intents
}
