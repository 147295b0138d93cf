package repository

import (
	"regexp"
	"slices"
	"strings"
)

// What only an empty form has.
var (
	// placeholder is a gap to be filled in: <Organization>, [Your name], {{group}}.
	placeholder = regexp.MustCompile(`<(?i:your |name of |the )?(?i:organi[sz]ation|community|group|dao|cell|project|name)( name)?>|\[(?i:your|insert|name of) [^\]]{1,60}\]([^(]|$)|\{\{[^}]{1,80}\}\}`)
	// program is code of a template language that never ran.
	program = regexp.MustCompile(`<%[^%]*%>`)
	// remark is what authors of Obsidian vaults write for each other.
	remark = regexp.MustCompile(`(?s)%%.+?%%`)
	// instruction is a sentence that tells whoever fills in the form what to write.
	instruction = regexp.MustCompile(`(?i)^[\s>*_-]*(briefly )?(describe|explain|list|state|replace|customi[sz]e|insert|add|summari[sz]e|provide|fill in|include) (your|the|how|what|who|here|these|this|any|all|a )\b.*\b(here|your|should|this section)\b`)
	formWord    = regexp.MustCompile(`(?i)(^|[^a-z])templates?([^a-z]|$)`)
)

// isForm says whether a file is an empty form: by its folder, by its name, or because it gives
// instructions where a text would be.
func (f *File) isForm(lower, base string) bool {
	folders := strings.Split(lower, "/")
	if slices.ContainsFunc(folders[:len(folders)-1], func(name string) bool {
		return name == "template" || name == "templates" || strings.HasSuffix(name, "-templates")
	}) {
		return true
	}
	if formWord.MatchString(base) {
		return true
	}
	body := f.Body.of(f.Data)
	if h := f.mainHeading(); h != nil && placeholder.MatchString(h.Text+" ") {
		return true
	}
	texts, told := 0, 0
	for text := range strings.Lines(withoutComments(body)) {
		if text = strings.TrimSpace(text); text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		texts++
		if instruction.MatchString(text) || placeholder.MatchString(text+" ") {
			told++
		}
	}
	return told >= 3 && told*2 >= texts || texts == 0 && len(f.Headings) > 2
}

// isForm says whether the whole folder is an empty form: its main page says so, or most of what would
// be content does.
func (r *Repository) isForm() bool {
	for _, name := range []string{"readme.md", "index.md"} {
		if f := r.File(name); f != nil && f.Text {
			if h := f.mainHeading(); h != nil && formWord.MatchString(h.Text) {
				return true
			}
		}
	}
	return false
}

var comments = regexp.MustCompile(`(?s)<!--.*?-->`)

func withoutComments(text string) string {
	return comments.ReplaceAllString(remark.ReplaceAllString(text, ""), "")
}
