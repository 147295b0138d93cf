// Package vocabtest makes resources for tests: of every class, with values of every kind that the
// vocabulary allows, in the form in which the node keeps them.
package vocabtest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"tributary/vocab"
)

const (
	origin  = "https://node.example"
	foreign = "https://elsewhere.example"
	om2     = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
)

// maxDepth of parts inside parts.
const maxDepth = 3

// Generate draws a resource of a class: an id, some of the properties the class carries, sometimes
// further types and statements that no schema declares. It is in canonical form: what a reader
// makes of it is the same resource.
func Generate(t *rapid.T, v *vocab.Vocabulary, class *vocab.Class) *vocab.Resource {
	g := generator{t: t, vocabulary: v}
	id := vocab.IRI(fmt.Sprintf("%s/id/%s/%s", origin, class.Path(), g.word(8)))
	return g.resource(class, id, 0)
}

// Classes are those of which resources are kept: entities.
func Classes(v *vocab.Vocabulary) []*vocab.Class {
	return slices.DeleteFunc(v.Classes(), func(c *vocab.Class) bool { return c.Kind != vocab.Entity })
}

type generator struct {
	t          *rapid.T
	vocabulary *vocab.Vocabulary
}

func (g *generator) resource(class *vocab.Class, id vocab.IRI, depth int) *vocab.Resource {
	r := vocab.New(class, id)
	if g.chance(8) {
		r = r.WithTypes(vocab.IRI(foreign + "/ns#" + g.word(4)))
	}
	for _, p := range g.vocabulary.Carried(class) {
		if !g.chance(3) {
			continue
		}
		times := 1
		if p.Many {
			times = g.number(1, 3)
		}
		for range times {
			r = r.Plus(p, g.value(p, depth))
		}
	}
	if g.chance(4) {
		r = r.WithExtra(g.extra(depth)...)
	}
	return r
}

func (g *generator) extra(depth int) (extra []vocab.Statement) {
	for range g.number(1, 3) {
		s := vocab.Statement{Property: vocab.IRI(foreign + "/ns#" + g.word(4)), Value: g.anything()}
		if depth < maxDepth && g.chance(4) {
			s.Value = vocab.Inside(vocab.New(nil, "").WithExtra(vocab.Statement{Property: foreign + "/ns#inner", Value: g.anything()}))
		}
		if !slices.ContainsFunc(extra, func(e vocab.Statement) bool { return e.Property == s.Property && e.Value.Equal(s.Value) }) {
			extra = append(extra, s)
		}
	}
	return extra
}

// value draws one that p takes.
func (g *generator) value(p *vocab.Property, depth int) vocab.Value {
	if len(p.Range) == 0 {
		return g.anything()
	}
	class := rapid.SampledFrom(p.Range).Draw(g.t, "range")
	switch class.Kind {
	case vocab.Part:
		return g.part(class, depth)
	case vocab.Datatype:
		return g.literal(class)
	}
	if members := g.vocabulary.Members(class); len(members) > 0 && (closed(class) || g.chance(2)) {
		return vocab.Ref(rapid.SampledFrom(members).Draw(g.t, "member").IRI)
	}
	if class.Words == om2 && g.chance(2) {
		return vocab.Ref(vocab.IRI(om2 + rapid.SampledFrom([]string{"kilogram", "hour", "one", "second-Time"}).Draw(g.t, "unit")))
	}
	return vocab.Ref(g.iri())
}

// closed says whether only declared members stand for the class.
func closed(c *vocab.Class) bool {
	return c.Kind == vocab.Enumeration || c.Kind == vocab.Scheme && !c.Open
}

func (g *generator) part(class *vocab.Class, depth int) vocab.Value {
	if depth >= maxDepth {
		return vocab.Inside(vocab.New(class, ""))
	}
	return vocab.Inside(g.resource(class, "", depth+1))
}

func (g *generator) literal(class *vocab.Class) vocab.Value {
	switch class {
	case vocab.Tag:
		if g.chance(2) {
			return vocab.Ref(g.iri())
		}
		return vocab.Text(g.text())
	case vocab.String:
		if g.chance(4) {
			return vocab.InLanguage(g.text(), rapid.SampledFrom([]string{"en", "fr", "pt-BR"}).Draw(g.t, "language"))
		}
		return vocab.Text(g.text())
	case vocab.Boolean:
		return vocab.Bool(rapid.Bool().Draw(g.t, "boolean"))
	case vocab.Decimal:
		return vocab.Number(rapid.StringMatching(`-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?`).Draw(g.t, "decimal"))
	case vocab.Integer:
		return vocab.Int(g.number(-1000, 1000))
	case vocab.NonNegativeInteger, vocab.PositiveInteger:
		return vocab.Typed(fmt.Sprint(g.number(1, 1000)), class.IRI)
	case vocab.DateTimeStamp, vocab.DateTime:
		return vocab.Typed(fmt.Sprintf("2026-%02d-%02dT%02d:30:00Z", g.number(1, 12), g.number(1, 28), g.number(0, 23)), class.IRI)
	case vocab.Date:
		return vocab.Typed(fmt.Sprintf("2026-%02d-%02d", g.number(1, 12), g.number(1, 28)), class.IRI)
	case vocab.Duration:
		return vocab.Typed(fmt.Sprintf("P%dM", g.number(1, 24)), class.IRI)
	case vocab.AnyURI:
		return vocab.Typed(string(g.iri()), class.IRI)
	}
	return vocab.Typed(g.word(6), class.IRI)
}

// anything draws a value for a property without a range.
func (g *generator) anything() vocab.Value {
	switch g.number(0, 5) {
	case 0:
		return vocab.Ref(g.iri())
	case 1:
		return vocab.InLanguage(g.text(), "en")
	case 2:
		return vocab.Number("5.10")
	case 3:
		return vocab.Bool(true)
	case 4:
		return vocab.Typed("2026-03-21", vocab.Date.IRI)
	}
	return vocab.Text(g.text())
}

func (g *generator) iri() vocab.IRI {
	return vocab.IRI(rapid.SampledFrom([]string{origin, foreign}).Draw(g.t, "origin") + "/things/" + g.word(5))
}

// text draws what people write, quotes, line ends and other scripts included.
func (g *generator) text() string {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z ,.'"\\\n]{0,20}`),
		rapid.StringOfN(rapid.RuneFrom([]rune("aé東🍎\u0001\t\"\\:/")), 0, 12, -1),
	).Draw(g.t, "text")
}

func (g *generator) word(length int) string {
	return rapid.StringMatching(fmt.Sprintf("[a-z][a-z0-9]{%d}", length-1)).Draw(g.t, "word")
}

func (g *generator) number(low, high int) int { return rapid.IntRange(low, high).Draw(g.t, "number") }

func (g *generator) chance(in int) bool { return g.number(1, in) == 1 }
