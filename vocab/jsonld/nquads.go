package jsonld

import (
	"bytes"
	"strconv"
	"sync"

	"tributary/vocab/graph"
	"tributary/vocab/rdf"
)

// AppendNQuads appends the graph of a resource in the stored form as lines of N-Quads: those of
// graph.Quads, in the same order, without making the resource in between. Exports read millions.
//
// Errors: as [ReadStored].
func AppendNQuads(dst []byte, body []byte) ([]byte, error) {
	t := transcoder{from: body, out: dst}
	if !bytes.Contains(body, kindOfPart) && t.document() {
		return t.out, nil
	}
	// What the short way does not know (parts named for their kind or for what
	// they say, escapes, languages, statements of strangers) goes the long way.
	r, err := ReadStored(body)
	if err != nil {
		return dst, err
	}
	for _, q := range graph.Quads(r) {
		dst = rdf.AppendQuad(dst, q)
	}
	return dst, nil
}

var kindOfPart = []byte(`"elementKind":`)

// transcoder reads exactly the bytes that [Append] writes, and gives up at anything else.
type transcoder struct {
	from    []byte
	at      int
	out     []byte
	owner   []byte // the resource's IRI
	subject []byte // of the lines: "<IRI> "
	parts   []partName
}

type partName struct {
	row   *line
	times int
}

// line is how the statements of a property are written.
type line struct {
	predicate string // "<IRI> "
	coercion  coercion
	words     string // "<NAMESPACE"
	end       string // of a literal: `"^^<DATATYPE> .` and the line's end
	term      string
}

const (
	endOfIRI  = "> .\n"
	typeOf    = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
	endOfBool = `"^^<http://www.w3.org/2001/XMLSchema#boolean> .` + "\n"
)

// lines are all terms of the native context that a property has, and classes their names.
var lines = sync.OnceValues(func() (map[string]*line, map[string]string) {
	table := names().native
	rows, classes := map[string]*line{}, map[string]string{}
	for key, e := range table.terms {
		if e.property == nil {
			continue
		}
		l := &line{predicate: "<" + string(e.iri) + "> ", coercion: e.coercion, words: "<" + string(e.words), term: e.property.Term}
		switch e.coercion {
		case typed:
			l.end = `"^^<` + string(e.datatype) + "> .\n"
		default:
			l.end = `" .` + "\n"
		}
		rows[key] = l
	}
	for _, c := range table.vocabulary.Classes() {
		if !c.Named { // named by a digest of all they say: the long way
			classes[c.Name] = string(c.IRI)
		}
	}
	return rows, classes
})

// document reads the whole: {"id":"…",…}.
func (t *transcoder) document() bool {
	if !t.skip(`{"id":`) {
		return false
	}
	id, ok := t.text()
	if !ok || !plainIRI(id) || bytes.HasPrefix(id, []byte("_:")) || bytes.IndexByte(id, '#') >= 0 {
		return false
	}
	t.owner = id
	t.subject = append(append(append(make([]byte, 0, len(id)+3), '<'), id...), "> "...)
	return t.members(t.subject) && t.at == len(t.from)
}

// members reads the rest of an object about subject, and the brace at its end.
func (t *transcoder) members(subject []byte) bool {
	rows, classes := lines()
	for {
		switch {
		case t.skip(`}`):
			return true
		case t.skip(`,`):
		}
		key, ok := t.text()
		if !ok || !t.skip(`:`) {
			return false
		}
		if string(key) == "type" {
			if !t.list(func() bool { return t.typed(subject, classes) }) {
				return false
			}
			continue
		}
		row := rows[string(key)]
		if row == nil || !t.list(func() bool { return t.value(subject, row) }) {
			return false
		}
	}
}

// list reads what stands in brackets, or one value alone.
func (t *transcoder) list(item func() bool) bool {
	if !t.skip(`[`) {
		return item()
	}
	for !t.skip(`]`) {
		t.skip(`,`)
		if !item() {
			return false
		}
	}
	return true
}

func (t *transcoder) typed(subject []byte, classes map[string]string) bool {
	name, ok := t.text()
	if !ok {
		return false
	}
	iri, known := classes[string(name)]
	if !known {
		if !plainIRI(name) || bytes.IndexByte(name, ':') < 0 || bytes.HasPrefix(name, []byte("_:")) {
			return false
		}
		iri = string(name)
	}
	t.out = append(append(append(append(t.out, subject...), typeOf...), '<'), iri...)
	t.out = append(t.out, endOfIRI...)
	return true
}

func (t *transcoder) value(subject []byte, row *line) bool {
	switch {
	case t.skip(`true`):
		t.say(subject, row, `"true`, endOfBool)
		return true
	case t.skip(`false`):
		t.say(subject, row, `"false`, endOfBool)
		return true
	case t.skip(`{"type":`):
		return t.part(subject, row)
	}
	text, ok := t.text()
	if !ok {
		return false
	}
	t.out = append(append(t.out, subject...), row.predicate...)
	switch row.coercion {
	case refs:
		if !plainIRI(text) || bytes.IndexByte(text, ':') < 1 || text[0] == '_' {
			return false
		}
		t.out = append(append(append(t.out, '<'), text...), endOfIRI...)
	case words:
		if !plainIRI(text) || len(text) > 0 && text[0] == '_' {
			return false
		}
		open := row.words
		if bytes.IndexByte(text, ':') >= 0 {
			open = "<"
		}
		t.out = append(append(append(t.out, open...), text...), endOfIRI...)
	default:
		t.out = append(append(append(t.out, '"'), text...), row.end...)
	}
	return true
}

// part reads a part whose `{"type":` was read: first the line that leads to it, then its own.
func (t *transcoder) part(subject []byte, row *line) bool {
	_, classes := lines()
	id := t.partID(row)
	t.out = append(append(append(append(t.out, subject...), row.predicate...), id[:len(id)-1]...), " .\n"...)
	if !t.list(func() bool { return t.typed(id, classes) }) {
		return false
	}
	return t.members(id)
}

// partID is "<OWNER#term> ", with -2, -3 for repeats.
func (t *transcoder) partID(row *line) []byte {
	times := 1
	for i := range t.parts {
		if t.parts[i].row == row {
			t.parts[i].times++
			times = t.parts[i].times
		}
	}
	if times == 1 {
		t.parts = append(t.parts, partName{row, 1})
	}
	id := make([]byte, 0, len(t.owner)+len(row.term)+8)
	id = append(append(append(append(id, '<'), t.owner...), '#'), row.term...)
	if times > 1 {
		id = strconv.AppendInt(append(id, '-'), int64(times), 10)
	}
	return append(id, "> "...)
}

func (t *transcoder) say(subject []byte, row *line, object, end string) {
	t.out = append(append(append(append(t.out, subject...), row.predicate...), object...), end...)
}

func (t *transcoder) skip(s string) bool {
	if len(t.from)-t.at < len(s) || string(t.from[t.at:t.at+len(s)]) != s {
		return false
	}
	t.at += len(s)
	return true
}

// text reads a string without escapes, which then means the same in N-Quads.
func (t *transcoder) text() ([]byte, bool) {
	if t.at >= len(t.from) || t.from[t.at] != '"' {
		return nil, false
	}
	end := bytes.IndexByte(t.from[t.at+1:], '"')
	if end < 0 {
		return nil, false
	}
	s := t.from[t.at+1 : t.at+1+end]
	if bytes.IndexByte(s, '\\') >= 0 || bytes.IndexByte(s, 0x7f) >= 0 {
		return nil, false
	}
	t.at += end + 2
	return s, true
}

// plainIRI says whether an IRI needs no escape in N-Quads.
func plainIRI(s []byte) bool { return len(s) > 0 && !bytes.ContainsAny(s, "<>{}|^` \\\"") }
