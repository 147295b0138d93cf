package importer

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// open turns the first snapshot of each resource into the event that brings it in with this
// balance. The others stay for compare.
//
// There is no opening where events tell how the resource came to be: where what is said is what they
// came to, where an event that comes first brings the resource in, or where an earlier
// import brought it in. Where the resource is described only after events that took from it, what
// it held before them is not known, and it starts unchecked.
func (w *work) open(group vocab.IRI) {
	first := map[*entry]*snapshot{}
	var later []snapshot
	for i := range w.snapshots {
		s := &w.snapshots[i]
		if after, ok := w.outcome(s); ok {
			s.place, s.outcome = after, true
		}
		if first[s.of] != nil || !w.opens(s) {
			later = append(later, *s)
		} else {
			e := w.opening(*s, group)
			w.entries = append(w.entries, e)
			w.report.Openings++
		}
		first[s.of] = s
	}
	w.snapshots = later
}

// outcome says whether a snapshot is what events of the document came to, as in an export, and the
// place at which they have: after all of them, or after the one that is named as the last.
//
// A graph has no order in which a balance could stand before an event. Where one of its events makes
// the resource, what it says of the resource is what there is.
func (w *work) outcome(s *snapshot) (after int, ok bool) {
	id, end := s.of.resource.ID(), len(w.doc.things)
	concerning := w.concerning[id]
	latest := slices.IndexFunc(concerning, func(e *entry) bool { return e.resource.ID() == s.latest })
	switch {
	case w.openedBySource(s.of):
		return end, true
	case latest >= 0 && w.doc.ordered:
		return w.behindLatest(id, concerning, concerning[latest]), true
	case latest >= 0, !w.doc.ordered && slices.ContainsFunc(concerning, func(e *entry) bool { return makes(e.resource, id) }):
		return end, true
	}
	return 0, false
}

// behindLatest is the place behind the last event of a resource and those that it came after.
//
// An event that waited for the other side's word takes effect later than some that stand behind it
// in the document. Those follow an event that is not the last one.
func (w *work) behindLatest(id vocab.IRI, concerning []*entry, latest *entry) int {
	place := latest.place
	follow := map[vocab.IRI]bool{latest.resource.ID(): true}
	for _, e := range concerning {
		previous := e.resource.Get(own.PreviousEvent).IRI()
		if e.resource.Get(vf.ResourceInventoriedAs).IRI() != id {
			previous = e.resource.Get(own.ToPreviousEvent).IRI()
		}
		switch {
		case e.place <= latest.place:
		case previous == "" || follow[previous]:
			follow[e.resource.ID()] = true
		default:
			place = max(place, e.place)
		}
	}
	return place + 1
}

// opens says whether the first snapshot of a resource is its opening.
func (w *work) opens(s *snapshot) bool {
	id := s.of.resource.ID()
	if s.of.here != "" && !w.openedBefore(s.of) || s.outcome {
		return false
	}
	if !s.figures.Has(vf.AccountingQuantity) && !s.figures.Has(vf.OnhandQuantity) {
		w.report.warn("%s: says where or how it is, but not how much there is; that is not kept", thing{resource: s.figures, at: s.at}.where())
		return false
	}
	if !w.doc.ordered {
		return true
	}
	if concerning := w.concerning[id]; id != "" && len(concerning) > 0 && concerning[0].place < s.place {
		if !bringsIn(concerning[0].resource, id) {
			w.report.warn("%s: is described only after events that concern it; what it held before them is not known",
				thing{resource: s.figures, at: s.at}.where())
		}
		return false
	}
	if w.firstEvent < s.place {
		w.report.warn("%s: is described after events, of which none concerns it; it begins with what is said there",
			thing{resource: s.figures, at: s.at}.where())
	}
	return true
}

// bringsIn says whether an event may be the one that makes a resource.
func bringsIn(event *vocab.Resource, id vocab.IRI) bool {
	e, err := flow.EventOf(event)
	if err != nil {
		return false
	}
	return len(flow.Check(e, flow.Situation{CreatesFrom: e.Resource == id, CreatesTo: e.ToResource == id && e.Resource != id})) == 0
}

// makes says whether an event may bring a resource in by itself, as raise and produce do. What is
// given and taken goes into a stock that was there as often as into a new one.
func makes(event *vocab.Resource, id vocab.IRI) bool {
	return event.Get(vf.ResourceInventoriedAs).IRI() == id && bringsIn(event, id)
}

// openedBySource says whether the document itself has the opening of a resource.
func (w *work) openedBySource(of *entry) bool {
	return slices.ContainsFunc(w.concerning[of.resource.ID()], func(e *entry) bool {
		return e.resource.Get(own.Opening).Bool()
	})
}

// opening is the event that brings a resource in with what a snapshot says.
//
// Accountable is who the snapshot says, else who gave, or for what arrived who received, in the
// first event that concerns the resource, else the importing group.
func (w *work) opening(s snapshot, group vocab.IRI) *entry {
	id := s.of.resource.ID()
	accountable := s.figures.Get(vf.PrimaryAccountable).IRI()
	if accountable == "" {
		accountable = w.firstParty(id)
	}
	if accountable == "" {
		accountable = group
	}
	accounting, onhand := s.figures.Get(vf.AccountingQuantity), s.figures.Get(vf.OnhandQuantity)
	amount := accounting
	if amount.IsZero() {
		amount = onhand
	}
	r := vocab.New(vf.EconomicEvent, "").
		With(vf.HasAction, vocab.Ref(vf.Raise.IRI)).
		With(vf.ResourceInventoriedAs, vocab.Ref(id)).
		With(vf.Provider, vocab.Ref(accountable)).
		With(vf.Receiver, vocab.Ref(accountable)).
		With(vf.ResourceQuantity, amount).
		With(own.Opening, vocab.Bool(true)).
		With(own.OpeningLocation, s.figures.All(vf.CurrentLocation)...).
		With(own.OpeningStage, s.figures.All(vf.Stage)...).
		With(own.OpeningState, s.figures.All(vf.State)...).
		With(own.OpeningContainer, s.figures.All(vf.ContainedIn)...)
	if !onhand.IsZero() && !sameMeasure(onhand, amount) {
		r = r.With(own.OpeningOnhand, onhand)
	}
	e := &entry{thing: thing{resource: r, at: s.at}, place: s.place, opens: s.of}
	e.source = derivedIRI("opening", string(s.of.source))
	e.resource = r.WithID(e.source)
	return e
}

// firstParty is who a resource belonged to when the first event found it.
func (w *work) firstParty(id vocab.IRI) vocab.IRI {
	if len(w.concerning[id]) == 0 {
		return ""
	}
	first := w.concerning[id][0].resource
	if first.Get(vf.ResourceInventoriedAs).IRI() == id {
		return first.Get(vf.Provider).IRI()
	}
	return first.Get(vf.Receiver).IRI()
}

// concern notes which events of the document concern each resource, in the order of the document.
func (w *work) concern() {
	w.concerning, w.firstEvent = map[vocab.IRI][]*entry{}, len(w.doc.things)
	for _, e := range w.entries {
		if !e.is(vf.EconomicEvent) {
			continue
		}
		w.firstEvent = min(w.firstEvent, e.place)
		from, to := e.resource.Get(vf.ResourceInventoriedAs).IRI(), e.resource.Get(vf.ToResourceInventoriedAs).IRI()
		if from != "" {
			w.concerning[from] = append(w.concerning[from], e)
		}
		if to != "" && to != from {
			w.concerning[to] = append(w.concerning[to], e)
		}
	}
}

func sameMeasure(a, b vocab.Value) bool {
	m, errM := flow.QuantityOf(a)
	n, errN := flow.QuantityOf(b)
	if errM != nil || errN != nil {
		return a.Equal(b)
	}
	order, err := m.Cmp(n)
	return err == nil && order == 0
}
