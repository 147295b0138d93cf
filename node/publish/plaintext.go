package publish

import (
	"strings"

	"golang.org/x/net/html"
)

// Bounds of what is shown of a text that somebody else wrote.
const (
	maxMarkup     = 64 << 10 // bytes that are read
	maxQuoted     = 2_000    // bytes that are shown
	maxParagraphs = 20
)

// silentTags are elements whose text is not for people.
var silentTags = map[string]bool{
	"script": true, "style": true, "template": true, "noscript": true, "iframe": true, "object": true, "svg": true, "math": true, "head": true, "title": true, "textarea": true, "select": true,
}

// breaking are elements that end a line.
var breaking = map[string]bool{
	"p": true, "br": true, "div": true, "li": true, "ul": true, "ol": true, "blockquote": true, "pre": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "tr": true, "hr": true,
}

// paragraphs are the text of HTML that somebody else wrote, without any markup: no link, picture or style of
// theirs gets into a page of ours. What is too long is cut, and says so with an ellipsis.
func paragraphs(markup string) (lines []string) {
	z := html.NewTokenizer(strings.NewReader(markup[:min(len(markup), maxMarkup)]))
	var b strings.Builder
	shown, silent := 0, 0
	end := func() {
		if line := strings.Join(strings.Fields(b.String()), " "); line != "" {
			lines = append(lines, line)
			shown += len(line)
		}
		b.Reset()
	}
	for shown+b.Len() < maxQuoted && len(lines) < maxParagraphs {
		kind := z.Next()
		if kind == html.ErrorToken {
			end()
			return lines
		}
		name, _ := z.TagName()
		tag := string(name)
		switch kind {
		case html.TextToken:
			if silent == 0 {
				b.WriteString(strings.ToValidUTF8(string(z.Text()), ""))
			}
		case html.StartTagToken:
			if silentTags[tag] {
				silent++
			}
			if breaking[tag] {
				end()
			}
		case html.SelfClosingTagToken:
			if breaking[tag] {
				end()
			}
		case html.EndTagToken:
			if silentTags[tag] && silent > 0 {
				silent--
			}
			if breaking[tag] {
				end()
			}
		}
	}
	rest := strings.Join(strings.Fields(b.String()), " ")
	if room := max(0, maxQuoted-shown); len(rest) > room {
		rest = strings.ToValidUTF8(rest[:room], "")
	}
	return append(lines, rest+"…")
}
