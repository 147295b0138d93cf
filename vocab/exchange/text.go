package exchange

import (
	"html"
	"strings"
)

// plain is the text of HTML, as vf:note holds it: paragraphs apart, no markup. Text without any
// markup stays as it is, but for entities.
//
// The result is text, not something safe to put into a page unescaped.
func plain(content string) string {
	var b strings.Builder
	hidden := "" // the element whose content is not shown
	for content != "" {
		before, rest, tagged := strings.Cut(content, "<")
		if hidden == "" {
			b.WriteString(html.UnescapeString(before))
		}
		if !tagged {
			break
		}
		name, closing, after, ok := cutTag(rest)
		if !ok { // "a < b" is text
			if hidden == "" {
				b.WriteByte('<')
			}
			content = rest
			continue
		}
		content = after
		switch {
		case hidden != "":
			if closing && name == hidden {
				hidden = ""
			}
		case !closing && (name == "script" || name == "style"):
			hidden = name
		case name == "br":
			b.WriteByte('\n')
		case closing && (name == "p" || name == "div" || name == "li" || name == "ul" || name == "ol" || name == "blockquote"):
			b.WriteString("\n\n")
		}
	}
	return tidy(b.String())
}

// maxTag is how far the end of a tag is looked for, in bytes: many opening brackets without an end
// must not make many walks to the end of the text.
const maxTag = 2048

// cutTag reads a tag after its opening bracket.
func cutTag(s string) (name string, closing bool, after string, ok bool) {
	end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
	if end < 0 {
		return "", false, "", false
	}
	inner, after := s[:end], s[end+1:]
	inner, closing = strings.CutPrefix(inner, "/")
	end = strings.IndexFunc(inner, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
	if end < 0 {
		end = len(inner)
	}
	if end == 0 && !strings.HasPrefix(inner, "!") {
		return "", false, "", false
	}
	return strings.ToLower(inner[:end]), closing, after, true
}

// tidy leaves one empty line between paragraphs at most.
func tidy(text string) string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); strings.TrimSpace(paragraph) != "" {
			paragraphs = append(paragraphs, paragraph)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// markup is a note as HTML, for content.
func markup(note string) string {
	if note == "" {
		return ""
	}
	var b strings.Builder
	for paragraph := range strings.SplitSeq(tidy(note), "\n\n") {
		b.WriteString("<p>")
		b.WriteString(strings.ReplaceAll(html.EscapeString(paragraph), "\n", "<br>"))
		b.WriteString("</p>")
	}
	return b.String()
}
