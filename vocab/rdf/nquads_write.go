package rdf

import (
	"io"
	"strings"
)

const hexDigits = "0123456789ABCDEF"

// AppendQuad appends q to dst as a line of canonical N-Quads (N-Triples, when G is zero), line end
// included, and allocates nothing but room in dst.
//
// It trusts its caller to have built a statement (see [Quad.Check]) but not its characters:
// whatever the terms hold, the result is one line and terms end where they should.
//
// Spec: RDF Dataset Canonicalization 1.0, section 5.
func AppendQuad(dst []byte, q Quad) []byte {
	dst = append(AppendTerm(dst, q.S), ' ')
	dst = append(AppendTerm(dst, q.P), ' ')
	dst = append(AppendTerm(dst, q.O), ' ')
	if !q.G.IsZero() {
		dst = append(AppendTerm(dst, q.G), ' ')
	}
	return append(dst, '.', '\n')
}

// AppendTerm appends t to dst as canonical N-Quads have it; the zero term appends nothing.
func AppendTerm(dst []byte, t Term) []byte {
	switch t.Kind {
	case KindIRI:
		return appendIRI(dst, t.Value)
	case KindBlank:
		return append(append(dst, '_', ':'), t.Value...)
	case KindLiteral:
		dst = appendString(dst, t.Value)
		switch {
		case t.Lang != "":
			dst = append(append(dst, '@'), t.Lang...)
		case t.Datatype != "" && t.Datatype != xsdString:
			dst = appendIRI(append(dst, '^', '^'), t.Datatype)
		}
	}
	return dst
}

func appendIRI(dst []byte, iri string) []byte {
	dst = append(dst, '<')
	from := 0
	for i := 0; i < len(iri); i++ {
		if c := iri[i]; notInIRI[c] {
			dst = appendUnicode(append(dst, iri[from:i]...), rune(c))
			from = i + 1
		}
	}
	return append(append(dst, iri[from:]...), '>')
}

// stringByte gives for a byte in a string: 0 when it stands for itself, 'u' when its number is
// written, '?' when it begins a character that may need it, and else the letter of its escape.
var stringByte = func() (table [256]byte) {
	for c := range 0x20 {
		table[c] = 'u'
	}
	for i, c := range "\b\t\n\f\r\"\\" {
		table[c] = `btnfr"\`[i]
	}
	table[0x7F] = 'u'
	table[0xEF] = '?' // U+FFFE and U+FFFF are EF BF BE and EF BF BF
	return table
}()

// appendString appends s in double quotes.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		switch letter := stringByte[s[i]]; letter {
		case 0:
		case 'u':
			dst = appendUnicode(append(dst, s[from:i]...), rune(s[i]))
			from = i + 1
		case '?':
			if strings.HasPrefix(s[i:], "\uFFFE") || strings.HasPrefix(s[i:], "\uFFFF") {
				dst = appendUnicode(append(dst, s[from:i]...), 0xFFC0|rune(s[i+2]&0x3F))
				from, i = i+3, i+2
			}
		default:
			dst = append(append(dst, s[from:i]...), '\\', letter)
			from = i + 1
		}
	}
	return append(append(dst, s[from:]...), '"')
}

func appendUnicode(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// NQuadsWriter writes quads one by one, in blocks, for streams that do not fit in memory.
type NQuadsWriter struct {
	w   io.Writer
	buf []byte
	err error
}

// NewNQuadsWriter returns a writer of N-Quads to w; call Flush at the end.
func NewNQuadsWriter(w io.Writer) *NQuadsWriter { return &NQuadsWriter{w: w} }

// blockBytes is how much an NQuadsWriter gathers before it writes.
const blockBytes = 32 << 10

// Write adds a quad. Quads without a graph make the stream N-Triples.
//
// Errors: ErrUnwritable for what is no statement of RDF 1.1; then what the writer beneath
// answered, again at every later call.
func (w *NQuadsWriter) Write(q Quad) error {
	if w.err != nil {
		return w.err
	}
	if err := q.Check(); err != nil {
		return err
	}
	w.buf = AppendQuad(w.buf, q)
	if len(w.buf) < blockBytes {
		return nil
	}
	return w.Flush()
}

// Flush writes what was gathered.
func (w *NQuadsWriter) Flush() error {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.w.Write(w.buf)
		w.buf = w.buf[:0]
	}
	return w.err
}

// writeNQuads writes the quads in the order given.
func writeNQuads(o *output) error {
	for _, q := range o.quads {
		o.buf = AppendQuad(o.buf, q)
		if err := o.flush(); err != nil {
			return err
		}
	}
	return nil
}
