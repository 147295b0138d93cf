package importer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// arrange puts the entries in the order in which a node takes them in: groups, which own the rest;
// everything else as the document has it; states, oldest first; openings; events in the order in
// which they happened.
func arrange(entries []*entry) []*entry {
	var ranks [5][]*entry
	for _, e := range entries {
		ranks[rankOf(e)] = append(ranks[rankOf(e)], e)
	}
	return slices.Concat(ranks[0], ranks[1], revisions(ranks[2]), ranks[3], events(ranks[4]))
}

// rankOf is where an entry stands among the kinds of things, in the order of arrange.
func rankOf(e *entry) int {
	switch {
	case e.is(pf.Group):
		return 0
	case e.is(pf.State):
		return 2
	case e.opens != nil:
		return 3
	case e.is(vf.EconomicEvent):
		return 4
	}
	return 1
}

// events sorts by time, then by when they were recorded, then as the document has them. One that
// does not say when it happened did so right after those before it in the document. A correction
// comes after what it corrects, whatever its time, and so does an event of which the source says what
// was recorded before it.
func events(happened []*entry) []*entry {
	type dated struct {
		*entry
		at, created time.Time
	}
	var all []dated
	var at, created time.Time
	for _, e := range happened {
		if t := eventTime(e.resource); !t.IsZero() {
			at = t
		}
		if t := e.resource.Get(vf.Created).Time(); !t.IsZero() {
			created = t
		}
		all = append(all, dated{e, at, created})
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(a.at.Compare(b.at), a.created.Compare(b.created))
	})
	sorted := make([]*entry, len(all))
	for i, d := range all {
		sorted[i] = d.entry
	}
	return following(sorted, before)
}

// before names the events that an event comes after: what it corrects, and what another node says
// was recorded before it, for there the order of recording is the one that counts.
func before(e *entry) []vocab.IRI {
	return []vocab.IRI{
		e.resource.Get(own.PreviousEvent).IRI(), e.resource.Get(own.ToPreviousEvent).IRI(), e.resource.Get(vf.Corrects).IRI(),
	}
}

// eventTime is when an event happened: at its instant, or at its end.
func eventTime(r *vocab.Resource) time.Time {
	for _, p := range []*vocab.Property{vf.HasPointInTime, vf.HasEnd, vf.HasBeginning} {
		if t := r.Get(p).Time(); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// revisions sorts states by their number, time and place, and each after the one it revises.
func revisions(states []*entry) []*entry {
	sorted := slices.Clone(states)
	slices.SortStableFunc(sorted, func(a, b *entry) int {
		return cmp.Or(
			strings.Compare(string(a.resource.Get(pf.StateOf).IRI()), string(b.resource.Get(pf.StateOf).IRI())),
			compareVersions(a.resource.Get(pf.StateVersion).Text(), b.resource.Get(pf.StateVersion).Text()),
			a.resource.Get(pf.GeneratedAtTime).Time().Compare(b.resource.Get(pf.GeneratedAtTime).Time()),
		)
	})
	return following(sorted, func(e *entry) []vocab.IRI { return []vocab.IRI{e.resource.Get(pf.WasRevisionOf).IRI()} })
}

// compareVersions compares "1.9" and "1.10" as people count. What is no number has no order.
func compareVersions(a, b string) int {
	as, bs := strings.Split(strings.TrimPrefix(a, "v"), "."), strings.Split(strings.TrimPrefix(b, "v"), ".")
	for i := range min(len(as), len(bs)) {
		m, errM := strconv.Atoi(as[i])
		n, errN := strconv.Atoi(bs[i])
		if errM != nil || errN != nil {
			return 0
		}
		if m != n {
			return cmp.Compare(m, n)
		}
	}
	return cmp.Compare(len(as), len(bs))
}

// following moves each entry behind those that it names, and keeps the order otherwise. Where names
// bite their tail, one of them is left as it is.
func following(sorted []*entry, names func(*entry) []vocab.IRI) []*entry {
	byID := map[vocab.IRI]*entry{}
	for _, e := range sorted {
		if _, taken := byID[e.resource.ID()]; !taken {
			byID[e.resource.ID()] = e
		}
	}
	met, placed := map[*entry]bool{}, map[*entry]bool{}
	result := make([]*entry, 0, len(sorted))
	for _, e := range sorted {
		// Without recursion: chains may be as long as the document.
		for stack := []*entry{e}; len(stack) > 0; {
			top := stack[len(stack)-1]
			if !met[top] {
				met[top] = true
				for _, id := range slices.Backward(names(top)) {
					if before := byID[id]; before != nil && !met[before] {
						stack = append(stack, before)
					}
				}
				continue
			}
			stack = stack[:len(stack)-1]
			if !placed[top] {
				placed[top] = true
				result = append(result, top)
			}
		}
	}
	return result
}
