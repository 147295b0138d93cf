package exchange

import (
	"fmt"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// words puts a pair and what was found of it into sentences.
func (o Matching) words(s scored) Match {
	offer, request := s.ordered()
	m := Match{
		Offer: Half{offer.intent, offer.proposal}, Request: Half{request.intent, request.proposal},
		MineIsOffer: s.mine.gives,
	}
	m.Reasons = append(m.Reasons, o.named(s))
	if s.service != nil {
		m.Reasons = append(m.Reasons, s.service.why)
	}
	for _, part := range []struct {
		verdict  verdict
		sentence func() string
	}{
		{s.amount, s.amountWords},
		{s.time, s.timeWords},
		{s.place, s.placeWords},
		{s.back, func() string { return o.backWords(s) }},
	} {
		switch part.verdict {
		case silent:
		case agrees:
			m.Reasons = append(m.Reasons, part.sentence())
		default:
			m.Obstacles = append(m.Obstacles, part.sentence())
		}
	}
	return m
}

// named says by what the two were found to be of the same.
func (o Matching) named(s scored) string {
	switch s.resource {
	case byThing:
		return "both name the resource " + o.called(s.mine.thing)
	case byType:
		return "both name " + o.called(s.mine.specification)
	case byKin:
		return fmt.Sprintf("%s serves as %s", o.called(s.theirs.specification), o.called(s.mine.specification))
	}
	return "both are filed under " + s.tag
}

// called is what people call a thing, with its IRI: "apples (https://…)".
func (o Matching) called(id vocab.IRI) string {
	if o.Find != nil {
		if r := o.Find(id); r != nil && r.Has(vf.Name) {
			return fmt.Sprintf("%s (%s)", r.Get(vf.Name).Text(), id)
		}
	}
	return string(id)
}

// youThey are the subjects of a sentence about the offer and the request.
func (s scored) youThey() (offerer, requester string) {
	if s.mine.gives {
		return "you", "they"
	}
	return "they", "you"
}

func (s scored) amountWords() string {
	offer, request := s.ordered()
	offerer, requester := s.youThey()
	both := fmt.Sprintf("%s offer %s, %s ask %s", offerer, offer.most, requester, request.most)
	if !s.mine.gives {
		both = fmt.Sprintf("%s ask %s, %s offer %s", requester, request.most, offerer, offer.most)
	}
	switch {
	case s.amount == unknown:
		return both + ", which cannot be compared"
	case s.amount == tooLittle && below(request.most, offer.least):
		return fmt.Sprintf("%s, and %s give no less than %s", both, offerer, offer.least)
	case s.amount == tooLittle:
		return fmt.Sprintf("%s, and %s take no less than %s", both, requester, request.least)
	case below(offer.most, request.most):
		return both + ": a part of it"
	}
	return both
}

func (s scored) timeWords() string {
	if s.time == agrees {
		return "times overlap " + period(later(s.mine.begin, s.theirs.begin), earlier(s.mine.end, s.theirs.end))
	}
	return fmt.Sprintf("times are apart: yours is %s, theirs %s", period(s.mine.begin, s.mine.end), period(s.theirs.begin, s.theirs.end))
}

func later(a, b time.Time) time.Time {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// period is a stretch of time for people, in UTC: "3–9 May 2026", "from 3 May 2026".
func period(begin, end time.Time) string {
	const day, clock = "2 January 2006", "15:04"
	begin, end = begin.UTC(), end.UTC()
	switch {
	case begin.IsZero():
		return "until " + end.Format(day)
	case end.IsZero():
		return "from " + begin.Format(day)
	case begin.Equal(end):
		return begin.Format(day + ", " + clock)
	case begin.Format(day) == end.Format(day):
		return fmt.Sprintf("%s, %s–%s", begin.Format(day), begin.Format(clock), end.Format(clock))
	case begin.Year() == end.Year() && begin.Month() == end.Month():
		return fmt.Sprintf("%d–%s", begin.Day(), end.Format(day))
	case begin.Year() == end.Year():
		return fmt.Sprintf("%s – %s", begin.Format("2 January"), end.Format(day))
	}
	return fmt.Sprintf("%s – %s", begin.Format(day), end.Format(day))
}

func (s scored) placeWords() string {
	a, b := s.mine.place, s.theirs.place
	switch {
	case s.place == agrees && a.id != "" && a.id == b.id:
		return "both hold at " + a.called()
	case s.place == unknown:
		return fmt.Sprintf("whether %s and %s are near each other is not known", a.called(), b.called())
	}
	return fmt.Sprintf("places are about %.0f km apart", distance(a, b))
}

func (p *place) called() string {
	switch {
	case p.name != "":
		return p.name
	case p.id != "":
		return string(p.id)
	}
	return "a place without a name"
}

func (o Matching) backWords(s scored) string {
	offerer, requester := s.youThey()
	if s.wanted == nil {
		offer, request := s.ordered()
		return fmt.Sprintf("%s want %s in return, %s give %s", offerer, o.listed(offer.back), requester, o.listed(request.back))
	}
	name := o.called(s.wanted.specification)
	if s.paid == nil {
		return fmt.Sprintf("both name %s in return", name)
	}
	sentence := fmt.Sprintf("%s want %s of %s in return, %s give %s", offerer, s.wanted.amount.measure, name, requester, s.paid.amount.measure)
	if s.back == unknown {
		sentence += ", which cannot be compared"
	}
	return sentence
}

func (o Matching) listed(list []back) string {
	names := make([]string, 0, len(list))
	for _, b := range list {
		name := "something"
		if b.specification != "" {
			name = o.called(b.specification)
		}
		names = append(names, name)
	}
	return joined(names)
}

func joined(names []string) string {
	text := ""
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			text += " and "
		default:
			text += ", "
		}
		text += name
	}
	return text
}

// sortedKeys is a list in a fixed order, each once.
func sortedKeys(keys []string) []string {
	slices.Sort(keys)
	return slices.Compact(keys)
}
