package repository

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// stateEntry is one entry of a state as its document has it.
type stateEntry struct {
	kind    vocab.IRI // empty: a kind of the group's own, with this title
	title   string
	section *vocab.Property
	line    int  // of its label
	last    int  // of its text
	content Span // without empty lines around it
}

// otherWords are what groups call the entries of a state beside their labels.
var otherWords = map[string][]string{
	"section-purpose":        {"why"},
	"section-practice":       {"how", "practices"},
	"section-progress":       {"what"},
	"el-purpose-problem":     {"problem", "problem statement", "purpose statement"},
	"el-genesis":             {"origin", "origin story"},
	"el-goals":               {"goal", "objectives"},
	"el-design-intentions":   {"design", "intentions", "intention"},
	"el-values":              {"group values", "core values", "values principles"},
	"el-relationships":       {"relationship", "network relationships"},
	"el-formal-structure":    {"legal structure", "legal form"},
	"el-team-agreements":     {"team agreement"},
	"el-decision-making":     {"decisions", "voting"},
	"el-treasury-management": {"treasury"},
	"el-communication":       {"communications", "communication channels", "meetings"},
	"el-strategy-planning":   {"strategy", "planning", "roadmap"},
	"el-project-progress":    {"project management", "progress management", "project progress"},
	"el-team-makeup":         {"team makeup", "team members", "core team", "members"},
}

// labels are the entries and sections by what they are called.
var labels = sync.OnceValue(func() map[string]*vocab.Individual {
	all := map[string]*vocab.Individual{}
	for _, i := range pf.Schema.Individuals {
		if !slices.Contains(i.Of, pf.StateElementScheme) {
			continue
		}
		all[labelled(i.Label)] = i
		for _, word := range append(otherWords[i.Name], i.Also...) {
			all[labelled(word)] = i
		}
	}
	return all
})

var (
	bracketed = regexp.MustCompile(`\([^)]*\)`)
	numbering = regexp.MustCompile(`^(\d+[.)]?)+\s+`)
	boldLabel = regexp.MustCompile(`^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)([^*_\n]{1,80})(?:\*\*|__)[ \t]*:?[ \t]*`)
	listLabel = regexp.MustCompile(`^[ \t]*[-*+][ \t]+([^:\n]{1,80})(?::[ \t]*|$)`)
)

// labelled is a label as it is compared: without marks, numbers, pictures, remarks in brackets and
// the words that join others.
func labelled(text string) string {
	text = numbering.ReplaceAllString(strings.ToLower(bracketed.ReplaceAllString(plain(text), " ")), "")
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return strings.Join(slices.DeleteFunc(words, func(w string) bool {
		return w == "and" || w == "our" || w == "the" || w == "s"
	}), " ")
}

// label is how a line names what follows it: a heading, bold text, or a point of a list. Of the
// latter only known names count.
func (f *File) label(l line, headings map[int]Heading) (text string, level int, rest int, known *vocab.Individual) {
	if !l.prose {
		return "", 0, 0, nil
	}
	if h, is := headings[l.number]; is {
		return h.Text, h.Level, h.Whole.To, labels()[labelled(h.Text)]
	}
	for _, form := range []*regexp.Regexp{boldLabel, listLabel} {
		if m := form.FindStringSubmatchIndex(l.text); m != nil {
			name := strings.TrimSuffix(strings.TrimSpace(l.text[m[2]:m[3]]), ":")
			if known := labels()[labelled(name)]; known != nil {
				return name, 7, l.span.From + m[1], known
			}
		}
	}
	return "", 0, 0, nil
}

// sections are the parts of a state that a document names.
func (f *File) sections() (found []*vocab.Property) {
	for _, h := range f.Headings {
		if i := labels()[labelled(h.Text)]; i == pf.SectionPurpose || i == pf.SectionPractice || i == pf.SectionProgress {
			if p := pf.SectionOf(i.IRI); !slices.Contains(found, p) {
				found = append(found, p)
			}
		}
	}
	return found
}

// maxEntries bounds what a state has; the last entry then holds the rest.
const maxEntries = 1000

// stateEntries splits a document into the entries of a state: at headings of any level, bold labels
// and points of lists that are named like one, and at other headings of the same level. In a
// document without the three sections everything is practice.
func (f *File) stateEntries() (entries []stateEntry) {
	headings := map[int]Heading{}
	for _, h := range f.Headings {
		headings[h.Line] = h
	}
	g := *f
	g.Headings, g.Diagrams, g.Conflicts = nil, nil, nil
	section, level := pf.HasPracticeSection, 0
	var open *stateEntry
	finish := func(at, number int) {
		if open == nil {
			return
		}
		open.content.To = max(at, open.content.From)
		open.content, open.last = trimmed(f.Data, open.content), number-1
		isSection := open.kind == pf.SectionPurpose.IRI || open.kind == pf.SectionPractice.IRI || open.kind == pf.SectionProgress.IRI
		if !isSection || open.content.From < open.content.To {
			entries = append(entries, *open)
		}
		open = nil
	}
	for _, l := range g.scan() {
		if len(entries) >= maxEntries {
			break
		}
		text, at, rest, known := f.label(l, headings)
		switch {
		case known != nil:
			finish(l.span.From, l.number)
			if own := pf.SectionOf(known.IRI); own != nil {
				section = own
			}
			open, level = &stateEntry{kind: known.IRI, title: plain(text), section: section, line: l.number, content: Span{rest, rest}}, at
		case at == 1 && open == nil, at == 0, at > level && open != nil:
		default:
			finish(l.span.From, l.number)
			open, level = &stateEntry{title: plain(text), section: section, line: l.number, content: Span{rest, rest}}, at
		}
	}
	finish(f.Body.To, 1<<30)
	return entries
}

// trimmed is a span without empty lines before and white space behind.
func trimmed(data []byte, s Span) Span {
	text := s.of(data)
	s.To = s.From + len(strings.TrimRightFunc(text, unicode.IsSpace))
	for s.From < s.To {
		first, _, more := strings.Cut(s.of(data), "\n")
		if strings.TrimSpace(first) != "" {
			break
		}
		if !more {
			return Span{s.To, s.To}
		}
		s.From += len(first) + 1
	}
	if s.From > s.To {
		s.From = s.To
	}
	return s
}
