package repository

import (
	"fmt"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// Output is a file as it is to be written.
type Output struct {
	Path       string
	Data       []byte
	Executable bool
	Link       string // of a symbolic link: where it leads; Data is empty
}

// Files turns resources back into files: the newest version of each, in any order.
//
// A resource that came from a file, under the ids of the base or with them as prov:alternateOf, gives
// that file: byte for byte when it says what the bytes say, else with the spans of what changed
// rewritten. Governance documents that came from nowhere get a file by the conventions of the
// folders. The target is that of the import, so that authors go by their names. Parts go into the file that they are part of. What has no place in a file is a Problem.
func Files(at Target, resources []*vocab.Resource) ([]Output, Problems) {
	e := exporter{m: &maker{at: at}, taken: map[string]bool{}}
	sources := map[vocab.IRI]vocab.IRI{}
	for _, r := range resources {
		for _, v := range r.All(pf.AlternateOf) {
			if strings.HasPrefix(string(v.IRI()), string(at.Base)) {
				sources[r.ID()] = v.IRI()
			}
		}
	}
	atSource := func(id vocab.IRI) vocab.IRI {
		if source, ok := sources[id]; ok {
			return source
		}
		if whole, part, ok := strings.Cut(string(id), "#"); ok && sources[vocab.IRI(whole)] != "" {
			return sources[vocab.IRI(whole)] + vocab.IRI("#"+part)
		}
		return id
	}
	var fresh []*vocab.Resource
	for _, r := range resources {
		r = r.Rename(atSource)
		switch {
		case keptText(r, KeptMode) == "deleted":
		case keptText(r, KeptPath) != "":
			e.file(r)
		case strings.Contains(string(r.ID()), "#") && strings.HasPrefix(string(r.ID()), string(at.Base)):
			e.parts = append(e.parts, r)
		default:
			fresh = append(fresh, r)
		}
	}
	for _, r := range fresh {
		e.create(r)
	}
	e.drawings()
	slices.SortFunc(e.outputs, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	return e.outputs, e.problems.sorted()
}

type exporter struct {
	m        *maker
	parts    []*vocab.Resource
	outputs  []Output
	taken    map[string]bool // paths, in lower case
	problems Problems
}

func (e *exporter) write(o Output) {
	if e.taken[strings.ToLower(o.Path)] {
		e.problems.add(o.Path, 0, Refused, "two things would be written to it; the first is")
		return
	}
	e.taken[strings.ToLower(o.Path)] = true
	e.outputs = append(e.outputs, o)
}

// file gives a file back.
func (e *exporter) file(r *vocab.Resource) {
	o := Output{Path: keptText(r, KeptPath), Executable: keptText(r, KeptMode) == "executable"}
	if !safePath(o.Path) {
		e.problems.add(clip(o.Path), 0, Refused, "is no path inside a folder")
		return
	}
	if data, there, err := keptBytes(r); there {
		if err != nil {
			e.problems.add(o.Path, 0, Refused, "its kept bytes are damaged: %s", err)
			return
		}
		o.Data = data
		if keptText(r, KeptMode) == "link" {
			o.Link, o.Data = string(data), nil
		}
		e.write(o)
		return
	}
	if keptText(r, KeptMode) != "" && !o.Executable {
		e.problems.add(o.Path, 0, Refused, "is kept in a way that is not known here")
		return
	}
	front, body := keptText(r, KeptFront), bodyOf(r)
	f := again(o.Path, []byte(front+body), Kind(keptText(r, KeptKind)))
	if classes[f.Kind] == nil {
		e.problems.add(o.Path, 0, Warning, "was kept as a kind that is not known here; its text is written without further changes")
		o.Data = f.Data
		e.write(o)
		return
	}
	if f.Body.From != len(front) || !f.Text {
		// A text that is no longer read as before: a body that was edited to begin with a fence, say.
		o.Data = f.Data
		e.write(o)
		return
	}
	o.Data = e.edited(f, r)
	e.write(o)
}

func bodyOf(r *vocab.Resource) string {
	if r.Has(pf.Content) {
		return r.Get(pf.Content).Text()
	}
	return keptText(r, KeptBody)
}

// drawings writes what changed of drawings into their documents. The other parts were made of what
// the documents say.
func (e *exporter) drawings() {
	inside := map[vocab.IRI]map[string]string{} // document -> fragment -> source
	for _, r := range e.parts {
		if r.Class() != pf.ProcessMap {
			continue
		}
		whole, fragment, _ := strings.Cut(string(r.ID()), "#")
		if inside[vocab.IRI(whole)] == nil {
			inside[vocab.IRI(whole)] = map[string]string{}
		}
		inside[vocab.IRI(whole)][fragment] = r.Get(pf.DiagramSource).Text()
	}
	for i, o := range e.outputs {
		sources := inside[e.m.at.source(o.Path)]
		if len(sources) == 0 {
			continue
		}
		f := again(o.Path, o.Data, Document)
		var changes []change
		for n, d := range f.Diagrams {
			fragment := fmt.Sprintf("map-%d", n+1)
			source, there := sources[fragment]
			delete(sources, fragment)
			if !there || source == d.Source.of(f.Data) {
				continue
			}
			if !strings.HasSuffix(source, "\n") {
				source += lineEndOf(f.Data)
			}
			changes = append(changes, change{d.Source, source})
		}
		e.outputs[i].Data = replaced(o.Data, changes)
		for fragment := range sources {
			e.problems.add(o.Path, 0, Warning, "the drawing %s has no place in the text any more", fragment)
		}
	}
}

// folderFor is where new things of a class are written, by the conventions of the folders.
var folderFor = []struct {
	class  *vocab.Class
	folder string
	kind   Kind
}{
	{pf.GovernanceCharter, "agreements/", Charter}, {pf.GroupAgreement, "agreements/", Agreement},
	{pf.Policy, "policies/", Policy}, {pf.GovernanceProposal, "proposals/", Proposal},
	{pf.ParticipationGuidelines, "", Guidelines}, {pf.Role, "roles/", Role}, {pf.LexiconTerm, "data/concepts/", Term},
	{pf.Pattern, "patterns/", Pattern}, {pf.State, "states/", State}, {pf.ProcessMap, "", ""}, {pf.GovernanceDocument, "documents/", Document},
}

// create writes a file for a thing that never had one.
func (e *exporter) create(r *vocab.Resource) {
	for _, row := range folderFor {
		if !r.Class().IsA(row.class) || row.kind == "" {
			continue
		}
		folder := row.folder
		if i := individual(r.Get(pf.PolicyDomain).IRI()); i != nil && row.kind == Policy {
			folder += strings.TrimPrefix(i.Name, "domain-") + "/"
		}
		name := r.Get(nameProperty(row.kind)).Text()
		if name == "" {
			name = string(r.ID()[strings.LastIndexAny(string(r.ID()), "/#:")+1:])
		}
		path := folder + fileName(name) + ".md"
		if !safePath(path) || e.taken[strings.ToLower(path)] {
			e.problems.add(path, 0, Refused, "another file has the name that %s would get", r.ID())
			return
		}
		front := "---\ntitle: " + scalarText(name) + "\n"
		if d := r.Get(pf.Description).Text() + r.Get(pf.Definition).Text(); d != "" {
			front += "description: " + scalarText(d) + "\n"
		}
		f := again(path, []byte(front+"---\n\n"+bodyOf(r)), row.kind)
		e.write(Output{Path: path, Data: e.edited(f, r)})
		return
	}
}

// fileName is a title as a file name: lower-case letters, digits and hyphens.
func fileName(title string) string {
	name := idSlug(title)
	for len(name) > 80 {
		cut := strings.LastIndexByte(name[:80], '-')
		if cut < 20 {
			cut = 80
		}
		name = strings.ToValidUTF8(name[:cut], "")
	}
	if name == "" {
		return "untitled"
	}
	return name
}
