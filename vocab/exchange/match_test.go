package exchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// listing is a proposal of one intent.
func listing(id string, agent vocab.IRI, purpose *vocab.Individual, action *vocab.Individual, fields ...any) *vocab.Resource {
	intent := vocab.New(vf.Intent, vocab.IRI(id+"#primary")).With(vf.HasAction, vocab.Ref(action.IRI))
	p := vocab.New(vf.Proposal, vocab.IRI(id)).With(as.AttributedTo, vocab.Ref(agent)).With(vf.Purpose, vocab.Ref(purpose.IRI))
	for i := 0; i < len(fields); i += 2 {
		term, ok := fields[i].(*vocab.Property)
		value, isValue := fields[i+1].(vocab.Value)
		if !ok || !isValue {
			panic("listing takes terms and values")
		}
		if term == vf.EligibleLocation || term == vf.HasEnd && p.Has(vf.Reciprocal) || term == vf.Reciprocal || term == vf.UnitBased {
			p = p.With(term, value)
			continue
		}
		intent = intent.Plus(term, value)
	}
	return p.With(vf.Publishes, vocab.Inside(intent))
}

func offer(fields ...any) *vocab.Resource {
	return listing("https://garden.example/p/1", ana, vf.ValueOffer, vf.Transfer, fields...)
}

func request(fields ...any) *vocab.Resource {
	return listing("https://bakery.example/p/1", bo, vf.ValueRequest, vf.Transfer, fields...)
}

func at(text string) vocab.Value { return vocab.Typed(text, vocab.XSD+"dateTimeStamp") }

func wants(kind vocab.IRI, amount string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Intent, "https://x.example/r").
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
		With(vf.ResourceConformsTo, vocab.Ref(kind)).With(vf.ResourceQuantity, of(amount)))
}

func spot(id, name, lat, long string) vocab.Value {
	return vocab.Inside(vocab.New(vf.SpatialThing, vocab.IRI(id)).With(vf.Name, vocab.Text(name)).
		With(vf.Lat, vocab.Number(lat)).With(vf.Long, vocab.Number(long)))
}

func TestOffersAndRequestsAreMatchedInWords(t *testing.T) {
	conforms, kind := vf.ResourceConformsTo, vocab.Ref(apple)
	find := func(id vocab.IRI) *vocab.Resource {
		if id == apple {
			return vocab.New(vf.ResourceSpecification, apple).With(vf.Name, vocab.Text("apples"))
		}
		return nil
	}
	const apples = "both name apples (https://www.wikidata.org/wiki/Q89)"
	for _, c := range []struct {
		name         string
		mine, theirs *vocab.Resource
		want         []string // reasons, and obstacles behind "but "; nil: no match
	}{
		{"the same type", offer(conforms, kind), request(conforms, kind), []string{apples}},
		{"one item under two addresses", offer(conforms, kind), request(conforms, vocab.Ref("http://www.wikidata.org/entity//Q89")), []string{apples}},
		{"another type", offer(conforms, kind), request(conforms, vocab.Ref("https://www.wikidata.org/wiki/Q90")), nil},
		{"nothing named", offer(), request(), nil},
		{"two offers", offer(conforms, kind), listing("https://bakery.example/p/1", bo, vf.ValueOffer, vf.Transfer, conforms, kind), nil},
		{"one's own request", offer(conforms, kind), listing("https://garden.example/p/2", ana, vf.ValueRequest, vf.Transfer, conforms, kind), nil},
		{"another action", offer(conforms, kind), listing("https://bakery.example/p/1", bo, vf.ValueRequest, vf.Use, conforms, kind), nil},
		{"a finished intent", exchange.Withdrawn(offer(conforms, kind)), request(conforms, kind), nil},
		{
			"a service for work", listing("https://garden.example/p/1", ana, vf.ValueOffer, vf.DeliverService, conforms, kind),
			listing("https://bakery.example/p/1", bo, vf.ValueRequest, vf.Work, conforms, kind),
			[]string{apples, "work is asked for, and is offered as a service"},
		},
		{
			"the same word", offer(vf.ResourceClassifiedAs, vocab.Text("Fruit"), vf.ResourceClassifiedAs, vocab.Text("local")),
			request(vf.ResourceClassifiedAs, vocab.Text("fruit ")), []string{"both are filed under fruit"},
		},
		{
			"the very thing", offer(vf.ResourceInventoriedAs, vocab.Ref("https://garden.example/press")),
			request(vf.ResourceInventoriedAs, vocab.Ref("https://garden.example/press")),
			[]string{"both name the resource https://garden.example/press"},
		},

		{
			"more than is asked", offer(conforms, kind, vf.ResourceQuantity, of("10 kilogram")), request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")),
			[]string{apples, "you offer 10 kg, they ask 4 kg"},
		},
		{
			"the same seen from the other side", request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")), offer(conforms, kind, vf.ResourceQuantity, of("10 kilogram")),
			[]string{apples, "you ask 4 kg, they offer 10 kg"},
		},
		{
			"less than is asked, in other units", offer(conforms, kind, vf.ResourceQuantity, of("500 gram")), request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")),
			[]string{apples, "you offer 500 g, they ask 4 kg: a part of it"},
		},
		{
			"what is available", offer(conforms, kind, vf.ResourceQuantity, of("1 kilogram"), vf.AvailableQuantity, of("30 kilogram")), request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")),
			[]string{apples, "you offer 30 kg, they ask 4 kg"},
		},
		{
			"what cannot be compared", offer(conforms, kind, vf.ResourceQuantity, of("10 litre")), request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")),
			[]string{apples, "but you offer 10 l, they ask 4 kg, which cannot be compared"},
		},
		{"an amount on one side", offer(conforms, kind, vf.ResourceQuantity, of("10 litre")), request(conforms, kind), []string{apples}},
		{
			"less than the minimum", offer(conforms, kind, vf.ResourceQuantity, of("10 kilogram"), vf.MinimumQuantity, of("5 kilogram")), request(conforms, kind, vf.ResourceQuantity, of("4 kilogram")),
			[]string{apples, "but you offer 10 kg, they ask 4 kg, and you give no less than 5 kg"},
		},
		{
			"less than is of use", offer(conforms, kind, vf.ResourceQuantity, of("10 kilogram")), request(conforms, kind, vf.ResourceQuantity, of("40 kilogram"), vf.MinimumQuantity, of("20 kilogram")),
			[]string{apples, "but you offer 10 kg, they ask 40 kg, and they take no less than 20 kg"},
		},

		{
			"days in common", offer(conforms, kind, vf.HasBeginning, at("2026-05-01T00:00:00Z"), vf.HasEnd, at("2026-05-09T00:00:00Z")),
			request(conforms, kind, vf.HasBeginning, at("2026-05-03T00:00:00Z"), vf.Due, at("2026-06-01T00:00:00Z")),
			[]string{apples, "times overlap 3–9 May 2026"},
		},
		{
			"days apart", offer(conforms, kind, vf.HasPointInTime, at("2026-05-01T10:00:00Z")),
			request(conforms, kind, vf.HasBeginning, at("2026-05-28T00:00:00Z"), vf.HasEnd, at("2026-06-02T00:00:00Z")),
			[]string{apples, "but times are apart: yours is 1 May 2026, 10:00, theirs 28 May – 2 June 2026"},
		},
		{
			"hours in common", offer(conforms, kind, vf.HasBeginning, at("2026-05-01T08:00:00Z"), vf.HasEnd, at("2026-05-01T12:00:00Z")),
			request(conforms, kind, vf.HasBeginning, at("2026-05-01T10:00:00+01:00")), []string{apples, "times overlap 1 May 2026, 09:00–12:00"},
		},
		{
			"open ends", offer(conforms, kind, vf.HasBeginning, at("2025-12-30T08:00:00Z")), request(conforms, kind, vf.HasBeginning, at("2026-05-01T10:00:00Z")),
			[]string{apples, "times overlap from 1 May 2026"},
		},
		{
			"over the year", offer(conforms, kind, vf.HasBeginning, at("2025-12-30T08:00:00Z")), request(conforms, kind, vf.HasEnd, at("2026-05-01T10:00:00Z")),
			[]string{apples, "times overlap 30 December 2025 – 1 May 2026"},
		},

		{
			"near", offer(conforms, kind, vf.EligibleLocation, spot("https://g.example/1", "Gate", "52.52", "13.40")),
			request(conforms, kind, vf.EligibleLocation, spot("https://b.example/1", "Shop", "52.40", "13.07")),
			[]string{apples, "places are about 26 km apart"},
		},
		{
			"far", offer(conforms, kind, vf.EligibleLocation, spot("https://g.example/1", "Gate", "52.52", "13.40")),
			request(conforms, kind, vf.EligibleLocation, spot("https://b.example/1", "Shop", "48.14", "11.58")),
			[]string{apples, "but places are about 504 km apart"},
		},
		{
			"one place", offer(conforms, kind, vf.EligibleLocation, vocab.Ref("https://g.example/1")),
			request(conforms, kind, vf.EligibleLocation, vocab.Ref("https://g.example/1")), []string{apples, "both hold at https://g.example/1"},
		},
		{
			"places only named", offer(conforms, kind, vf.EligibleLocation, vocab.Ref("https://g.example/1")),
			request(conforms, kind, vf.EligibleLocation, vocab.Ref("https://b.example/1")),
			[]string{apples, "but whether https://g.example/1 and https://b.example/1 are near each other is not known"},
		},

		{
			"enough in return", offer(conforms, kind, vf.Reciprocal, wants(euro, "12 one")), request(conforms, kind, vf.Reciprocal, wants(euro, "15 one")),
			[]string{apples, "you want 12 of https://www.wikidata.org/wiki/Q4916 in return, they give 15"},
		},
		{
			"too little in return", offer(conforms, kind, vf.Reciprocal, wants(euro, "12 one")), request(conforms, kind, vf.Reciprocal, wants(euro, "10 one")),
			[]string{apples, "but you want 12 of https://www.wikidata.org/wiki/Q4916 in return, they give 10"},
		},
		{
			"a price by the unit and one for all", offer(conforms, kind, vf.UnitBased, vocab.Bool(true), vf.Reciprocal, wants(euro, "12 one")), request(conforms, kind, vf.Reciprocal, wants(euro, "10 one")),
			[]string{apples, "both name https://www.wikidata.org/wiki/Q4916 in return"},
		},
		{
			"something else in return", offer(conforms, kind, vf.Reciprocal, wants(euro, "12 one")), request(conforms, kind, vf.Reciprocal, wants(apple, "1 kilogram")),
			[]string{apples, "but you want https://www.wikidata.org/wiki/Q4916 in return, they give apples (https://www.wikidata.org/wiki/Q89)"},
		},
		{"a gift to who would pay", offer(conforms, kind), request(conforms, kind, vf.Reciprocal, wants(euro, "10 one")), []string{apples}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := exchange.Matching{Find: find}.Match([]*vocab.Resource{c.mine}, []*vocab.Resource{c.theirs})
			var got []string
			for _, m := range found {
				got = append(got, m.Reasons...)
				for _, o := range m.Obstacles {
					got = append(got, "but "+o)
				}
				if m.Mine().Proposal.ID() != c.mine.ID() || m.Theirs().Proposal.ID() != c.theirs.ID() {
					t.Error("the halves are exchanged")
				}
			}
			// One item has two spellings: the name is that of mine.
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestATypeOfResourceMatchesItsKin(t *testing.T) {
	pear := vocab.IRI("https://www.wikidata.org/wiki/Q434")
	kin := func(id vocab.IRI) []vocab.IRI {
		if id == pear {
			return []vocab.IRI{apple}
		}
		return nil
	}
	found := exchange.Matching{Kin: kin}.Match(
		[]*vocab.Resource{request(vf.ResourceConformsTo, vocab.Ref(pear))},
		[]*vocab.Resource{offer(vf.ResourceConformsTo, vocab.Ref(apple))})
	if len(found) != 1 || found[0].Reasons[0] != fmt.Sprintf("%s serves as %s", apple, pear) {
		t.Errorf("%+v", found)
	}
}

func TestProposalsThatDoNotHoldAreNotMatched(t *testing.T) {
	mine := request(vf.ResourceConformsTo, vocab.Ref(apple))
	for name, c := range map[string]struct {
		theirs *vocab.Resource
		want   int
	}{
		"ended":     {offer(vf.ResourceConformsTo, vocab.Ref(apple)).With(vf.HasEnd, vocab.Time(noon.Add(-time.Hour))), 0},
		"not begun": {offer(vf.ResourceConformsTo, vocab.Ref(apple)).With(vf.HasBeginning, vocab.Time(noon.Add(time.Hour))), 0},
		"holding":   {offer(vf.ResourceConformsTo, vocab.Ref(apple)).With(vf.HasEnd, vocab.Time(noon.Add(time.Hour))), 1},
	} {
		if found := (exchange.Matching{Now: noon}).Match([]*vocab.Resource{mine}, []*vocab.Resource{c.theirs}); len(found) != c.want {
			t.Errorf("%s: %d matches", name, len(found))
		}
	}
}

// Intents may stand alone, or beside the proposal that publishes them.
func TestIntentsOnTheirOwnAreMatchedOnce(t *testing.T) {
	spread := exchange.Spread(offer(vf.ResourceConformsTo, vocab.Ref(apple)))
	alone := vocab.New(vf.Intent, "https://bakery.example/i/1").
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).With(vf.Receiver, vocab.Ref(bo)).With(vf.ResourceConformsTo, vocab.Ref(apple))
	found := exchange.Matching{}.Match([]*vocab.Resource{alone}, spread)
	if len(found) != 1 || found[0].Offer.Proposal.ID() != "https://garden.example/p/1" || found[0].Request.Proposal != nil {
		t.Errorf("%+v", found)
	}
}

func TestTheBestMatchesComeFirstInAnyOrderOfTheLists(t *testing.T) {
	mine := request(vf.ResourceConformsTo, vocab.Ref(apple), vf.ResourceClassifiedAs, vocab.Text("fruit"), vf.ResourceQuantity, of("4 kilogram"))
	one := func(id string, fields ...any) *vocab.Resource {
		return listing("https://x.example/"+id, vocab.IRI("https://x.example/of/"+id), vf.ValueOffer, vf.Transfer, fields...)
	}
	theirs := []*vocab.Resource{
		one("litres", vf.ResourceConformsTo, vocab.Ref(apple), vf.ResourceQuantity, of("4 litre")),
		one("tag", vf.ResourceClassifiedAs, vocab.Text("fruit"), vf.ResourceQuantity, of("4 kilogram")),
		one("vague", vf.ResourceConformsTo, vocab.Ref(apple)),
		one("exact-b", vf.ResourceConformsTo, vocab.Ref(apple), vf.ResourceQuantity, of("4 kilogram")),
		one("exact-a", vf.ResourceConformsTo, vocab.Ref(apple), vf.ResourceQuantity, of("4 kilogram")),
	}
	want := "exact-a exact-b vague tag litres"
	for range 2 {
		var got []string
		for _, m := range (exchange.Matching{}).Match([]*vocab.Resource{mine}, theirs) {
			got = append(got, strings.TrimPrefix(string(m.Theirs().Proposal.ID()), "https://x.example/"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v, want %s", got, want)
		}
		slices.Reverse(theirs)
	}
	if best := (exchange.Matching{Best: 2}).Match([]*vocab.Resource{mine}, theirs); len(best) != 2 || best[1].Theirs().Proposal.ID() != "https://x.example/exact-b" {
		t.Errorf("%d matches", len(best))
	}
}

// market is n offers or requests of so many kinds.
func market(n, kinds int, purpose *vocab.Individual) (list []*vocab.Resource) {
	for i := range n {
		id := fmt.Sprintf("https://%s.example/p/%d", purpose.Name, i)
		list = append(list, listing(id, vocab.IRI(id+"/agent"), purpose, vf.Transfer,
			vf.ResourceConformsTo, vocab.Ref(vocab.IRI(fmt.Sprintf("https://www.wikidata.org/wiki/Q%d", i%kinds))),
			vf.ResourceClassifiedAs, vocab.Text(fmt.Sprintf("shelf %d", i%(kinds*3))),
			vf.ResourceQuantity, of(fmt.Sprintf("%d kilogram", i%50+1)),
			vf.HasBeginning, at(fmt.Sprintf("2026-05-%02dT08:00:00Z", i%28+1))))
	}
	return list
}

func BenchmarkMatch(b *testing.B) {
	for _, kinds := range []int{200, 10, 1} {
		b.Run(fmt.Sprintf("1000x1000 of %d kinds", kinds), func(b *testing.B) {
			offers, requests := market(1000, kinds, vf.ValueOffer), market(1000, kinds, vf.ValueRequest)
			b.ReportAllocs()
			for b.Loop() {
				if found := (exchange.Matching{}).Match(offers, requests); len(found) == 0 {
					b.Fatal("nothing matched")
				}
			}
		})
	}
}
