package repository

import (
	"path"
	"regexp"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// Target says whose record a repository becomes, and under which names.
type Target struct {
	Group vocab.IRI // the group that it is imported for
	// Base begins the ids of everything that comes from the repository: an address, or [DefaultBase].
	// The same base gives the same ids, so that a later import finds what an earlier one brought in.
	Base vocab.IRI
	// Agents are authors, as the texts name them, that are known to be agents. All others stay names.
	Agents map[string]vocab.IRI
	// Public says that what nothing marks as public or not is for everyone; else it is for the members.
	Public bool
}

// unmarked is who may see what nothing marks.
func (t Target) unmarked() vocab.Value {
	if t.Public {
		return vocab.Ref(pf.VisiblePublic.IRI)
	}
	return vocab.Ref(pf.VisibleMembers.IRI)
}

// DefaultBase is a base for a folder that has no address: made of its name.
func DefaultBase(name string) vocab.IRI {
	return Target{Base: "urn:tributary:repository:"}.source(slug(name)) + "/"
}

// Unit is one thing that a repository says.
type Unit struct {
	Resource  *vocab.Resource // its id is made of the base, the path, and a fragment for a part of a file
	Path      string          // of the file it comes from; empty: the folder
	Line      int             // 0: the whole file
	Public    bool            // the repository marks it so; everything else is for the members
	Suggested bool            // was found in prose: a person confirms it before it counts
	// Revisions are what the file said before and says now, oldest first, as git has it. Of states,
	// each is a unit of its own.
	Revisions []Revision
}

// Revision is a resource as one commit left it. All have the id of the unit.
type Revision struct {
	Commit   *Step
	Resource *vocab.Resource
}

// Units are what a repository means: minted concepts before what names them, states last, older ones
// first.
type Units struct {
	All      []Unit
	Problems Problems // those of the repository, too
}

// Resources says what a repository means.
//
// Every file becomes one thing, so that an export gives all of them back: a document, proposal, role,
// term, pattern or state by the conventions of its folder, and an as:Document where it is a page
// around those, a form, or no text. Parts of files become things beside them: drawings, decisions,
// value statements found in prose. A folder that is an empty form gives a state with empty entries,
// and its instructions as their help; no document of the group is made of it.
//
// Values that no author wrote say so (KeptDerived) with the rule that gave them. Errors do not
// happen; what was not understood is in Problems.
func Resources(repo *Repository, at Target) Units {
	copied := *repo // kinds are settled here; the caller's stay as they were read
	copied.Files = nil
	for _, f := range repo.Files {
		one := *f
		copied.Files = append(copied.Files, &one)
	}
	repo = &copied
	m := &maker{repo: repo, at: at, known: map[vocab.IRI]bool{}, tagged: map[string]*File{}}
	m.units.Problems = append(m.units.Problems, repo.Problems...)
	for _, f := range repo.Files {
		if f.Kind != Term || f.Deleted {
			continue
		}
		for _, alias := range f.Front.find("aliases").words() {
			if strings.HasPrefix(alias, "#") {
				put(m.tagged, slug(alias), f)
			}
		}
	}
	subjects := m.statesOf()
	var states []*File
	for _, f := range repo.Files {
		switch {
		case f.Kind == State && subjects[f] != "":
			states = append(states, f)
		case f.Deleted && !isContent(f.Kind):
		default:
			m.file(f)
		}
	}
	m.duplicates()
	for _, f := range states {
		m.states(f, subjects[f])
	}
	if !m.describes(subjects) {
		m.registry()
	}
	m.units.Problems = m.units.Problems.sorted()
	return m.units
}

func (m *maker) add(u Unit) {
	if v := u.Resource.Get(pf.Visibility).IRI(); v == pf.VisiblePublic.IRI {
		u.Public = true
	}
	m.units.All = append(m.units.All, u)
}

// file makes the thing of one file, its earlier versions and its parts.
func (m *maker) file(f *File) {
	n := m.mean(f)
	m.units.Problems = append(m.units.Problems, n.problems...)
	r := m.derive(f, n, f.Versions)
	u := Unit{Resource: r, Path: f.Path}
	if isContent(f.Kind) {
		for i, v := range f.Versions {
			if v.Commit == nil || v.Data == nil || v.Deleted {
				continue
			}
			then := f.as(v)
			u.Revisions = append(u.Revisions, Revision{v.Commit, m.derive(then, m.mean(then), f.Versions[:i+1])})
		}
	}
	var parts []Unit
	if isContent(f.Kind) && !f.Deleted && f.Text {
		parts = m.parts(f, r)
	}
	m.add(u)
	for _, part := range parts {
		m.add(part)
	}
}

// as is a file as it was at a version, read as what it is now.
func (f *File) as(v Version) *File {
	then := &File{Path: f.Path, Data: v.Data, Executable: f.Executable}
	var quiet Problems
	then.look(DefaultLimits, &quiet)
	then.Kind = f.Kind
	return then
}

// again is a file read from its bytes alone, as an export needs it.
func again(p string, data []byte, kind Kind) *File {
	f := &File{Path: p, Data: data}
	var quiet Problems
	f.look(DefaultLimits, &quiet)
	f.Kind = kind
	return f
}

// duplicates tells of proposals that were decided at the same address, or have the same number.
func (m *maker) duplicates() {
	first := map[string]string{}
	for _, u := range m.units.All {
		if u.Resource.Class() != pf.GovernanceProposal {
			continue
		}
		for _, v := range u.Resource.All(pf.VotingAt) {
			if before := first[v.Text()]; before != "" && before != u.Path {
				m.units.Problems.add(u.Path, 0, Warning, "was decided at the same address as %s; one of them may be a copy", before)
			}
			first[v.Text()] = u.Path
		}
		inName, inTitle := numberIn(path.Base(u.Path)), numberIn(u.Resource.Get(pf.Title).Text())
		if inName != "" && inTitle != "" && !strings.EqualFold(inName, inTitle) {
			m.units.Problems.add(u.Path, 0, Warning, "is called %s by its name and %s by its title", inName, inTitle)
		}
	}
}

// numberIn is the number with which a proposal's name begins, such as SBP15.
func numberIn(text string) string {
	return number.FindString(text)
}

var number = regexp.MustCompile(`^[A-Za-z]{2,5}[0-9]+`)
