package flow_test

import (
	"slices"
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

func hours(number string) quantity.Measure {
	return quantity.Measure{Value: quantity.MustDecimal(number), Unit: "hour"}
}

func worked(number string) flow.Event { return flow.Event{Effort: hours(number)} }

// counted is the progress of a promise to which events count, one after the other.
func counted(t *testing.T, promise *vocab.Resource, events ...flow.Event) flow.Progress {
	t.Helper()
	p, err := flow.ProgressOf(promise)
	for _, e := range events {
		if err == nil {
			p, err = p.Count(e.Quantity, e.Effort)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func left(t *testing.T, p flow.Progress) string {
	t.Helper()
	m, err := p.Left()
	if err != nil {
		t.Fatal(err)
	}
	return m.String()
}

var tenHours = vocab.New(vf.Commitment, "promise").With(vf.EffortQuantity, flow.MeasureValue(hours("10")))

func TestHoursFulfilAPromiseOfWork(t *testing.T) {
	minutes := worked("90")
	minutes.Effort.Unit = "minute-Time"
	p := counted(t, tenHours, worked("4"), minutes, worked("-1"))
	if p.Done.String() != "4.5 h" || left(t, p) != "5.5 h" {
		t.Errorf("got %+v", p)
	}
}

func TestMoreThanWasPromisedLeavesLessThanNothing(t *testing.T) {
	if p := counted(t, tenHours, worked("12")); left(t, p) != "-2 h" {
		t.Errorf("left: %s", left(t, p))
	}
}

func TestOnlyWhatWasPromisedCounts(t *testing.T) {
	apples := worked("3")
	apples.Quantity = measureOf("5")
	if p := counted(t, tenHours, apples); p.Done.String() != "3 h" {
		t.Errorf("got %+v", p)
	}
	both := tenHours.With(vf.ResourceQuantity, flow.MeasureValue(measureOf("20")))
	if p := counted(t, both, apples, worked("1")); p.Done.String() != "5 kg" || left(t, p) != "15 kg" {
		t.Errorf("got %+v", p)
	}
	if p := counted(t, vocab.New(vf.Commitment, "promise"), apples); p.Done.Unit != "" || p.Planned.Unit != "" {
		t.Errorf("of nothing in particular: %+v", p)
	}
}

func TestWhatDoesNotConvertIsRefused(t *testing.T) {
	p := counted(t, tenHours)
	if _, err := p.Count(quantity.Measure{}, measureOf("4")); err == nil {
		t.Error("kilograms were counted as hours")
	}
}

func TestAPromiseWithABadQuantityIsRefused(t *testing.T) {
	promise := vocab.New(vf.Commitment, "promise").With(vf.ResourceQuantity, vocab.Text("lots"))
	if _, err := flow.ProgressOf(promise); err == nil {
		t.Error("accepted")
	}
}

func TestACorrectionCountsWhereItsOriginalDid(t *testing.T) {
	original := flow.Event{Fulfills: []vocab.IRI{"promise"}, Satisfies: []vocab.IRI{"wish"}}
	for _, test := range []struct {
		correction flow.Event
		want       []vocab.IRI
	}{
		{flow.Event{}, []vocab.IRI{"promise", "wish"}},
		{flow.Event{Fulfills: []vocab.IRI{"another"}}, []vocab.IRI{"another", "wish"}},
		{flow.Event{Settles: []vocab.IRI{"claim"}}, []vocab.IRI{"promise", "wish", "claim"}},
	} {
		if got := flow.Promises(test.correction, &original, nothingMet); !slices.Equal(got, test.want) {
			t.Errorf("counts into %v, not %v", got, test.want)
		}
	}
	if got := flow.Promises(original, nil, nothingMet); len(got) != 2 {
		t.Errorf("the original counts into %v", got)
	}
}

func nothingMet(vocab.IRI) []vocab.IRI { return nil }

func TestAnEventDoesNotCountTwiceIntoAnIntent(t *testing.T) {
	meets := func(commitment vocab.IRI) []vocab.IRI {
		return map[vocab.IRI][]vocab.IRI{"promise": {"wish"}}[commitment]
	}
	named := flow.Event{Fulfills: []vocab.IRI{"promise", "promise"}, Satisfies: []vocab.IRI{"wish", "other"}}
	if got, want := flow.Promises(named, nil, meets), []vocab.IRI{"promise", "other"}; !slices.Equal(got, want) {
		t.Errorf("it counts into %v, not %v", got, want)
	}
	correction := flow.Event{Corrects: "event"}
	if got, want := flow.Promises(correction, &named, meets), []vocab.IRI{"promise", "other"}; !slices.Equal(got, want) {
		t.Errorf("its correction counts into %v, not %v", got, want)
	}
	direct := flow.Event{Satisfies: []vocab.IRI{"wish"}}
	if got := flow.Promises(direct, nil, meets); !slices.Equal(got, direct.Satisfies) {
		t.Errorf("an event without a promise counts into %v", got)
	}
}
