package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Bounds of a table.
const (
	maxCell    = 1 << 20 // bytes of one cell
	maxRow     = 4 << 20 // bytes of one row
	maxColumns = 1_000
)

// rowError is what is wrong on one line.
type rowError struct {
	line    int
	message string
}

func (e *rowError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.message) }

func badRow(line int, format string, args ...any) error {
	return &rowError{line, fmt.Sprintf(format, args...)}
}

// tableReader reads the rows of a table one by one. Quotation marks are as in RFC 4180: they open
// at the beginning of a cell, and a doubled one is one. Rows end with a line feed, a carriage
// return, or both. Empty lines are passed over.
//
// Spec: RFC 4180.
type tableReader struct {
	in        *bufio.Reader
	separator byte
	line      int // of what is read next, from 1
	text      []byte
	ends      []int // of the cells, in text
}

func newTableReader(r io.Reader, separator byte) *tableReader {
	return &tableReader{in: bufio.NewReaderSize(r, 64<<10), separator: separator, line: 1}
}

// next is the next row and the line on which it begins. io.EOF after the last.
func (t *tableReader) next() (cells []string, line int, err error) {
	for {
		line = t.line
		if err := t.scan(); err != nil {
			return nil, line, err
		}
		if len(t.ends) > 1 || len(t.text) > 0 {
			break
		}
	}
	if !utf8.Valid(t.text) {
		at := line + bytes.Count(t.text[:invalidAt(t.text)], []byte("\n"))
		return nil, at, badRow(at, "is not UTF-8; where the file was saved as Windows-1252, a mapping with \"encoding: windows-1252\" says so")
	}
	whole := string(t.text)
	cells = make([]string, len(t.ends))
	from := 0
	for i, end := range t.ends {
		cells[i] = whole[from:end]
		from = end
	}
	return cells, line, nil
}

// scan takes one row apart.
func (t *tableReader) scan() error {
	t.text, t.ends = t.text[:0], t.ends[:0]
	begun := t.line
	start, quoted, closed := 0, false, false // of the cell; whether inside quotation marks, and after them
	opened := 0
	for {
		c, err := t.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF) && quoted:
			return badRow(opened, "a quotation mark opens here and never closes")
		case errors.Is(err, io.EOF) && len(t.text) == 0 && len(t.ends) == 0 && !closed:
			return io.EOF
		case errors.Is(err, io.EOF):
			t.ends = append(t.ends, len(t.text))
			return nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return badRow(t.line, "the file ends in the middle of a character")
		case err != nil:
			return err
		}
		switch {
		case c == 0:
			return badRow(t.line, "holds a zero byte, so it is no text in UTF-8")
		case len(t.text)-start >= maxCell && quoted:
			return badRow(opened, "a quotation mark opens a cell of more than %d KiB; it may lack its end", maxCell>>10)
		case len(t.text)-start >= maxCell, len(t.text) >= maxRow:
			return badRow(begun, "is longer than %d KiB", maxCell>>10)
		case quoted && c == '"':
			if after, _ := t.in.Peek(1); len(after) == 1 && after[0] == '"' {
				t.text = append(t.text, '"')
				_, _ = t.in.Discard(1) // it was there a moment ago
				continue
			}
			quoted, closed = false, true
		case quoted && c == '\r':
			// As everywhere else, \r\n is one end of a line.
			if after, _ := t.in.Peek(1); len(after) == 0 || after[0] != '\n' {
				t.text = append(t.text, c)
			}
		case quoted:
			if c == '\n' {
				t.line++
			}
			t.text = append(t.text, c)
		case c == '"' && len(t.text) == start && !closed:
			quoted, opened = true, t.line
		case c == t.separator:
			if len(t.ends) == maxColumns {
				return badRow(begun, "has more than %d columns", maxColumns)
			}
			t.ends = append(t.ends, len(t.text))
			start, closed = len(t.text), false
		case c == '\r':
			if after, _ := t.in.Peek(1); len(after) == 1 && after[0] == '\n' {
				_, _ = t.in.Discard(1)
			}
			t.line++
			t.ends = append(t.ends, len(t.text))
			return nil
		case c == '\n':
			t.line++
			t.ends = append(t.ends, len(t.text))
			return nil
		case closed && c == ' ':
		case closed:
			return badRow(t.line, "text follows a cell in quotation marks; a quotation mark inside a cell is written twice")
		default:
			t.text = append(t.text, c)
		}
	}
}

// separators are tried in this order; the first of several that fit equally well is taken.
var separators = []struct {
	mark byte
	name string // in a mapping
}{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "bar"}}

// separatorOf is the separator of a table by its first line: the one that makes most columns of it.
// sep=; at the very beginning says it outright.
func separatorOf(first string) (mark byte, skip bool) {
	first = strings.TrimRight(first, "\r\n")
	if rest, ok := strings.CutPrefix(strings.ToLower(first), "sep="); ok && len(rest) == 1 {
		return rest[0], true
	}
	most := 0
	mark = ','
	for _, s := range separators {
		t := newTableReader(strings.NewReader(first+"\n"), s.mark)
		cells, _, err := t.next()
		filled := 0
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		if err != nil {
			filled = len(t.ends) // whatever is wrong with it is told when it is read
		}
		if filled > most {
			most, mark = filled, s.mark
		}
	}
	return mark, false
}
