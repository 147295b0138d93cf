package importer

import (
	"regexp"
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

// worded puts values into the form that their property takes, where it can be told beyond doubt
// what is meant: a tracking identifier 4574 is a mark, though YAML and JSON have it as a number; and
// half past eight is written 08:30. fixed is told of times.
func worded(r *vocab.Resource, fixed func(p *vocab.Property, was, is string)) *vocab.Resource {
	for p, values := range r.Fields() {
		next := make([]vocab.Value, len(values))
		changed := false
		for i, v := range values {
			next[i] = word(p, v, fixed)
			changed = changed || next[i] != v
		}
		if changed {
			r = r.With(p, next...)
		}
	}
	return r
}

func word(p *vocab.Property, v vocab.Value, fixed func(*vocab.Property, string, string)) vocab.Value {
	if part := v.Part(); part != nil {
		return vocab.Inside(worded(part, fixed))
	}
	if v.Kind() != vocab.Literal || v.Lang() != "" || !strings.HasPrefix(string(v.Datatype()), string(vocab.XSD)) {
		return v
	}
	if slices.Contains(p.Range, vocab.DateTimeStamp) || slices.Contains(p.Range, vocab.DateTime) {
		is := padded(v.Text())
		if is == v.Text() {
			return v
		}
		fixed(p, v.Text(), is)
		return vocab.Typed(is, v.Datatype())
	}
	takesThis := slices.ContainsFunc(p.Range, func(c *vocab.Class) bool { return c.IRI == v.Datatype() })
	if takesThis || !slices.Contains(p.Range, vocab.String) {
		return v
	}
	return vocab.Text(v.Text())
}

// looseTime is a date and time in which hours and time zone may lack their zeros.
var looseTime = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})T(\d{1,2})(:\d{2}:\d{2}(?:\.\d+)?)([+-])(\d{1,2})(:\d{2})$`)

// padded adds zeros that are missing; anything else stays as it is.
func padded(text string) string {
	m := looseTime.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	two := func(digits string) string { return strings.Repeat("0", 2-len(digits)) + digits }
	return m[1] + "T" + two(m[2]) + m[3] + m[4] + two(m[5]) + m[6]
}
