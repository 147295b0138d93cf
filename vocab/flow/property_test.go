package flow_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// ledger is a few resources and all that happened to them.
type ledger struct {
	holdings map[vocab.IRI]flow.Holding
	history  map[vocab.IRI][]flow.Step
	start    map[vocab.IRI]flow.Holding
	events   int
}

func newLedger(names ...vocab.IRI) *ledger {
	l := &ledger{holdings: map[vocab.IRI]flow.Holding{}, history: map[vocab.IRI][]flow.Step{}, start: map[vocab.IRI]flow.Holding{}}
	for _, name := range names {
		l.start[name] = flow.Holding{Resource: name, AllowNegative: true}
		l.holdings[name] = l.start[name]
	}
	return l
}

// apply carries an event out and keeps it; false when it is refused.
func (l *ledger) apply(t *rapid.T, e flow.Event, s flow.Situation) (flow.Outcome, bool) {
	s.From, s.To = l.find(e.Resource), l.find(e.ToResource)
	s.CreatesFrom = s.From != nil && len(l.history[e.Resource]) == 0 && e.Behaviour.CreateResource == vf.ValueOptional
	s.CreatesTo = s.To != nil && len(l.history[e.ToResource]) == 0
	if s.From != nil && !s.CreatesFrom && len(l.history[e.Resource]) == 0 || flow.Check(e, s) != nil {
		return flow.Outcome{}, false
	}
	out, err := flow.Apply(e, s)
	if err != nil {
		return flow.Outcome{}, false
	}
	l.events++
	l.keep(e, s, out.From, s.To, s.CreatesFrom)
	if e.ToResource != e.Resource {
		l.keep(e, s, out.To, s.From, s.CreatesTo)
	}
	return out, true
}

func (l *ledger) keep(e flow.Event, s flow.Situation, h, other *flow.Holding, creates bool) {
	if h == nil {
		return
	}
	step := flow.Step{Event: e, Creates: creates, StageOf: s.StageOf, Container: s.Container}
	if creates {
		step.Other = other
	}
	l.history[h.Resource] = append(l.history[h.Resource], step)
	l.holdings[h.Resource] = *h
}

func (l *ledger) find(id vocab.IRI) *flow.Holding {
	if id == "" {
		return nil
	}
	h := l.holdings[id]
	return &h
}

func (l *ledger) fold(t *rapid.T, id vocab.IRI) flow.Holding {
	h, err := flow.Fold(l.start[id], l.history[id])
	if err != nil {
		t.Fatalf("fold %s: %v", id, err)
	}
	return h
}

// draw makes an event of any action between a few resources and agents.
func (l *ledger) draw(t *rapid.T) (flow.Event, flow.Situation) {
	names := slices.Sorted(maps.Keys(l.holdings))
	agent := rapid.SampledFrom([]vocab.IRI{"ana", "bob", "carol"})
	e := flow.Event{
		ID:        vocab.IRI(fmt.Sprintf("e%d", l.events)),
		Behaviour: rapid.SampledFrom(vf.Behaviours).Draw(t, "action"),
		Provider:  agent.Draw(t, "provider"), Receiver: agent.Draw(t, "receiver"),
		Resource:   rapid.SampledFrom(append(names, "")).Draw(t, "resource"),
		ToResource: rapid.SampledFrom(append(names, "", "")).Draw(t, "to"),
		Quantity:   measureOf(rapid.SampledFrom([]string{"1", "2.5", "10"}).Draw(t, "quantity")),
		ToLocation: rapid.SampledFrom([]vocab.IRI{"", "farm", "shop"}).Draw(t, "location"),
		State:      rapid.SampledFrom([]string{"", "fresh", "worn"}).Draw(t, "state"),
		WholeStock: true,
	}
	if e.ToResource == "" {
		e.Mode = rapid.SampledFrom([]string{"", own.Same, own.None}).Draw(t, "mode")
	}
	s := flow.Situation{StageOf: rapid.SampledFrom([]vocab.IRI{"", "Paint"}).Draw(t, "stage")}
	return e, s
}

func measureOf(number string) quantity.Measure {
	return quantity.Measure{Value: quantity.MustDecimal(number), Unit: "kilogram"}
}

func TestFoldingTheHistoryGivesWhatApplyingGave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger("a", "b", "c")
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			e, s := l.draw(t)
			l.apply(t, e, s)
		}
		for id, h := range l.holdings {
			if folded := l.fold(t, id); !alike(folded, h) || folded.Latest != h.Latest || folded.Events != h.Events {
				t.Fatalf("folding gives\n%+v\napplying gave\n%+v", folded, h)
			}
		}
	})
}

func TestTakingBackAllOfAnEventGivesTheEarlierHolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger("a", "b", "c")
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			e, s := l.draw(t)
			l.apply(t, e, s)
		}
		before := maps.Clone(l.holdings)
		original, s := l.draw(t)
		if _, ok := l.apply(t, original, s); !ok {
			return
		}
		back := original
		back.ID, back.Corrects, back.Quantity = "back", original.ID, original.Quantity.Neg()
		s.Original = &original
		out, ok := l.apply(t, back, s)
		if !ok || !out.BackedOut {
			t.Fatalf("%s is not taken back", original.Behaviour.Action.Name)
		}
		for id, was := range before {
			if folded := l.fold(t, id); !alike(folded, was) {
				t.Fatalf("%s: folding gives\n%+v\nit was\n%+v", original.Behaviour.Action.Name, folded, was)
			}
			if is := l.holdings[id]; !is.Accounting.Value.Equal(was.Accounting.Value) || !is.Onhand.Value.Equal(was.Onhand.Value) {
				t.Fatalf("%s: applying the correction gives\n%+v\nit was\n%+v", original.Behaviour.Action.Name, is, was)
			}
		}
	})
}

func TestOrderOfIncrementsIsOfNoAccount(t *testing.T) {
	raise, _ := vf.BehaviourOf(vf.Raise.IRI)
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.SampledFrom([]string{"0.1", "0.2", "1e3", "7", "12.500", "0.000001"}), 1, 20).Draw(t, "quantities")
		other := rapid.Permutation(numbers).Draw(t, "other order")
		total := func(numbers []string) flow.Holding {
			h := flow.Holding{Resource: "a"}
			for _, n := range numbers {
				out, err := flow.Apply(flow.Event{Behaviour: raise, Resource: "a", Quantity: measureOf(n)}, flow.Situation{From: &h})
				if err != nil {
					t.Fatal(err)
				}
				h = *out.From
			}
			return h
		}
		if one, two := total(numbers), total(other); !alike(one, two) {
			t.Fatalf("%v against %v", one.Onhand, two.Onhand)
		}
	})
}

func TestTransfersConserveWhatThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger("a", "b", "c")
		raise, _ := vf.BehaviourOf(vf.Raise.IRI)
		for id := range l.holdings {
			l.apply(t, flow.Event{ID: id, Behaviour: raise, Provider: "ana", Receiver: "ana", Resource: id, Quantity: measureOf("10")}, flow.Situation{})
		}
		for range rapid.IntRange(1, 10).Draw(t, "events") {
			e, s := l.draw(t)
			passes := e.Behaviour.Onhand == vf.ValueDecrementIncrement || e.Behaviour.Accounting == vf.ValueDecrementIncrement
			if passes && e.Resource != "" && e.ToResource != "" {
				l.apply(t, e, s)
			}
		}
		accounting, onhand := measureOf("0"), measureOf("0")
		for _, h := range l.holdings {
			accounting, _ = accounting.Add(h.Accounting)
			onhand, _ = onhand.Add(h.Onhand)
		}
		if thirty := quantity.MustDecimal("30"); !accounting.Value.Equal(thirty) || !onhand.Value.Equal(thirty) {
			t.Fatalf("30 kg became %s in the accounts and %s on hand", accounting, onhand)
		}
	})
}

// alike compares holdings by number, not by how numbers are written, and apart from the events.
func alike(a, b flow.Holding) bool {
	same := func(m, n quantity.Measure) bool { return m.Unit == n.Unit && m.Value.Equal(n.Value) }
	return same(a.Accounting, b.Accounting) && same(a.Onhand, b.Onhand) &&
		a.Location == b.Location && a.Stage == b.Stage && a.State == b.State &&
		a.Accountable == b.Accountable && a.Custodian == b.Custodian && slices.Equal(a.ContainedIn, b.ContainedIn)
}

func BenchmarkApply(b *testing.B) {
	transfer, _ := vf.BehaviourOf(vf.Transfer.IRI)
	from := flow.Holding{Resource: "apples", Accounting: measureOf("1000000"), Onhand: measureOf("1000000"), Accountable: "ana", Custodian: "ana"}
	to := flow.Holding{Resource: "store", Accounting: measureOf("0"), Onhand: measureOf("0"), Accountable: "bob", Custodian: "bob"}
	e := flow.Event{ID: "e", Behaviour: transfer, Provider: "ana", Receiver: "bob", Resource: "apples", ToResource: "store", Quantity: measureOf("1.5")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := flow.Apply(e, flow.Situation{From: &from, To: &to}); err != nil {
			b.Fatal(err)
		}
	}
}
