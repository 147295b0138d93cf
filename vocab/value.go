package vocab

import (
	"strconv"
	"time"
)

// ValueKind says which of its forms a value has.
type ValueKind uint8

const (
	// None is the zero Value: nothing there.
	None ValueKind = iota
	// Reference is an IRI: another thing, an individual, a unit.
	Reference
	// Literal is text with a datatype, or with a language.
	Literal
	// Nested is a part with values of its own.
	Nested
)

// XSD is the namespace of XML Schema datatypes; RDF that of rdf:type and rdf:langString.
const (
	XSD IRI = "http://www.w3.org/2001/XMLSchema#"
	RDF IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// Value is what a property holds: a reference, a literal in its lexical form, or a part.
// Literals keep the text they came with: "12.500" stays "12.500".
type Value struct {
	kind     ValueKind
	text     string // IRI or lexical form
	datatype IRI    // of a literal; xsd:string when plain
	lang     string // of a literal; datatype is then rdf:langString
	part     *Resource
}

// Ref is a reference to id.
func Ref(id IRI) Value { return Value{kind: Reference, text: string(id)} }

// Text is a plain string.
func Text(s string) Value { return Value{kind: Literal, text: s, datatype: XSD + "string"} }

// Typed is a literal of a datatype, in its lexical form.
func Typed(lexical string, datatype IRI) Value {
	return Value{kind: Literal, text: lexical, datatype: datatype}
}

// InLanguage is a string with a BCP 47 language tag.
func InLanguage(s, lang string) Value {
	return Value{kind: Literal, text: s, datatype: RDF + "langString", lang: lang}
}

// Number is an xsd:decimal in its lexical form.
func Number(lexical string) Value { return Typed(lexical, XSD+"decimal") }

// Bool is an xsd:boolean.
func Bool(b bool) Value { return Typed(strconv.FormatBool(b), XSD+"boolean") }

// Int is an xsd:integer.
func Int(i int) Value { return Typed(strconv.Itoa(i), XSD+"integer") }

// Time is an xsd:dateTimeStamp in UTC, to the microsecond.
func Time(t time.Time) Value {
	return Typed(t.UTC().Format("2006-01-02T15:04:05.999999Z"), XSD+"dateTimeStamp")
}

// Moment is an xsd:dateTime in UTC, to the microsecond: for terms whose vocabulary asks for that.
func Moment(t time.Time) Value { return Typed(Time(t).text, XSD+"dateTime") }

// Inside is a part.
func Inside(r *Resource) Value { return Value{kind: Nested, part: r} }

func (v Value) Kind() ValueKind { return v.kind }

// IsZero says whether there is no value.
func (v Value) IsZero() bool { return v.kind == None }

// IRI is what a reference points to, or a part's id; empty for literals.
func (v Value) IRI() IRI {
	switch v.kind {
	case Reference:
		return IRI(v.text)
	case Nested:
		return v.part.ID()
	}
	return ""
}

// Text is a literal's lexical form, or a reference's IRI.
func (v Value) Text() string { return v.text }

// Datatype is a literal's datatype; rdf:langString when it has a language.
func (v Value) Datatype() IRI { return v.datatype }

// Lang is a literal's language tag, or empty.
func (v Value) Lang() string { return v.lang }

// Part is the nested resource, or nil.
func (v Value) Part() *Resource { return v.part }

// Bool is true for the xsd:boolean literals "true" and "1".
func (v Value) Bool() bool {
	return v.kind == Literal && (v.text == "true" || v.text == "1")
}

// Time reads an xsd:dateTime, xsd:dateTimeStamp or xsd:date; zero when it is none.
func (v Value) Time() time.Time {
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02", "2006-01-02Z07:00"} {
		if t, err := time.Parse(layout, v.text); err == nil {
			return t
		}
	}
	return time.Time{}
}

// Equal compares kind, lexical form, datatype and language; parts value by value, ids apart.
func (v Value) Equal(w Value) bool {
	if v.kind != Nested || w.kind != Nested {
		return v == w
	}
	return v.part.same(w.part, false)
}
