package vf_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

var update = flag.Bool("update", false, "write the golden files")

func TestTableHasWhatTheSpecificationDeclares(t *testing.T) {
	kinds := map[vocab.Kind]int{}
	for _, c := range vf.Schema.Classes {
		kinds[c.Kind]++
	}
	actions := len(vocabulary.Members(vf.Action))
	for _, count := range []struct {
		what      string
		got, want int
	}{
		{"classes beside the behaviour enumerations", len(vf.Schema.Classes) - (kinds[vocab.Enumeration] - 1), 26},
		{"enumerations beside Action", kinds[vocab.Enumeration] - 1, 11},
		{"properties", len(vf.Schema.Properties), 111},
		{"actions", actions, 19},
		{"individuals", len(vf.Schema.Individuals), 38},
		{"behaviours", len(vf.Behaviours), 19},
	} {
		if count.got != count.want {
			t.Errorf("%d %s, want %d", count.got, count.what, count.want)
		}
	}
}

func TestEveryRowSaysWhatItIs(t *testing.T) {
	says := func(name, doc, status string) {
		if doc == "" || !strings.HasSuffix(doc, ".") || status == "" {
			t.Errorf("%s: doc %q, status %q", name, doc, status)
		}
	}
	for _, c := range vf.Schema.Classes {
		says(c.Name, c.Doc, c.Status)
	}
	for _, p := range vf.Schema.Properties {
		says(p.Term, p.Doc, p.Status)
	}
	for _, i := range vf.Schema.Individuals {
		says(i.Name, i.Doc, i.Status)
	}
}

func TestTableIsAsReviewed(t *testing.T) {
	const file = "testdata/table.txt"
	got := table()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the table has changed; run go test ./vocab/vf -update and review the difference of %s", file)
	}
}

// table is the whole of the declarations as text, one row a line, sorted by name.
func table() string {
	var b strings.Builder
	for _, c := range sorted(vf.Schema.Classes, func(c *vocab.Class) string { return c.Name }) {
		fmt.Fprintf(&b, "class %s%s%s%s, %s\n", c.Name, names(" is ", c.Is), iris(" also", c.Also), iris(" near", c.Near), c.Status)
	}
	for _, p := range sorted(vf.Schema.Properties, func(p *vocab.Property) string { return p.Term }) {
		fmt.Fprintf(&b, "property %s: %s -> %s, %s%s%s%s%s%s, %s\n", p.Term, names("", p.On), names("", p.Range),
			map[bool]string{true: "many", false: "one"}[p.Many], names(" must ", p.Must), inverse(p), iris(" also", p.Also), iris(" near", p.Near), marks(p), p.Status)
	}
	for _, i := range sorted(vf.Schema.Individuals, func(i *vocab.Individual) string { return i.Name }) {
		fmt.Fprintf(&b, "individual %s: %s", i.Name, names("", i.Of))
		for _, f := range i.Facts {
			fmt.Fprintf(&b, " %s=%s", f.Property.Term, vocabulary.Individual(f.Value.IRI()).Name)
		}
		if row, isAction := vf.BehaviourOf(i.IRI); isAction {
			fmt.Fprintf(&b, " implies=%d", row.Implied)
		}
		if len(i.Aliases) > 0 {
			fmt.Fprintf(&b, " aliases=%s", strings.Join(i.Aliases, ","))
		}
		fmt.Fprintf(&b, ", %s\n", i.Status)
	}
	return b.String()
}

func sorted[T any](rows []T, by func(T) string) []T {
	return slices.SortedFunc(slices.Values(rows), func(a, b T) int { return cmp.Compare(by(a), by(b)) })
}

func names(before string, classes []*vocab.Class) string {
	if len(classes) == 0 {
		return ""
	}
	list := make([]string, len(classes))
	for i, c := range classes {
		list[i] = c.Name
	}
	slices.Sort(list)
	return before + strings.Join(list, " ")
}

func iris(before string, ids []vocab.IRI) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "%s %s", before, id)
	}
	return b.String()
}

func inverse(p *vocab.Property) string {
	if p.Inverse == nil {
		return ""
	}
	return " inverse " + p.Inverse.Term
}

func marks(p *vocab.Property) (m string) {
	if p.Derived {
		m += " derived"
	}
	if p.Personal {
		m += " personal"
	}
	return m
}
