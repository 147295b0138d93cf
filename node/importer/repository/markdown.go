package repository

import (
	"regexp"
	"strings"
)

// Heading is a heading, with where its text stands.
type Heading struct {
	Level  int // 1 to 6
	Text   string
	Line   int
	Whole  Span // its lines
	Inner  Span // its text
	Parent int  // index of the heading above it in the tree; -1: none
}

// Diagram is a drawing in Mermaid's language.
type Diagram struct {
	Line   int
	Source Span // between the fences
}

// line is a line of a body with what the scanner knows of it.
type line struct {
	text   string // without its end
	span   Span   // with its end
	number int    // in the file, from 1
	prose  bool   // neither code nor comment
}

var (
	atxHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	setextLine  = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	codeFence   = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$")
	listMarker  = regexp.MustCompile(`^[ \t]*([-*+]|\d+[.)])[ \t]+`)
	conflictAt  = regexp.MustCompile(`^<{7,}( |$)`)
	conflictMid = regexp.MustCompile(`^={7,}$`)
	conflictEnd = regexp.MustCompile(`^>{7,}( |$)`)
)

// scan reads the structure of a text: headings, code, comments, drawings, left-over conflicts. It
// reads no more of Markdown than that; the bytes stay as they are.
func (f *File) scan() []line {
	var lines []line
	var fenceMark, fenceInfo string
	var fenceFrom, fenceLine int
	comment, conflict := false, 0
	number := 1 + strings.Count(string(f.Data[:f.Body.From]), "\n")
	at := f.Body.From
	for text := range strings.Lines(f.Body.of(f.Data)) {
		l := line{text: strings.TrimRight(text, "\r\n"), span: Span{at, at + len(text)}, number: number}
		at += len(text)
		number++
		switch {
		case fenceMark != "":
			if m := codeFence.FindStringSubmatch(l.text); m != nil && strings.HasPrefix(m[1], fenceMark) && strings.TrimSpace(m[2]) == "" {
				if fenceInfo == "mermaid" && len(f.Diagrams) < maxDiagrams {
					f.Diagrams = append(f.Diagrams, Diagram{Line: fenceLine, Source: Span{fenceFrom, l.span.From}})
				}
				fenceMark = ""
			}
		case comment:
			comment = !strings.Contains(l.text, "-->")
		default:
			l.prose = true
			if m := codeFence.FindStringSubmatch(l.text); m != nil {
				fenceMark, fenceFrom, fenceLine = m[1], l.span.To, l.number
				info, _, _ := strings.Cut(strings.TrimSpace(m[2]), " ")
				fenceInfo, l.prose = strings.ToLower(info), false
			} else if i := strings.LastIndex(l.text, "<!--"); i >= 0 {
				comment = !strings.Contains(l.text[i:], "-->")
				l.prose = !strings.HasPrefix(strings.TrimSpace(l.text), "<!--") || strings.Contains(l.text, "-->") && !strings.HasSuffix(strings.TrimSpace(l.text), "-->")
			}
		}
		switch {
		case conflictAt.MatchString(l.text):
			conflict = l.number
			l.prose = false
		case conflict > 0 && (conflictMid.MatchString(l.text) || conflictEnd.MatchString(l.text)):
			f.Conflicts = append(f.Conflicts, conflict)
			conflict, l.prose = 0, false
		case conflictMid.MatchString(l.text) && len(f.Conflicts) > 0, conflictEnd.MatchString(l.text) && len(f.Conflicts) > 0:
			l.prose = false
		}
		lines = append(lines, l)
	}
	f.headings(lines)
	return lines
}

func (f *File) headings(lines []line) {
	for i, l := range lines {
		if !l.prose {
			continue
		}
		if m := atxHeading.FindStringSubmatchIndex(l.text); m != nil {
			inner := Span{l.span.From + m[3], l.span.From + m[3]}
			if m[4] >= 0 {
				inner = Span{l.span.From + m[4], l.span.From + m[5]}
			}
			f.addHeading(Heading{Level: m[3] - m[2], Text: inner.of(f.Data), Line: l.number, Whole: l.span, Inner: inner})
			continue
		}
		if i > 0 && lines[i-1].prose && isParagraph(lines[i-1].text) {
			if m := setextLine.FindStringSubmatch(l.text); m != nil {
				level := 1
				if m[1][0] == '-' {
					level = 2
				}
				above := lines[i-1]
				text := strings.TrimSpace(above.text)
				from := above.span.From + strings.Index(above.text, text)
				f.addHeading(Heading{Level: level, Text: text, Line: above.number, Whole: Span{above.span.From, l.span.To}, Inner: Span{from, from + len(text)}})
			}
		}
	}
}

func isParagraph(text string) bool {
	t := strings.TrimSpace(text)
	return t != "" && !strings.HasPrefix(t, "#") && !strings.HasPrefix(t, ">") && !strings.HasPrefix(t, "|") && !listMarker.MatchString(text) &&
		!setextLine.MatchString(text)
}

// What is looked at of one file; more of it is text.
const (
	maxHeadings = 3000
	maxDiagrams = 500
)

func (f *File) addHeading(h Heading) {
	if len(f.Headings) >= maxHeadings {
		return
	}
	h.Parent = -1
	for i := len(f.Headings) - 1; i >= 0; i-- {
		if f.Headings[i].Level < h.Level {
			h.Parent = i
			break
		}
	}
	f.Headings = append(f.Headings, h)
}

var (
	linkMarks = regexp.MustCompile(`!?\[\[([^\]|]*\|)?([^\]]*)\]\]|!?\[([^\]]*)\]\([^)]*\)`)
	styling   = regexp.MustCompile("[*`~]+|(^|[^\\p{L}\\p{N}])_+|_+([^\\p{L}\\p{N}]|$)")
)

// plain is a line of Markdown without its marks.
func plain(text string) string {
	text = linkMarks.ReplaceAllString(text, "$2$3")
	text = styling.ReplaceAllString(text, "$1$2")
	return strings.Join(strings.Fields(text), " ")
}
