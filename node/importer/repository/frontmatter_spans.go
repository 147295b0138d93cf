package repository

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// lineStarts are where the lines of a span begin, and its end.
func lineStarts(data []byte, s Span) []int {
	starts := []int{s.From}
	for i := s.From; i < s.To; i++ {
		if data[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return append(starts, s.To)
}

// place finds the spans of entries and their values, or says why it cannot.
func (f *FrontMatter) place(data []byte, top *yaml.Node, lines []int) string {
	inner := f.Inner.of(data)
	if strings.ContainsAny(inner, "\u0085\u2028\u2029") || strings.Contains(strings.ReplaceAll(inner, "\r\n", ""), "\r") {
		return "it has line ends of an unusual kind"
	}
	last := len(lines) - 2 // the last line may be empty
	for i := range f.Entries {
		e := &f.Entries[i]
		until := last
		if i+1 < len(f.Entries) {
			until = f.Entries[i+1].Line - 2
		}
		from := e.Line - 1
		if top.Content[2*i].Column != 1 || until < from {
			return "several keys stand on one line"
		}
		for until > from && idle(data[lines[until]:lines[until+1]]) {
			until--
		}
		e.Whole = Span{lines[from], lines[until] + len(bytes.TrimRight(data[lines[until]:lines[until+1]], "\r\n"))}
		first := data[lines[from]:min(lines[from+1], e.Whole.To)]
		colon := keyEnd(top.Content[2*i], first)
		if colon < 0 {
			return "a key is written in an unusual way"
		}
		e.Value = Span{lines[from] + colon, e.Whole.To}
		if until == from {
			e.Value = oneLine(data, e.Value)
		}
	}
	return ""
}

// idle lines separate entries: empty ones, and comments that stand at the margin.
func idle(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 || line[0] == '#' }

// keyEnd is where the value may begin on the line of a key: after the colon.
func keyEnd(key *yaml.Node, line []byte) int {
	written := key.Value
	if key.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		written = string(line[:1]) + key.Value + string(line[:1])
	}
	if !bytes.HasPrefix(line, []byte(written)) {
		return -1
	}
	rest := bytes.TrimLeft(line[len(written):], " \t")
	if len(rest) == 0 || rest[0] != ':' {
		return -1
	}
	return len(line) - len(rest) + 1
}

// oneLine is the value of an entry of one line, without the space before and a comment behind it.
func oneLine(data []byte, s Span) Span {
	text := data[s.From:s.To]
	trimmed := bytes.TrimLeft(text, " \t")
	from := s.From + len(text) - len(trimmed)
	if len(trimmed) == 0 {
		return Span{s.From, s.From}
	}
	if q := trimmed[0]; q == '"' || q == '\'' {
		for i := 1; i < len(trimmed); i++ {
			switch {
			case q == '"' && trimmed[i] == '\\':
				i++
			case trimmed[i] == q && q == '\'' && i+1 < len(trimmed) && trimmed[i+1] == q:
				i++
			case trimmed[i] == q:
				return Span{from, from + i + 1}
			}
		}
	}
	if trimmed[0] == '#' {
		return Span{s.From, s.From}
	}
	if i := bytes.Index(trimmed, []byte(" #")); i >= 0 {
		trimmed = trimmed[:i]
	}
	return Span{from, from + len(bytes.TrimRight(trimmed, " \t\r"))}
}
