package vocab_test

import (
	"slices"
	"testing"

	"tributary/vocab"
)

func TestCanonicalKnowsOtherNamesOfTerms(t *testing.T) {
	for from, want := range map[vocab.IRI]vocab.IRI{
		"https://lib.example/ns#Book":    "https://lib.example/ns#Book",
		"http://lib.example/ns#Book":     "https://lib.example/ns#Book",
		"https://lib.example/Book":       "https://lib.example/ns#Book",
		"Lib:Book":                       "https://lib.example/ns#Book",
		"https://lib.example/ns#on-loan": "https://lib.example/ns#onLoan",
		"Lib:lent":                       "https://lib.example/ns#onLoan",
		"https://lib.example/a/b":        "https://lib.example/a/b", // one alias begins like other addresses
		"https://lib.example/":           "https://lib.example/",
		"https://other.example/Book":     "https://other.example/Book",
	} {
		if got := vocabulary.Canonical(from); got != want {
			t.Errorf("%s is %s, want %s", from, got, want)
		}
	}
	if vocabulary.ClassByIRI("Lib:Novel") != novel || vocabulary.PropertyByIRI("http://lib.example/ns#title") != title || vocabulary.Individual("Lib:lent") != onLoan {
		t.Error("terms are not found under their other names")
	}
}

func TestOwnsWhatLiesInANamespaceDeclaredWhole(t *testing.T) {
	partial := &vocab.Schema{Prefix: "p", Base: "https://part.example/ns#", Partial: true}
	v := vocab.Join(library, partial)
	for id, want := range map[vocab.IRI]bool{
		"https://lib.example/ns#Book":      true,
		"https://lib.example/ns#Unheard":   true,
		"Lib:Unheard":                      true,
		"https://lib.example/ns#":          false,
		"https://lib.example/shelves/1":    false,
		"https://part.example/ns#Anything": false,
		"https://other.example/x":          false,
	} {
		if got := v.Owns(id); got != want {
			t.Errorf("owns %s: %v", id, got)
		}
	}
}

func TestMostSpecificClassIsTheDeepest(t *testing.T) {
	ns := library.Base
	for _, c := range []struct {
		types []vocab.IRI
		want  *vocab.Class
	}{
		{[]vocab.IRI{ns + "Work", ns + "Novel", ns + "Book"}, novel},
		{[]vocab.IRI{ns + "Novel", ns + "Work"}, novel},
		{[]vocab.IRI{"https://other.example/T", ns + "Work"}, work},
		{[]vocab.IRI{ns + "Novel", ns + "Report"}, report}, // neither is the other: the later declared
		{[]vocab.IRI{ns + "Status"}, nil},                  // values are of it, things are not
		{[]vocab.IRI{"https://other.example/T"}, nil},
		{nil, nil},
	} {
		if got := vocabulary.MostSpecific(c.types); got != c.want {
			t.Errorf("%v: %v, want %v", c.types, got, c.want)
		}
	}
}

func TestClassesInheritWhatTheyCarry(t *testing.T) {
	terms := func(c *vocab.Class) (names []string) {
		for _, p := range vocabulary.Carried(c) {
			names = append(names, p.Term)
		}
		return names
	}
	if got := terms(novel); !slices.Equal(got, []string{"title", "stands", "costs", "isNow", "tag", "since", "link", "free"}) {
		t.Error(got)
	}
	if got := vocabulary.Kinds(work); !slices.Equal(got, []*vocab.Class{work, book, novel, report}) {
		t.Error(got)
	}
	if stands.Inverse != holds || holds.Inverse != stands {
		t.Error("inverses do not know each other")
	}
}

func TestEverythingButLiteralsIsAThing(t *testing.T) {
	for _, c := range []*vocab.Class{novel, price, status} {
		if !c.IsA(vocab.Thing) {
			t.Errorf("%s is no thing", c)
		}
	}
	if vocab.String.IsA(vocab.Thing) || vocab.Thing.IsA(novel) {
		t.Error("a string is a thing, or a thing a novel")
	}
}

func TestNamesAreFormedFromDeclarations(t *testing.T) {
	s := &vocab.Schema{Prefix: "n", Base: "https://n.example/"}
	for name, want := range map[string][2]string{
		"EconomicEvent": {"economic-event", "economic-events"},
		"DAO":           {"dao", "daos"},
		"DAOMember":     {"dao-member", "dao-members"},
		"Agency":        {"agency", "agencies"},
		"Process":       {"process", "processes"},
		"Relay":         {"relay", "relays"},
	} {
		c := s.Class(vocab.Class{Name: name})
		if c.Path() != want[0] || c.Plural != want[1] {
			t.Errorf("%s: %s, %s", name, c.Path(), c.Plural)
		}
	}
	if p := s.Property(vocab.Property{Term: "resourceQuantity"}); p.Label != "resource quantity" || p.IRI != "https://n.example/resourceQuantity" {
		t.Error(p.Label, p.IRI)
	}
}

func TestExtendingAPropertyLeavesItsOwnDomain(t *testing.T) {
	s := &vocab.Schema{Prefix: "d", Base: "https://d.example/"}
	a, b := s.Class(vocab.Class{Name: "A"}), s.Class(vocab.Class{Name: "B"})
	p := s.Property(vocab.Property{Term: "p", On: vocab.On(a)})
	s.Extend(p, b)
	if !p.Allows(b) || !slices.Equal(p.Domain(), vocab.On(a)) {
		t.Error(p.On, p.Domain())
	}
}

func TestADoubleDeclarationPanics(t *testing.T) {
	s := &vocab.Schema{Prefix: "x", Base: "https://x.example/"}
	s.Property(vocab.Property{Term: "title"})
	defer func() {
		if recover() == nil {
			t.Error("a term declared by two schemas went unnoticed")
		}
	}()
	vocab.Join(library, s)
}
