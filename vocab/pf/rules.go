package pf

import (
	"fmt"
	"math/big"

	"tributary/vocab"
	"tributary/vocab/quantity"
)

// The rules that one document can show to be broken. What needs a second document (chains of
// versions, terms in a row, who may decide what) is checked where both are at hand.
var (
	_ = Schema.Rule(EvenOverStatement, "even over", evenOver)
	_ = Schema.Rule(TradeOff, "two poles", twoPoles)
	_ = Schema.Rule(FormalQuality, "meta-tag", metaTag)
	_ = Schema.Rule(ValueStatement, "weight", within(Weight, "0", "1"))
	_ = Schema.Rule(ValueStatement, "validity", inOrder(ValidFrom, ValidThrough))
	_ = Schema.Rule(ValueAlignment, "two groups", twoGroups)
	_ = Schema.Rule(ValueAlignment, "score", within(AlignmentScore, "-1", "1"))

	_ = Schema.Rule(PhaseTransition, "allowed transition", allowedTransition)
	_ = Schema.Rule(StateElement, "text or pointer", oneOf("an entry has text, a pointer, or both", Content, PointsTo))

	_ = Schema.Rule(EphemeralCell, "end", oneOf("an ephemeral cell says when it ends", EndsOn, EndCondition))
	_ = Schema.Rule(Committee, "end or rotation", oneOf("a committee ends or rotates", EndsOn, EndCondition, RotationInterval))

	_ = Schema.Rule(DelegateSeat, "term", oneOf("a delegate seat has a term", TermLength, TermEnd, RotationInterval))
	_ = Schema.Rule(RoleAssignment, "role or seat", oneOf("an assignment names the role that is held or the seat that is filled", HasRole, FillsSeat))
	_ = Schema.Rule(RoleAssignment, "term", inOrder(TermStart, TermEnd))
	_ = Schema.Rule(Affiliation, "two sides", twoSides)

	_ = Schema.Rule(GovernanceDocument, "validity", inOrder(ValidFrom, ValidThrough))
	_ = Schema.Rule(GovernanceProposal, "open before closed", inOrder(OpensAt, ClosesAt))
	_ = Schema.Rule(DecisionMechanism, "optimistic", optimistic)
	_ = Schema.Rule(DecisionMechanism, "quorum", within(Quorum, "0", "1"))
	_ = Schema.Rule(DecisionMechanism, "threshold", within(ApprovalThreshold, "0", "1"))
	_ = Schema.Rule(Tally, "turnout", turnout)
)

func evenOver(r *vocab.Resource) (broken []vocab.Violation) {
	prefers, over := r.Get(Prefers).IRI(), r.Get(Over).IRI()
	if prefers != "" && prefers == over {
		broken = append(broken, breaks(Over, "an even-over statement puts one quality above a different one"))
	}
	onTradeOff := byIRI()[r.Get(OnTradeOff).IRI()]
	if onTradeOff == nil || prefers == "" || over == "" {
		return broken
	}
	poles := onTradeOff.Fact(Pole)
	if len(poles) == 2 && !isPair(prefers, over, poles[0].IRI(), poles[1].IRI()) {
		broken = append(broken, breaks(OnTradeOff, "%s is between %s and %s, and the statement names other qualities",
			onTradeOff.Name, label(poles[0].IRI()), label(poles[1].IRI())))
	}
	return broken
}

func isPair(a, b, first, second vocab.IRI) bool {
	return a == first && b == second || a == second && b == first
}

func twoPoles(r *vocab.Resource) []vocab.Violation {
	poles := r.All(Pole)
	if len(poles) == 2 && !poles[0].Equal(poles[1]) || len(poles) == 0 {
		return nil // none at all: Pole is required, which Check says
	}
	return one(breaks(Pole, "a trade-off has two different poles"))
}

func metaTag(r *vocab.Resource) []vocab.Violation {
	for _, tag := range r.All(TaggedWith) {
		if tag.IRI() == TagQualities.IRI {
			return nil
		}
	}
	return one(breaks(TaggedWith, "a formal quality is itself tagged %s", TagQualities.Name))
}

func twoGroups(r *vocab.Resource) []vocab.Violation {
	groups := r.All(ComparesGroup)
	if len(groups) == 2 && !groups[0].Equal(groups[1]) || len(groups) == 0 {
		return nil // none at all: ComparesGroup is required, which Check says
	}
	return one(breaks(ComparesGroup, "a comparison names two different groups"))
}

func allowedTransition(r *vocab.Resource) []vocab.Violation {
	from, to := r.Get(FromPhase).IRI(), r.Get(ToPhase).IRI()
	if from == "" || to == "" || MayMove(from, to) {
		return nil // a missing phase is required, which Check says
	}
	if from == PhaseCompletion.IRI {
		return one(breaks(ToPhase, "completion is final; a successor is a new group that was derived from the old"))
	}
	return one(breaks(ToPhase, "a group does not move from %s to %s", label(from), label(to)))
}

func twoSides(r *vocab.Resource) []vocab.Violation {
	if member := r.Get(Member); !member.IsZero() && member.Equal(r.Get(Organization)) {
		return one(breaks(Organization, "a group is not affiliated with itself"))
	}
	return nil
}

// optimistic governance without a period, a body and grounds to challenge is a trap.
func optimistic(r *vocab.Resource) (broken []vocab.Violation) {
	kind := byIRI()[r.Get(MechanismType).IRI()]
	for kind != nil && kind != MechOptimistic {
		kind = kind.Broader
	}
	if kind == nil {
		return nil
	}
	for _, p := range []*vocab.Property{ChallengePeriod, ChallengeBody, ChallengeCriteria} {
		if !r.Has(p) {
			broken = append(broken, breaks(p, "is required on optimistic governance: how long, by whom and on what grounds a decision can be challenged"))
		}
	}
	return broken
}

func turnout(r *vocab.Resource) []vocab.Violation {
	took, could := r.Get(ParticipantCount), r.Get(EligibleCount)
	if took.IsZero() || could.IsZero() {
		return nil
	}
	if a, b := rational(took), rational(could); a != nil && b != nil && a.Cmp(b) > 0 {
		return one(breaks(ParticipantCount, "is more than the %s who could have taken part", could.Text()))
	}
	return nil
}

// within makes a rule that a number lies between two others.
func within(p *vocab.Property, least, most string) func(*vocab.Resource) []vocab.Violation {
	low, _ := new(big.Rat).SetString(least)
	high, _ := new(big.Rat).SetString(most)
	return func(r *vocab.Resource) (broken []vocab.Violation) {
		for _, v := range r.All(p) {
			if n := rational(v); n != nil && (n.Cmp(low) < 0 || n.Cmp(high) > 0) {
				broken = append(broken, breaks(p, "%s is not between %s and %s", v.Text(), least, most))
			}
		}
		return broken
	}
}

// inOrder makes a rule that one time is not after another.
func inOrder(first, last *vocab.Property) func(*vocab.Resource) []vocab.Violation {
	return func(r *vocab.Resource) []vocab.Violation {
		from, to := r.Get(first).Time(), r.Get(last).Time()
		if from.IsZero() || to.IsZero() || !to.Before(from) {
			return nil
		}
		return one(breaks(last, "is before %s", first.Term))
	}
}

// oneOf makes a rule that at least one of the terms is there.
func oneOf(rule string, terms ...*vocab.Property) func(*vocab.Resource) []vocab.Violation {
	return func(r *vocab.Resource) []vocab.Violation {
		names := ""
		for i, p := range terms {
			if r.Has(p) {
				return nil
			}
			if i > 0 {
				names += " or "
			}
			names += p.Term
		}
		return one(breaks(terms[0], "%s: give %s", rule, names))
	}
}

func breaks(p *vocab.Property, format string, args ...any) vocab.Violation {
	return vocab.Violation{Path: p.Term, Term: p.Term, Message: fmt.Sprintf(format, args...)}
}

func one(v vocab.Violation) []vocab.Violation { return []vocab.Violation{v} }

// rational reads a decimal exactly, or is nil. The decimal's own reader bounds the work first.
func rational(v vocab.Value) *big.Rat {
	d, err := quantity.ParseDecimal(v.Text())
	if err != nil {
		return nil
	}
	n, ok := new(big.Rat).SetString(d.String())
	if !ok {
		return nil
	}
	return n
}

// label names a concept for people, and anything else by its IRI.
func label(id vocab.IRI) string {
	if known := byIRI()[id]; known != nil {
		return known.Label
	}
	return string(id)
}
