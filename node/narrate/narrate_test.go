package narrate_test

import (
	"slices"
	"strings"
	"testing"

	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

const base = "https://node.example/"

// names calls each thing by the end of its IRI, and one by a name that is up to no good.
func names(id vocab.IRI) string {
	switch id {
	case base + "mallory":
		return "Mal\u202elory\n\x00"
	}
	return string(id[len(base):])
}

func ref(name string) vocab.Value { return vocab.Ref(vocab.IRI(base + name)) }

func measure(amount string, unit vocab.IRI) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasUnit, vocab.Ref(unit)).With(vf.HasNumericalValue, vocab.Number(amount)))
}

const kilogram, hour, one = quantity.OM2 + "kilogram", quantity.OM2 + "hour", quantity.OM2 + "one"

func flow(class *vocab.Class, action *vocab.Individual, provider, receiver string) *vocab.Resource {
	r := vocab.New(class, base+"flow").With(vf.HasAction, vocab.Ref(action.IRI))
	if provider != "" {
		r = r.With(vf.Provider, ref(provider))
	}
	if receiver != "" {
		r = r.With(vf.Receiver, ref(receiver))
	}
	return r
}

func TestFlowsAreToldAsWhoGivesWhatToWhom(t *testing.T) {
	apples := func(r *vocab.Resource) *vocab.Resource {
		return r.With(vf.ResourceInventoriedAs, ref("apples")).With(vf.ResourceQuantity, measure("3", kilogram))
	}
	for want, r := range map[string]*vocab.Resource{
		"Alpha gave 3 kg of apples to beta":               apples(flow(vf.EconomicEvent, vf.Transfer, "alpha", "beta")),
		"Alpha handed 3 kg of apples over to beta":        apples(flow(vf.EconomicEvent, vf.TransferCustody, "alpha", "beta")),
		"Alpha produced 3 kg of apples":                   apples(flow(vf.EconomicEvent, vf.Produce, "alpha", "alpha")),
		"Beta used up 3 kg of apples from alpha":          apples(flow(vf.EconomicEvent, vf.Consume, "alpha", "beta")),
		"Alpha raised apples by 3 kg":                     apples(flow(vf.EconomicEvent, vf.Raise, "alpha", "alpha")),
		"Alpha promised to give 3 kg of apples to beta":   apples(flow(vf.Commitment, vf.Transfer, "alpha", "beta")),
		"Alpha would like to give 3 kg of apples":         apples(flow(vf.Intent, vf.Transfer, "alpha", "")),
		"Beta would like somebody to give 3 kg of apples": apples(flow(vf.Intent, vf.Transfer, "", "beta")),
		"Alpha worked 2.5 h at planting for beta": flow(vf.EconomicEvent, vf.Work, "alpha", "beta").
			With(vf.ResourceConformsTo, ref("planting")).With(vf.EffortQuantity, measure("2.5", hour)),
		"Alpha gave 12 seedlings to beta": flow(vf.EconomicEvent, vf.Transfer, "alpha", "beta").
			With(vf.ResourceConformsTo, ref("seedlings")).With(vf.ResourceQuantity, measure("12", one)),
		"Alpha gave 4 crates of apples to beta": flow(vf.EconomicEvent, vf.Transfer, "alpha", "beta").
			With(vf.ResourceConformsTo, ref("apples")).With(vf.ResourceQuantity, measure("4", base+"crates")),
		"Alpha gave something to Mallory": flow(vf.EconomicEvent, vf.Transfer, "alpha", "mallory"),
		"Somebody gave something":         flow(vf.EconomicEvent, vf.Transfer, "", ""),
	} {
		if got := narrate.Sentences(narrate.Change{Verb: "Create", Actor: base + "alpha", Now: r}, names); !slices.Equal(got, []string{want}) {
			t.Errorf("got %q, not %q", got, want)
		}
	}
}

func TestEveryActionCanBeTold(t *testing.T) {
	for _, action := range vf.Behaviours {
		r := flow(vf.EconomicEvent, action.Action, "alpha", "beta")
		if got := narrate.Sentences(narrate.Change{Verb: "Create", Actor: base + "alpha", Now: r}, names); len(got) != 1 || strings.Contains(got[0], "recorded") {
			t.Errorf("%s is told as %q", action.Action.Name, got)
		}
	}
}

func TestChangesAreToldByMeaning(t *testing.T) {
	plan := func(name string) *vocab.Resource {
		return vocab.New(vf.Plan, base+"plan").With(vf.Name, vocab.Text(name))
	}
	state := vocab.New(pf.State, base+"alpha/state").With(pf.StateOf, ref("alpha")).
		With(pf.Phase, vocab.Ref(pf.Schema.Base+"phase-formation"))
	later := state.With(pf.Phase, vocab.Ref(pf.Schema.Base+"phase-organization"))
	for name, c := range map[string]struct {
		change narrate.Change
		want   []string
	}{
		"a new plan":       {narrate.Change{Verb: "Create", Now: plan("Spring")}, []string{"Alpha created the plan “Spring”"}},
		"another name":     {narrate.Change{Verb: "Update", Now: plan("Summer"), Before: plan("Spring")}, []string{"Summer: name changed from Spring to Summer"}},
		"no difference":    {narrate.Change{Verb: "Update", Now: plan("Spring"), Before: plan("Spring")}, []string{"Alpha changed the plan “Spring”"}},
		"unseen before":    {narrate.Change{Verb: "Update", Now: plan("Spring")}, []string{"Alpha changed the plan “Spring”"}},
		"deleted":          {narrate.Change{Verb: "Delete", Before: plan("Spring")}, []string{"Alpha deleted the plan “Spring”"}},
		"unseen":           {narrate.Change{Verb: "Delete"}, nil},
		"a first state":    {narrate.Change{Verb: "Create", Now: later}, []string{"Alpha set out its state", "Alpha is in the organization phase"}},
		"another phase":    {narrate.Change{Verb: "Update", Now: later, Before: state}, []string{"Alpha moved from formation to organization"}},
		"told by somebody": {narrate.Change{Verb: "Update", Now: later, Differences: []pf.Difference{{Text: "Two\nlines"}}}, []string{"Two lines"}},
	} {
		c.change.Actor = base + "alpha"
		if got := narrate.Sentences(c.change, names); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestHeadlinesAreShort(t *testing.T) {
	if got := narrate.Title("Update", []string{"a", "b", "c", "d", "e"}); got != "Changed a, b, c and 2 more" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutNamesThingsAreCalledByTheirAddress(t *testing.T) {
	r := flow(vf.EconomicEvent, vf.Transfer, "groups/alpha", "groups/beta").With(vf.ResourceInventoriedAs, ref("id/apples"))
	if got := narrate.Flow(r, nil); got != "Alpha gave apples to beta" {
		t.Errorf("got %q", got)
	}
}
