package repository

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// entryChanges puts changed entries of a state in their places in the text.
func (e *exporter) entryChanges(f *File, r *vocab.Resource) (changes []change) {
	was := e.m.sectionsOf(f, vocab.New(pf.State, r.ID()))
	texts := f.stateEntries()
	for _, s := range sectionClass {
		before, now := elementsOf(was, s.property), elementsOf(r, s.property)
		var spans []Span
		for _, t := range texts {
			if t.section == s.property {
				spans = append(spans, t.content)
			}
		}
		for _, element := range now {
			i := slices.IndexFunc(before, func(b *vocab.Resource) bool {
				return b != nil && b.Get(pf.Title).Equal(element.Get(pf.Title))
			})
			if i < 0 {
				if element.Get(pf.Content).Text() != "" {
					e.problems.add(f.Path, 0, Warning, "the entry %q is not in the text; it is not written", element.Get(pf.Title).Text())
				}
				continue
			}
			if text := element.Get(pf.Content).Text(); text != before[i].Get(pf.Content).Text() {
				changes = append(changes, inPlace(f, spans[i], text))
			}
			before[i] = nil
		}
	}
	return changes
}

// inPlace writes an entry; where there was none, it gets a paragraph of its own.
func inPlace(f *File, at Span, text string) change {
	if at.From == at.To && text != "" {
		lineEnd := lineEndOf(f.Data)
		if at.From > 0 && f.Data[at.From-1] != '\n' && f.Data[at.From-1] != ' ' {
			return change{at, " " + text}
		}
		return change{at, lineEnd + text + lineEnd}
	}
	return change{at, text}
}

func elementsOf(state *vocab.Resource, section *vocab.Property) (all []*vocab.Resource) {
	part := state.Get(section).Part()
	if part == nil {
		return nil
	}
	for _, v := range part.All(pf.HasElement) {
		if v.Part() != nil {
			all = append(all, v.Part())
		}
	}
	return all
}
