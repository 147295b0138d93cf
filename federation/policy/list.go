package policy

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

const (
	maxListBytes = 16 << 20
	maxListLines = 200_000
	maxFaults    = 20 // told at once
)

// List is what a file asks for.
type List struct {
	Rules   []Rule    // each with the file and line as its provenance
	Skipped []Skipped // lines that ask for nothing
}

// Skipped is a line of a list that was left out, and why.
type Skipped struct {
	Line int
	Text string
	Why  string
}

// ReadOptions say what a file does not say itself.
type ReadOptions struct {
	Name   string               // of the file, for provenance
	Level  Level                // of lines that name none; empty: such lists are refused
	Group  vocab.IRI            // whose rules they become; empty: the node's, or as JSON says
	Ours   func(vocab.IRI) bool // which groups a rule may be of; nil: all
	Author vocab.IRI            // who brings it in
	Draft  bool                 // to be approved
}

// ReadList reads a list of other nodes: the CSV that Mastodon and others export (domain and severity:
// suspend blocks, silence limits, noop asks for nothing), a CSV or text with one domain a line, or the
// JSON of [WriteJSON].
//
// Errors: Invalid with a violation for each bad line, up to 20; TooLarge; Unreadable.
func ReadList(r io.Reader, o ReadOptions) (List, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxListBytes+1))
	if err != nil {
		return List{}, fmt.Errorf("read the list: %w", err)
	}
	if len(text) > maxListBytes || bytes.Count(text, []byte("\n")) > maxListLines {
		return List{}, node.Errorf(node.TooLarge, "a list has at most %d bytes and %d lines", maxListBytes, maxListLines)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	l := reader{opt: o, lines: map[about]said{}}
	begin := bytes.TrimLeft(text, " \t\r\n")
	switch {
	case bytes.HasPrefix(begin, []byte("{")):
		err = l.json(text)
	case isTable(begin):
		err = l.csv(text)
	default:
		l.plain(text)
	}
	if err != nil {
		return List{}, err
	}
	return l.list, node.Refuse(l.faults)
}

// reader gathers what a file asks for.
type reader struct {
	opt    ReadOptions
	list   List
	faults vocab.Violations
	lines  map[about]said
}

type said struct {
	line  int
	level Level
}

func (l *reader) fault(line int, format string, args ...any) {
	if len(l.faults) < maxFaults {
		at := fmt.Sprintf("line %d", line)
		l.faults = append(l.faults, vocab.Violation{Path: at, Term: at, Message: fmt.Sprintf(format, args...)})
	}
}

func (l *reader) skip(line int, text, why string) {
	l.list.Skipped = append(l.list.Skipped, Skipped{line, text, why})
}

// add takes a rule. What one file says twice has to be the same.
func (l *reader) add(line int, r Rule) {
	subject, err := Subject(r.Subject)
	if err != nil {
		l.fault(line, "%s", node.MessageOf(err))
		return
	}
	if r.Level == "" {
		r.Level = l.opt.Level
	}
	if !slices.Contains([]Level{Allow, Limit, Block}, r.Level) {
		l.fault(line, "there is no word on whether %s is to be allowed, limited or blocked", subject)
		return
	}
	r.Subject = subject
	switch {
	case l.opt.Group != "":
		r.Group = l.opt.Group
	case r.Group != "" && l.opt.Ours != nil && !l.opt.Ours(r.Group):
		l.skip(line, subject, "its group "+string(r.Group)+" is not here")
		return
	}
	a := about{r.Group, subject}
	if before, ok := l.lines[a]; ok {
		if before.level != r.Level {
			l.fault(line, "%s is %s here and %s in line %d", subject, r.Level, before.level, before.line)
			return
		}
		l.skip(line, subject, fmt.Sprintf("line %d says so already", before.line))
		return
	}
	l.lines[a] = said{line, r.Level}
	where := fmt.Sprintf("%s line %d", l.opt.Name, line)
	if r.Provenance != "" {
		where += "; " + r.Provenance
	}
	r.Provenance, r.Author, r.Draft = where, l.opt.Author, l.opt.Draft
	l.list.Rules = append(l.list.Rules, r)
}

// plain reads one domain a line; what follows # is a remark.
func (l *reader) plain(text []byte) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, maxListBytes+1)
	for n := 1; lines.Scan(); n++ {
		domain, remark, _ := strings.Cut(lines.Text(), "#")
		if domain = strings.TrimSpace(domain); domain != "" {
			l.add(n, Rule{Subject: domain, Reason: strings.TrimSpace(remark)})
		}
	}
}

// isTable says whether a text begins with the heading of a domain column.
func isTable(text []byte) bool {
	first, _, _ := strings.Cut(string(text[:min(len(text), 200)]), "\n")
	name, _, _ := strings.Cut(first, ",")
	return heading(name) == "domain"
}

// heading is the name of a column, without the # that Mastodon writes.
func heading(text string) string {
	return strings.ToLower(strings.TrimPrefix(strings.Trim(text, " \t\r\""), "#"))
}

// severities are the words of other software for levels.
var severities = map[string]Level{
	"suspend": Block, "block": Block, "reject": Block, "silence": Limit, "limit": Limit, "allow": Allow, "": "",
}

func (l *reader) csv(text []byte) error {
	table := csv.NewReader(bytes.NewReader(text))
	table.FieldsPerRecord = -1
	table.TrimLeadingSpace = true
	columns, err := table.Read()
	if err != nil {
		return unreadableTable(err)
	}
	index := map[string]int{}
	for i, c := range columns {
		if _, ok := index[heading(c)]; !ok {
			index[heading(c)] = i
		}
	}
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadableTable(err)
		}
		line, _ := table.FieldPos(0)
		l.row(line, func(column string) string {
			if i, ok := index[column]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
	}
}

func (l *reader) row(line int, cell func(column string) string) {
	domain, severity := cell("domain"), strings.ToLower(cell("severity"))
	level, known := severities[severity]
	switch {
	case domain == "":
		l.skip(line, "", "it names no domain")
	case severity == "noop" || severity == "none":
		l.skip(line, domain, "its severity "+severity+" asks for nothing")
	case !known:
		l.fault(line, "the severity is suspend, silence or noop; not %.50q", severity)
	case strings.Contains(strings.TrimPrefix(domain, "*."), "*") && domain != Everyone:
		l.skip(line, domain, "the name is hidden behind stars")
	default:
		l.add(line, Rule{Subject: domain, Level: level, Reason: cell("public_comment")})
	}
}

func unreadableTable(err error) error {
	return &node.Error{Kind: node.Unreadable, Message: "the list is no table of comma-separated values: " + err.Error()}
}

// document is the form of [WriteJSON].
type document struct {
	Rules []Rule `json:"rules"`
}

// json reads rules; the line is that in which each ends.
func (l *reader) json(text []byte) error {
	unreadable := func(err error) error {
		return &node.Error{Kind: node.Unreadable, Message: "the list is not JSON of the form {\"rules\": […]}: " + err.Error()}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	for _, want := range []json.Token{json.Delim('{'), "rules", json.Delim('[')} {
		if got, err := d.Token(); err != nil || got != want {
			return unreadable(fmt.Errorf("there is %v instead of %v", got, want))
		}
	}
	d.DisallowUnknownFields()
	lines := lineCounter{text: text, line: 1}
	for d.More() {
		var r Rule
		if err := d.Decode(&r); err != nil {
			return unreadable(fmt.Errorf("line %d: %w", lines.at(d.InputOffset()), err))
		}
		if r.Draft || r.Level == Clear {
			l.skip(lines.at(d.InputOffset()), r.Subject, "it is not in force where it comes from")
			continue
		}
		l.add(lines.at(d.InputOffset()), r)
	}
	for _, want := range []json.Token{json.Delim(']'), json.Delim('}')} {
		if got, err := d.Token(); err != nil || got != want {
			return unreadable(fmt.Errorf("there is %v instead of %v", got, want))
		}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return unreadable(errors.New("something stands after its end"))
	}
	return nil
}

// lineCounter counts lines up to growing offsets.
type lineCounter struct {
	text   []byte
	offset int64
	line   int
}

func (c *lineCounter) at(offset int64) int {
	c.line += bytes.Count(c.text[c.offset:offset], []byte("\n"))
	c.offset = offset
	return c.line
}
