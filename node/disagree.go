package node

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/quantity"
)

// Why says in what two nodes differ over what stands between two agents.
type Why string

const (
	OnlyHere    Why = "only-here"   // known here, not there
	OnlyThere   Why = "only-there"  // known there, not here
	StateOf     Why = "state"       // one says stated, the other confirmed …
	AmountOf    Why = "quantity"    // of another amount
	LeftOf      Why = "outstanding" // more is left of a promise to the one than to the other
	TermsOf     Why = "terms"       // another action, other sides, or another correction
	SumsOf      Why = "sums"        // what is added up
	OwedOf      Why = "owed"        // what is added up of what is outstanding
	NotItsOwn   Why = "not-its-own" // their sums do not follow from what they list
	NotPinned   Why = "not-pinned"  // they have others in a part of the list that was not read
	TooManyWays Why = "too-many"    // so much differs that it was not all read
)

// Disagreement is one difference between what this node and another say of two agents.
type Disagreement struct {
	Why   Why       `json:"why"`
	What  vocab.IRI `json:"what,omitempty"` // the event or commitment; empty of sums
	Here  string    `json:"here,omitempty"`
	There string    `json:"there,omitempty"`
}

// sayings tell each difference for people: HERE is what is said here, THERE what is said there.
var sayings = map[Why]string{
	OnlyHere:    "is known here, as HERE, and not there",
	OnlyThere:   "is known there, as THERE, and not here",
	StateOf:     "is HERE here and THERE there",
	AmountOf:    "is of HERE here and of THERE there",
	LeftOf:      "has HERE outstanding here and THERE there",
	TermsOf:     "is HERE here and THERE there",
	SumsOf:      "the sums are HERE here and THERE there",
	OwedOf:      "outstanding is HERE here and THERE there",
	NotItsOwn:   "their sums do not follow from their own list: it makes HERE, and they say THERE",
	NotPinned:   "a part of the list differs that was not read: HERE here, THERE there; ask again",
	TooManyWays: "so much differs that not all of it was read",
}

// String is the difference for people, after what it is about.
func (d Disagreement) String() string {
	text := strings.NewReplacer("HERE", d.Here, "THERE", d.There).Replace(sayings[d.Why])
	if d.What != "" {
		return string(d.What) + " " + text
	}
	return text
}

// Compare lists in what another node's list of dealings differs from ours, by address. now is ours, and
// then what ours was when theirs was made: what changed here since is no difference, and only counted.
func Compare(now, then, theirs []Dealing) (found []Disagreement, later int) {
	here, before, there := byID(now), byID(then), byID(theirs)
	for _, d := range theirs {
		ours, known := here[d.ID]
		was, knew := before[d.ID]
		switch {
		case known && ours == d:
		case knew && was == d:
			later++
		case !known:
			found = append(found, Disagreement{Why: OnlyThere, What: d.ID, There: d.State})
		default:
			found = append(found, ours.against(d)...)
		}
	}
	for _, d := range now {
		if _, known := there[d.ID]; known {
			continue
		}
		if _, knew := before[d.ID]; !knew {
			later++
			continue
		}
		found = append(found, Disagreement{Why: OnlyHere, What: d.ID, Here: d.State})
	}
	slices.SortStableFunc(found, func(a, b Disagreement) int { return cmp.Compare(a.What, b.What) })
	return found, later
}

func byID(all []Dealing) map[vocab.IRI]Dealing {
	m := make(map[vocab.IRI]Dealing, len(all))
	for _, d := range all {
		m[d.ID] = d
	}
	return m
}

// against lists in what two sides differ over one event or commitment.
func (d Dealing) against(theirs Dealing) (found []Disagreement) {
	say := func(why Why, here, there string) {
		if here != there {
			found = append(found, Disagreement{why, d.ID, here, there})
		}
	}
	say(StateOf, d.State, theirs.State)
	say(AmountOf, d.amounts(), theirs.amounts())
	say(LeftOf, d.Outstanding.String(), theirs.Outstanding.String())
	say(TermsOf, d.terms(), theirs.terms())
	return found
}

func (d Dealing) amounts() string {
	if d.Effort == (Amount{}) {
		return d.Quantity.String()
	}
	return d.Quantity.String() + " and " + d.Effort.String()
}

func (d Dealing) terms() string {
	text := fmt.Sprintf("%s %s from %s to %s", d.Type, d.Action, d.Provider, d.Receiver)
	if d.Corrects != "" {
		text += ", correcting " + string(d.Corrects)
	}
	return text
}

// CompareSums lists in what sums of another node differ from ours. theirs are from their view: what they
// received is what we gave.
func CompareSums(why Why, ours, theirs []Total) (found []Disagreement) {
	type key struct{ action, unit string }
	sums := map[key][2]Total{}
	var order []key
	for i, list := range [][]Total{ours, theirs} {
		for _, t := range list {
			if i == 1 {
				t.Given, t.Received = t.Received, t.Given
			}
			k := key{t.Action, t.Given.Unit}
			both, known := sums[k]
			if !known {
				order = append(order, k)
				for j := range both {
					both[j] = Total{Action: t.Action, Given: quantity.Measure{Unit: k.unit}, Received: quantity.Measure{Unit: k.unit}}
				}
			}
			both[i] = t
			sums[k] = both
		}
	}
	for _, k := range order {
		here, there := sums[k][0], sums[k][1]
		if here.Given.Value.Equal(there.Given.Value) && here.Received.Value.Equal(there.Received.Value) {
			continue
		}
		found = append(found, Disagreement{Why: why, Here: here.String(), There: there.String()})
	}
	return found
}
