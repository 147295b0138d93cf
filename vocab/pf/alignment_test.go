package pf

import (
	"slices"
	"testing"
	"time"

	"tributary/vocab"
)

var spring = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Two networks of the river: both put participation first, they are at odds on autonomy where they
// decide on operations, and only one has spoken on the others.
func river() (alder, estuary []*vocab.Resource) {
	alder = []*vocab.Resource{
		evenOverOf("values/1", "participation", "expediency", OnTradeOff, called("tradeoff-expediency-participation"),
			AppliesToScope, called("scope-purpose"), AppliesToScope, called("scope-membership"), ValidFrom, day("2025-03-20")),
		evenOverOf("values/2", "adaptability", "immutability", AppliesToScope, called("scope-policy"), ValidFrom, day("2025-03-20")),
		evenOverOf("values/3", "autonomy", "alignment", AppliesToScope, called("scope-operational"), AppliesToScope, called("scope-resources")),
	}
	estuary = []*vocab.Resource{
		evenOverOf("estuary/1", "participation", "expediency"),
		evenOverOf("estuary/2", "alignment", "autonomy", AppliesToScope, called("scope-operational")),
		evenOverOf("estuary/3", "transparency", "privacy", AppliesToScope, called("scope-resources")),
	}
	return alder, estuary
}

func TestAlignmentComparesWhatBothHaveSpokenOn(t *testing.T) {
	alder, estuary := river()

	got := Alignment(alder, estuary, spring)

	if got.Score != "0" || got.Comparable != 2 || len(got.Compared) != 4 || got.Contradictions != nil {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(got.Agrees, []vocab.IRI{Schema.Base + "tradeoff-expediency-participation"}) ||
		!slices.Equal(got.Differs, []vocab.IRI{Schema.Base + "tradeoff-autonomy-alignment"}) {
		t.Errorf("agrees on %v, differs on %v", got.Agrees, got.Differs)
	}
}

func TestMattersThatDoNotMeetAreNotCompared(t *testing.T) {
	alder, estuary := river()
	estuary[1] = estuary[1].With(AppliesToScope, called("scope-standards"))

	got := Alignment(alder, estuary, spring)

	if got.Score != "1" || got.Comparable != 1 || got.Differs != nil {
		t.Errorf("%+v", got)
	}
}

func TestSmallerWeightCounts(t *testing.T) {
	a := []*vocab.Resource{
		evenOverOf("a/1", "participation", "expediency", Weight, vocab.Number("0.5")),
		evenOverOf("a/2", "autonomy", "alignment"),
	}
	b := []*vocab.Resource{
		evenOverOf("b/1", "participation", "expediency"),
		evenOverOf("b/2", "alignment", "autonomy", Weight, vocab.Number("0.25")),
	}
	// (0.5 − 0.25) / (0.5 + 0.25)
	if got := Alignment(a, b, spring); got.Score != "0.3333" {
		t.Errorf("score %s", got.Score)
	}
}

func TestWithoutCommonGroundThereIsNoScore(t *testing.T) {
	a := []*vocab.Resource{evenOverOf("a/1", "participation", "expediency")}
	b := []*vocab.Resource{evenOverOf("b/1", "autonomy", "alignment"), thing(ValueStatement, "b/2")}
	for _, other := range [][]*vocab.Resource{b, nil} {
		if got := Alignment(a, other, spring); got.Score != "" || got.Comparable != 0 {
			t.Errorf("%+v", got)
		}
	}
}

func TestOnlyStatementsInForceCount(t *testing.T) {
	old := evenOverOf("a/1", "participation", "expediency", ValidThrough, day("2026-03-02"))
	later := evenOverOf("a/2", "expediency", "participation", ValidFrom, day("2026-03-03"))
	b := []*vocab.Resource{evenOverOf("b/1", "participation", "expediency")}
	a := []*vocab.Resource{old, later}

	if got := Alignment(a, b, spring); got.Score != "1" {
		t.Errorf("on the last day: %+v", got)
	}
	if got := Alignment(a, b, spring.AddDate(0, 0, 1)); got.Score != "-1" {
		t.Errorf("on the next: %+v", got)
	}
	revised := evenOverOf("a/3", "expediency", "participation", WasRevisionOf, vocab.Ref(old.ID()))
	if got := Alignment([]*vocab.Resource{old, revised}, b, spring); got.Score != "-1" || got.Contradictions != nil {
		t.Errorf("after a revision: %+v", got)
	}
}

func TestAContradictionIsReportedAndNotAveraged(t *testing.T) {
	a := []*vocab.Resource{
		evenOverOf("a/1", "participation", "expediency"),
		evenOverOf("a/2", "expediency", "participation", AppliesToScope, called("scope-resources")),
		evenOverOf("a/3", "autonomy", "alignment"),
	}
	b := []*vocab.Resource{evenOverOf("b/1", "participation", "expediency"), evenOverOf("b/2", "autonomy", "alignment")}

	got := Alignment(a, b, spring)

	want := Contradiction{Schema.Base + "tradeoff-expediency-participation", here + "a/1", here + "a/2"}
	if !slices.Equal(got.Contradictions, []Contradiction{want}) || got.Score != "1" || got.Comparable != 1 {
		t.Errorf("%+v", got)
	}
}

func TestOwnTradeOffsAreComparedByTheirAddress(t *testing.T) {
	own := func(id string) *vocab.Resource {
		return thing(EvenOverStatement, id, Prefers, ref("q/momentum"), Over, ref("q/perfection"), OnTradeOff, ref("t/1"))
	}
	if got := Alignment([]*vocab.Resource{own("a/1")}, []*vocab.Resource{own("b/1")}, spring); got.Score != "1" {
		t.Errorf("%+v", got)
	}
}
