package rdf

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits bound what [Read] takes on. A zero field means the default beside it.
type Limits struct {
	Bytes     int64 // of the document: 64 MiB
	Quads     int   // statements: 1,000,000
	Depth     int   // of nested [ ], ( ) and elements: 100
	TermBytes int   // of one IRI, label or literal: 1 MiB
}

// withDefaults fills the zero fields.
func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 64 << 20
	}
	if l.Quads == 0 {
		l.Quads = 1_000_000
	}
	if l.Depth == 0 {
		l.Depth = 100
	}
	if l.TermBytes == 0 {
		l.TermBytes = 1 << 20
	}
	return l
}

// document is what a reader of a format gets.
type document struct {
	format *Format
	text   string // UTF-8
	base   string
	limits Limits
}

// Read returns the statements of a document, in the order in which they end, repetitions included.
//
// base is the IRI against which relative ones are resolved; with "" they are an error unless the
// document names a base. Blank node labels are good within the document only: N-Triples and
// N-Quads keep them, the other formats number them b0, b1, … as they appear.
//
// Errors: a *SyntaxError (ErrSyntax), ErrLimit, or what r answers. A document with an error gives
// no statements.
func Read(r io.Reader, f *Format, base string, lim Limits) (quads []Quad, err error) {
	lim = lim.withDefaults()
	raw, err := io.ReadAll(io.LimitReader(r, lim.Bytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	if int64(len(raw)) > lim.Bytes {
		return nil, fmt.Errorf("read %s: %w: more than %d bytes", f.Name, ErrLimit, lim.Bytes)
	}
	if !utf8.Valid(raw) {
		return nil, &SyntaxError{Format: f.Name, Problem: "text is not UTF-8"}
	}
	defer func() {
		if p := recover(); p != nil {
			quads, err = nil, readError(f, p)
		}
	}()
	return f.read(&document{f, strings.TrimPrefix(string(raw), "\ufeff"), base, lim})
}

// failure carries an error out of the depths of a reader; only [Read] catches it.
type failure struct{ error }

// readError turns what a reader panicked with into an error. A panic that is no failure comes
// from a reader that is not ours: the document is to blame, and the process must live on.
func readError(f *Format, p any) error {
	if fail, ok := p.(failure); ok {
		return fail.error
	}
	return &SyntaxError{Format: f.Name, Problem: fmt.Sprintf("the reader gave up: %v", p)}
}
