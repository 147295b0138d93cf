package exchange_test

import (
	"slices"
	"testing"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

const agreementID vocab.IRI = "https://garden.example/a/1"

// sent is bo's offer to ana.
func sent() exchange.Offer {
	return exchange.Offer{ID: "https://bakery.example/offers/1", Actor: bo, To: ana, Agreement: fourTimes()}
}

// accepted is ana's acceptance, as it arrives.
func accepted(t *testing.T) exchange.Message {
	t.Helper()
	agreement := exchange.Conclude(apples(), fourTimes(), ana, bo, agreementID, noon)
	raw, err := exchange.WriteAccept(sent(), "https://garden.example/accepts/1", agreement, apples())
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.ReadMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

type answered struct {
	name   string
	sent   exchange.Offer
	change func(*exchange.Message, *exchange.Document)
	want   []exchange.Rule
}

func answers() []answered {
	until := func(day int) exchange.Offer {
		o := sent()
		o.Until = time.Date(2026, 9, day, 0, 0, 0, 0, time.UTC)
		return o
	}
	standing := func(s exchange.Standing) exchange.Offer {
		o := sent()
		o.Standing = s
		return o
	}
	result := func(how func(*vocab.Resource) *vocab.Resource) func(*exchange.Message, *exchange.Document) {
		return func(_ *exchange.Message, d *exchange.Document) { d.Resource = how(d.Resource) }
	}
	clause := func(how func(*vocab.Resource) *vocab.Resource) func(*exchange.Message, *exchange.Document) {
		return result(func(a *vocab.Resource) *vocab.Resource { return change(a, vf.Stipulates, how) })
	}
	rules := func(r ...exchange.Rule) []exchange.Rule { return r }
	return []answered{
		{"as it was offered", sent(), nil, nil},
		{"in time", until(21), nil, nil},
		{"too late", until(20), nil, rules(exchange.RuleTime)},
		{"a second time", standing(exchange.Accepted), nil, rules(exchange.RuleOpen)},
		{"after it was taken back", standing(exchange.Undone), nil, rules(exchange.RuleOpen)},
		{"as another activity", sent(), func(m *exchange.Message, _ *exchange.Document) { m.Type = "Like" }, rules(exchange.RuleOffer)},
		{"of another offer", sent(), func(m *exchange.Message, _ *exchange.Document) { m.Object.ID = "https://bakery.example/offers/2" }, rules(exchange.RuleOffer)},
		{"by somebody else", sent(), func(m *exchange.Message, _ *exchange.Document) { m.Actor = "https://garden.example/eve" }, rules(exchange.RuleActor, exchange.RuleResult)},
		{"without agreement", sent(), func(m *exchange.Message, _ *exchange.Document) { m.Result = exchange.Thing{} }, rules(exchange.RuleResult)},
		{"attributed to another", sent(), result(func(a *vocab.Resource) *vocab.Resource {
			return a.With(as.AttributedTo, vocab.Ref(bo))
		}), rules(exchange.RuleResult)},
		{"without id", sent(), result(func(a *vocab.Resource) *vocab.Resource { return a.WithID("") }), rules(exchange.RuleIdentity)},
		{"under an id of another origin", sent(), result(func(a *vocab.Resource) *vocab.Resource {
			return a.WithID("https://x.example/a")
		}), rules(exchange.RuleIdentity)},
		{"with a commitment without id", sent(), clause(func(c *vocab.Resource) *vocab.Resource { return c.WithID("") }), rules(exchange.RuleIdentity)},
		{"with a commitment of another origin", sent(), clause(func(c *vocab.Resource) *vocab.Resource {
			return c.WithID("https://x.example/a#primary")
		}), rules(exchange.RuleIdentity)},
		{"of another intent", sent(), clause(func(c *vocab.Resource) *vocab.Resource {
			return c.With(vf.Satisfies, vocab.Ref("https://garden.example/p/9#primary"))
		}), rules(exchange.RuleUnchanged)},
		{"of less", sent(), clause(func(c *vocab.Resource) *vocab.Resource {
			return c.With(vf.ResourceQuantity, of("9 kilogram"))
		}), rules(exchange.RuleEqual)},
		{"in another unit", sent(), clause(func(c *vocab.Resource) *vocab.Resource {
			return c.With(vf.ResourceQuantity, of("10 tonne"))
		}), rules(exchange.RuleUnit)},
		{"in other digits", sent(), clause(func(c *vocab.Resource) *vocab.Resource {
			return c.With(vf.ResourceQuantity, of("10.00 kilogram"))
		}), nil},
		{"of no amount", sent(), clause(func(c *vocab.Resource) *vocab.Resource { return c.With(vf.ResourceQuantity) }), rules(exchange.RuleEqual)},
		{"without the other side", sent(), result(func(a *vocab.Resource) *vocab.Resource { return a.With(vf.StipulatesReciprocal) }), rules(exchange.RuleUnchanged)},
		{"with one more", sent(), result(func(a *vocab.Resource) *vocab.Resource {
			return a.Plus(vf.Stipulates, vocab.Ref("https://garden.example/a/1#more"))
		}), rules(exchange.RuleUnchanged)},
	}
}

func TestAnAcceptanceSaysWhatWasOffered(t *testing.T) {
	for _, c := range answers() {
		t.Run(c.name, func(t *testing.T) {
			m := accepted(t)
			if c.change != nil {
				c.change(&m, m.Result.Document)
			}
			err := exchange.CheckAccept(c.sent, m, noon)
			if got := broken(t, err); !slices.Equal(got, c.want) {
				t.Errorf("broken: %v, want %v (%v)", got, c.want, err)
			}
		})
	}
}

func TestAPeersAcceptanceWithAPaymentLinkIsTaken(t *testing.T) {
	o := message(t, "offer_synonym.json")
	offer := exchange.Offer{ID: o.ID, Actor: o.Actor, To: o.To[0], Agreement: o.Object.Document.Resource}
	if err := exchange.CheckAccept(offer, message(t, "accept_payment.json"), noon); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheAddresseeRejects(t *testing.T) {
	m := message(t, "reject.json")
	if err := exchange.CheckReject(sent(), m); err != nil {
		t.Error(err)
	}
	m.Actor = bo
	if got := broken(t, exchange.CheckReject(sent(), m)); !slices.Equal(got, []exchange.Rule{exchange.RuleActor}) {
		t.Error(got)
	}
}

func TestAnOfferIsTakenBackByWhoMadeItWhileItIsOpen(t *testing.T) {
	m, err := exchange.ReadMessage(exchange.WriteUndo(sent(), "https://bakery.example/undo/1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := exchange.CheckUndo(sent(), m); err != nil {
		t.Error(err)
	}
	done := sent()
	done.Standing = exchange.Accepted
	if got := broken(t, exchange.CheckUndo(done, m)); !slices.Equal(got, []exchange.Rule{exchange.RuleOpen}) {
		t.Error(got)
	}
	m.Actor = ana
	if got := broken(t, exchange.CheckUndo(sent(), m)); !slices.Equal(got, []exchange.Rule{exchange.RuleActor}) {
		t.Error(got)
	}
}

func TestACounterOfferIsMadeAndAccepted(t *testing.T) {
	// Ana wants 14 for the 10 kg.
	counter := exchange.Offer{
		ID: "https://garden.example/offers/9", Actor: ana, To: bo, InReplyTo: sent().ID,
		Agreement: agree(commit(primary, "10 kilogram"), commit(reciprocal, "14 one")),
		Until:     noon.Add(time.Hour),
	}
	raw, err := exchange.WriteOffer(counter, apples())
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.ReadMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := exchange.CheckCounter(sent(), apples(), m, noon); err != nil {
		t.Fatal(err)
	}
	if !m.Until.Equal(counter.Until) {
		t.Error(m.Until)
	}

	// Bo accepts, and gives the ids.
	agreement := exchange.Conclude(apples(), m.Object.Document.Resource, bo, bo, "https://bakery.example/a/1", noon)
	raw, err = exchange.WriteAccept(counter, "https://bakery.example/accepts/1", agreement, apples())
	if err != nil {
		t.Fatal(err)
	}
	yes, err := exchange.ReadMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := exchange.CheckAccept(counter, yes, noon); err != nil {
		t.Error(err)
	}
	if first := agreement.Get(vf.Stipulates).Part(); first.Get(vf.Provider).IRI() != ana || first.Get(vf.Receiver).IRI() != bo {
		t.Error("the sides changed with who accepts")
	}
}

func TestCounterOffersAnswerAnOpenOffer(t *testing.T) {
	base := exchange.Message{
		Type: "Offer", ID: "https://garden.example/offers/9", Actor: ana, To: []vocab.IRI{bo}, InReplyTo: []vocab.IRI{sent().ID},
		Object: exchange.Thing{Class: vf.Agreement, Document: &exchange.Document{Resource: fourTimes()}},
	}
	closed := sent()
	closed.Standing = exchange.Rejected
	with := func(how func(*exchange.Message)) exchange.Message {
		m := base
		how(&m)
		return m
	}
	about := func(a *vocab.Resource) exchange.Message {
		return with(func(m *exchange.Message) { m.Object.Document = &exchange.Document{Resource: a} })
	}
	for _, c := range []struct {
		name     string
		sent     exchange.Offer
		proposal *vocab.Resource
		message  exchange.Message
		want     exchange.Rule
	}{
		{"no offer", sent(), apples(), with(func(m *exchange.Message) { m.Type = "Note" }), exchange.RuleOffer},
		{"to no offer", sent(), apples(), with(func(m *exchange.Message) { m.InReplyTo = nil }), exchange.RuleOffer},
		{"by somebody else", sent(), apples(), with(func(m *exchange.Message) { m.Actor = "https://x.example/x" }), exchange.RuleActor},
		{"to somebody else", sent(), apples(), with(func(m *exchange.Message) { m.To = []vocab.IRI{ana} }), exchange.RuleActor},
		{"to a closed offer", closed, apples(), base, exchange.RuleOpen},
		{"to no proposal", sent(), nil, base, exchange.RuleLive},
		{"to a finished proposal", sent(), exchange.Withdrawn(apples()), base, exchange.RuleLive},
		{"without agreement", sent(), apples(), with(func(m *exchange.Message) { m.Object.Document = nil }), exchange.RuleWhole},
		{"of other intents", sent(), apples(), about(agree(commit("https://garden.example/p/9#primary", "1 one"), commit(reciprocal, "1 one"))), exchange.RuleSatisfies},
		{"in other units", sent(), apples(), about(agree(commit(primary, "1 litre"), commit(reciprocal, "1 one"))), exchange.RuleUnit},
		{"of nothing", sent(), apples(), about(agree(commit(primary, "0 kilogram"), commit(reciprocal, "1 one"))), exchange.RulePositive},
	} {
		if got := broken(t, exchange.CheckCounter(c.sent, c.proposal, c.message, noon)); !slices.Contains(got, c.want) {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	inContext := with(func(m *exchange.Message) { m.InReplyTo, m.Context = nil, []vocab.IRI{sent().ID} })
	if err := exchange.CheckCounter(sent(), apples(), inContext, noon); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheOneWhoAcceptedConfirms(t *testing.T) {
	agreement := exchange.Conclude(apples(), fourTimes(), ana, bo, agreementID, noon)
	m := message(t, "receipt.json")
	m.Context = []vocab.IRI{agreementID}
	if err := exchange.CheckConfirmation(agreement, m); err != nil {
		t.Error(err)
	}
	m.Actor = bo
	m.Context = nil
	if got := broken(t, exchange.CheckConfirmation(agreement, m)); !slices.Equal(got, []exchange.Rule{exchange.RuleActor, exchange.RuleOffer}) {
		t.Error(got)
	}
}
