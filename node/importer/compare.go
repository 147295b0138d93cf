package importer

import (
	"cmp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

// maxReplays bounds the work of comparing a document whose events are told in another order than
// they happened: each snapshot may then want a replay of its own.
const maxReplays = 2_000_000 // events applied

// compare says where the later snapshots of a document differ from what its events make of the
// resources.
//
// A snapshot is compared with all openings, and with those events that come before it in the order
// of the document, taken in the order in which they happened. The figures of a snapshot are never
// believed; a field that it does not state is not compared, nor is a balance that is not known.
func (w *work) compare() {
	if len(w.snapshots) == 0 {
		return
	}
	slices.SortStableFunc(w.snapshots, func(a, b snapshot) int { return cmp.Compare(a.place, b.place) })
	var all []*entry
	for _, e := range arrange(w.entries) {
		if e.is(vf.EconomicEvent) {
			all = append(all, e)
		}
	}
	rank := map[*entry]int{}
	byPlace := slices.Clone(all)
	for i, e := range all {
		rank[e] = i
	}
	slices.SortStableFunc(byPlace, func(a, b *entry) int {
		if (a.opens == nil) != (b.opens == nil) {
			return cmp.Compare(rank[a], rank[b])
		}
		return cmp.Compare(a.place, b.place)
	})
	l := w.newLedger(all)
	seen, last, stale := 0, -1, false
	for _, s := range w.snapshots {
		for ; seen < len(byPlace) && (byPlace[seen].opens != nil || byPlace[seen].place < s.place); seen++ {
			e := byPlace[seen]
			if rank[e] < last {
				stale = true
			}
			last = max(last, rank[e])
			if !stale {
				w.enact(l, e)
			}
		}
		if stale {
			l.reset()
			for _, e := range all {
				if e.opens != nil || e.place < s.place {
					w.enact(l, e)
				}
			}
			stale = false
		}
		if l.applied > maxReplays {
			w.report.warn("%s: from here on, what is said of resources was not compared with the events: there are too many, in another order than they happened", s.at)
			return
		}
		w.contrast(s, l.holdings[s.of.resource.ID()])
	}
}

// enact applies an event, where the node does not have it in its figures already.
func (w *work) enact(l *ledger, e *entry) {
	if err := l.apply(e.resource, w.behind(e)); err != nil {
		w.report.warn("%s: cannot be computed: %v", e.where(), err)
	}
}

// behind says which resources have an event behind them already.
func (w *work) behind(e *entry) func(vocab.IRI) bool {
	return func(id vocab.IRI) bool {
		of := w.entry(id)
		return e.here != "" && of != nil && w.continues(of)
	}
}

// continues says whether the document tells of a resource without telling its beginning, while the
// node knows it.
func (w *work) continues(e *entry) bool { return e.here != "" && !w.openedBefore(e) && !w.made(e) }

// made says whether an event of the document brings the resource in.
func (w *work) made(e *entry) bool {
	id := e.resource.ID()
	return w.openedBySource(e) || len(w.concerning[id]) > 0 && bringsIn(w.concerning[id][0].resource, id) && w.concerning[id][0].here != ""
}

// contrast notes each field of a snapshot that differs from the computed state.
func (w *work) contrast(s snapshot, computed *flow.Holding) {
	if computed == nil {
		return
	}
	after := flow.Onto(vocab.New(vf.EconomicResource, computed.Resource), *computed)
	for p, stated := range s.figures.Fields() {
		if isFigure(p) && computed.Unchecked || p == vf.Contains || sameState(p, stated, after.All(p)) {
			continue
		}
		w.report.Differences = append(w.report.Differences, Difference{
			Resource: s.of.source, Field: p.Term, Stated: shown(stated), Computed: shown(after.All(p)), At: s.at,
		})
	}
}

func isFigure(p *vocab.Property) bool { return p == vf.AccountingQuantity || p == vf.OnhandQuantity }

// sameState compares the values of one field; figures as numbers, agents and places as IRIs.
func sameState(p *vocab.Property, a, b []vocab.Value) bool {
	if len(a) != len(b) {
		// No figure at all is none of it, so that 0 needs no event.
		return isFigure(p) && len(b) == 0 && len(a) == 1 && isNone(a[0])
	}
	for _, v := range a {
		if !slices.ContainsFunc(b, func(w vocab.Value) bool {
			return v.Equal(w) || isFigure(p) && sameMeasure(v, w) || v.Kind() == vocab.Reference && sameIRI(v.IRI(), w.IRI())
		}) {
			return false
		}
	}
	return true
}

func isNone(v vocab.Value) bool {
	m, err := flow.QuantityOf(v)
	return err == nil && m.IsZero()
}

// sameIRI compares as the scheme has it: an empty path is the root.
//
// Spec: RFC 3986, 6.2.3.
func sameIRI(a, b vocab.IRI) bool { return rooted(a) == rooted(b) }

func rooted(id vocab.IRI) vocab.IRI {
	rest, ok := strings.CutPrefix(string(id), "https://")
	if !ok {
		rest, ok = strings.CutPrefix(string(id), "http://")
	}
	if ok && !strings.ContainsAny(rest, "/?#") {
		return id + "/"
	}
	return id
}

// shown is a field for people.
func shown(values []vocab.Value) string {
	if len(values) == 0 {
		return "nothing"
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.Text()
		if m, err := flow.QuantityOf(v); v.Part() != nil && err == nil {
			texts[i] = m.String()
		}
	}
	return strings.Join(texts, " ")
}
