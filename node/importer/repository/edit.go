package repository

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// change replaces a span of a file.
type change struct {
	span Span
	text string
}

// replaced is data with its changes, which do not overlap.
func replaced(data []byte, changes []change) []byte {
	slices.SortStableFunc(changes, func(a, b change) int { return a.span.From - b.span.From })
	var out []byte
	at := 0
	for _, c := range changes {
		if c.span.From < at {
			continue
		}
		out = append(append(out, data[at:c.span.From]...), c.text...)
		at = c.span.To
	}
	return append(out, data[at:]...)
}

// notWritten are terms that say where a thing comes from, or that its text says already.
var notWritten = map[*vocab.Property]bool{
	pf.Content: true, pf.LexiconEntry: true, pf.StateOf: true, pf.StateVersion: true, pf.HasPurposeSection: true,
	pf.HasPracticeSection: true, pf.HasProgressSection: true, pf.References: true, pf.Related: true, pf.IsPartOf: true, pf.HasPart: true,
	pf.Modified: true, pf.Contributor: true,
}

// edited is a file that says what r says: what it says already stays as it is.
func (e *exporter) edited(f *File, r *vocab.Resource) []byte {
	n := e.m.mean(f)
	was := n.resource
	var changes []change
	touched := map[*Entry]bool{}
	ours := map[string][]string{}
	name := nameProperty(f.Kind)
	for _, p := range changed(was, r) {
		entry := n.from[p]
		switch {
		case entry != nil:
			touched[entry] = true
		case p == name && n.heading:
			h := f.mainHeading()
			changes = append(changes, change{h.Inner, strings.Join(strings.Fields(r.Get(p).Text()), " ")})
		case p == name && f.Front.find(titleKeys...) != nil:
			touched[f.Front.find(titleKeys...)] = true
			n.from[p] = f.Front.find(titleKeys...)
		default:
			for _, v := range r.All(p) {
				if v.Part() == nil && !noted(r, p, v) {
					ours[p.Term] = append(ours[p.Term], valueText(p, v))
				}
			}
			if len(ours[p.Term]) == 0 {
				ours[p.Term] = nil
			}
		}
	}
	for _, entry := range e.keptKeys(f, was, r) {
		touched[entry] = true
	}
	if f.Front.Fixed != "" && (len(touched) > 0 || len(ours) > 0) {
		e.problems.add(f.Path, 1, Warning, "changes of its front matter are not written: %s", f.Front.Fixed)
		touched, ours = nil, nil
	}
	lineEnd := lineEndOf(f.Data)
	for entry := range touched {
		changes = append(changes, e.rewritten(n, f, entry, r, lineEnd))
	}
	if c, ok := f.ownKeys(ours, lineEnd); ok {
		changes = append(changes, c)
	}
	if f.Kind == State {
		changes = append(changes, e.entryChanges(f, r)...)
	}
	return replaced(f.Data, changes)
}

// changed are the properties that say something else than the bytes do. What was derived counts as
// said.
func changed(was, r *vocab.Resource) (all []*vocab.Property) {
	differs := func(p *vocab.Property) bool {
		if notWritten[p] || terms()[p.Term] != p {
			return false
		}
		now, before := r.All(p), was.All(p)
		derived := 0
		for _, v := range now {
			switch {
			case contains(before, v):
			case noted(r, p, v):
				derived++
			default:
				return true
			}
		}
		if derived > 0 && derived == len(now) {
			return false // a rule set aside what the bytes say
		}
		return len(now)-derived != len(before)
	}
	for p := range r.Fields() {
		if differs(p) {
			all = append(all, p)
		}
	}
	for p := range was.Fields() {
		if !r.Has(p) && differs(p) {
			all = append(all, p)
		}
	}
	return all
}

// noted says whether a value was derived when the file was read.
func noted(r *vocab.Resource, p *vocab.Property, v vocab.Value) bool {
	start := derivedNote(p, v)
	return slices.ContainsFunc(keptAll(r, KeptDerived), func(note string) bool { return strings.HasPrefix(note, start) })
}

// keptKeys are the entries of unknown meaning whose values changed.
func (e *exporter) keptKeys(f *File, was, r *vocab.Resource) (all []*Entry) {
	for i := range f.Front.Entries {
		entry := &f.Front.Entries[i]
		key := keptKey(entry.Key)
		if !slices.Equal(slices.Sorted(slices.Values(keptAll(was, key))), slices.Sorted(slices.Values(keptAll(r, key)))) {
			if entry.Deep || len(entry.Map) > 0 {
				e.problems.add(f.Path, entry.Line, Warning, "a change of %q is not written: it is no text or list", entry.Key)
				continue
			}
			all = append(all, entry)
		}
	}
	return all
}
