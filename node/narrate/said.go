package narrate

import (
	"html"
	"regexp"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// Of what somebody says in words of its own, the words are told, and not that there was something said.

// maxSaid is how many lines are told.
const maxSaid = 20

// said are the words of a note or article that is new or was changed, a line each; nil for everything else.
func said(c Change) (lines []string) {
	if c.Now == nil || c.Now.Class() == nil || !c.Now.Class().IsAny(sayings) || c.Verb != "Create" && c.Verb != "Update" {
		return nil
	}
	for _, s := range c.Now.Extra() {
		if s.Property != as.Content.IRI || s.Value.Kind() != vocab.Literal {
			continue
		}
		for line := range strings.SplitSeq(plain(s.Value.Text()), "\n") {
			if line = clip(oneLine(line), maxLine); line != "" && len(lines) < maxSaid {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// maxLine is how many characters of a line are told.
const maxLine = 2000

// sayings are the classes of what is said in words.
var sayings = []*vocab.Class{as.Note, as.Article}

var (
	breaks = regexp.MustCompile(`(?i)</p>|<br\s*/?>|</li>|</h[1-6]>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// plain is text without markup: what was written as HTML is read as people see it.
func plain(text string) string {
	return html.UnescapeString(tags.ReplaceAllString(breaks.ReplaceAllString(text, "\n"), ""))
}
