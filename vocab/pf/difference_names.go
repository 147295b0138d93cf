package pf

import (
	"strings"
	"unicode/utf8"

	"tributary/vocab"
	"tributary/vocab/vf"
)

const maxShown = 80 // characters of a text that a sentence repeats

// name is what people call a resource, or its class when it has no name.
func (c *comparer) name(r *vocab.Resource) string {
	if r.Class().IsA(State) {
		if entity := c.after(r.Get(StateOf).IRI()); entity != nil {
			return c.name(entity)
		}
	}
	for _, p := range []*vocab.Property{vf.Name, Title, PrefLabel, StatementText} {
		if text := r.Get(p).Text(); text != "" {
			return short(text)
		}
	}
	switch {
	case r.Class().IsA(State):
		return "the group"
	case r.Has(MechanismType):
		return label(r.Get(MechanismType).IRI())
	case r.Has(ElementKind):
		return label(r.Get(ElementKind).IRI())
	case r.Class() == nil:
		return "it"
	}
	return "the " + r.Class().Label
}

// show writes a value for people: the name of what it refers to, or its text.
func (c *comparer) show(v vocab.Value, find Lookup) string {
	switch v.Kind() {
	case vocab.Nested:
		if part := v.Part(); part.Has(vf.HasNumericalValue) {
			return strings.TrimSpace(part.Get(vf.HasNumericalValue).Text() + " " + localName(part.Get(vf.HasUnit).IRI()))
		}
		return c.name(v.Part())
	case vocab.Reference:
		if known := byIRI()[v.IRI()]; known != nil {
			return known.Label
		}
		if r := find(v.IRI()); r != nil {
			return c.name(r)
		}
		return string(v.IRI())
	}
	return short(v.Text())
}

// localName is the end of an IRI.
func localName(id vocab.IRI) string {
	return string(id[strings.LastIndexAny(string(id), "/#")+1:])
}

// long says whether a text is too long to be repeated in a sentence.
func long(v vocab.Value) bool {
	return v.Kind() == vocab.Literal && utf8.RuneCountInString(v.Text()) > maxShown
}

// short cuts a text to one line that fits into a sentence.
func short(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= maxShown {
		return string(line)
	}
	cut := string(line[:maxShown])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return cut + " …"
}
