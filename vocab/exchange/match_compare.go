package exchange

import (
	"math"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// named is by what an offer and a request were found to be of the same; the closest first.
type named int

const (
	byThing named = iota
	byType
	byKin
	byTag
)

// verdict is what came of comparing one thing that both state.
type verdict int

const (
	silent    verdict = iota // not both say something
	agrees                   // a reason
	hinders                  // an obstacle
	unknown                  // an obstacle: cannot be compared
	tooLittle                // an obstacle: below a minimum
)

// scored is a pair with what was found, not yet in words: most are never told.
type scored struct {
	mine, theirs *entry
	resource     named
	service      *pairing // actions that differ and fit; nil: the same
	tag          string   // of byTag
	amount       verdict
	time, place  verdict
	back         verdict
	wanted, paid *back // what was compared in return
	reasons      int
	obstacles    int
}

// pairing is an action that serves a request for another one.
type pairing struct {
	offered, asked *vocab.Individual
	why            string
}

// pairings are the actions that serve beside the one asked for.
var pairings = []pairing{
	{vf.DeliverService, vf.Work, "work is asked for, and is offered as a service"},
	{vf.Work, vf.DeliverService, "a service is asked for, and is offered as work"},
	{vf.Transfer, vf.TransferAllRights, "a transfer gives all rights"},
}

func (o Matching) compare(mine, theirs *entry, kin func(vocab.IRI) []vocab.IRI) (scored, bool) {
	s := scored{mine: mine, theirs: theirs}
	offer, request := s.ordered()
	if offer.action != request.action {
		i := slices.IndexFunc(pairings, func(p pairing) bool {
			return p.offered.IRI == offer.action && p.asked.IRI == request.action
		})
		if i < 0 {
			return s, false
		}
		s.service = &pairings[i]
	}
	switch {
	case mine.thing != "" && mine.thing == theirs.thing:
		s.resource = byThing
	case mine.oneName != "" && mine.oneName == theirs.oneName:
		s.resource = byType
	case slices.Contains(kin(mine.specification), theirs.oneName) && theirs.oneName != "":
		s.resource = byKin
	default:
		s.resource, s.tag = byTag, sharedTag(mine, theirs)
	}
	s.amount = amounts(offer, request)
	s.time = times(mine, theirs)
	s.place = o.places(mine.place, theirs.place)
	s.compareBack(offer, request)
	for _, v := range []verdict{s.amount, s.time, s.place, s.back} {
		switch v {
		case agrees:
			s.reasons++
		case hinders, unknown, tooLittle:
			s.obstacles++
		}
	}
	return s, true
}

// ordered is the offer and the request of the pair.
func (s *scored) ordered() (offer, request *entry) {
	if s.mine.gives {
		return s.mine, s.theirs
	}
	return s.theirs, s.mine
}

// sharedTag is the first classification, by name, that both have.
func sharedTag(a, b *entry) (first string) {
	for t := range a.tags {
		if b.tags[t] && (first == "" || t < first) {
			first = t
		}
	}
	return first
}

// amounts compares how much is on offer with how much is asked for. Less than all of it is still
// some of it, unless one side gives or takes no less than more.
func amounts(offer, request *entry) verdict {
	if offer.most.Unit == "" || request.most.Unit == "" {
		return silent
	}
	if _, err := offer.most.Cmp(request.most); err != nil {
		return unknown
	}
	if below(request.most, offer.least) || below(offer.most, request.least) {
		return tooLittle
	}
	return agrees
}

func below(m, least quantity.Measure) bool {
	if least.Unit == "" {
		return false
	}
	order, err := m.Cmp(least)
	return err == nil && order < 0
}

func times(a, b *entry) verdict {
	if !a.timed() || !b.timed() {
		return silent
	}
	if before(a.end, b.begin) || before(b.end, a.begin) {
		return hinders
	}
	return agrees
}

func (e *entry) timed() bool { return !e.begin.IsZero() || !e.end.IsZero() }

// before says whether an end comes before a beginning; an open one never does.
func before(end, begin time.Time) bool { return !end.IsZero() && !begin.IsZero() && end.Before(begin) }

func (o Matching) places(a, b *place) verdict {
	switch {
	case a == nil || b == nil:
		return silent
	case a.id != "" && a.id == b.id:
		return agrees
	case !a.located || !b.located:
		return unknown
	case distance(a, b) <= o.Within:
		return agrees
	}
	return hinders
}

// distance is how many kilometres two places are apart, on a sphere.
func distance(a, b *place) float64 {
	const radius, degree = 6371, math.Pi / 180
	sin := func(x float64) float64 { return math.Sin(x * degree / 2) }
	h := sin(b.lat-a.lat)*sin(b.lat-a.lat) + math.Cos(a.lat*degree)*math.Cos(b.lat*degree)*sin(b.long-a.long)*sin(b.long-a.long)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// compareBack compares what the offer wants in return with what the request gives. Figures are
// compared only where they are for the same amount of the same.
func (s *scored) compareBack(offer, request *entry) {
	if len(offer.back) == 0 || len(request.back) == 0 {
		return
	}
	for i := range offer.back {
		for j := range request.back {
			wanted, paid := &offer.back[i], &request.back[j]
			if wanted.oneName == "" || wanted.oneName != paid.oneName {
				continue
			}
			s.wanted, s.paid, s.back = wanted, paid, agrees
			if !wanted.amount.stated || !paid.amount.stated || !sameBasis(offer, request) {
				s.wanted, s.paid = wanted, nil
				return
			}
			order, err := paid.amount.measure.Cmp(wanted.amount.measure)
			switch {
			case err != nil:
				s.back = unknown
			case order < 0:
				s.back = hinders
			}
			return
		}
	}
	s.back = hinders
}

// sameBasis says whether what is wanted in return is for the same amount on both sides.
func sameBasis(offer, request *entry) bool {
	if offer.unitBased != request.unitBased || offer.asked.stated != request.asked.stated {
		return false
	}
	order, err := offer.asked.measure.Cmp(request.asked.measure)
	return err == nil && order == 0
}
