package importer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// rowGroup is how many rows one activity brings in: all of them or none.
const rowGroup = 1_000

// maxFaults is how many bad rows are told of.
const maxFaults = 100

// table is one import of a table.
type table struct {
	ctx     context.Context
	opt     Options
	report  *Report
	open    func() (io.ReadCloser, error)
	mapping *Mapping
	layout  *layout
	habits  habits

	separator byte
	source    string // whose names are shared
	file      string // by what its rows are known again
	group     vocab.IRI
	ours      map[string]bool // what the group is called in cells, folded

	rows   int // without the heading
	done   int
	names  names
	met    map[uint64]uint32 // rows by what they are known by: the line, or how many
	trial  bool              // rows are only looked at
	line   int               // of the row at hand
	first  int               // line of the group at hand
	things []thing           // of the group at hand
}

// readTable brings in a table: CSV as spreadsheets and this software write it.
//
// It is read three times, row by row, so that a file of any length takes the same memory, but for
// 16 bytes of each row: once for how it writes numbers and days, once for rows that break a rule,
// and, if none does, once to bring them in, by groups of [rowGroup] rows.
//
// Spec: RFC 4180.
func readTable(in input, opt Options, report *Report) error {
	t := &table{ctx: in.ctx, opt: opt, report: report, open: in.open, mapping: opt.Mapping,
		file: filepath.Base(in.name), group: opt.Group, names: newNames()}
	if t.mapping == nil {
		t.mapping = &Mapping{}
		if err := t.mapping.check(); err != nil {
			return err
		}
	}
	if t.mapping.File != "" {
		t.file = t.mapping.File
	}
	if err := t.acquaint(); err != nil {
		return err
	}
	for _, pass := range []func() error{t.survey, t.inspect, t.bring} {
		if err := pass(); err != nil {
			return t.told(err)
		}
	}
	return nil
}

// acquaint finds what the group is called, and who may read the rows.
func (t *table) acquaint() error {
	handle := t.opt.Node.Handle(t.group)
	t.ours = map[string]bool{"us": true, "we": true, "wir": true, "uns": true, "nous": true, "nosotros": true, fold(handle): true, fold(string(t.group)): true}
	t.source = orElse(t.mapping.Source, handle)
	v, err := t.opt.Node.Get(t.ctx, node.Operator, t.group)
	if err != nil {
		return fmt.Errorf("read the importing group: %w", err)
	}
	r, err := v.Resource()
	if err != nil {
		return fmt.Errorf("read the importing group: %w", err)
	}
	t.ours[fold(r.Get(vf.Name).Text())] = true
	if t.opt.Audience == nil {
		level := node.Members
		if t.mapping.Public {
			level = node.Public
		}
		t.opt.Audience = &node.Audience{Level: level}
	}
	return nil
}

// each reads the table from its beginning and hands over the rows.
func (t *table) each(f func(cells []string, line int) error) error {
	raw, err := t.open()
	if err != nil {
		return err
	}
	defer raw.Close()
	text, err := inUTF8(raw, t.mapping.Encoding)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(text, 64<<10)
	first, err := in.Peek(sniffed)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) && len(first) == 0:
		return errors.New("ends in the middle of a character")
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	if strings.TrimSpace(string(first)) == "" {
		return errors.New("is empty")
	}
	separator, told := separatorOf(firstLine(string(first)))
	if said, _ := t.mapping.separator(); said != 0 {
		separator = said
	}
	rows := newTableReader(in, separator)
	if told {
		if _, _, err := rows.next(); err != nil {
			return err
		}
	}
	heading, _, err := rows.next()
	if err != nil {
		return err
	}
	if t.layout == nil {
		if t.layout, err = layoutOf(t.file, heading, t.mapping); err != nil {
			return err
		}
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		cells, line, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if blankRow(cells) {
			continue
		}
		if len(cells) > len(heading) && !blankRow(cells[len(heading):]) {
			return badRow(line, "has %d cells, and the heading has %d", len(cells), len(heading))
		}
		if err := f(cells, line); err != nil {
			return err
		}
	}
}

// firstLine is the first line of a text that is not empty.
func firstLine(text string) string {
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if strings.TrimSpace(line) != "" {
			return line
		}
	}
	return ""
}

func blankRow(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// survey learns how the table writes numbers and days.
func (t *table) survey() error {
	t.habits = habitsOf(t.mapping)
	err := t.each(func(cells []string, line int) error {
		t.rows++
		if t.layout.native {
			return nil
		}
		for _, role := range []string{"quantity", "effort", "onhand"} {
			for _, i := range t.layout.at[role] {
				if i < len(cells) {
					number, _ := parted(plainCell(cells[i]))
					if !numberForm.MatchString(number) {
						continue // a row that is refused for it later, with all others
					}
					if err := t.habits.learn(number, line); err != nil {
						return err
					}
				}
			}
		}
		for _, role := range []string{"time", "beginning", "end", "due"} {
			for _, i := range t.layout.at[role] {
				if i < len(cells) {
					if err := t.habits.learnDay(cells[i], line); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if t.rows == 0 {
		return errors.New("has a heading and no rows")
	}
	return t.habits.settled()
}

// inspect looks at every row for what breaks a rule, before any is brought in.
func (t *table) inspect() error {
	t.trial, t.met = true, map[uint64]uint32{}
	more := 0
	fault := func(v vocab.Violation) {
		if len(t.report.Violations) < maxFaults {
			t.report.Violations = append(t.report.Violations, v)
			return
		}
		more++
	}
	err := t.each(func(cells []string, line int) error {
		what, err := t.describe(cells, line)
		var wrong *rowError
		if errors.As(err, &wrong) {
			fault(vocab.Violation{Path: fmt.Sprintf("line %d", wrong.line), Message: wrong.message})
			return nil
		}
		if err != nil {
			return err
		}
		for _, v := range t.opt.Node.Vocabulary().Check(what.resource) {
			fault(vocab.Violation{Path: fmt.Sprintf("line %d", line), Term: v.Term, Message: v.String()})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(t.report.Violations) == 0 {
		return nil
	}
	if more > 0 {
		t.report.warn("%d more rows break a rule", more)
	}
	lines := make([]string, min(3, len(t.report.Violations)))
	for i := range lines {
		lines[i] = t.report.Violations[i].String()
	}
	etc := ""
	if rest := len(t.report.Violations) - len(lines) + more; rest > 0 {
		etc = fmt.Sprintf("; and %d more", rest)
	}
	return &node.Error{Kind: node.Invalid, Violations: t.report.Violations,
		Message: t.opt.Name + ": nothing was imported: " + strings.Join(lines, "; ") + etc}
}

// describe is what a row says, under the name by which it is found again.
func (t *table) describe(cells []string, line int) (thing, error) {
	t.line = line
	if t.layout.native {
		what, err := t.nativeRow(cells, line)
		return thing{resource: what, at: fmt.Sprintf("line %d", line)}, err
	}
	r := &row{table: t, cells: cells, line: line}
	what, err := r.describe()
	if err != nil {
		return thing{}, err
	}
	id, err := t.identity(r)
	if err != nil {
		return thing{}, err
	}
	return thing{resource: what.WithID(id), at: fmt.Sprintf("line %d", line), audience: r.audience()}, nil
}

// bring brings the rows in.
func (t *table) bring() error {
	t.trial, t.met = false, map[uint64]uint32{}
	t.progress()
	in := 0
	err := t.each(func(cells []string, line int) error {
		if in == 0 {
			t.first = line
		}
		what, err := t.describe(cells, line)
		if err != nil {
			return err
		}
		t.things = append(t.things, what)
		t.names.described[what.resource.ID()] = true
		if in++; in < rowGroup {
			return nil
		}
		in = 0
		return t.flush(rowGroup)
	})
	if err != nil || in == 0 {
		return err
	}
	return t.flush(in)
}

func (t *table) progress() {
	if t.opt.Progress != nil {
		t.opt.Progress(t.done, t.rows)
	}
}

// flush brings in the group of rows at hand, all or none.
func (t *table) flush(rows int) error {
	part := Report{}
	opt := t.opt
	opt.Progress = nil
	w := &work{ctx: t.ctx, opt: opt, vocab: opt.Node.Vocabulary(), doc: document{things: t.things, ordered: true}, report: &part, checked: true}
	err := w.run()
	t.report.add(part)
	if err != nil {
		return t.partly(err)
	}
	for _, e := range w.entries {
		if e.is(vf.EconomicEvent) && e.opens == nil {
			continue // nothing but a correction refers to it
		}
		here := e.here
		if here == "" {
			here = e.source // of a dry run
		}
		t.remember(e.source, here)
	}
	t.things = t.things[:0]
	clear(t.names.described)
	t.done += rows
	t.progress()
	return nil
}

// partly says in which rows the refused group of rows is wrong, and how far the import came before.
func (t *table) partly(err error) error {
	var e *node.Error
	if !errors.As(err, &e) {
		return err
	}
	told := *e
	if len(e.Violations) > 0 {
		lines := make([]string, min(3, len(e.Violations)))
		for i := range lines {
			lines[i] = e.Violations[i].String()
		}
		told.Message = t.opt.Name + ": nothing was imported: " + strings.Join(lines, "; ")
	}
	if t.done > 0 {
		told.Message = strings.Replace(told.Message, "nothing was imported",
			fmt.Sprintf("the first %d rows are in, and nothing of lines %d to %d was imported", t.done, t.first, t.line), 1)
	}
	return &told
}

// told is an error of a table with its name.
func (t *table) told(err error) error {
	if errors.Is(err, io.EOF) {
		err = errors.New("is empty")
	}
	if node.KindOf(err) != node.Internal || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return node.Errorf(node.Unreadable, "%s: nothing was imported: %s", t.opt.Name, err)
}

// looksLikeTable knows a table by its first two lines: the same separator makes as many cells of
// both, and the first are headings that mean something.
func looksLikeTable(text string) bool {
	heading := firstLine(text)
	separator, _ := separatorOf(heading)
	cells, _, err := newTableReader(strings.NewReader(heading), separator).next()
	if err != nil || len(cells) < 2 {
		return false
	}
	known := 0
	for _, c := range cells {
		if rolesByWord()[fold(c)] != nil {
			known++
		}
	}
	return known >= 2
}
