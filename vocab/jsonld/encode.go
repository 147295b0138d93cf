package jsonld

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/graph"
	"tributary/vocab/model"
)

// form is which of the written forms is meant.
type form uint8

const (
	stored  form = iota // as kept: without context, parts without ids
	linked              // linked data: parts under their ids
	message             // ActivityStreams: no ids of parts, one value without brackets
)

// encoder writes resources key by key. Order: id, type, fields in order of declaration, the
// undeclared statements by IRI.
type encoder struct {
	b    []byte
	form form
	ids  *graph.PartIDs // of the resource being written; nil: its parts have none
}

// row is how a property is written.
type row struct {
	key      string // quoted, with the colon
	coercion coercion
	words    vocab.IRI
	datatype vocab.IRI
	many     bool         // always a list
	part     *vocab.Class // the class that a part has without saying so
}

var (
	linkedRows  sync.Map // *vocab.Property -> *row
	messageRows sync.Map
)

// names are the keys that the contexts of the model define: a word that is one of them is not free
// to stand for an individual.
var names = sync.OnceValue(func() *tables { return tablesOf(model.Vocabulary) })

func (e *encoder) row(p *vocab.Property) *row {
	rows := &linkedRows
	if e.form == message {
		rows = &messageRows
	}
	if r, ok := rows.Load(p); ok {
		return r.(*row)
	}
	t := termOf(p)
	r := &row{key: quote(p.Term) + ":", coercion: t.coercion, words: t.words, datatype: t.datatype, many: p.Many && e.form != message}
	if len(p.Range) == 1 && p.Range[0].Kind == vocab.Part {
		r.part = p.Range[0]
	}
	if e.form == message {
		if known, ok := names().as.terms[p.Term]; ok && known.iri != p.IRI {
			// ActivityStreams has the name: name, image, content. Its own coercion holds.
			r.coercion, r.words, r.datatype = known.coercion, known.words, known.datatype
		}
	}
	kept, _ := rows.LoadOrStore(p, r)
	return kept.(*row)
}

// resource writes r under id, which may be empty. place is the class that it has by its place.
func (e *encoder) resource(id vocab.IRI, r *vocab.Resource, place *vocab.Class) {
	e.b = append(e.b, '{')
	e.body(id, r, place)
	e.b = append(e.b, '}')
}

// body writes the members of r, without braces.
func (e *encoder) body(id vocab.IRI, r *vocab.Resource, place *vocab.Class) {
	if id != "" {
		e.key(`"id":`)
		e.b = appendString(e.b, string(id))
	}
	e.types(r, place)
	for p, values := range r.Fields() {
		row := e.row(p)
		e.key(row.key)
		e.values(row, p.IRI, values)
	}
	e.extra(graph.Extra(r))
}

// key begins a member.
func (e *encoder) key(quoted string) {
	if e.b[len(e.b)-1] != '{' {
		e.b = append(e.b, ',')
	}
	e.b = append(e.b, quoted...)
}

func (e *encoder) types(r *vocab.Resource, place *vocab.Class) {
	class, others := r.Class(), r.Types()
	if class == nil && len(others) == 0 || e.form == message && class == place && len(others) == 0 && says(r) {
		return // peers know a quantity by its place
	}
	e.key(`"type":`)
	if class != nil && len(others) == 0 {
		e.b = appendString(e.b, class.Name)
		return
	}
	open := byte('[')
	if class != nil {
		e.b = append(e.b, open)
		e.b = appendString(e.b, class.Name)
		open = ','
	}
	for _, t := range others {
		e.b = append(e.b, open)
		e.b = appendString(e.b, e.typeName(t))
		open = ','
	}
	e.b = append(e.b, ']')
}

// says says whether there is anything in r beside its types.
func says(r *vocab.Resource) bool {
	for range r.Fields() {
		return true
	}
	return len(r.Extra()) > 0
}

// typeName is a type's IRI, or in messages the name that ActivityStreams has for it.
func (e *encoder) typeName(id vocab.IRI) string {
	if name, ok := strings.CutPrefix(string(id), string(asBase)); ok && e.form == message {
		if known, ok := names().as.terms[name]; ok && known.iri == id {
			return name
		}
	}
	return string(id)
}

func (e *encoder) values(row *row, property vocab.IRI, values []vocab.Value) {
	if len(values) == 1 && !row.many {
		e.value(row, property, values[0])
		return
	}
	e.b = append(e.b, '[')
	for i, v := range values {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.value(row, property, v)
	}
	e.b = append(e.b, ']')
}

var plainRow = &row{}

// extra writes the undeclared statements, those of one property together.
func (e *encoder) extra(extra []vocab.Statement) {
	for len(extra) > 0 {
		n := 1
		for n < len(extra) && extra[n].Property == extra[0].Property {
			n++
		}
		values := make([]vocab.Value, n)
		for i := range values {
			values[i] = extra[i].Value
		}
		e.key("")
		e.b = append(appendString(e.b, e.undeclared(extra[0].Property)), ':')
		e.values(plainRow, extra[0].Property, values)
		extra = extra[n:]
	}
}

// undeclared is the key of a property that no row tells of: its address, or in messages the word that peers
// read of a Note.
func (e *encoder) undeclared(p vocab.IRI) string {
	if e.form == message && p == as.Content.IRI {
		return as.Content.Term
	}
	return string(p)
}

func (e *encoder) value(row *row, property vocab.IRI, v vocab.Value) {
	switch v.Kind() {
	case vocab.Reference:
		e.reference(row, v.IRI())
	case vocab.Literal:
		e.literal(row, v)
	case vocab.Nested:
		var id vocab.IRI
		place := row.part
		named := e.form == message && v.Part().Class() != nil && v.Part().Class().Named
		if named {
			place = nil // it stands for itself, so it says what it is
		}
		if e.ids != nil && (e.form == linked || named) {
			id = e.ids.Next(property, v.Part())
		}
		e.resource(id, v.Part(), place)
	}
}

func (e *encoder) reference(row *row, id vocab.IRI) {
	switch row.coercion {
	case refs:
		e.b = appendString(e.b, string(id))
	case words:
		e.b = appendString(e.b, e.word(id, row.words))
	default:
		e.b = append(e.b, `{"id":`...)
		e.b = append(appendString(e.b, string(id)), '}')
	}
}

// word is the local name of an individual, where the name is free.
func (e *encoder) word(id, namespace vocab.IRI) string {
	name, ok := strings.CutPrefix(string(id), string(namespace))
	if !ok || name == "" || strings.ContainsAny(name, ":/#?@") {
		return string(id)
	}
	t := names().native
	if e.form == message {
		t = names().as
	}
	if t.named(name, namespace) != id {
		return string(id)
	}
	return name
}

func (e *encoder) literal(row *row, v vocab.Value) {
	text, datatype := v.Text(), v.Datatype()
	switch {
	case v.Lang() != "":
		e.b = append(appendString(append(e.b, `{"@value":`...), text), `,"@language":`...)
		e.b = append(appendString(e.b, v.Lang()), '}')
	case datatype == vocab.Boolean.IRI && (row.coercion == plain || row.coercion == typed && row.datatype == datatype) && (text == "true" || text == "false"):
		e.b = append(e.b, text...)
	case e.form == message && row.coercion == typed && row.datatype == datatype && isCount(row.datatype, text):
		e.b = append(e.b, text...) // peers read a number, and know no other form of it
	case row.coercion == typed && row.datatype == datatype, row.coercion == plain && datatype == vocab.String.IRI:
		e.b = appendString(e.b, text)
	case row.coercion == refs && e.form == message && datatype == vocab.AnyURI.IRI:
		e.b = appendString(e.b, text) // vf:image as as:image
	case datatype == vocab.String.IRI:
		e.b = append(appendString(append(e.b, `{"@value":`...), text), '}')
	default:
		e.b = append(appendString(append(e.b, `{"@value":`...), text), `,"@type":`...)
		e.b = append(appendString(e.b, compactDatatype(datatype)), '}')
	}
}

// isCount says whether a literal is a whole number in the form that JSON has for it.
func isCount(datatype vocab.IRI, text string) bool {
	switch datatype {
	case vocab.Integer.IRI, vocab.NonNegativeInteger.IRI, vocab.PositiveInteger.IRI:
	default:
		return false
	}
	if text == "" || len(text) > 15 || len(text) > 1 && text[0] == '0' {
		return false
	}
	return strings.Trim(text, "0123456789") == ""
}

func compactDatatype(id vocab.IRI) string {
	if name, ok := strings.CutPrefix(string(id), string(vocab.XSD)); ok && name != "" {
		return xsdPrefix.name + ":" + name
	}
	return string(id)
}

// appendString appends s as a JSON string. Most strings are plain ASCII, and are copied.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			b, _ = jsontext.AppendQuote(b, s) // what is not UTF-8 becomes U+FFFD
			return b
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
