package dialect

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/vocab"
)

// object is a JSON object under construction, members in the order they are added.
type object struct{ b []byte }

// begin opens an object; context is the JSON value of its @context, empty for one inside another.
func begin(context string) *object {
	o := &object{b: make([]byte, 0, 1024)}
	o.b = append(o.b, '{')
	if context != "" {
		o.raw("@context", []byte(context))
	}
	return o
}

// end closes the object and gives its bytes.
func (o *object) end() []byte { return append(o.b, '}') }

func (o *object) key(name string) {
	if o.b[len(o.b)-1] != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(appendQuoted(o.b, name), ':')
}

func (o *object) raw(name string, value []byte) {
	o.key(name)
	o.b = append(o.b, value...)
}

// text adds a string, unless it is empty.
func (o *object) text(name, value string) {
	if value != "" {
		o.key(name)
		o.b = appendQuoted(o.b, value)
	}
}

// ids adds a list of IRIs, unless it is empty: lists even of one, as some peers read no string there.
func (o *object) ids(name string, ids []vocab.IRI) {
	var items [][]byte
	for _, id := range ids {
		items = append(items, appendQuoted(nil, string(id)))
	}
	if len(items) > 0 {
		o.raw(name, array(items))
	}
}

// values adds one value as it is, or several as a list; none is left out.
func (o *object) values(name string, items [][]byte) {
	switch len(items) {
	case 0:
	case 1:
		o.raw(name, items[0])
	default:
		o.raw(name, array(items))
	}
}

func array(items [][]byte) []byte {
	b := []byte{'['}
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, item...)
	}
	return append(b, ']')
}

// appendQuoted appends a JSON string. What is not UTF-8 becomes U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	b, _ = jsontext.AppendQuote(b, s)
	return b
}

func quoted(s string) string { return string(appendQuoted(nil, s)) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
