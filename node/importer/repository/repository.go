package repository

import (
	"strings"
	"time"
)

// Repository is a folder as it was found.
type Repository struct {
	Name     string  // of the folder
	Files    []*File // in order of their paths; last those that only the history has
	History  []Step  // oldest first; nil without git
	Tags     []Tag   // in order of the history
	Template bool    // the folder is an empty form: its texts are instructions
	Problems Problems

	paths, folded, names map[string]*File
}

// File is one file: its bytes and, of Markdown, what can be seen of it.
type File struct {
	Path       string // with slashes, inside the folder
	Data       []byte // as they are; nil of a link
	Executable bool
	Link       string // of a symbolic link inside the folder: where it leads
	Deleted    bool   // only the history has it; Data are the last bytes
	Kind       Kind

	Text      bool // Data is UTF-8 Markdown; the rest is set for such files only
	Front     FrontMatter
	Body      Span // what follows the front matter
	Headings  []Heading
	Links     []Link
	Diagrams  []Diagram
	Conflicts []int // lines on which a left-over merge conflict begins

	Versions []Version // oldest first; at least one of a file that is there
}

// Span is a piece of a file, in bytes.
type Span struct{ From, To int }

func (s Span) of(data []byte) string { return string(data[s.From:s.To]) }

// Version is a file as one commit left it.
type Version struct {
	Commit  *Step  // nil: as it lies in the folder, without or not yet in git
	Data    []byte // nil when Deleted, or beyond the limits
	Deleted bool
}

// Step is one commit of the default branch. A merge is one: what it brought in.
type Step struct {
	Hash     string
	Author   string // name
	AuthorID string // of the e-mail address, hashed, to tell authors of one name apart
	Written  time.Time
	Entered  time.Time // when it came to the branch
	Message  string
	Changes  []Change
	// Contributors are the authors of what a merge brought in, the merge's own first.
	Contributors []string

	place int // in the history
}

// Short is the commit's id as people write it.
func (c Step) Short() string { return c.Hash[:min(12, len(c.Hash))] }

// Change is what a commit did to one path.
type Change struct {
	Path    string
	Deleted bool
	blob    string
}

// Tag is a name that the repository gave to a commit of its history.
type Tag struct {
	Name   string
	Commit *Step
}

// File finds a file of the folder by its path in any case, or nil.
func (r *Repository) File(path string) *File {
	if f := r.paths[path]; f != nil {
		return f
	}
	return r.folded[strings.ToLower(path)]
}

// Title is what a document calls itself: its front matter, else its first heading of the first
// level, else its name.
func (f *File) Title() string {
	if e := f.Front.find(titleKeys...); e != nil && e.text() != "" {
		return e.text()
	}
	if h := f.mainHeading(); h != nil && h.Text != "" {
		return plain(h.Text)
	}
	return nameOf(f.Path)
}

var (
	titleKeys       = []string{"title", "name"}
	descriptionKeys = []string{"description", "summary"}
)

func (f *File) mainHeading() *Heading {
	for i := range f.Headings {
		if f.Headings[i].Level == 1 {
			return &f.Headings[i]
		}
	}
	return nil
}

// nameOf is a file name for people: "dispute_policy.md" is "Dispute policy".
func nameOf(path string) string {
	base := path[strings.LastIndexByte(path, '/')+1:]
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	switch strings.ToLower(base) {
	case "index", "readme":
		if i := strings.LastIndexByte(path, '/'); i > 0 {
			return nameOf(path[:i])
		}
	}
	base = strings.Join(strings.FieldsFunc(base, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	if base == "" {
		return path
	}
	return strings.ToUpper(base[:1]) + base[1:]
}
