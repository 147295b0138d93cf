package vf_test

import (
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

const om2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name string
		flow *vocab.Resource
		want string // "path: part of the message" of the one violation; empty: none
	}{
		{"a transfer", event(vf.Transfer), ""},
		{"an event without provider", event(vf.Transfer).With(vf.Provider), "provider: is required on EconomicEvent"},
		{"an event without receiver", event(vf.Transfer).With(vf.Receiver), "receiver: is required on EconomicEvent"},
		{"an event without action", event(vf.Transfer).With(vf.HasAction), "action: is required"},
		{"an event with an unknown action", event(vf.Transfer).With(vf.HasAction, vocab.Ref(vf.Schema.Base+"pass")), "action: takes one of produce, consume"},
		{"an event with a value as action", event(vf.Transfer).With(vf.HasAction, vocab.Ref(vf.ValueInput.IRI)), "action: takes Action; input is none"},

		{"a resource without quantity", event(vf.Consume).With(vf.ResourceQuantity), "resourceQuantity: consume needs a resourceQuantity"},
		{"a type of resource without quantity", of(event(vf.DeliverService)).With(vf.ResourceQuantity), "resourceQuantity: deliverService needs"},
		{"neither resource nor type, and no quantity", event(vf.TransferAllRights).With(vf.ResourceQuantity).With(vf.ResourceInventoriedAs), ""},
		{"work without effort", event(vf.Work).With(vf.ResourceQuantity), "effortQuantity: work needs effortQuantity, resourceQuantity or both"},
		{"work of some people for some hours", event(vf.Work).With(vf.EffortQuantity, measure("8", "hour")), ""},
		{"effort where the action has none", event(vf.Modify).With(vf.EffortQuantity, measure("8", "hour")), "effortQuantity: means nothing for modify"},
		{"effort in a recipe where the action has none", recipeFlow(vf.Accept).With(vf.EffortQuantity, measure("8", "hour")), "effortQuantity: means nothing for accept"},
		{"a commitment without quantity", commitment(vf.Consume).With(vf.ResourceQuantity), ""},

		{"less than nothing", event(vf.Consume).With(vf.ResourceQuantity, measure("-3", "one")), "resourceQuantity: is below zero"},
		{"less than nothing in order to correct", event(vf.Consume).With(vf.ResourceQuantity, measure("-3", "one")).With(vf.Corrects, vocab.Ref("https://a.example/before")), ""},
		{"a promise of less than nothing", commitment(vf.Consume).With(vf.ResourceQuantity, measure("-3", "one")), "resourceQuantity: is below zero"},
		{"a promise of nothing", commitment(vf.Consume).With(vf.ResourceQuantity, measure("0", "one")), ""},
		{"correcting itself", event(vf.Consume).With(vf.Corrects, vocab.Ref("https://a.example/e")), "corrects: names the event itself"},
		{"a quantity by reference", event(vf.Consume).With(vf.ResourceQuantity, vocab.Ref("https://a.example/q")), "resourceQuantity: is given in full"},

		{"an input of a process", event(vf.Consume).With(vf.InputOf, process), ""},
		{"an input that comes out", event(vf.Consume).With(vf.OutputOf, process), "outputOf: consume is never an output"},
		{"an output that goes in", commitment(vf.Produce).With(vf.InputOf, process), "inputOf: produce is never an input"},
		{"a service that comes out of one process into another", event(vf.DeliverService).With(vf.OutputOf, process).With(vf.InputOf, vocab.Ref("https://a.example/p2")), ""},
		{"a transfer in a process", event(vf.Transfer).With(vf.InputOf, process), "inputOf: transfer is never an input"},
		{"a recipe's output that goes in", recipeFlow(vf.Produce).With(vf.RecipeInputOf, process), "recipeInputOf: produce is never an input"},

		{"a moment", event(vf.Use).With(vf.HasPointInTime, at(9)), ""},
		{"an interval", event(vf.Use).With(vf.HasBeginning, at(9)).With(vf.HasEnd, at(10)), ""},
		{"a moment and an interval", event(vf.Use).With(vf.HasPointInTime, at(9)).With(vf.HasEnd, at(10)), "hasPointInTime: stands alone"},
		{"an end before the beginning", event(vf.Use).With(vf.HasBeginning, at(10)).With(vf.HasEnd, at(9)), "hasEnd: is before hasBeginning"},
		{"a process that ends before it begins", vocab.New(vf.Process, "https://a.example/p").With(vf.HasBeginning, at(10)).With(vf.HasEnd, at(9)), "hasEnd: is before"},

		{"a receiving record of a transfer", to(event(vf.Transfer)), ""},
		{"a container", to(event(vf.Combine)), ""},
		{"a receiving record of a pickup for another", to(event(vf.Pickup)), ""},
		{"a receiving record of a pickup for oneself", to(event(vf.Pickup)).With(vf.Receiver, vocab.Ref("https://a.example/ana")), "toResourceInventoriedAs: on pickup needs a receiver other"},
		{"a receiving record of a citation", to(event(vf.Cite)), "toResourceInventoriedAs: means nothing for cite"},
		{"a receiving record of raise", to(event(vf.Raise)), "toResourceInventoriedAs: means nothing for raise"},

		{"a move to another agent", to(event(vf.Move)), "receiver: is the provider for move"},
		{"a move to another record", to(own(event(vf.Move))), ""},
		{"a move to another place", own(event(vf.Move)).With(vf.ToLocation, vocab.Ref("https://a.example/barn")), ""},
		{"a move nowhere", own(event(vf.Move)), "toLocation: move needs a toLocation or another resource"},
		{"a move into itself", own(event(vf.Move)).With(vf.ToResourceInventoriedAs, vocab.Ref("https://a.example/apples")), "toLocation: move needs"},

		{"a figure without unit", event(vf.Use).With(vf.ResourceQuantity, vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasNumericalValue, vocab.Number("3")))), "resourceQuantity.hasUnit: is required on Measure"},
		{"a unit without figure", event(vf.Use).With(vf.ResourceQuantity, vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasUnit, vocab.Ref(om2+"one")))), "resourceQuantity.hasNumericalValue: is required on Measure"},
		{"a unit without label", vocab.New(vf.Unit, "https://a.example/crate"), "label: is required on Unit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := vocabulary.Check(c.flow)
			if c.want == "" && len(found) == 0 {
				return
			}
			if c.want == "" || len(found) != 1 || !strings.HasPrefix(found[0].String(), c.want) {
				t.Errorf("%v, want %q", found, c.want)
			}
		})
	}
}

func TestEconomicFieldsComeFromEventsOnResourcesOnly(t *testing.T) {
	for _, c := range []struct {
		property *vocab.Property
		class    *vocab.Class
		want     bool
	}{
		{vf.AccountingQuantity, vf.EconomicResource, true},
		{vf.OnhandQuantity, vf.EconomicResource, true},
		{vf.PrimaryAccountable, vf.EconomicResource, true},
		{vf.CurrentLocation, vf.EconomicResource, true},
		{vf.ContainedIn, vf.EconomicResource, true},
		{vf.Contains, vf.EconomicResource, true},
		{vf.Stage, vf.EconomicResource, true},
		{vf.State, vf.EconomicResource, true},
		{vf.Stage, vf.Commitment, false},
		{vf.State, vf.EconomicEvent, false},
		{vf.Name, vf.EconomicResource, false},
		{vf.UnitOfEffort, vf.EconomicResource, false},
		{vf.TrackingIdentifier, vf.EconomicResource, false},
	} {
		if got := vf.EconomicOnly(c.property, c.class); got != c.want {
			t.Errorf("%s of %s: %v", c.property, c.class, got)
		}
	}
}

func TestForeignSpellingsAreKnown(t *testing.T) {
	if vf.ReadAs[om2+"hasUnit"] != vf.HasUnit || vf.ReadAs[om2+"hasNumericalValue"] != vf.HasNumericalValue {
		t.Error("measures of OM 2 are not read")
	}
	for foreign := range vf.ReadAs {
		if vocabulary.PropertyByIRI(foreign) != nil {
			t.Errorf("%s is one of ours", foreign)
		}
	}
}

func TestOlderNamesOfActionsAreRead(t *testing.T) {
	for name, want := range map[vocab.IRI]*vocab.Individual{
		"https://w3id.org/valueflows/ont/vf#transfer-custody":  vf.TransferCustody,
		"https://w3id.org/valueflows#deliver-service":          vf.DeliverService,
		"http://w3id.org/valueflows/ont/vf#unpack":             vf.Separate,
		"https://w3id.org/valueflows/pack":                     vf.Combine,
		"ValueFlows:transfer-complete":                         vf.Transfer,
		"https://w3id.org/valueflows/ont/vf#transferAllRights": vf.TransferAllRights,
	} {
		if got := vocabulary.Individual(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, name := range []vocab.IRI{"https://w3id.org/valueflows/ont/vf#pass", "https://other.example/transfer"} {
		if got := vocabulary.Individual(name); got != nil {
			t.Errorf("%s is read as %s", name, got.Name)
		}
	}
}

var process = vocab.Ref("https://a.example/p")

// event is a sound event: something of ana's for bo.
func event(action *vocab.Individual) *vocab.Resource {
	return vocab.New(vf.EconomicEvent, "https://a.example/e").
		With(vf.HasAction, vocab.Ref(action.IRI)).
		With(vf.Provider, vocab.Ref("https://a.example/ana")).
		With(vf.Receiver, vocab.Ref("https://a.example/bo")).
		With(vf.ResourceInventoriedAs, vocab.Ref("https://a.example/apples")).
		With(vf.ResourceQuantity, measure("3", "kilogram"))
}

// of names a type instead of a resource.
func of(flow *vocab.Resource) *vocab.Resource {
	return flow.With(vf.ResourceInventoriedAs).With(vf.ResourceConformsTo, vocab.Ref("https://a.example/apple"))
}

func to(flow *vocab.Resource) *vocab.Resource {
	return flow.With(vf.ToResourceInventoriedAs, vocab.Ref("https://a.example/more-apples"))
}

// own makes the provider the receiver.
func own(flow *vocab.Resource) *vocab.Resource { return flow.With(vf.Receiver, flow.Get(vf.Provider)) }

func commitment(action *vocab.Individual) *vocab.Resource {
	return event(action).WithClass(vf.Commitment)
}

func recipeFlow(action *vocab.Individual) *vocab.Resource {
	return vocab.New(vf.RecipeFlow, "https://a.example/f").With(vf.HasAction, vocab.Ref(action.IRI))
}

func measure(figure, unit vocab.IRI) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, vocab.Ref(om2+unit)).
		With(vf.HasNumericalValue, vocab.Number(string(figure))))
}

func at(hour int) vocab.Value {
	return vocab.Typed("2026-03-21T"+string(rune('0'+hour/10))+string(rune('0'+hour%10))+":00:00Z", vocab.XSD+"dateTimeStamp")
}
