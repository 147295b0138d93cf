package flow_test

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

func hours(number string) quantity.Measure {
	return quantity.Measure{Value: quantity.MustDecimal(number), Unit: "hour"}
}

func worked(id vocab.IRI, number string) flow.Event {
	row, _ := vf.BehaviourOf(vf.Work.IRI)
	return flow.Event{ID: id, Behaviour: row, Effort: hours(number)}
}

func planned(class *vocab.Class, id vocab.IRI, effort string) *vocab.Resource {
	return vocab.New(class, id).With(vf.EffortQuantity, flow.MeasureValue(hours(effort)))
}

func TestHoursFulfilAPromiseOfWork(t *testing.T) {
	promise := planned(vf.Commitment, "promise", "10")
	first, second, less := worked("first", "4"), worked("second", "90"), worked("less", "-1")
	first.Fulfills, second.Fulfills = []vocab.IRI{"promise"}, []vocab.IRI{"other", "promise"}
	second.Effort = quantity.Measure{Value: quantity.MustDecimal("90"), Unit: "minute-Time"}
	less.Corrects = "first"
	p, err := flow.Fulfilled(promise, []flow.Event{first, second, worked("unplanned", "8"), less})
	if err != nil || p.Effort.String() != "4.5 h" || p.RemainingEffort.String() != "5.5 h" || p.Over || p.Done() {
		t.Errorf("got %+v, %v", p, err)
	}
	if len(p.Counted) != 3 {
		t.Errorf("counted %v", p.Counted)
	}
}

func TestWhatDoesNotConvertIsLeftOutAndNamed(t *testing.T) {
	promise := planned(vf.Commitment, "promise", "10")
	odd := worked("odd", "4")
	odd.Effort.Unit, odd.Fulfills = "kilogram", []vocab.IRI{"promise"}
	p, err := flow.Fulfilled(promise, []flow.Event{odd})
	if err != nil || !p.Effort.IsZero() || len(p.Uncounted) != 1 || p.Uncounted[0] != "odd" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestAPromiseWithoutQuantitiesIsNeverDone(t *testing.T) {
	e := worked("e", "4")
	e.Fulfills = []vocab.IRI{"promise"}
	p, err := flow.Fulfilled(vocab.New(vf.Commitment, "promise"), []flow.Event{e})
	if err != nil || p.Effort.String() != "4 h" || p.Done() || p.Over {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestAPromiseWithABadQuantityIsRefused(t *testing.T) {
	promise := vocab.New(vf.Commitment, "promise").With(vf.ResourceQuantity, vocab.Text("lots"))
	if _, err := flow.Fulfilled(promise, nil); err == nil {
		t.Error("accepted")
	}
}

func TestAnIntentIsSatisfiedByPromisesAndByWhatWasDoneDirectly(t *testing.T) {
	intent := planned(vf.Intent, "wish", "10")
	satisfies := func(r *vocab.Resource) *vocab.Resource { return r.With(vf.Satisfies, vocab.Ref("wish")) }
	promises := []*vocab.Resource{
		satisfies(planned(vf.Commitment, "promise", "6")),
		planned(vf.Commitment, "another", "50"),
	}
	kept, direct := worked("kept", "6"), worked("direct", "1.5")
	kept.Fulfills, kept.Satisfies = []vocab.IRI{"promise"}, []vocab.IRI{"wish"}
	direct.Satisfies = []vocab.IRI{"wish"}
	p, err := flow.Satisfied(intent, promises, []flow.Event{kept, direct})
	if err != nil || p.Effort.String() != "7.5 h" || p.RemainingEffort.String() != "2.5 h" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestAPaymentSettlesAPartOfAClaim(t *testing.T) {
	transfer, _ := vf.BehaviourOf(vf.Transfer.IRI)
	amount := func(n string) quantity.Measure {
		return quantity.Measure{Value: quantity.MustDecimal(n), Unit: "https://bank.example/CAD"}
	}
	claim := vocab.New(vf.Claim, "claim").With(vf.ResourceQuantity, flow.MeasureValue(amount("140")))
	pay := flow.Event{ID: "pay", Behaviour: transfer, Quantity: amount("70"), Settles: []vocab.IRI{"claim"}}
	half, err := flow.Settled(claim, []flow.Event{pay})
	if err != nil || half.Quantity.Value.String() != "70" || half.Remaining.Value.String() != "70" || half.Done() {
		t.Errorf("got %+v, %v", half, err)
	}
	again := pay
	again.ID = "again"
	if all, _ := flow.Settled(claim, []flow.Event{pay, again}); !all.Done() || all.Over {
		t.Errorf("got %+v", all)
	}
}
