package exchange

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
)

// Match is an offer and a request that fit, or would but for the obstacles.
type Match struct {
	Offer, Request Half
	// MineIsOffer says which of the two is of mine; sentences call that side you.
	MineIsOffer bool
	Reasons     []string // what speaks for it, in words
	Obstacles   []string // what stands in the way; none: they fit as they are
}

// Half is one side of a match.
type Half struct {
	Intent   *vocab.Resource
	Proposal *vocab.Resource // that publishes it; nil for an intent on its own
}

// Mine and Theirs are the two sides from the point of view of who asked.
func (m Match) Mine() Half {
	if m.MineIsOffer {
		return m.Offer
	}
	return m.Request
}

// Theirs is the other side.
func (m Match) Theirs() Half {
	if m.MineIsOffer {
		return m.Request
	}
	return m.Offer
}

// Matching says how offers and requests are compared. The zero value compares what is stated alone.
type Matching struct {
	// Now leaves out proposals that have ended or not begun; zero: all count.
	Now time.Time
	// Find gives intents, places and types of resource that are only named; nil: none.
	Find func(vocab.IRI) *vocab.Resource
	// Kin gives other names of a type of resource, or types that serve as well; nil: none.
	Kin func(specification vocab.IRI) []vocab.IRI
	// Within is how far apart two places may be, in kilometres; 0: 50.
	Within float64
	// Best is how many matches are given for each of mine; 0: 20.
	Best int
}

// maxCandidates bounds how many of theirs are looked at for each of mine, in their order.
const maxCandidates = 10_000

// Match finds for the proposals and intents of mine those of theirs that fit: one side gives what
// the other asks for, and not to itself.
//
// They fit when their actions do and they name the same resource, the same type of resource or a
// kin of it, or share a classification. What else both state is compared: amounts, by exact
// conversion of units; times; places; and what is wanted in return. Where it agrees there is a
// reason, where it does not, or cannot be compared, an obstacle. What only one side states says
// nothing, so that no figure ever stands for a comparison that was not made.
//
// The order is that of fit: fewest obstacles, then the closest name for the resource, most reasons,
// and the ids. Finished intents are left out. The work is that of the pairs that share a name, not
// of all pairs.
//
// Spec: ValueFlows 1.0, concepts/proposals, leaves matching to applications; the rules are ours.
func (o Matching) Match(mine, theirs []*vocab.Resource) []Match {
	if o.Within == 0 {
		o.Within = 50
	}
	if o.Best == 0 {
		o.Best = 20
	}
	left, right := o.entries(mine), o.entries(theirs)
	index := indexOf(right)
	kin := o.kinship()

	var found []scored
	seen := make([]int, len(right)) // the last of mine, counted from 1, that met it
	for i := range left {
		best := o.best(&left[i], right, index, kin, seen, i+1)
		found = append(found, best...)
	}
	slices.SortFunc(found, scored.compare)
	matches := make([]Match, len(found))
	for i, s := range found {
		matches[i] = o.words(s)
	}
	return matches
}

// best are the closest of theirs for one of mine. round marks whom it has met.
func (o Matching) best(mine *entry, theirs []entry, index map[string][]int, kin func(vocab.IRI) []vocab.IRI, seen []int, round int) (best []scored) {
	looked := 0
	for _, key := range mine.wanted(kin) {
		for _, j := range index[key] {
			if seen[j] == round {
				continue
			}
			seen[j] = round
			if looked++; looked > maxCandidates {
				return best
			}
			other := &theirs[j]
			if other.gives == mine.gives || other.agent != "" && other.agent == mine.agent || other.intent.ID() == mine.intent.ID() {
				continue
			}
			if s, fits := o.compare(mine, other, kin); fits {
				best = keep(best, s, o.Best)
			}
		}
	}
	return best
}

// keep inserts s where it belongs among the best n.
func keep(best []scored, s scored, n int) []scored {
	at, _ := slices.BinarySearchFunc(best, s, scored.compare)
	if at >= n {
		return best
	}
	best = slices.Insert(best, at, s)
	return best[:min(len(best), n)]
}

// compare orders by fit.
func (s scored) compare(t scored) int {
	return cmp.Or(
		cmp.Compare(s.obstacles, t.obstacles),
		cmp.Compare(s.resource, t.resource),
		cmp.Compare(t.reasons, s.reasons),
		strings.Compare(string(s.mine.intent.ID()), string(t.mine.intent.ID())),
		strings.Compare(string(s.theirs.intent.ID()), string(t.theirs.intent.ID())),
	)
}

// kinship asks Kin once a type.
func (o Matching) kinship() func(vocab.IRI) []vocab.IRI {
	known := map[vocab.IRI][]vocab.IRI{}
	return func(specification vocab.IRI) []vocab.IRI {
		if o.Kin == nil || specification == "" {
			return nil
		}
		names, ok := known[specification]
		if !ok {
			for _, name := range o.Kin(specification) {
				names = append(names, oneName(name))
			}
			known[specification] = names
		}
		return names
	}
}
