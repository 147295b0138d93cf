package flow_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

func TestAnEventThatCannotBeReadNamesTheTerm(t *testing.T) {
	kilograms := func(number string) vocab.Value { return measure(number, quantity.OM2+"kilogram") }
	noUnit := vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasNumericalValue, vocab.Number("1")))
	noNumber := vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasUnit, vocab.Ref(quantity.OM2+"hour")))
	consume := vocab.New(vf.EconomicEvent, "e").With(vf.HasAction, vocab.Ref(vf.Consume.IRI))
	for _, test := range []struct {
		name  string
		event *vocab.Resource
		terms []string
	}{
		{"no action", vocab.New(vf.EconomicEvent, "e"), []string{"action"}},
		{"foreign action", consume.With(vf.HasAction, vocab.Ref("https://elsewhere.example/steal")), []string{"action"}},
		{"number that is none", consume.With(vf.ResourceQuantity, kilograms("many")), []string{"resourceQuantity"}},
		{"no unit", consume.With(vf.ResourceQuantity, noUnit), []string{"resourceQuantity"}},
		{"no number", consume.With(vf.EffortQuantity, noNumber), []string{"effortQuantity"}},
		{"text for a measure", consume.With(vf.ResourceQuantity, vocab.Text("3 kg")), []string{"resourceQuantity"}},
		{"all at once", consume.With(vf.ResourceQuantity, noUnit).With(vf.EffortQuantity, noNumber), []string{"resourceQuantity", "effortQuantity"}},
		{"opening figure", consume.With(own.Opening, vocab.Bool(true)).With(own.OpeningOnhand, noUnit), []string{"openingOnhand"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := flow.EventOf(test.event)
			var found vocab.Violations
			if !errors.As(err, &found) {
				t.Fatalf("got %v", err)
			}
			var terms []string
			for _, v := range found {
				terms = append(terms, v.Term)
			}
			if got, want := strings.Join(terms, " "), strings.Join(test.terms, " "); got != want {
				t.Errorf("complains of %s, not of %s: %v", got, want, err)
			}
		})
	}
}

func TestAHoldingIsWrittenOntoItsResourceAndReadBack(t *testing.T) {
	h := flow.Holding{
		Resource: "https://garden.example/apples", Specification: "https://garden.example/apple",
		Accounting: quantity.Measure{Value: quantity.MustDecimal("12.500"), Unit: "kilogram"},
		Onhand:     quantity.Measure{Value: quantity.MustDecimal("9"), Unit: "https://garden.example/crate"},
		Location:   "https://garden.example/shed", Stage: "https://garden.example/harvest", State: "ripe",
		Accountable: "https://garden.example/ana", Custodian: "https://garden.example/bob",
		ContainedIn: []vocab.IRI{"https://garden.example/box"}, Latest: "https://garden.example/event",
	}
	bare := vocab.New(vf.EconomicResource, h.Resource).With(vf.ConformsTo, vocab.Ref(h.Specification)).With(vf.Name, vocab.Text("Apples"))
	full := flow.Onto(bare, h)
	if got := flow.Onto(bare, flow.HoldingOf(full)); !got.Equal(full) {
		t.Errorf("read back and written again, the resource differs")
	}
	if got := full.Get(vf.AccountingQuantity).Part().Get(vf.HasUnit).IRI(); got != quantity.OM2+"kilogram" {
		t.Errorf("the unit is written as %s", got)
	}
	if got := full.Get(vf.AccountingQuantity).Part().Get(vf.HasNumericalValue).Text(); got != "12.500" {
		t.Errorf("the number is written as %s", got)
	}
	if got := full.Get(vf.Name).Text(); got != "Apples" {
		t.Errorf("the name became %q", got)
	}
	if got := flow.Onto(full, flow.Holding{}); !got.Equal(bare) {
		t.Errorf("an empty holding leaves economic fields behind")
	}
}

func TestTheNearestPolicyOnNegativeBalancesHolds(t *testing.T) {
	resource := vocab.New(vf.EconomicResource, "r")
	goods := vocab.New(vf.ResourceSpecification, "s")
	currency := goods.With(vf.MediumOfExchange, vocab.Bool(true))
	says := func(r *vocab.Resource, allowed bool) *vocab.Resource {
		return r.With(own.AllowNegative, vocab.Bool(allowed))
	}
	for _, test := range []struct {
		name                    string
		resource, specification *vocab.Resource
		want                    bool
	}{
		{"goods", resource, goods, false},
		{"no specification", resource, nil, false},
		{"currency", resource, currency, true},
		{"currency with a floor", resource, says(currency, false), false},
		{"goods on credit", resource, says(goods, true), true},
		{"resource against specification", says(resource, false), says(currency, true), false},
		{"resource alone", says(resource, true), nil, true},
	} {
		if got := flow.NegativeAllowed(test.resource, test.specification); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestRefusalsHaveAKindAndAResource(t *testing.T) {
	consume, _ := vf.BehaviourOf(vf.Consume.IRI)
	use, _ := vf.BehaviourOf(vf.Use.IRI)
	h := flow.Holding{Resource: "store", Accounting: measureOf("3"), Onhand: measureOf("3"), State: "new"}
	hours := quantity.Measure{Value: quantity.MustDecimal("1"), Unit: "hour"}
	huge := quantity.Measure{Value: quantity.MustDecimal("9999999999999999999999999999999999"), Unit: "kilogram"}
	for _, test := range []struct {
		event flow.Event
		kind  error
	}{
		{flow.Event{Behaviour: consume, Resource: "store", Quantity: measureOf("4")}, flow.ErrNegative},
		{flow.Event{Behaviour: consume, Resource: "store", Quantity: hours}, flow.ErrUnit},
		{flow.Event{Behaviour: use, Resource: "store", Quantity: measureOf("1"), State: "worn"}, flow.ErrPart},
		{flow.Event{Behaviour: consume, Resource: "store", Quantity: huge.Neg(), Corrects: "e"}, flow.ErrRange},
	} {
		_, err := flow.Apply(test.event, flow.Situation{From: &h})
		var refusal *flow.Refusal
		if !errors.Is(err, test.kind) || !errors.As(err, &refusal) || refusal.Resource != "store" {
			t.Errorf("got %v, not of kind %v", err, test.kind)
		}
	}
}

func TestWhatHappenedElsewhereIsWarnedOfAndKept(t *testing.T) {
	consume, _ := vf.BehaviourOf(vf.Consume.IRI)
	h := flow.Holding{Resource: "store", Accounting: measureOf("3"), Onhand: measureOf("3")}
	e := flow.Event{Behaviour: consume, Resource: "store", Quantity: measureOf("4")}
	out, err := flow.Apply(e, flow.Situation{From: &h, Lenient: true})
	if err != nil || out.From.Onhand.String() != "-1 kg" || len(out.Warnings) != 1 {
		t.Errorf("got %v, %v", out, err)
	}
	if h.Onhand.String() != "3 kg" {
		t.Errorf("the holding handed in became %s", h.Onhand)
	}
}

func TestEveryActionHasAStory(t *testing.T) {
	script, err := os.ReadFile("testdata/every_action.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range vf.Behaviours {
		if !strings.Contains(string(script), "\n"+row.Action.Name+" ") {
			t.Errorf("no story has a %s", row.Action.Name)
		}
	}
}
