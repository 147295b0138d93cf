package federation

import (
	"slices"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// Plans and to-dos are read as FEP-3264 and FEP-c5a1 have them, like what markets exchange (market.go). What
// somebody reports to have done is an event like any other; only what these forms say in their own way is
// read from their keys as well.

// report adds what an event says in the form of FEP-3264 or FEP-c5a1, and not in linked data: what it fulfils where
// its context forgets the term, the action that goes without saying, and with which commitments all is done.
//
// Errors: Invalid with violations, where its linked data does not say either what was done.
func report(m wire.Message, act *node.Activity) error {
	objects := m.Objects()
	if act.Verb != "Create" || len(objects) != 1 || objects[0].Raw == nil || ours(m.Context) ||
		!slices.ContainsFunc(objects[0].Types, func(t string) bool { return t[len(prefixOf(t)):] == vf.EconomicEvent.Name }) {
		return nil
	}
	read, err := exchange.ReadMessage(m.Raw)
	if err != nil {
		if slices.ContainsFunc(act.Objects, func(o node.Object) bool { return o.Resource != nil && o.Resource.Has(vf.HasAction) }) {
			return nil // what is wrong with it, its linked data tells
		}
		return readable("object", err)
	}
	if read.Object.Document == nil || read.Object.Class != vf.EconomicEvent {
		return nil
	}
	d := read.Object.Document
	told := node.Object{IRI: d.Resource.ID(), Resource: d.Resource, Finishes: d.Finishes}
	for i, o := range act.Objects {
		if o.Resource == nil || o.Resource.ID() != told.IRI {
			continue
		}
		told.Proven, told.Resource = o.Proven, overlaid(o.Resource, d.Resource)
		act.Objects[i] = told
		return nil
	}
	if len(act.Objects) == 1 && act.Objects[0].IRI == told.IRI { // its context does not say what it is
		act.Objects[0] = told
	}
	return nil
}

// overlaid is an event as its keys say it, with what only its linked data says.
func overlaid(linked, keyed *vocab.Resource) *vocab.Resource {
	r := keyed
	for p, values := range linked.Fields() {
		if !r.Has(p) && p != vf.Finished && strings.HasPrefix(string(p.IRI), string(vf.Schema.Base)) {
			r = r.With(p, values...)
		}
	}
	var extra []vocab.Statement
	for _, s := range linked.Extra() {
		if !strings.HasPrefix(string(s.Property), string(vf.Schema.Base)) {
			extra = append(extra, s)
		}
	}
	return r.WithExtra(extra...)
}
