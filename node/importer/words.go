package importer

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// misnamed are terms under which documents say what another one means: two vocabularies have a
// term of that name, and their authors meant the one that the class may carry.
var misnamed = []struct {
	said *vocab.Property
	on   *vocab.Class
	is   *vocab.Property
}{
	{vf.HasUnit, pf.Group, pf.GroupUnit},
	{vf.HasUnit, vf.Organization, pf.GroupUnit},
}

// renamed gives misnamed terms their own name.
func renamed(r *vocab.Resource) *vocab.Resource {
	for _, m := range misnamed {
		if r.Class().IsA(m.on) && r.Has(m.said) {
			r = r.Plus(m.is, r.All(m.said)...).With(m.said)
		}
	}
	return r
}

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
