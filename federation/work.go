package federation

import (
	"slices"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/own"
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

// maxPlanned bounds how much of a plan goes with it.
const maxPlanned = 200

// writePlan writes a plan with its processes and their tasks and its own, as far as somebody may see them. What waits
// to be added is no part of it.
func writePlan(v node.View, sight node.Sight, plan *vocab.Resource) ([]byte, error) {
	whole, err := v.Latest(plan.ID())
	if err != nil {
		return nil, err
	}
	var others []*vocab.Resource
	gather := func(link *vocab.Property, to vocab.IRI, classes ...string) error {
		for found, err := range v.Find(node.Query{Classes: classes, Refers: []node.Link{{Property: link.IRI, To: to}}, Sight: sight, Limit: maxPlanned}) {
			if err != nil {
				return err
			}
			r, err := found.Resource()
			if err != nil {
				return err
			}
			included := slices.ContainsFunc(plan.All(vf.PlanIncludes), func(v vocab.Value) bool { return v.IRI() == found.IRI })
			twice := slices.ContainsFunc(others, func(o *vocab.Resource) bool { return o.ID() == found.IRI })
			if (included || found.Owner == whole.Owner) && !twice && len(others) < maxPlanned {
				others = append(others, r)
			}
		}
		return nil
	}
	if err := gather(vf.PlannedWithin, plan.ID(), vf.Process.Name, vf.Commitment.Name); err != nil {
		return nil, err
	}
	for _, process := range slices.Clone(others) {
		for _, link := range []*vocab.Property{vf.InputOf, vf.OutputOf} {
			if process.Class() == vf.Process {
				if err := gather(link, process.ID(), vf.Commitment.Name); err != nil {
					return nil, err
				}
			}
		}
	}
	return exchange.WritePlan(plan, others)
}

// planOf is the plan in which an event's process is, as far as somebody may know of it; empty for none.
func planOf(v node.View, sight node.Sight, event *vocab.Resource) vocab.IRI {
	for _, p := range []*vocab.Property{vf.InputOf, vf.OutputOf} {
		kept, err := v.Latest(event.Get(p).IRI())
		if err != nil || !sight.Sees(kept) {
			continue
		}
		if process, err := kept.Resource(); err == nil && process != nil && process.Has(vf.PlannedWithin) {
			return process.Get(vf.PlannedWithin).IRI()
		}
	}
	return ""
}

// taskAnswer writes the answer to a commitment as FEP-3264 and FEP-c5a1 have it; nil for any other activity.
func taskAnswer(v node.View, act *vocab.Resource, within vocab.IRI) []byte {
	objects, to := act.All(as.HasObject), act.All(as.To)
	if c := act.Class(); c != as.Accept && c != as.Reject || len(objects) != 1 || len(to) != 1 || act.Has(as.CC) || act.Has(own.Problem) {
		return nil
	}
	task, err := v.Latest(objects[0].IRI())
	if err != nil || task.Class != vf.Commitment.Name {
		return nil
	}
	return exchange.WriteTaskAnswer(act.Class().Name, act.ID(), act.Get(as.Actor).IRI(), task.IRI, act.Get(as.Summary).Text(), within, to[0].IRI())
}

// overlaid is an event as its keys say it, with what only its linked data says.
func overlaid(linked, keyed *vocab.Resource) *vocab.Resource {
	r := keyed
	for p, values := range linked.Fields() {
		if !r.Has(p) && p.Allows(keyed.Class()) {
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
