package pf

import (
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

const here = "https://alder.example/"

func ref(name string) vocab.Value { return vocab.Ref(here + vocab.IRI(name)) }
func is(i *vocab.Individual) vocab.Value {
	return vocab.Ref(i.IRI)
}
func called(name string) vocab.Value { return vocab.Ref(Schema.Base + vocab.IRI(name)) }
func day(date string) vocab.Value    { return vocab.Typed(date, vocab.XSD+"date") }
func hour(time string) vocab.Value   { return vocab.Typed(time, vocab.XSD+"dateTime") }
func span(period string) vocab.Value { return vocab.Typed(period, vocab.XSD+"duration") }

// thing makes a resource from pairs of property and value.
func thing(class *vocab.Class, id string, pairs ...any) *vocab.Resource {
	r := vocab.New(class, here+vocab.IRI(id))
	for i := 0; i < len(pairs); i += 2 {
		r = r.Plus(pairs[i].(*vocab.Property), pairs[i+1].(vocab.Value))
	}
	return r
}

func evenOverOf(id, prefers, over string, pairs ...any) *vocab.Resource {
	return thing(EvenOverStatement, id, append([]any{Prefers, called("quality-" + prefers), Over, called("quality-" + over)}, pairs...)...)
}

func move(from, to *vocab.Individual) *vocab.Resource {
	return thing(PhaseTransition, "transitions/1", TransitionOf, ref("groups/watershed"), FromPhase, is(from), ToPhase, is(to))
}

func measure(number string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasNumericalValue, vocab.Number(number)).
		With(vf.HasUnit, vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/euro")))
}

func TestRulesAcceptWhatIsRightAndRefuseWhatIsNot(t *testing.T) {
	mechanism := func(kind string, pairs ...any) *vocab.Resource {
		return thing(DecisionMechanism, "mechanisms/1", append([]any{MechanismType, called(kind)}, pairs...)...)
	}
	assignment := func(pairs ...any) *vocab.Resource {
		return thing(RoleAssignment, "assignments/1", append([]any{Member, ref("people/ana"), Organization, ref("groups/council")}, pairs...)...)
	}
	formal := func(pairs ...any) *vocab.Resource {
		return thing(FormalQuality, "qualities/1", append([]any{LexiconEntry, ref("lexicon/care"), TagAlias, vocab.Text("#care")}, pairs...)...)
	}
	for _, test := range []struct {
		name    string
		r       *vocab.Resource
		refused string // part of the message; empty: accepted
	}{
		{"two qualities", evenOverOf("values/1", "autonomy", "alignment", OnTradeOff, called("tradeoff-autonomy-alignment")), ""},
		{"two qualities in the other order", evenOverOf("values/1", "alignment", "autonomy", OnTradeOff, called("tradeoff-autonomy-alignment")), ""},
		{"qualities of a group's own", thing(EvenOverStatement, "values/1", Prefers, ref("qualities/care"), Over, ref("qualities/speed"), OnTradeOff, ref("tradeoffs/1")), ""},
		{"the same quality twice", evenOverOf("values/1", "autonomy", "autonomy"), "above a different one"},
		{"qualities that are not the poles", evenOverOf("values/1", "autonomy", "privacy", OnTradeOff, called("tradeoff-autonomy-alignment")), "between autonomy and alignment"},
		{"one quality only", thing(EvenOverStatement, "values/1", Prefers, called("quality-autonomy")), "is required"},
		{"a quality nobody declared", evenOverOf("values/1", "autonomi", "alignment"), "is not a name in that vocabulary"},
		{"half a weight", evenOverOf("values/1", "autonomy", "alignment", Weight, vocab.Number("0.5")), ""},
		{"double weight", evenOverOf("values/1", "autonomy", "alignment", Weight, vocab.Number("2")), "between 0 and 1"},
		{"a value that ends before it begins", evenOverOf("values/1", "autonomy", "alignment", ValidFrom, day("2026-03-02"), ValidThrough, day("2026-03-01")), "is before validFrom"},

		{"a trade-off with two poles", thing(TradeOff, "tradeoffs/1", Pole, ref("qualities/care"), Pole, ref("qualities/speed")), ""},
		{"a trade-off with one pole", thing(TradeOff, "tradeoffs/1", Pole, ref("qualities/care")), "two different poles"},
		{"a formal quality", formal(TaggedWith, is(TagQualities)), ""},
		{"a quality whose page is not tagged so", formal(TaggedWith, called("quality-privacy")), "is itself tagged"},
		{"a comparison of two", thing(ValueAlignment, "alignment/1", ComparesGroup, ref("groups/a"), ComparesGroup, ref("groups/b"), AlignmentScore, vocab.Number("0.0")), ""},
		{"a comparison of one", thing(ValueAlignment, "alignment/1", ComparesGroup, ref("groups/a")), "two different groups"},
		{"a score beyond full agreement", thing(ValueAlignment, "alignment/1", ComparesGroup, ref("groups/a"), ComparesGroup, ref("groups/b"), AlignmentScore, vocab.Number("1.01")), "between -1 and 1"},

		{"the next phase", move(PhaseFormation, PhaseOrganization), ""},
		{"a step back", move(PhaseOrganization, PhaseFormation), ""},
		{"an early end", move(PhaseConversation, PhaseCompletion), ""},
		{"a leap", move(PhaseConversation, PhaseIteration), "does not move from conversation to iteration"},
		{"standing still", move(PhaseIteration, PhaseIteration), "does not move"},
		{"after the end", move(PhaseCompletion, PhaseConversation), "completion is final"},
		{"a transition to nowhere", thing(PhaseTransition, "transitions/1", TransitionOf, ref("groups/a"), FromPhase, is(PhaseFormation)), "is required"},

		{"an entry with text", thing(StateElement, "", ElementKind, called("el-goals"), Content, vocab.Text("More trees.")), ""},
		{"an entry with a pointer", thing(StateElement, "", ElementKind, called("el-goals"), PointsTo, ref("goals")), ""},
		{"an entry of a kind of its own", thing(StateElement, "", ElementKind, ref("kinds/dreams"), Content, vocab.Text("More trees.")), ""},
		{"an empty entry", thing(StateElement, "", ElementKind, called("el-goals")), "text, a pointer, or both"},

		{"an ephemeral cell with an end", thing(EphemeralCell, "groups/feast", EndsOn, day("2026-05-31")), ""},
		{"an ephemeral cell without", thing(EphemeralCell, "groups/feast"), "says when it ends"},
		{"a committee that rotates", thing(Committee, "groups/fund", RotationInterval, span("P6M")), ""},
		{"a committee that ends", thing(Committee, "groups/fund", EndCondition, vocab.Text("Accounts accepted.")), ""},
		{"a committee for ever", thing(Committee, "groups/fund"), "ends or rotates"},
		{"a cell goes on", thing(Cell, "groups/watershed"), ""},

		{"a delegate seat", thing(DelegateSeat, "seats/1", RepresentsGroup, ref("groups/a"), TermLength, span("P1Y")), ""},
		{"a delegate seat of nobody", thing(DelegateSeat, "seats/1", TermLength, span("P1Y")), "is required"},
		{"a delegate seat for life", thing(DelegateSeat, "seats/1", RepresentsGroup, ref("groups/a")), "has a term"},
		{"a seat", thing(Seat, "seats/1", PostIn, ref("groups/a")), ""},
		{"a term", assignment(HasRole, ref("roles/treasurer"), TermStart, day("2026-01-01"), TermEnd, day("2026-12-31")), ""},
		{"a term that ends before it starts", assignment(HasRole, ref("roles/treasurer"), TermStart, day("2026-01-01"), TermEnd, day("2025-12-31")), "is before termStart"},
		{"holding a seat", assignment(FillsSeat, ref("seats/1")), ""},
		{"holding nothing", assignment(), "the role that is held or the seat that is filled"},
		{"an affiliation", thing(Affiliation, "affiliations/1", Member, ref("groups/a"), Organization, ref("groups/b"), AffiliationKind, called("affil-peer")), ""},
		{"an affiliation with itself", thing(Affiliation, "affiliations/1", Member, ref("groups/a"), Organization, ref("groups/a")), "not affiliated with itself"},

		{"consent", mechanism("mech-consent", Quorum, vocab.Number("0.6667"), ApprovalThreshold, vocab.Number("1")), ""},
		{"a quorum in per cent", mechanism("mech-consent", Quorum, vocab.Number("66.67")), "between 0 and 1"},
		{"a negative threshold", mechanism("mech-voting", ApprovalThreshold, vocab.Number("-0.1")), "between 0 and 1"},
		{"optimistic with its safeguards", mechanism("mech-optimistic", ChallengePeriod, span("P3D"), ChallengeBody, ref("groups/council"), ChallengeCriteria, vocab.Text("Outside the purpose.")), ""},
		{"optimistic without grounds", mechanism("mech-optimistic", ChallengePeriod, span("P3D"), ChallengeBody, ref("groups/council")), "challengeCriteria: is required on optimistic"},
		{"a way of deciding from elsewhere", mechanism("mech-guessing"), "takes one of"},
		{"a tally", thing(Tally, "", ParticipantCount, vocab.Typed("3", vocab.XSD+"nonNegativeInteger"), EligibleCount, vocab.Typed("3", vocab.XSD+"nonNegativeInteger")), ""},
		{"more votes than voters", thing(Tally, "", ParticipantCount, vocab.Typed("10", vocab.XSD+"nonNegativeInteger"), EligibleCount, vocab.Typed("9", vocab.XSD+"nonNegativeInteger")), "more than the 9"},
		{"a proposal that closes first", thing(GovernanceProposal, "proposals/1", OpensAt, hour("2026-02-17T18:00:00Z"), ClosesAt, hour("2026-02-10T18:00:00Z")), "is before opensAt"},
		{"an agreement that ends first", thing(GroupAgreement, "docs/1", ValidFrom, day("2026-02-17"), ValidThrough, day("2026-02-10")), "is before validFrom"},
		{"an allocation", thing(ResourceAllocation, "allocations/1", AuthorizedBy, ref("decisions/1"), AllocatedTo, ref("groups/a"), AllocatedQuantity, measure("1200")), ""},
		{"an allocation nobody decided", thing(ResourceAllocation, "allocations/1", AllocatedTo, ref("groups/a"), AllocatedQuantity, measure("1200")), "authorizedBy: is required"},
		{"a decision without outcome", thing(Decision, "decisions/1", DecidedBy, ref("groups/a")), "outcome: is required"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := all.Check(test.r)
			switch {
			case test.refused == "" && len(found) > 0:
				t.Errorf("refused: %v", found)
			case test.refused != "" && !strings.Contains(found.Error(), test.refused):
				t.Errorf("says %q, not %q", found, test.refused)
			}
		})
	}
}
