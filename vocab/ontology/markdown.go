package ontology

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/model"
)

// Markdown describes a vocabulary for people: each class with its addresses and properties, and the
// value sets.
func Markdown(v *vocab.Vocabulary) []byte {
	m := &page{vocabulary: v}
	m.line("# Vocabulary")
	m.line("")
	m.line("What this node can say, read off its table of terms; `go test ./vocab/ontology -update` writes this page.")
	m.line("")
	m.line("A thing of a class has the address `/id/CLASS/ULID`; those of a group are listed at `/groups/HANDLE/COLLECTION`. Parts live inside their owner, at `OWNER#term`. The columns below say what a property holds, whether it is required (!) or may repeat (*), and whether the node alone sets it (derived) or it is withheld from open data (personal).")
	for _, s := range v.Schemas {
		if s != vocab.Datatypes {
			m.schema(s)
		}
	}
	return m.Bytes()
}

type page struct {
	bytes.Buffer
	vocabulary *vocab.Vocabulary
}

func (m *page) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *page) schema(s *vocab.Schema) {
	m.line("\n## %s", s.Title)
	m.line("\nPrefix `%s`, namespace `%s`. %s", s.Prefix, s.Base, s.Doc)
	m.anything(s)
	for _, c := range s.Classes {
		if c.Kind == vocab.Entity || c.Kind == vocab.Part {
			m.class(c)
		}
	}
	for _, c := range s.Classes {
		if c.Kind == vocab.Enumeration || c.Kind == vocab.Scheme {
			m.values(c)
		}
	}
}

// anything lists the properties that all classes carry.
func (m *page) anything(s *vocab.Schema) {
	var free []*vocab.Property
	for _, p := range s.Properties {
		if len(p.On) == 0 {
			free = append(free, p)
		}
	}
	if len(free) > 0 {
		m.line("\nOn things of any class:")
		m.properties(nil, free)
	}
}

func (m *page) class(c *vocab.Class) {
	m.line("\n### %s\n", c.Name)
	m.line("%s", c.Doc)
	if c.Kind == vocab.Entity {
		m.line("\nAddress `/id/%s/ULID`, collection %s.", model.Path(c), m.collections(c))
	} else {
		m.line("\nA part: it has no address of its own.")
	}
	if len(c.Is) > 0 {
		m.line("\nIt has everything of %s.", among(c.Is))
	}
	m.direct(c)
}

// direct lists the properties that are the class's own, not those of what it is a kind of.
func (m *page) direct(c *vocab.Class) {
	var own []*vocab.Property
	for _, p := range m.vocabulary.Carried(c) {
		if slices.Contains(p.On, c) {
			own = append(own, p)
		}
	}
	if len(own) > 0 {
		m.properties(c, own)
	}
}

func (m *page) collections(c *vocab.Class) string {
	names := []string{"`" + c.Plural + "`"}
	for _, name := range slices.Sorted(maps.Keys(model.ShortNames)) {
		if model.ShortNames[name] == c {
			names = append(names, "`"+name+"`")
		}
	}
	return strings.Join(names, " or ")
}

func (m *page) properties(c *vocab.Class, properties []*vocab.Property) {
	m.line("\n| property | holds | | |")
	m.line("|---|---|---|---|")
	for _, p := range properties {
		holds := "anything"
		if len(p.Range) > 0 {
			holds = among(p.Range)
		}
		m.line("| `%s` | %s | %s | %s |", p.Term, holds, marks(p, c), p.Doc)
	}
}

func marks(p *vocab.Property, c *vocab.Class) string {
	var marks []string
	for _, mark := range []struct {
		is   bool
		word string
	}{
		{c.IsAny(p.Must), "!"}, {p.Many, "*"}, {p.Derived, "derived"}, {p.Personal, "personal"},
	} {
		if mark.is {
			marks = append(marks, mark.word)
		}
	}
	return strings.Join(marks, " ")
}

func (m *page) values(c *vocab.Class) {
	m.line("\n### %s\n", c.Name)
	kind := "A closed set of values."
	if c.Open {
		kind = "A set of values; others may be used beside them."
	}
	m.line("%s %s\n", c.Doc, kind)
	for _, i := range m.vocabulary.Members(c) {
		m.line("- `%s`: %s", i.Name, cmp.Or(i.Doc, i.Label))
	}
	m.direct(c)
}

func among(classes []*vocab.Class) string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}
