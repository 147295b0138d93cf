package vocab_test

import (
	"slices"
	"testing"

	"tributary/vocab"
)

// A small vocabulary: books on shelves, with a price.
var (
	library = &vocab.Schema{
		Prefix: "lib", Base: "https://lib.example/ns#",
		Aliases: []vocab.IRI{"http://lib.example/ns#", "https://lib.example/", "Lib:"},
	}
	price  = library.Class(vocab.Class{Name: "Price", Kind: vocab.Part})
	shelf  = library.Class(vocab.Class{Name: "Shelf"})
	work   = library.Class(vocab.Class{Name: "Work"})
	book   = library.Class(vocab.Class{Name: "Book", Is: vocab.On(work)})
	novel  = library.Class(vocab.Class{Name: "Novel", Is: vocab.On(book)})
	report = library.Class(vocab.Class{Name: "Report", Is: vocab.On(work)})
	status = library.Class(vocab.Class{Name: "Status", Kind: vocab.Enumeration})

	onLoan = library.Individual(vocab.Individual{Name: "onLoan", Of: vocab.On(status), Aliases: []string{"on-loan", "lent"}})
	here   = library.Individual(vocab.Individual{Name: "here", Of: vocab.On(status)})

	title  = library.Property(vocab.Property{Term: "title", Range: vocab.On(vocab.String), On: vocab.On(work), Must: vocab.On(book)})
	stands = library.Property(vocab.Property{Term: "stands", Range: vocab.On(shelf), On: vocab.On(work)})
	holds  = library.Property(vocab.Property{Term: "holds", Range: vocab.On(work), Many: true, On: vocab.On(shelf), Inverse: stands})
	costs  = library.Property(vocab.Property{Term: "costs", Range: vocab.On(price), Many: true, On: vocab.On(book)})
	amount = library.Property(vocab.Property{Term: "amount", Range: vocab.On(vocab.Decimal), On: vocab.On(price), Must: vocab.On(price)})
	isNow  = library.Property(vocab.Property{Term: "isNow", Range: vocab.On(status), On: vocab.On(book)})
	tag    = library.Property(vocab.Property{Term: "tag", Range: vocab.On(vocab.Tag), Many: true})
	since  = library.Property(vocab.Property{Term: "since", Range: vocab.On(vocab.DateTimeStamp), On: vocab.On(book)})
	link   = library.Property(vocab.Property{Term: "link", Range: vocab.On(vocab.Thing), Many: true})
	free   = library.Property(vocab.Property{Term: "free", Many: true})

	vocabulary = vocab.Join(vocab.Datatypes, library)
)

func priced(figure string) vocab.Value {
	return vocab.Inside(vocab.New(price, "").With(amount, vocab.Number(figure)))
}

func TestWithGivesAChangedCopy(t *testing.T) {
	before := vocab.New(book, "https://a.example/b").With(title, vocab.Text("Walden"))
	after := before.With(title, vocab.Text("Emma")).With(stands, vocab.Ref("https://a.example/s"))
	if before.Get(title).Text() != "Walden" || before.Has(stands) {
		t.Error("the original has changed")
	}
	if after.Get(title).Text() != "Emma" || after.Get(stands).IRI() != "https://a.example/s" {
		t.Error("the copy has not changed")
	}
	if gone := after.With(title); gone.Has(title) || !after.Has(title) {
		t.Error("no values should remove the property from the copy alone")
	}
	if gone := after.With(title, vocab.Value{}); gone.Has(title) {
		t.Error("the zero value counts as a value")
	}
}

func TestFieldsComeInOrderOfDeclaration(t *testing.T) {
	r := vocab.New(book, "").With(isNow, vocab.Ref(here.IRI)).With(title, vocab.Text("Emma")).With(costs, priced("5"))
	var order []string
	for p := range r.Fields() {
		order = append(order, p.Term)
	}
	if !slices.Equal(order, []string{"title", "costs", "isNow"}) {
		t.Error(order)
	}
}

func TestPlusKeepsEqualValuesOnce(t *testing.T) {
	r := vocab.New(book, "").With(tag, vocab.Text("sea")).Plus(tag, vocab.Text("sea"), vocab.Text("wood"), vocab.InLanguage("sea", "en"))
	if got := len(r.All(tag)); got != 3 {
		t.Errorf("%d tags, want 3: %v", got, r.All(tag))
	}
	r = r.Plus(costs, priced("5"), priced("5"), priced("5.0"))
	if got := len(r.All(costs)); got != 2 {
		t.Errorf("%d prices, want 2: parts are equal by their values, and figures by their text", got)
	}
}

func TestRenameReachesPartsReferencesAndExtensions(t *testing.T) {
	const local, minted vocab.IRI = "urn:uuid:1", "https://a.example/id/shelf/1"
	r := vocab.New(book, local).
		With(stands, vocab.Ref(local)).
		With(title, vocab.Text(string(local))).
		With(costs, vocab.Inside(vocab.New(price, local+"#p").With(link, vocab.Ref(local)))).
		WithExtra(vocab.Statement{Property: "https://x.example/p", Value: vocab.Ref(local)})
	renamed := r.Rename(func(id vocab.IRI) vocab.IRI {
		if id == local {
			return minted
		}
		return id
	})
	part := renamed.Get(costs).Part()
	for what, got := range map[string]vocab.IRI{
		"id": renamed.ID(), "reference": renamed.Get(stands).IRI(), "reference in a part": part.Get(link).IRI(), "extension": renamed.Extra()[0].Value.IRI(),
	} {
		if got != minted {
			t.Errorf("%s is %s", what, got)
		}
	}
	if renamed.Get(title).Text() != string(local) || part.ID() != local+"#p" || r.ID() != local {
		t.Error("text, another id or the original has changed")
	}
}

func TestRefsAreThoseOfTheWholeResource(t *testing.T) {
	r := vocab.New(book, "https://a.example/b").
		With(stands, vocab.Ref("https://a.example/s")).
		With(costs, vocab.Inside(vocab.New(price, "").With(link, vocab.Ref("https://a.example/shop")))).
		WithExtra(vocab.Statement{Property: "https://x.example/p", Value: vocab.Ref("https://a.example/x")})
	got := map[vocab.IRI]*vocab.Property{}
	for p, id := range r.Refs() {
		got[id] = p
	}
	if len(got) != 3 || got["https://a.example/s"] != stands || got["https://a.example/shop"] != link || got["https://a.example/x"] != nil {
		t.Error(got)
	}
	for range r.Refs() {
		break // stopping early is allowed
	}
}

func TestEqualIgnoresOrderOfValuesAndIdsOfParts(t *testing.T) {
	r := vocab.New(book, "https://a.example/b").With(tag, vocab.Text("sea"), vocab.Text("wood")).With(costs, priced("5"))
	for _, c := range []struct {
		name  string
		other *vocab.Resource
		want  bool
	}{
		{"other order", r.With(tag, vocab.Text("wood"), vocab.Text("sea")), true},
		{"a part with an id", r.With(costs, vocab.Inside(r.Get(costs).Part().WithID("https://a.example/b#costs"))), true},
		{"another id", r.WithID("https://a.example/c"), false},
		{"another class", r.WithClass(novel), false},
		{"a further type", r.WithTypes("https://x.example/T"), false},
		{"another language", r.With(tag, vocab.Text("sea"), vocab.InLanguage("wood", "en")), false},
		{"another number of equal values", r.With(tag, vocab.Text("sea"), vocab.Text("sea")), false},
		{"another lexical form", r.With(costs, priced("5.0")), false},
		{"an extension", r.WithExtra(vocab.Statement{Property: "https://x.example/p", Value: vocab.Text("x")}), false},
		{"nothing", nil, false},
	} {
		if got := r.Equal(c.other); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
