package repository

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// statesOf says of whom each document of kind State is the state. A single one is that of the group
// whose repository it is; of several, each is that of a cell with its name, and of two about one cell
// the first in order of paths counts, the other stays a document.
func (m *maker) statesOf() map[*File]vocab.IRI {
	subjects := map[*File]vocab.IRI{}
	var all []*File
	for _, f := range m.repo.Files {
		switch {
		case f.Kind == State && f.Deleted:
			f.Kind = Document // what is left of it says nothing of the group as it is
		case f.Kind == State:
			all = append(all, f)
		}
	}
	if len(all) == 1 {
		subjects[all[0]] = m.at.Group
	}
	taken := map[vocab.IRI]*File{}
	for _, f := range all {
		if len(all) == 1 {
			break
		}
		name := f.groupName()
		id := m.at.Base + "#cell-" + vocab.IRI(idSlug(name))
		if other := taken[id]; other != nil {
			m.units.Problems.add(f.Path, 0, Warning, "is a second state of %s beside %s; it is kept as a document", name, other.Path)
			f.Kind = Document
			continue
		}
		taken[id], subjects[f] = f, id
		cell := vocab.New(pf.Cell, id).With(pf.PrefLabel, vocab.Text(name)).With(pf.Visibility, m.at.unmarked())
		cell = withKept(cell, KeptDerived, derivedNote(pf.PrefLabel, vocab.Text(name))+"one of several states in the repository)")
		if m.at.Group != "" {
			cell = cell.With(pf.UnitOf, vocab.Ref(m.at.Group))
		}
		m.units.Problems.add(f.Path, 0, Warning, "describes a group called %s; it is taken for a cell of its own", name)
		m.add(Unit{Resource: cell, Path: f.Path, Suggested: true})
	}
	return subjects
}

func (m *maker) describes(subjects map[*File]vocab.IRI) bool {
	for _, id := range subjects {
		if id == m.at.Group {
			return true
		}
	}
	return false
}

// groupName is what the group of a state is called.
func (f *File) groupName() string {
	if e := f.Front.find("group-name", "group", "cell"); e.text() != "" {
		return e.text()
	}
	name := stateName.ReplaceAllString(f.Title(), "")
	if name = strings.Trim(strings.TrimSpace(name), "-–: "); name != "" {
		return name
	}
	return nameOf(f.Path)
}

// states makes one snapshot of each version of a state's document. Each names the one before.
func (m *maker) states(f *File, of vocab.IRI) {
	var before vocab.IRI
	for i, v := range f.Versions {
		if v.Deleted || v.Data == nil && len(f.Data) > 0 {
			continue
		}
		then := f.as(v)
		last := i == len(f.Versions)-1
		if last {
			then = f
		}
		n := m.mean(then)
		r := m.derive(then, n, f.Versions[:i+1])
		if !last {
			r = withoutKept(r)
		} else {
			m.units.Problems = append(m.units.Problems, n.problems...)
		}
		r = m.snapshot(r, v, of, before)
		r = m.sectionsOf(then, r)
		before = r.ID()
		m.add(Unit{Resource: r, Path: f.Path})
	}
	if len(f.stateEntries()) == 0 {
		m.units.Problems.add(f.Path, 0, Warning, "has none of the entries of a state; it is empty")
	}
}

// withoutKept leaves what an export needs to the newest snapshot.
func withoutKept(r *vocab.Resource) *vocab.Resource {
	return r.WithExtra(slices.DeleteFunc(slices.Clone(r.Extra()), func(s vocab.Statement) bool {
		switch s.Property {
		case KeptPath, KeptKind, KeptFront, KeptBody, KeptBytes, KeptMode:
			return true
		}
		return false
	})...)
}

// snapshot says of whom, when and after what a state is. Its id holds the version, since another
// version is another snapshot.
func (m *maker) snapshot(r *vocab.Resource, v Version, of, before vocab.IRI) *vocab.Resource {
	version := "sha256-" + digest(v.Data)[:16]
	if v.Commit != nil {
		version = v.Commit.Short()
		r = r.With(pf.GeneratedAtTime, vocab.Time(v.Commit.Entered))
	}
	r = r.WithID(r.ID()+"#"+vocab.IRI(version)).With(pf.StateVersion, vocab.Text(version))
	if of != "" {
		r = r.With(pf.StateOf, vocab.Ref(of))
	}
	if before != "" {
		r = r.With(pf.WasRevisionOf, vocab.Ref(before))
	}
	return r
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

var sectionClass = []struct {
	property *vocab.Property
	class    *vocab.Class
}{{pf.HasPurposeSection, pf.PurposeSection}, {pf.HasPracticeSection, pf.PracticeSection}, {pf.HasProgressSection, pf.ProgressSection}}

// sectionsOf adds the three sections with their entries. An entry without text stays empty.
func (m *maker) sectionsOf(f *File, r *vocab.Resource) *vocab.Resource {
	for _, s := range sectionClass {
		section := vocab.New(s.class, r.ID()+"-"+vocab.IRI(s.property.Term))
		for i, e := range f.stateEntries() {
			if e.section != s.property {
				continue
			}
			element := m.element(r.ID()+vocab.IRI(fmt.Sprintf("-entry-%d", i+1)), e.kind, e.title, e.content.of(f.Data))
			for _, l := range f.Links {
				if l.Line >= e.line && l.Line <= e.last {
					if v, ok := address(l.Target); ok && !l.Wiki {
						element = element.Plus(pf.PointsTo, v)
					}
				}
			}
			section = section.Plus(pf.HasElement, vocab.Inside(element))
		}
		r = r.With(s.property, vocab.Inside(section))
	}
	return r
}

// element is an entry of a state. A heading that is none of the recommended ones is a kind of the
// group's own.
func (m *maker) element(id, kind vocab.IRI, title, content string) *vocab.Resource {
	if kind == "" {
		kind = m.at.Base + "#entry-" + vocab.IRI(idSlug(title))
	}
	return vocab.New(pf.StateElement, id).With(pf.ElementKind, vocab.Ref(kind)).
		With(pf.Title, vocab.Text(title)).With(pf.Content, vocab.Text(content))
}
