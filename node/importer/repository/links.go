package repository

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Link is a link of a text to something else.
type Link struct {
	Line   int
	Target string // as written
	Label  string
	Wiki   bool // [[target|label]]
	Embed  bool // shown in place: ![[target]] or ![label](target)
}

var (
	wikiLink   = regexp.MustCompile(`(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]`)
	inlineLink = regexp.MustCompile(`(!?)\[([^\[\]]*)\]\(\s*(?:<([^<>]+)>|([^\s()]+(?:\([^\s()]*\)[^\s()]*)?))(?:\s+["'(][^)]*)?\s*\)`)
	definition = regexp.MustCompile(`^ {0,3}\[([^\]]+)\]:\s*<?([^\s<>]+)>?`)
	codeSpan   = regexp.MustCompile("`+[^`]*`+")
)

// maxLinks bounds what is looked at of one file.
const maxLinks = 5000

func (f *File) findLinks(lines []line) {
	for _, l := range lines {
		if !l.prose || len(f.Links) >= maxLinks {
			continue
		}
		text := codeSpan.ReplaceAllString(l.text, "")
		for _, m := range wikiLink.FindAllStringSubmatch(text, -1) {
			f.Links = append(f.Links, Link{Line: l.number, Target: strings.TrimSpace(m[2]), Label: strings.TrimSpace(m[3]), Wiki: true, Embed: m[1] != ""})
		}
		for _, m := range inlineLink.FindAllStringSubmatch(text, -1) {
			f.Links = append(f.Links, Link{Line: l.number, Target: m[3] + m[4], Label: m[2], Embed: m[1] != ""})
		}
		if m := definition.FindStringSubmatch(text); m != nil && !strings.HasPrefix(m[1], "^") {
			f.Links = append(f.Links, Link{Line: l.number, Target: m[2], Label: m[1]})
		}
	}
}

// eras are folders that moved: pages of before link to what is now elsewhere.
var eras = []struct{ before, now string }{
	{"content/notes/dao-primitives/", "docs/dao-primitives/primitives-framework/"},
	{"artifacts/primitives-framework/", "docs/dao-primitives/primitives-framework/"},
	{"content/tags/", "data/concepts/"},
	{"tags/", "data/concepts/"},
}

// inside says whether a link leads to something of the repository.
func (l Link) inside() bool {
	if l.Wiki {
		return !strings.HasPrefix(l.Target, "#")
	}
	u, err := url.Parse(l.Target)
	return err == nil && u.Scheme == "" && u.Host == "" && u.Path != ""
}

// Resolve is the file to which a link in f leads, or nil. Wiki links go by title, alias and name.
func (r *Repository) Resolve(f *File, l Link) *File {
	if !l.inside() {
		return nil
	}
	if l.Wiki {
		page, _, _ := strings.Cut(l.Target, "#")
		return r.called(page)
	}
	u, err := url.Parse(l.Target)
	if err != nil {
		return nil
	}
	from := path.Dir(f.Path)
	if strings.HasPrefix(u.Path, "/") {
		from = "."
	}
	at := path.Join(from, strings.TrimPrefix(u.Path, "/"))
	if found := r.page(at); found != nil {
		return found
	}
	for _, era := range eras {
		if _, rest, moved := strings.Cut("/"+at, "/"+era.before); moved {
			if found := r.page(era.now + rest); found != nil {
				return found
			}
		}
	}
	return nil
}

// page is the file that a path names: itself, with .md, or as a folder its index.
func (r *Repository) page(at string) *File {
	for _, one := range []string{at, at + ".md", path.Join(at, "index.md"), path.Join(at, "readme.md")} {
		if f := r.File(one); f != nil {
			return f
		}
	}
	return nil
}

// called is the page of a name, as wiki links use them.
func (r *Repository) called(name string) *File {
	if strings.Contains(name, "/") {
		if f := r.page(strings.TrimPrefix(name, "/")); f != nil {
			return f
		}
		name = path.Base(name)
	}
	return r.names[slug(name)]
}

// index lets files be found by path and pages by name. Of several pages with one name the first in
// order of paths has it; a file name counts more than a title, a title more than an alias.
func (r *Repository) index() {
	r.paths, r.folded, r.names = map[string]*File{}, map[string]*File{}, map[string]*File{}
	for _, f := range r.Files {
		if f.Deleted {
			continue
		}
		r.paths[f.Path] = f
		put(r.folded, strings.ToLower(f.Path), f)
		if f.Text {
			put(r.names, slug(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))), f)
		}
	}
	for _, f := range r.Files {
		if f.Text && !f.Deleted {
			put(r.names, slug(f.Title()), f)
		}
	}
	for _, f := range r.Files {
		if f.Text && !f.Deleted {
			for _, alias := range f.Front.find("aliases").words() {
				put(r.names, slug(alias), f)
			}
		}
	}
}

func put(m map[string]*File, key string, f *File) {
	if m[key] == nil {
		m[key] = f
	}
}

// slug is a name as it is compared and as it stands in addresses: lower-case words with hyphens.
func slug(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "#")), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_' || r == '\t' || r == '/'
	}), "-")
}
