package repository

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// entryFor is the entry of a group's state to which a kind of document belongs.
var entryFor = []struct {
	kind    Kind
	element string
}{
	{Charter, "el-formal-structure"}, {Agreement, "el-agreements"}, {Policy, "el-policies"},
	{Role, "el-roles-responsibilities"}, {Guidelines, "el-participation"}, {Proposal, "el-proposals-decisions"},
}

// registry makes the states of a group that keeps no document of its own about its state: its
// repository is the state. There is one for each tag, or without tags for each step of the history
// that changed a document; without git one. Its entries point to the documents that were there.
func (m *maker) registry() {
	if m.repo.Template {
		m.emptyForm()
		return
	}
	var before vocab.IRI
	for _, v := range m.moments() {
		r := vocab.New(pf.State, "").With(pf.Title, vocab.Text(nameOf(m.repo.Name))).
			With(pf.Visibility, m.at.unmarked())
		var there strings.Builder
		purpose, practice, progress := vocab.New(pf.PurposeSection, ""), vocab.New(pf.PracticeSection, ""), vocab.New(pf.ProgressSection, "")
		count := 0
		for _, row := range entryFor {
			var documents []vocab.Value
			for _, f := range m.repo.Files {
				if f.Kind == row.kind && f.thereAt(v.step) {
					documents = append(documents, vocab.Ref(m.at.source(f.Path)))
					if v.commit == nil {
						fmt.Fprintf(&there, "%s %s\n", f.Path, digest(f.Data))
					}
				}
			}
			if len(documents) == 0 {
				continue
			}
			if row.kind == Charter {
				practice = m.governance(practice, v.step)
			}
			count += len(documents)
			kind := pf.Concept(row.element)
			element := vocab.New(pf.StateElement, "").With(pf.ElementKind, vocab.Ref(kind.IRI)).
				With(pf.Title, vocab.Text(kind.Label)).With(pf.PointsTo, documents...)
			if pf.SectionOf(kind.IRI) == pf.HasProgressSection {
				progress = progress.Plus(pf.HasElement, vocab.Inside(element))
			} else {
				practice = practice.Plus(pf.HasElement, vocab.Inside(element))
			}
		}
		if count == 0 {
			continue
		}
		r = r.WithID(m.at.Base + "#state")
		r = m.snapshot(r, Version{Commit: v.commit, Data: []byte(there.String())}, m.at.Group, before)
		if v.name != "" {
			r = r.With(pf.StateVersion, vocab.Text(v.name))
		}
		r = r.WithID(vocab.IRI(strings.Replace(string(r.ID()), "#state#", "#state-", 1)))
		r = r.With(pf.HasPurposeSection, vocab.Inside(purpose)).With(pf.HasPracticeSection, vocab.Inside(practice)).
			With(pf.HasProgressSection, vocab.Inside(progress))
		r = withKept(r, KeptDerived, derivedNote(pf.StateVersion, r.Get(pf.StateVersion))+"the documents of the repository at that time)")
		before = r.ID()
		m.add(Unit{Resource: r})
	}
}

// governance adds the headings of GOVERNANCE.md, as it was after a step, as entries with their text.
func (m *maker) governance(practice *vocab.Resource, step int) *vocab.Resource {
	for _, f := range m.repo.Files {
		name := slug(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))
		if f.Kind != Charter || name != "governance" || !f.thereAt(step) {
			continue
		}
		then := f
		for _, v := range f.Versions {
			if step >= 0 && v.Commit != nil && v.Commit.place <= step && v.Data != nil {
				then = f.as(v)
			}
		}
		for _, e := range then.stateEntries() {
			if text := e.content.of(then.Data); text != "" {
				practice = practice.Plus(pf.HasElement, vocab.Inside(m.element("", e.kind, e.title, text)))
			}
		}
	}
	return practice
}

// moment is a point in the history at which the state of the group is told.
type moment struct {
	commit *Step
	step   int // in the history; -1: as the folder is now
	name   string
}

func (m *maker) moments() (all []moment) {
	h := m.repo.History
	if len(h) == 0 {
		return []moment{{nil, -1, ""}}
	}
	named := map[*Step]string{}
	for _, t := range m.repo.Tags {
		named[t.Commit] = t.Name
	}
	content := map[string]bool{}
	for _, f := range m.repo.Files {
		if f.Text && isContent(f.Kind) {
			content[f.Path] = true
		}
	}
	for i := range h {
		touched := false
		for _, change := range h[i].Changes {
			touched = touched || content[change.Path]
		}
		if named[&h[i]] != "" || len(named) == 0 && touched {
			all = append(all, moment{&h[i], i, named[&h[i]]})
		}
	}
	return all
}

// thereAt says whether a file was there after a step of the history.
func (f *File) thereAt(step int) bool {
	if step < 0 {
		return !f.Deleted
	}
	there := false
	for _, v := range f.Versions {
		if v.Commit != nil && v.Commit.place <= step {
			there = !v.Deleted
		}
	}
	return there
}

// emptyForm is the state of a folder that is an empty form: an entry without text for each heading,
// with the instructions below it as help.
func (m *maker) emptyForm() {
	r := vocab.New(pf.State, m.at.Base+"#state").With(pf.Title, vocab.Text(nameOf(m.repo.Name))).
		With(pf.Visibility, m.at.unmarked()).With(pf.StateVersion, vocab.Text("empty"))
	if m.at.Group != "" {
		r = r.With(pf.StateOf, vocab.Ref(m.at.Group))
	}
	sections := map[*vocab.Property]*vocab.Resource{}
	for _, s := range sectionClass {
		sections[s.property] = vocab.New(s.class, "")
	}
	for _, f := range m.repo.Files {
		if f.Kind != Template || !f.Text || strings.EqualFold(path.Base(f.Path), "readme.md") {
			continue
		}
		kind := f.formEntry()
		property := pf.SectionOf(kind)
		for i, h := range f.Headings {
			text := plain(comments.ReplaceAllString(h.Text, ""))
			if text == "" {
				continue
			}
			end := f.Body.To
			if i+1 < len(f.Headings) {
				end = f.Headings[i+1].Whole.From
			}
			element := m.element("", kind, text, "")
			if help := trimmed(f.Data, Span{h.Whole.To, max(end, h.Whole.To)}).of(f.Data); help != "" {
				element = withKept(element, KeptHelp, help)
			}
			// Equal entries stay: two forms may have headings of one name.
			entries := slices.Concat(sections[property].All(pf.HasElement), []vocab.Value{vocab.Inside(element)})
			sections[property] = sections[property].With(pf.HasElement, entries...)
		}
	}
	for _, s := range sectionClass {
		r = r.With(s.property, vocab.Inside(sections[s.property]))
	}
	m.units.Problems.add("", 0, Warning, "the folder is an empty form: its headings become empty entries, its text their help")
	m.add(Unit{Resource: r})
}

// formEntry is the entry of a state to which a form belongs, by the folder or name it would have.
func (f *File) formEntry() vocab.IRI {
	lower := "/" + strings.ToLower(f.Path)
	kind := f.place(lower)
	if k := names[slug(strings.TrimSuffix(path.Base(lower), path.Ext(lower)))]; k != "" {
		kind = k
	}
	for _, row := range entryFor {
		if row.kind == kind {
			return pf.Concept(row.element).IRI
		}
	}
	return pf.Concept("el-processes").IRI
}
