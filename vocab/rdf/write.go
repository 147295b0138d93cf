package rdf

import (
	"fmt"
	"io"
)

// output is what a writer of a format gets: quads that passed Check.
type output struct {
	format   *Format
	quads    []Quad
	prefixes map[string]string // name → namespace
	w        io.Writer
	buf      []byte // not yet written
}

// Write writes quads in a format.
//
// N-Triples and N-Quads keep the order given. Turtle, TriG and RDF/XML are sorted and without
// repetitions, so that equal data gives equal bytes. prefixes maps names to namespaces; names that
// help nothing are left out. Blank nodes keep their labels, except in RDF/XML, where labels are
// numbered.
//
// Errors: ErrUnwritable for what is no statement of RDF 1.1, for named graphs in a format that has
// none, for prefixes that are no names, and in RDF/XML for predicates that have no XML name and
// text that XML cannot hold; nothing is written then. Else what w answers.
func Write(w io.Writer, f *Format, quads []Quad, prefixes map[string]string) error {
	for _, q := range quads {
		if err := q.Check(); err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
		if !f.Graphs && !q.G.IsZero() {
			return fmt.Errorf("write %s: %w: graph %s, for the format has no graphs", f.Name, ErrUnwritable, q.G)
		}
	}
	o := &output{format: f, quads: quads, prefixes: prefixes, w: w}
	if err := f.write(o); err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	if _, err := w.Write(o.buf); err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	return nil
}

// flush writes the buffer once it is worth it.
func (o *output) flush() error {
	if len(o.buf) < blockBytes {
		return nil
	}
	_, err := o.w.Write(o.buf)
	o.buf = o.buf[:0]
	return err
}
