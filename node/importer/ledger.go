package importer

import (
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// ledger computes what events make of the resources of a document, under the document's ids, by the
// rules by which the node records the events of an import.
type ledger struct {
	start     map[vocab.IRI]flow.Holding // resources of the document, before its events
	holdings  map[vocab.IRI]*flow.Holding
	history   map[vocab.IRI][]flow.Step
	stageOf   map[vocab.IRI]vocab.IRI    // process -> what it is based on
	processes map[vocab.IRI][]flow.Event // process -> its events, of the whole document
	past      map[vocab.IRI]flow.Event
	amended   map[vocab.IRI][]flow.Event // event -> its corrections so far
	applied   int
}

func (w *work) newLedger(all []*entry) *ledger {
	l := &ledger{start: map[vocab.IRI]flow.Holding{}, stageOf: map[vocab.IRI]vocab.IRI{}, processes: map[vocab.IRI][]flow.Event{}}
	for _, e := range w.entries {
		if e.is(vf.EconomicResource) {
			l.start[e.resource.ID()] = w.standing(e)
		}
		if id := e.resource.Get(vf.BasedOn).IRI(); id != "" && e.is(vf.Process) {
			l.stageOf[e.resource.ID()] = id
		}
	}
	for _, e := range all {
		f, err := flow.EventOf(e.resource)
		if err != nil {
			continue // check has said so
		}
		for _, process := range []vocab.IRI{f.InputOf, f.OutputOf} {
			if process != "" {
				l.processes[process] = append(l.processes[process], f)
			}
		}
	}
	l.reset()
	return l
}

// standing is what a resource is before the events of the document: nothing, or what the node has
// of it where the document does not tell its beginning.
func (w *work) standing(e *entry) flow.Holding {
	blank := flow.Holding{Resource: e.resource.ID(), Specification: e.resource.Get(vf.ConformsTo).IRI(), AllowNegative: true}
	if !w.continues(e) {
		return blank
	}
	h := flow.HoldingOf(e.kept.Rename(w.asInSource))
	h.Resource, h.AllowNegative, h.Unchecked = blank.Resource, true, e.kept.Get(own.UncheckedBalance).Bool()
	h.Events = 1
	return h
}

func (l *ledger) reset() {
	l.holdings, l.history = map[vocab.IRI]*flow.Holding{}, map[vocab.IRI][]flow.Step{}
	l.past, l.amended = map[vocab.IRI]flow.Event{}, map[vocab.IRI][]flow.Event{}
	for id, h := range l.start {
		l.holdings[id] = &h
	}
}

// apply lets an event take effect. skip are resources that have it behind them already.
func (l *ledger) apply(r *vocab.Resource, skip func(vocab.IRI) bool) error {
	e, err := flow.EventOf(r)
	if err != nil {
		return err
	}
	l.applied++
	s := flow.Situation{StageOf: l.stageOf[e.OutputOf], Lenient: true}
	if e.Is(vf.Combine) && e.ToResource == "" && e.InputOf != "" {
		e.ToResource = flow.InferContainer(e, l.processes[e.InputOf])
	}
	if o, ok := l.past[e.Corrects]; ok {
		s.Original, s.Corrections = &o, l.amended[e.Corrects]
	}
	s.From, s.CreatesFrom = l.side(e, e.Resource, skip, flow.Situation{CreatesFrom: true})
	if e.ToResource != e.Resource {
		s.To, s.CreatesTo = l.side(e, e.ToResource, skip, flow.Situation{CreatesTo: true})
	} else {
		s.To = s.From
	}
	out, err := flow.Apply(e, s)
	if err != nil {
		return err
	}
	l.settle(e, s.From, out.From, flow.Step{Event: e, Creates: s.CreatesFrom, StageOf: s.StageOf, Other: s.To})
	if e.ToResource != e.Resource {
		l.settle(e, s.To, out.To, flow.Step{Event: e, Creates: s.CreatesTo, StageOf: s.StageOf, Other: s.From})
	}
	l.past[e.ID] = e
	if e.Corrects != "" {
		l.amended[e.Corrects] = append(l.amended[e.Corrects], e)
	}
	if out.BackedOut {
		return l.refold(e)
	}
	return nil
}

// side is the record on one side of an event, and whether the event brings it in. A record that
// its first event does not bring in had something before.
func (l *ledger) side(e flow.Event, id vocab.IRI, skip func(vocab.IRI) bool, creates flow.Situation) (*flow.Holding, bool) {
	h := l.holdings[id]
	if h == nil || skip(id) {
		return nil, false
	}
	if h.Events > 0 || h.Unchecked {
		return h, false
	}
	if o, ok := l.past[e.Corrects]; ok {
		creates.Original, creates.Corrections = &o, l.amended[e.Corrects]
	}
	if len(flow.Check(e, creates)) == 0 {
		return h, true
	}
	unknown := *h
	unknown.Unchecked = true
	l.holdings[id] = &unknown
	first := l.start[id]
	first.Unchecked = true
	l.start[id] = first
	return &unknown, false
}

func (l *ledger) settle(e flow.Event, before, after *flow.Holding, step flow.Step) {
	if before == nil || after == nil {
		return
	}
	l.holdings[after.Resource] = after
	l.history[after.Resource] = append(l.history[after.Resource], step)
}

// refold replays the resources of an event that takes another one back whole.
func (l *ledger) refold(e flow.Event) error {
	for _, id := range []vocab.IRI{e.Resource, e.ToResource} {
		if l.holdings[id] == nil || len(l.history[id]) == 0 {
			continue
		}
		h, err := flow.Fold(l.start[id], l.history[id])
		if err != nil {
			return err
		}
		l.holdings[id] = &h
	}
	return nil
}
