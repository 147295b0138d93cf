package repository

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// Kind is what a file is by the conventions of governance repositories.
type Kind string

// The kinds of files. The first ten are content; the rest is kept and given back.
const (
	Charter    Kind = "charter"    // constitution, operating agreement, GOVERNANCE.md
	Agreement  Kind = "agreement"  // agreements/, code of conduct
	Policy     Kind = "policy"     // policies/
	Proposal   Kind = "proposal"   // proposals/
	Guidelines Kind = "guidelines" // CONTRIBUTING.md and the like
	Role       Kind = "role"       // roles/
	Term       Kind = "term"       // a page of the lexicon
	Pattern    Kind = "pattern"    // a page about a way of organising
	State      Kind = "state"      // a group's description of itself
	Document   Kind = "document"   // the published text of one of these folders, drafts, reports

	Page     Kind = "page"     // other Markdown
	Help     Kind = "help"     // readme.md beside an index.md: how maintainers use the folder
	Template Kind = "template" // an empty form: its text is instruction
	Opaque   Kind = "opaque"   // not Markdown, or not readable as text
)

// places are folders that say what is in them. Paths are compared in lower case, from any depth: a
// repository may keep its governance in a folder of another one.
var places = []struct {
	folder string
	kind   Kind
}{
	{"data/concepts/", Term}, {"content/tags/", Term}, {"lexicon/", Term}, {"tags/", Term}, {"glossary/", Term},
	{"data/resources/patterns/", Pattern}, {"data/resources/practices/", Pattern}, {"patterns/", Pattern},
	{"agreements/", Agreement}, {"policies/", Policy}, {"proposals/", Proposal}, {"roles/", Role},
	{"states/", State}, {"drafts/", Document},
}

// names are files that say by their names what they are, wherever they stand.
var names = map[string]Kind{
	"governance": Charter, "constitution": Charter, "charter": Charter, "operating-agreement": Charter, "bylaws": Charter,
	"code-of-conduct": Agreement, "contributing": Guidelines, "participation": Guidelines, "participation-guidelines": Guidelines,
	"state": State, "cell-state": State, "group-state": State, "dao-state": State,
}

// declared are the types that pages state of themselves.
var declared = map[string]Kind{
	"agreement": Agreement, "policy": Policy, "proposal": Proposal, "role": Role, "charter": Charter, "constitution": Charter,
	"concept": Term, "tag": Term, "term": Term, "pattern": Pattern, "practice": Pattern,
	"state": State, "cell-state": State, "group-state": State, "index": Page,
}

var stateName = regexp.MustCompile(`(?i)\b(cell|group|dao)[ _-]?state\b`)

func isMarkdown(p string) bool {
	return slices.Contains([]string{".md", ".markdown", ".mdown"}, strings.ToLower(path.Ext(p)))
}

// maxText is how long a text may be to be read as a document: a literal has its limit.
const maxText = 250_000

// look reads what can be seen of a file alone.
func (f *File) look(lim Limits, problems *Problems) {
	f.Kind = Opaque
	if f.Link != "" || !isMarkdown(f.Path) {
		return
	}
	if len(f.Data) > maxText {
		problems.add(f.Path, 0, KeptAsText, "is longer than %d bytes, and kept as it is", maxText)
		return
	}
	if ok, line, instead := isText(f.Data); !ok {
		problems.add(f.Path, line, KeptAsText, "%s", instead)
		return
	}
	f.Text = true
	var body int
	f.Front, body = readFrontMatter(f.Path, f.Data, lim.FrontMatter, problems)
	f.Body = Span{body, len(f.Data)}
	f.findLinks(f.scan())
	for _, at := range f.Conflicts {
		problems.add(f.Path, at, Warning, "a merge conflict was left in the text; both sides are kept")
	}
	f.Kind = f.kind()
}

// kind goes by what the page states of itself, by its name, by its structure, then by its folder.
func (f *File) kind() Kind {
	lower := "/" + strings.ToLower(f.Path)
	base := strings.TrimSuffix(path.Base(lower), path.Ext(lower))
	folder := f.place(lower)
	switch {
	case f.isForm(lower, base):
		return Template
	case base == "readme":
		return Page // Help where an index.md stands beside it
	case base == "index":
		if folder == "" || folder == Term || folder == Pattern {
			return Page
		}
		return Document
	}
	for _, word := range f.Front.find("type").words() {
		if k := declared[slug(word)]; k != "" {
			return k
		}
	}
	if k := names[slug(base)]; k != "" {
		return k
	}
	if stateName.MatchString(base) || folder == "" && len(f.sections()) == 3 {
		return State
	}
	if folder != "" {
		return folder
	}
	return Page
}

func (f *File) place(lower string) Kind {
	for _, p := range places {
		if strings.Contains(lower, "/"+p.folder) {
			return p.kind
		}
	}
	return ""
}

// sortKinds is what only the whole folder tells: whether it is an empty form, and what a readme is.
func (r *Repository) sortKinds() {
	r.Template = r.isForm()
	for _, f := range r.Files {
		if !f.Text || f.Deleted {
			continue
		}
		base := strings.ToLower(path.Base(f.Path))
		switch {
		case strings.HasPrefix(base, "readme.") && r.File(path.Join(path.Dir(f.Path), "index.md")) != nil:
			f.Kind = Help
		case r.Template && f.Kind != Page:
			f.Kind = Template
		}
	}
}

// domain is the folder below policies/ in which a file stands, and the one below that.
func (f *File) domain() (outer, inner string) {
	parts := strings.Split(strings.ToLower(f.Path), "/")
	for i, part := range parts[:len(parts)-1] {
		if part == "policies" {
			below := append(parts[i+1:len(parts)-1:len(parts)-1], "", "")
			return below[0], below[1]
		}
	}
	return "", ""
}
