package exchange_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

// broken are the rules an error names, in order; a nil error none.
func broken(t *testing.T, err error) (rules []exchange.Rule) {
	t.Helper()
	if err == nil {
		return nil
	}
	var refusals exchange.Refusals
	if !errors.As(err, &refusals) {
		t.Fatalf("%v is no refusal", err)
	}
	for i, r := range refusals {
		rules = append(rules, r.Rule)
		if r.Message == "" || refusals.Violations()[i].Term != string(r.Rule) {
			t.Errorf("%+v cannot be told", r)
		}
	}
	return rules
}

type offered struct {
	name      string
	proposal  *vocab.Resource
	agreement *vocab.Resource
	offerer   vocab.IRI
	now       time.Time
	want      []exchange.Rule
}

func offers() []offered {
	two := func(c *vocab.Resource) *vocab.Resource {
		return fourTimes().With(vf.Stipulates, vocab.Inside(commit(primary, "10 kilogram")), vocab.Inside(c))
	}
	first := func(how func(*vocab.Resource) *vocab.Resource) *vocab.Resource {
		return change(apples(), vf.Publishes, how)
	}
	say := func(p *vocab.Property, v vocab.Value) *vocab.Resource {
		return change(fourTimes(), vf.Stipulates, func(c *vocab.Resource) *vocab.Resource { return c.With(p, v) })
	}
	day := func(d int) vocab.Value { return vocab.Time(time.Date(2026, 9, d, 0, 0, 0, 0, time.UTC)) }
	anyAmount := first(func(i *vocab.Resource) *vocab.Resource {
		return i.With(vf.ResourceQuantity).WithExtra(vocab.Statement{
			Property: "http://www.ontology-of-units-of-measure.org/resource/om-2/hasUnit",
			Value:    vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/kilogram"),
		})
	})
	rules := func(r ...exchange.Rule) []exchange.Rule { return r }
	return []offered{
		{"four times the unit", apples(), fourTimes(), bo, noon, nil},
		{"the same in other digits", apples(), agree(commit(primary, "10.000 kilogram"), commit(reciprocal, "12.0 one")), bo, noon, nil},
		{"the whole of it", fixed(), agree(commit(primary, "2.50 kilogram"), commit(reciprocal, "3 one")), bo, noon, nil},
		{"an amount of one's choice", anyAmount, agree(commit(primary, "7.3 kilogram"), commit(reciprocal, "3 one")), bo, noon, nil},
		{"an unchanged term", apples(), say(vf.ResourceConformsTo, vocab.Ref(apple)), bo, noon, nil},
		{"the roles as they are", apples(), say(vf.Receiver, vocab.Ref(bo)), bo, noon, nil},

		{"no proposal", nil, fourTimes(), bo, noon, rules(exchange.RuleLive)},
		{"a tombstone", apples().WithClass(as.Tombstone), fourTimes(), bo, noon, rules(exchange.RuleLive)},
		{"a withdrawn proposal", exchange.Withdrawn(apples()), fourTimes(), bo, noon, rules(exchange.RuleLive, exchange.RuleLive)},
		{"after its end", apples().With(vf.HasEnd, day(19)), fourTimes(), bo, noon, rules(exchange.RuleTime)},
		{"before its end", apples().With(vf.HasEnd, day(21)), fourTimes(), bo, noon, nil},
		{"before its beginning", apples().With(vf.HasBeginning, day(21)), fourTimes(), bo, noon, rules(exchange.RuleTime)},
		{"somebody else's proposal", apples().With(as.AttributedTo, vocab.Ref("https://garden.example/eve")), fourTimes(), bo, noon, rules(exchange.RuleProposer)},
		{"an offer to oneself", apples(), fourTimes(), ana, noon, rules(exchange.RuleProposer)},
		{"a proposal to others", apples().With(vf.ProposedTo, vocab.Ref("https://x.example/x")), fourTimes(), bo, noon, rules(exchange.RuleAddressee)},
		{"a proposal to the offerer", apples().With(vf.ProposedTo, vocab.Ref("https://x.example/x"), vocab.Ref(bo)), fourTimes(), bo, noon, nil},
		{"an intent between two others", first(func(i *vocab.Resource) *vocab.Resource {
			return i.With(vf.Receiver, vocab.Ref("https://x.example/x"))
		}), fourTimes(), bo, noon, rules(exchange.RuleAddressee)},

		{"no agreement", apples(), vocab.New(vf.Commitment, ""), bo, noon, rules(exchange.RuleWhole)},
		{"nothing in return", apples(), agree(commit(primary, "10 kilogram"), nil), bo, noon, rules(exchange.RuleWhole)},
		{"something in return that is not wanted", apples().With(vf.Reciprocal), fourTimes(), bo, noon, rules(exchange.RuleSatisfies)},
		{"a commitment by reference", apples(), fourTimes().With(vf.Stipulates, vocab.Ref("https://b.example/c")), bo, noon, rules(exchange.RuleWhole)},
		{"an intent taken twice", apples(), two(commit(primary, "5 kilogram")), bo, noon, rules(exchange.RuleWhole)},
		{"an intent of another proposal", apples(), agree(commit("https://garden.example/p/3#primary", "10 kilogram"), commit(reciprocal, "12 one")), bo, noon, rules(exchange.RuleSatisfies)},
		{"sides exchanged", apples(), agree(commit(reciprocal, "12 one"), commit(primary, "10 kilogram")), bo, noon, rules(exchange.RuleSatisfies, exchange.RuleSatisfies)},
		{"an intent that is not at hand", apples().With(vf.Publishes, vocab.Ref(primary)), fourTimes(), bo, noon, rules(exchange.RuleWhole)},

		{"another type of resource", apples(), say(vf.ResourceConformsTo, vocab.Ref("https://www.wikidata.org/wiki/Q13099586")), bo, noon, rules(exchange.RuleUnchanged)},
		{"another time", apples(), say(vf.Due, day(30)), bo, noon, rules(exchange.RuleUnchanged)},
		{"another provider", apples(), say(vf.Provider, vocab.Ref("https://x.example/x")), bo, noon, rules(exchange.RuleUnchanged)},

		{"another unit", apples(), agree(commit(primary, "10000 gram"), commit(reciprocal, "12 one")), bo, noon, rules(exchange.RuleUnit)},
		{"effort for an amount", apples(), change(fourTimes(), vf.Stipulates, func(c *vocab.Resource) *vocab.Resource {
			return c.With(vf.EffortQuantity, c.Get(vf.ResourceQuantity)).With(vf.ResourceQuantity)
		}), bo, noon, rules(exchange.RuleUnit)},
		{"no amount", apples(), say(vf.ResourceQuantity, vocab.Value{}), bo, noon, rules(exchange.RuleEqual)},
		{"no number", apples(), say(vf.ResourceQuantity, vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasUnit, vocab.Ref("https://a.example/u")).With(vf.HasNumericalValue, vocab.Text("lots")))), bo, noon, rules(exchange.RuleEqual)},
		{"more than the whole", fixed(), agree(commit(primary, "5 kilogram"), commit(reciprocal, "6 one")), bo, noon, rules(exchange.RuleEqual, exchange.RuleEqual)},
		{"a lower price for the whole", fixed(), agree(commit(primary, "2.5 kilogram"), commit(reciprocal, "2.99 one")), bo, noon, rules(exchange.RuleEqual)},
		{"a part of a unit", apples(), agree(commit(primary, "6 kilogram"), commit(reciprocal, "12 one")), bo, noon, rules(exchange.RuleMultiple)},
		{"four for the price of one", apples(), agree(commit(primary, "10 kilogram"), commit(reciprocal, "3 one")), bo, noon, rules(exchange.RuleMultiplier)},
		{"nothing at all", apples(), agree(commit(primary, "0 kilogram"), commit(reciprocal, "0 one")), bo, noon, rules(exchange.RuleMinimum, exchange.RuleMultiple, exchange.RuleMultiple)},
		{"less than nothing", apples(), agree(commit(primary, "-10 kilogram"), commit(reciprocal, "-12 one")), bo, noon, rules(exchange.RuleMinimum, exchange.RuleMultiple, exchange.RuleMultiple)},
		{"less than the minimum", apples(), agree(commit(primary, "2.5 kilogram"), commit(reciprocal, "3 one")), bo, noon, rules(exchange.RuleMinimum)},
		{"more than is available", apples(), agree(commit(primary, "42.5 kilogram"), commit(reciprocal, "51 one")), bo, noon, rules(exchange.RuleAvailable)},
		{"all that is available", apples(), agree(commit(primary, "40 kilogram"), commit(reciprocal, "48 one")), bo, noon, nil},
		{"none of one's choice", anyAmount, agree(commit(primary, "0 kilogram"), commit(reciprocal, "3 one")), bo, noon, rules(exchange.RuleMinimum, exchange.RulePositive)},
		{"a choice in another unit", anyAmount, agree(commit(primary, "7 litre"), commit(reciprocal, "3 one")), bo, noon, rules(exchange.RuleUnit)},
		{"a choice above what is available", anyAmount, agree(commit(primary, "41 kilogram"), commit(reciprocal, "3 one")), bo, noon, rules(exchange.RuleAvailable)},
	}
}

func TestOffersAreCheckedAgainstTheirProposal(t *testing.T) {
	for _, c := range offers() {
		t.Run(c.name, func(t *testing.T) {
			err := exchange.CheckOffer(c.proposal, c.agreement, ana, c.offerer, c.now)
			if got := broken(t, err); !slices.Equal(got, c.want) {
				t.Errorf("broken: %v, want %v (%v)", got, c.want, err)
			}
		})
	}
}

// What two peers of different software send each other passes as it stands.
func TestASubscriptionByTheSecondIsSold(t *testing.T) {
	m := message(t, "offer_synonym.json")
	err := exchange.CheckOffer(proposal(t, "subscription.json"), m.Object.Document.Resource, "https://news.example/users/cleo", m.Actor, noon)
	if err != nil {
		t.Error(err)
	}
}

func TestAnOfferToAMarketNamesTheSeller(t *testing.T) {
	m := message(t, "agreement_by_basis.json")
	if err := exchange.CheckOffer(proposal(t, "numbers.json"), m.Object.Document.Resource, "https://mall.example/actor", m.Actor, noon); err != nil {
		t.Error(err)
	}
}

// Intents that are resources of their own are known to plain peers by the proposal's address.
func TestIntentsWithAddressesOfTheirOwnAreFoundByFragment(t *testing.T) {
	own := func(id vocab.IRI) func(*vocab.Resource) *vocab.Resource {
		return func(i *vocab.Resource) *vocab.Resource { return i.WithID(id) }
	}
	p := change(change(apples(), vf.Publishes, own("https://garden.example/id/intent/1")), vf.Reciprocal, own("https://garden.example/id/intent/2"))
	if err := exchange.CheckOffer(p, fourTimes(), ana, bo, noon); err != nil {
		t.Error(err)
	}
	agreement := exchange.Conclude(p, fourTimes(), ana, bo, "https://garden.example/a/1", noon)
	if got := agreement.Get(vf.Stipulates).Part().Get(vf.Satisfies).IRI(); got != "https://garden.example/id/intent/1" {
		t.Error(got)
	}
}

func TestAnAgreementSaysWhatProposalAndOfferSay(t *testing.T) {
	const id = "https://garden.example/a/1"
	a := exchange.Conclude(apples().With(vf.Name, vocab.Text("Apples")), fourTimes(), ana, bo, id, noon)
	if found := model.Vocabulary.Check(a); len(found) > 0 {
		t.Fatal(found)
	}
	if a.ID() != id || a.Get(as.AttributedTo).IRI() != ana || a.Get(vf.Name).Text() != "Apples" {
		t.Error("the agreement itself")
	}
	for _, c := range []struct {
		term, clause       *vocab.Property
		id                 vocab.IRI
		provider, receiver vocab.IRI
		kind               vocab.IRI
		amount             vocab.Value
		satisfies          vocab.IRI
	}{
		{vf.Stipulates, vf.ClauseOf, id + "#primary", ana, bo, apple, of("10 kilogram"), primary},
		{vf.StipulatesReciprocal, vf.ReciprocalClauseOf, id + "#reciprocal", bo, ana, euro, of("12 one"), reciprocal},
	} {
		got := a.Get(c.term).Part()
		want := vocab.New(vf.Commitment, c.id).
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(vf.Provider, vocab.Ref(c.provider)).With(vf.Receiver, vocab.Ref(c.receiver)).
			With(vf.ResourceConformsTo, vocab.Ref(c.kind)).With(vf.ResourceQuantity, c.amount).
			With(vf.Satisfies, vocab.Ref(c.satisfies)).With(c.clause, vocab.Ref(id))
		if !got.Equal(want) {
			t.Errorf("%s: %v", c.term, got)
		}
	}
}

func TestWhatWasPromisedIsNoLongerAvailable(t *testing.T) {
	taken := agree(commit(primary, "37.5 kilogram"), commit(reciprocal, "45 one"))
	left := exchange.Reduced(apples(), fourTimes())
	if got := left.Get(vf.Publishes).Part(); !got.Get(vf.AvailableQuantity).Equal(of("30.0 kilogram")) && !got.Get(vf.AvailableQuantity).Equal(of("30 kilogram")) || got.Has(vf.Finished) {
		t.Error(got.Get(vf.AvailableQuantity).Part().Get(vf.HasNumericalValue).Text())
	}
	// 2.5 kg are left, which is less than anybody may take.
	if got := exchange.Reduced(apples(), taken); !got.Get(vf.Publishes).Part().Get(vf.Finished).Bool() || !got.Get(vf.Reciprocal).Part().Get(vf.Finished).Bool() {
		t.Error("the proposal can be taken up again")
	}
	once := agree(commit(primary, "2.5 kilogram"), commit(reciprocal, "3 one"))
	if got := exchange.Reduced(fixed(), once); exchange.CheckOffer(got, once, ana, bo, noon) == nil {
		t.Error("what is there once was sold twice")
	}
	thrice := change(fixed(), vf.Publishes, func(i *vocab.Resource) *vocab.Resource { return i.With(vf.AvailableQuantity, of("7.5 kilogram")) })
	for n := range 3 {
		if err := exchange.CheckOffer(thrice, once, ana, bo, noon); err != nil {
			t.Fatal(n, err)
		}
		thrice = exchange.Reduced(thrice, once)
	}
	if exchange.CheckOffer(thrice, once, ana, bo, noon) == nil {
		t.Error("what is there three times was sold four times")
	}
}

// An offer by the unit passes exactly when both sides are the same whole multiple, one at least.
func TestBothSidesAreTheSameMultiple(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit, price := rapid.Int64Range(1, 500).Draw(t, "unit"), rapid.Int64Range(0, 500).Draw(t, "price")
		given, paid := rapid.Int64Range(-500, 2000).Draw(t, "given"), rapid.Int64Range(-500, 2000).Draw(t, "paid")
		if rapid.Bool().Draw(t, "sound") {
			k := rapid.Int64Range(1, 40).Draw(t, "k")
			given, paid = k*unit, k*price
		}
		amount := func(n int64, unit string) string { return new(big.Rat).SetFrac64(n, 100).FloatString(2) + " " + unit }
		p := change(change(apples(), vf.Publishes, func(i *vocab.Resource) *vocab.Resource {
			return i.With(vf.ResourceQuantity, of(amount(unit, "kilogram"))).With(vf.MinimumQuantity).With(vf.AvailableQuantity)
		}), vf.Reciprocal, func(i *vocab.Resource) *vocab.Resource {
			return i.With(vf.ResourceQuantity, of(amount(price, "one")))
		})
		offer := agree(commit(primary, amount(given, "kilogram")), commit(reciprocal, amount(paid, "one")))
		want := given > 0 && given%unit == 0 && paid == given/unit*price
		if err := exchange.CheckOffer(p, offer, ana, bo, noon); (err == nil) != want {
			t.Fatalf("%d for %d, by %d for %d: %v", given, paid, unit, price, err)
		}
	})
}
