package own_test

import (
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/model"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

func event(action *vocab.Individual, figure string) *vocab.Resource {
	return vocab.New(vf.EconomicEvent, "https://a.example/e").
		With(vf.HasAction, vocab.Ref(action.IRI)).
		With(vf.Provider, vocab.Ref("https://a.example/ana")).
		With(vf.Receiver, vocab.Ref("https://a.example/bo")).
		With(vf.ResourceInventoriedAs, vocab.Ref("https://a.example/apples")).
		With(vf.ResourceQuantity, kilograms(figure))
}

func kilograms(figure string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/kilogram")).
		With(vf.HasNumericalValue, vocab.Number(figure)))
}

func TestRulesOfEvents(t *testing.T) {
	transfer, raise, consume := event(vf.Transfer, "3"), event(vf.Raise, "3"), event(vf.Consume, "3")
	opening := raise.With(own.Opening, vocab.Bool(true))
	for _, c := range []struct {
		name  string
		event *vocab.Resource
		want  string // part of the one violation; empty: none
	}{
		{"a transfer within one record", transfer.With(own.ToResource, vocab.Text(own.Same)), ""},
		{"a transfer out of the inventory", transfer.With(own.ToResource, vocab.Text(own.None)), ""},
		{"another word", transfer.With(own.ToResource, vocab.Text("maybe")), "takes same or none"},
		{"beside a receiving record", transfer.With(own.ToResource, vocab.Text(own.Same)).
			With(vf.ToResourceInventoriedAs, vocab.Ref("https://a.example/more")), "only where no toResourceInventoriedAs"},
		{"where nothing is passed on", consume.With(own.ToResource, vocab.Text(own.Same)), "means nothing for consume"},
		{"an opening", opening.With(own.OpeningOnhand, kilograms("2")).With(own.OpeningState, vocab.Text("ripe")), ""},
		{"an opening of nothing", event(vf.Raise, "0").With(own.Opening, vocab.Bool(true)), ""},
		{"an opening below zero", opening.With(own.OpeningAccounting, kilograms("-20")), ""},
		{"an opening that is no raise", consume.With(own.Opening, vocab.Bool(true)), "is for raise only"},
		{"opening terms without opening", raise.With(own.OpeningStage, vocab.Ref("https://a.example/stage")), "stands only on an opening"},
		{"an event of nothing", event(vf.Consume, "0.00"), "is zero"},
	} {
		found := model.Vocabulary.Check(c.event)
		if c.want == "" && len(found) > 0 || c.want != "" && (len(found) != 1 || !strings.Contains(found[0].Message, c.want)) {
			t.Errorf("%s: %v, want %q", c.name, found, c.want)
		}
	}
}

func TestConfirmationIsOneOfThree(t *testing.T) {
	e := event(vf.Raise, "1")
	if found := model.Vocabulary.Check(e.With(own.HasConfirmation, vocab.Ref(own.Disputed.IRI))); len(found) > 0 {
		t.Error(found)
	}
	found := model.Vocabulary.Check(e.With(own.HasConfirmation, vocab.Ref(own.Schema.Base+"doubted")))
	if len(found) != 1 || !strings.Contains(found[0].Message, "stated, confirmed, disputed") {
		t.Error(found)
	}
}
