package narrate

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// titles are the properties by which things are called, the first that is there.
var titles = []*vocab.Property{vf.Name, pf.Title, pf.PrefLabel, pf.StatementText, as.PreferredUsername}

// deed is how an action is told: WHO PAST 3 kg OF apples TO whom.
type deed struct {
	action     *vocab.Individual
	past       string // "gave"
	infinitive string // "give"
	of         string // before what it was done with, after a quantity
	to         string // before the other side
	byReceiver bool   // the receiver does it, with what the provider has
	by         bool   // the quantity stands behind: raised the apples by 3 kg
}

// deeds has a row for each action.
//
// Spec: ValueFlows 1.0, concepts/actions.
var deeds = []deed{
	{action: vf.Produce, past: "produced", infinitive: "produce", of: "of", to: "for"},
	{action: vf.Consume, past: "used up", infinitive: "use up", of: "of", to: "from", byReceiver: true},
	{action: vf.Use, past: "used", infinitive: "use", of: "of", to: "from", byReceiver: true},
	{action: vf.Work, past: "worked", infinitive: "work", of: "at", to: "for"},
	{action: vf.Cite, past: "drew on", infinitive: "draw on", of: "of", to: "from", byReceiver: true},
	{action: vf.DeliverService, past: "provided", infinitive: "provide", of: "of", to: "for"},
	{action: vf.Pickup, past: "picked up", infinitive: "pick up", of: "of", to: "for"},
	{action: vf.Dropoff, past: "dropped off", infinitive: "drop off", of: "of", to: "for"},
	{action: vf.Accept, past: "took in", infinitive: "take in", of: "of", to: "from", byReceiver: true},
	{action: vf.Modify, past: "worked over", infinitive: "work over", of: "of", to: "for"},
	{action: vf.Combine, past: "put in", infinitive: "put in", of: "of", to: "for"},
	{action: vf.Separate, past: "took out", infinitive: "take out", of: "of", to: "for"},
	{action: vf.TransferCustody, past: "handed", infinitive: "hand", of: "of", to: "over to"},
	{action: vf.TransferAllRights, past: "gave all rights in", infinitive: "give all rights in", of: "of", to: "to"},
	{action: vf.Transfer, past: "gave", infinitive: "give", of: "of", to: "to"},
	{action: vf.Move, past: "moved", infinitive: "move", of: "of", to: "to"},
	{action: vf.Copy, past: "copied", infinitive: "copy", of: "of", to: "for"},
	{action: vf.Raise, past: "raised", infinitive: "raise", by: true},
	{action: vf.Lower, past: "lowered", infinitive: "lower", by: true},
}

func deedOf(action vocab.IRI) (deed, bool) {
	for _, d := range deeds {
		if d.action.IRI == action {
			return d, true
		}
	}
	return deed{}, false
}

// isFlow says whether a thing is told as who gives what to whom.
func isFlow(r *vocab.Resource) bool {
	_, known := deedOf(r.Get(vf.HasAction).IRI())
	return known && (r.Class().IsA(vf.EconomicEvent) || r.Class().IsA(vf.Commitment) || r.Class().IsA(vf.Intent))
}

// Flow tells an event as what happened, a commitment as a promise and an intent as a wish: "Alpha gave
// 3 kg of apples to Beta". A flow of an unknown action is told by the name of its action.
func Flow(r *vocab.Resource, names Names) string {
	action := r.Get(vf.HasAction).IRI()
	d, known := deedOf(action)
	if !known {
		d = deed{past: "recorded: " + names.of(action), infinitive: names.of(action), of: "of", to: "to"}
	}
	doer, other := r.Get(vf.Provider).IRI(), r.Get(vf.Receiver).IRI()
	if d.byReceiver || doer == "" {
		doer, other = other, doer
	}
	if doer == "" { // only the provider of what another would use is known
		doer, other = other, ""
	}
	words := []string{names.of(doer), d.past}
	switch {
	case r.Class().IsA(vf.Commitment):
		words[1] = "promised to " + d.infinitive
		if !r.Has(vf.Provider) && !d.byReceiver {
			words[1] = "looks for somebody to " + d.infinitive
		}
	case r.Class().IsA(vf.Intent):
		words[1] = "would like to " + d.infinitive
		if !r.Has(vf.Provider) && !d.byReceiver {
			words[1] = "would like somebody to " + d.infinitive
		}
	}
	words = append(words, d.what(r, names)...)
	if other != "" && other != doer && d.to != "" {
		words = append(words, d.to, names.of(other))
	}
	return sentence(words...)
}

// what is how much of what flows.
func (d deed) what(r *vocab.Resource, names Names) []string {
	amount, counted := amountOf(r, names)
	thing := thingOf(r, names)
	switch {
	case amount == "" && thing == "":
		return []string{"something"}
	case thing == "":
		return []string{amount}
	case amount == "":
		return []string{thing}
	case d.by:
		return []string{thing, "by", amount}
	case counted:
		return []string{amount, thing} // 12 seedlings
	}
	return []string{amount, d.of, thing}
}

// amountOf is the quantity of a flow, and whether it only counts pieces.
func amountOf(r *vocab.Resource, names Names) (text string, counted bool) {
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		m, err := flow.QuantityOf(r.Get(p))
		if err != nil || !r.Has(p) {
			continue
		}
		if m.Unit == "one" {
			return m.Value.String(), p == vf.ResourceQuantity
		}
		if _, known := quantity.UnitByID(m.Unit); !known {
			return m.Value.String() + " " + names.of(vocab.IRI(m.Unit)), false
		}
		return m.String(), false
	}
	return "", false
}

// thingOf names what flows.
func thingOf(r *vocab.Resource, names Names) string {
	for _, p := range []*vocab.Property{vf.ResourceInventoriedAs, vf.ResourceConformsTo, vf.ToResourceInventoriedAs} {
		if id := r.Get(p).IRI(); id != "" {
			return names.of(id)
		}
	}
	return strings.TrimSpace(clip(oneLine(r.Get(vf.ResourceClassifiedAs).Text()), maxName))
}
