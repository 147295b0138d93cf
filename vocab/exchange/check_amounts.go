package exchange

import (
	"math/big"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// amounts asks that what is committed fits what was proposed, on all intents together.
//
// The text of FEP-0837 asks for multiples on both sides. That they are the same multiple follows
// from what a unit is: otherwise three bikes could be had for the price of one.
func (r *Refusals) amounts(pairs []pair, unitBased bool) {
	var first *big.Rat // the multiplier of all
	for _, p := range pairs {
		intended, committed, ok := r.units(p)
		if !ok {
			continue
		}
		path := p.path + "." + committed.term.Term
		r.bounds(p.intent, committed, path)
		switch {
		case !committed.stated:
			continue
		case !intended.stated:
			if committed.measure.Value.Sign() <= 0 {
				r.say(RulePositive, path, "is the offerer's to choose, above zero")
			}
		case !unitBased:
			if !intended.measure.Value.Equal(committed.measure.Value) {
				r.say(RuleEqual, path, "is %s in the proposal, not %s", intended.measure, committed.measure)
			}
		default:
			k, ok := r.multiplier(intended, committed, path)
			if !ok || k == nil {
				continue
			}
			if first == nil {
				first = k
			}
			if k.Cmp(first) != 0 {
				r.say(RuleMultiplier, path, "is %s times what is proposed by the unit, where another commitment is %s times it",
					k.RatString(), first.RatString())
			}
		}
	}
}

// units asks that a commitment is counted as its intent is. An intent that names no unit leaves it
// open.
func (r *Refusals) units(p pair) (intended, committed amount, ok bool) {
	intended, err := amountOf(p.intent)
	if err != nil {
		r.say(RuleWhole, "", "the amount of the intent %s cannot be read: %v", p.intent.ID(), err)
		return intended, committed, false
	}
	committed, err = amountOf(p.commitment)
	path := p.path + "." + committed.term.Term
	switch {
	case err != nil:
		r.say(RuleEqual, path, "cannot be read: %v", err)
		return intended, committed, false
	case intended.measure.Unit == "" && !committed.stated:
		return intended, committed, true
	case !committed.stated:
		r.say(RuleEqual, p.path+"."+intended.term.Term, "is required: a number with a unit")
		return intended, committed, false
	case intended.measure.Unit == "":
		return intended, committed, true
	case intended.measure.Unit != committed.measure.Unit:
		r.say(RuleUnit, path+".hasUnit", "is %s in the proposal, not %s", unitName(intended.measure.Unit), unitName(committed.measure.Unit))
		return intended, committed, false
	case intended.term != committed.term:
		r.say(RuleUnit, path, "is given as %s in the proposal", intended.term.Term)
		return intended, committed, false
	}
	return intended, committed, true
}

func unitName(id string) string {
	if u, ok := quantity.LookupUnit(id); ok {
		return u.Label
	}
	return id
}

// multiplier is how many units a commitment is of; nil where any number of them comes to nothing.
func (r *Refusals) multiplier(intended, committed amount, path string) (*big.Rat, bool) {
	unit, given := rat(intended.measure.Value), rat(committed.measure.Value)
	if unit.Sign() == 0 {
		if given.Sign() != 0 {
			r.say(RuleMultiple, path, "is nothing in the proposal, not %s", committed.measure)
			return nil, false
		}
		return nil, true
	}
	k := new(big.Rat).Quo(given, unit)
	if !k.IsInt() || k.Sign() <= 0 {
		r.say(RuleMultiple, path, "is %s, no whole multiple of the %s in the proposal", committed.measure, intended.measure)
		return nil, false
	}
	return k, true
}

// rat is a decimal as a ratio; the text of a Decimal is one always.
func rat(d quantity.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		return new(big.Rat)
	}
	return r
}

// bounds asks that the amount reaches the minimum and does not exceed what is available.
func (r *Refusals) bounds(intent *vocab.Resource, committed amount, path string) {
	for _, bound := range []struct {
		rule Rule
		term *vocab.Property
		sign int // of the comparison that breaks the rule
		says string
	}{
		{RuleMinimum, vf.MinimumQuantity, -1, "is less than the minimum of"},
		{RuleAvailable, vf.AvailableQuantity, +1, "is more than the available"},
	} {
		if !intent.Has(bound.term) || !committed.stated {
			continue
		}
		limit, err := flow.QuantityOf(intent.Get(bound.term))
		if err != nil {
			r.say(bound.rule, path, "cannot be compared with %s: %v", bound.term.Term, err)
			continue
		}
		order, err := committed.measure.Cmp(limit)
		switch {
		case err != nil:
			r.say(bound.rule, path, "cannot be compared with %s: %v", bound.term.Term, err)
		case order == bound.sign:
			r.say(bound.rule, path, "%s %s", bound.says, limit)
		}
	}
}
