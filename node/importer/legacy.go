package importer

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// resolve finds the resources of transfers of all rights that name none, as in older data: by who
// gives and receives, by what kind of thing it is, and by its mark where the event bears one. It
// is taken only where a single resource fits.
//
// Spec: ValueFlows 1.0, example "Transportation with transfer".
func (w *work) resolve() {
	for _, e := range w.entries {
		if !e.is(vf.EconomicEvent) {
			continue
		}
		r := e.resource
		if r.Get(vf.HasAction).IRI() != vf.TransferAllRights.IRI || r.Has(vf.ResourceInventoriedAs) || r.Has(vf.ToResourceInventoriedAs) {
			continue
		}
		from := w.fitting(r, r.Get(vf.Provider).IRI())
		if from == "" {
			continue
		}
		next := r.With(vf.ResourceInventoriedAs, vocab.Ref(from)).With(vf.TrackingIdentifier)
		if to := w.fitting(r, r.Get(vf.Receiver).IRI()); to != "" && to != from {
			next = next.With(vf.ToResourceInventoriedAs, vocab.Ref(to))
		}
		e.resource = next
		w.report.warn("%s: names no resource; by agent and kind it is taken to be about %s%s",
			e.where(), from, received(next))
	}
}

func received(event *vocab.Resource) string {
	if to := event.Get(vf.ToResourceInventoriedAs).IRI(); to != "" {
		return ", received as " + string(to)
	}
	return ""
}

// fitting is the one resource of an agent that an event without a resource can mean, or empty.
func (w *work) fitting(event *vocab.Resource, agent vocab.IRI) (found vocab.IRI) {
	kinds := append(event.All(vf.ResourceConformsTo), event.All(vf.ResourceClassifiedAs)...)
	mark := event.Get(vf.TrackingIdentifier)
	for _, s := range w.snapshots {
		r := s.of.resource
		if !sameIRI(s.figures.Get(vf.PrimaryAccountable).IRI(), agent) || agent == "" || r.ID() == found {
			continue
		}
		if !mark.IsZero() && !r.Get(vf.TrackingIdentifier).Equal(mark) || !conforms(r, kinds) {
			continue
		}
		if found != "" {
			return ""
		}
		found = r.ID()
	}
	return found
}

// conforms says whether a resource is of one of the kinds, named as its specification or class.
func conforms(r *vocab.Resource, kinds []vocab.Value) bool {
	for _, k := range kinds {
		if k.Text() == r.Get(vf.ConformsTo).Text() {
			return true
		}
		for _, class := range r.All(vf.ClassifiedAs) {
			if class.Text() == k.Text() {
				return true
			}
		}
	}
	return false
}
