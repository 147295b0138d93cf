package importer

import (
	"slices"
	"strings"

	"tributary/vocab"
)

// worded makes text of numbers and truth values that stand where text belongs: a tracking
// identifier 4574 is a mark, though YAML and JSON have it as a number.
func worded(r *vocab.Resource) *vocab.Resource {
	for p, values := range r.Fields() {
		var next []vocab.Value
		for i, v := range values {
			w := word(p, v)
			if next == nil && !w.Equal(v) {
				next = slices.Clone(values[:i])
			}
			if next != nil {
				next = append(next, w)
			}
		}
		if next != nil {
			r = r.With(p, next...)
		}
	}
	return r
}

func word(p *vocab.Property, v vocab.Value) vocab.Value {
	if part := v.Part(); part != nil {
		return vocab.Inside(worded(part))
	}
	if v.Kind() != vocab.Literal || v.Lang() != "" || v.Datatype() == vocab.String.IRI || !strings.HasPrefix(string(v.Datatype()), string(vocab.XSD)) {
		return v
	}
	takesText := slices.Contains(p.Range, vocab.String)
	takesThis := slices.ContainsFunc(p.Range, func(c *vocab.Class) bool { return c.IRI == v.Datatype() })
	if !takesText || takesThis {
		return v
	}
	return vocab.Text(v.Text())
}
