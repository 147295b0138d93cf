package pf

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
)

// Comparison says how far the values of two groups point the same way. It is computed, and shows
// its inputs: a number alone would hide that the groups spoke of different matters.
type Comparison struct {
	Score          string      // decimal of up to four places from -1 to 1; empty: nothing to compare
	Comparable     int         // trade-offs on which both groups take a position for a common matter
	Agrees         []vocab.IRI // trade-offs on which they prefer the same pole
	Differs        []vocab.IRI // trade-offs on which they prefer opposite poles, for some matter
	Compared       []vocab.IRI // the statements that were set against each other
	Contradictions []Contradiction
}

// Contradiction is two statements of one group that prefer opposite poles for a common matter.
// They are reported and take no part in the score.
type Contradiction struct {
	TradeOff      vocab.IRI
	First, Second vocab.IRI
}

// Alignment compares the even-over statements of two groups that are in force at a time.
//
// a and b are pf:EvenOverStatement resources; others are passed over. Two statements are compared
// when they are on the same trade-off and their decision scopes overlap; no scope means every
// matter. A statement that names no trade-off is on the built-in one between its two qualities.
// Each pair counts with the smaller weight of the two (absent: 1), for or against.
func Alignment(a, b []*vocab.Resource, at time.Time) Comparison {
	var result Comparison
	ours := result.consistent(inForce(a, at))
	theirs := result.consistent(inForce(b, at))

	sum, all := new(big.Rat), new(big.Rat)
	for _, x := range ours {
		for _, y := range theirs {
			if x.tradeOff != y.tradeOff || !x.overlaps(y) {
				continue
			}
			weight := x.weight
			if y.weight.Cmp(weight) < 0 {
				weight = y.weight
			}
			all.Add(all, weight)
			result.Compared = with(with(result.Compared, x.id), y.id)
			if x.prefers == y.prefers {
				sum.Add(sum, weight)
				result.Agrees = with(result.Agrees, x.tradeOff)
			} else {
				sum.Sub(sum, weight)
				result.Differs = with(result.Differs, x.tradeOff)
			}
		}
	}
	// A trade-off on which they are at odds for some matter is not one on which they agree.
	result.Agrees = slices.DeleteFunc(result.Agrees, func(t vocab.IRI) bool { return slices.Contains(result.Differs, t) })
	result.Comparable = len(result.Agrees) + len(result.Differs)
	if all.Sign() > 0 {
		result.Score = fourPlaces(sum.Quo(sum, all))
	}
	return result
}

// A position is what a statement says on a trade-off.
type position struct {
	id, tradeOff, prefers vocab.IRI
	scopes                []vocab.Value
	weight                *big.Rat
}

// inForce are the positions of statements valid at a time that no other of them revises.
func inForce(statements []*vocab.Resource, at time.Time) (positions []position) {
	valid := slices.DeleteFunc(slices.Clone(statements), func(r *vocab.Resource) bool {
		from, through := r.Get(ValidFrom).Time(), r.Get(ValidThrough).Time()
		return !r.Class().IsA(EvenOverStatement) ||
			!from.IsZero() && at.Before(from) ||
			!through.IsZero() && !at.Before(through.AddDate(0, 0, 1)) // the last day is included
	})
	for _, r := range valid {
		revised := slices.ContainsFunc(valid, func(newer *vocab.Resource) bool {
			return r.ID() != "" && newer.Get(WasRevisionOf).IRI() == r.ID()
		})
		if tradeOff := TradeOffOf(r); tradeOff != "" && !revised {
			positions = append(positions, position{r.ID(), tradeOff, r.Get(Prefers).IRI(), r.All(AppliesToScope), weightOf(r)})
		}
	}
	return positions
}

// TradeOffOf is the trade-off an even-over statement is on: the one it names, or the built-in one
// between its two qualities. Empty when there is neither.
func TradeOffOf(statement *vocab.Resource) vocab.IRI {
	if named := statement.Get(OnTradeOff).IRI(); named != "" {
		return named
	}
	prefers, over := statement.Get(Prefers).IRI(), statement.Get(Over).IRI()
	for _, i := range Schema.Individuals {
		if poles := i.Fact(Pole); len(poles) == 2 && isPair(prefers, over, poles[0].IRI(), poles[1].IRI()) {
			return i.IRI
		}
	}
	return ""
}

// weightOf is a statement's weight; 1 when absent or not between 0 and 1.
func weightOf(r *vocab.Resource) *big.Rat {
	full := big.NewRat(1, 1)
	if n := rational(r.Get(Weight)); n != nil && n.Sign() >= 0 && n.Cmp(full) <= 0 {
		return n
	}
	return full
}

// overlaps says whether two positions are about a common matter.
func (x position) overlaps(y position) bool {
	return len(x.scopes) == 0 || len(y.scopes) == 0 || slices.ContainsFunc(x.scopes, func(s vocab.Value) bool {
		return slices.ContainsFunc(y.scopes, s.Equal)
	})
}

// consistent notes contradictions among one group's positions and leaves those out.
func (c *Comparison) consistent(positions []position) (kept []position) {
	torn := make([]bool, len(positions))
	for i, x := range positions {
		for j, y := range positions[:i] {
			if x.tradeOff == y.tradeOff && x.prefers != y.prefers && x.overlaps(y) {
				c.Contradictions = append(c.Contradictions, Contradiction{x.tradeOff, y.id, x.id})
				torn[i], torn[j] = true, true
			}
		}
	}
	for i, x := range positions {
		if !torn[i] {
			kept = append(kept, x)
		}
	}
	return kept
}

// with adds an IRI once.
func with(list []vocab.IRI, id vocab.IRI) []vocab.IRI {
	if slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// fourPlaces writes a fraction as a decimal without needless zeros.
func fourPlaces(n *big.Rat) string {
	text := strings.TrimRight(strings.TrimRight(n.FloatString(4), "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}
