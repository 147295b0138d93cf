package importer

import (
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// unit is how many things one activity may bring in.
var unit = 10_000

// createAll brings the new things in: in one activity, so that all of it happens or nothing, unless
// there are more than an activity may be about. Then several follow each other, each a whole, and
// what refers ahead is put in place when all are there. Should one be refused, the next import goes
// on where this one ended.
func (w *work) createAll(fresh []*entry) error {
	if len(fresh) == 0 {
		return nil
	}
	w.progress(0)
	owners := w.owners()
	if len(fresh) <= unit {
		return w.create(fresh, owners, nil)
	}
	parts := pack(w.together(w.referredFirst(fresh)))
	w.report.warn("%s describes %d new things, which come in by %d activities, each of them all or nothing",
		w.opt.Name, len(fresh), len(parts))
	waiting := map[vocab.IRI]bool{}
	for _, e := range fresh {
		waiting[e.label] = true
	}
	later := func(id vocab.IRI) bool { return waiting[id] }
	for _, part := range parts {
		for _, e := range part {
			delete(waiting, e.label)
		}
		if err := w.create(part, owners, later); err != nil {
			return err
		}
		w.progress(len(w.report.Made))
	}
	if w.opt.DryRun {
		return nil
	}
	return w.putInPlace()
}

// together joins each event with the resources that it is the first to name: they come in by it.
func (w *work) together(ordered []*entry) (clusters [][]*entry) {
	named := map[*entry]bool{}
	resources := func(event *entry) (found []*entry) {
		for _, p := range []*vocab.Property{vf.ResourceInventoriedAs, vf.ToResourceInventoriedAs} {
			of := w.entry(event.resource.Get(p).IRI())
			if of != nil && of.here == "" && of.is(vf.EconomicResource) && event.is(vf.EconomicEvent) {
				found = append(found, of)
			}
		}
		return found
	}
	for _, e := range ordered {
		for _, of := range resources(e) {
			named[of] = true
		}
	}
	placed := map[*entry]bool{}
	for _, e := range ordered {
		if named[e] {
			continue // with its event
		}
		var cluster []*entry
		for _, of := range resources(e) {
			if !placed[of] {
				placed[of] = true
				cluster = append(cluster, of)
			}
		}
		clusters = append(clusters, append(cluster, e))
	}
	return clusters
}

// pack fills activities with clusters, in order.
func pack(clusters [][]*entry) (parts [][]*entry) {
	var part []*entry
	for _, c := range clusters {
		if len(part) > 0 && len(part)+len(c) > unit {
			parts, part = append(parts, part), nil
		}
		part = append(part, c...)
	}
	return append(parts, part)
}

// ahead is what a thing says of things that come in later.
type ahead struct {
	of       *entry
	property *vocab.Property
}

// without is a resource without the values that refer to what comes in later; they are noted.
func (w *work) without(e *entry, r *vocab.Resource, later func(vocab.IRI) bool) *vocab.Resource {
	if later == nil {
		return r
	}
	r, omitted := omit(r, later)
	for _, p := range omitted {
		w.ahead = append(w.ahead, ahead{e, p})
	}
	return r
}

// omit is a resource without the values that refer to some things, and the properties that had them.
func omit(r *vocab.Resource, things func(vocab.IRI) bool) (rest *vocab.Resource, omitted []*vocab.Property) {
	rest = r
	for p, values := range r.Fields() {
		kept := slices.DeleteFunc(slices.Clone(values), func(v vocab.Value) bool { return leads(v, things) })
		if len(kept) < len(values) {
			rest, omitted = rest.With(p, kept...), append(omitted, p)
		}
	}
	return rest, omitted
}

// leads says whether a value, or something inside it, refers to one of the things.
func leads(v vocab.Value, to func(vocab.IRI) bool) bool {
	if part := v.Part(); part != nil {
		for _, id := range part.Refs() {
			if to(id) {
				return true
			}
		}
		return false
	}
	return v.Kind() == vocab.Reference && to(v.IRI())
}

// putInPlace adds what was left out, now that everything has its IRI.
func (w *work) putInPlace() error {
	for _, a := range w.ahead {
		if a.of.is(vf.EconomicEvent) {
			w.report.warn("%s: %s leads to what came in later, and is left out: events do not change", a.of.where(), a.property.Term)
			continue
		}
		whole := w.translated(a.of)
		change := vocab.New(whole.Class(), a.of.here).With(a.property, whole.All(a.property)...)
		act := node.Activity{Verb: "Update", Actor: w.ownerHere(a.of), Summary: "Imported from " + w.opt.Name, Import: true,
			Objects: []node.Object{{Resource: change}}}
		receipt, err := w.opt.Node.Submit(w.ctx, node.Operator, act)
		if err != nil {
			return w.inSource(err, nil)
		}
		w.report.Activities = append(w.report.Activities, receipt.Activity)
	}
	return nil
}

// referredFirst puts what others refer to before them, as far as there are no circles. Groups stay
// first, states and events last, in their order.
func (w *work) referredFirst(fresh []*entry) []*entry {
	isFresh, placed := map[*entry]bool{}, map[*entry]bool{}
	for _, e := range fresh {
		isFresh[e] = true
	}
	result := make([]*entry, 0, len(fresh))
	var place func(*entry)
	place = func(e *entry) {
		if placed[e] || !isFresh[e] {
			return
		}
		placed[e] = true
		for p, id := range e.resource.Refs() {
			if of := w.entry(id); p != nil && of != nil && rankOf(of) <= rankOf(e) && !of.is(vf.EconomicEvent) {
				place(of)
			}
		}
		result = append(result, e)
	}
	for _, e := range fresh {
		place(e)
	}
	return result
}
