package vocab_test

import (
	"strings"
	"testing"

	"tributary/vocab"
)

func TestCheckNamesThePlaceAndTheRule(t *testing.T) {
	sound := vocab.New(book, "https://a.example/b").With(title, vocab.Text("Emma"))
	extra := func(p vocab.IRI, v vocab.Value) *vocab.Resource {
		return sound.WithExtra(vocab.Statement{Property: p, Value: v})
	}
	for _, c := range []struct {
		name string
		r    *vocab.Resource
		want string // the beginning of the one violation; empty: none
	}{
		{"sound", sound, ""},
		{"no class", vocab.New(nil, "https://a.example/b"), "type: needs a type"},
		{"an id that is no IRI", sound.WithID("b 1"), `id: "b 1" is not an IRI`},
		{"a local name as id", sound.WithID("_:b1"), ""},
		{"a further type that is no IRI", sound.WithTypes("no good"), `type: "no good" is not an IRI`},
		{"missing", sound.With(title), "title: is required on Book"},
		{"missing in a subclass", sound.With(title).WithClass(novel), "title: is required on Novel"},
		{"not required of the class above", sound.With(title).WithClass(work), ""},
		{"required once, whatever the types", sound.With(title).WithTypes(work.IRI, book.IRI), "title: is required on Book"},
		{"a term of another class", sound.WithClass(report).With(costs, priced("5")), "costs: Report has no costs"},
		{"a term of a further type", sound.WithClass(report).WithTypes(book.IRI).With(costs, priced("5")), ""},
		{"one too many", sound.With(title, vocab.Text("Emma"), vocab.Text("Ema")), "title: takes one value, not 2"},

		{"a faulty part", sound.With(costs, priced("five")), "costs.amount: "},
		{"the second of several parts", sound.With(costs, priced("5"), vocab.Inside(vocab.New(price, ""))), "costs[1].amount: is required on Price"},
		{"a part of the wrong class", sound.With(costs, vocab.Inside(vocab.New(shelf, ""))), "costs: takes Price, not Shelf"},
		{"a part of unknown class", sound.With(costs, vocab.Inside(vocab.New(nil, ""))), ""},

		{"text where a thing belongs", sound.With(stands, vocab.Text("left")), "stands: takes Shelf, not text"},
		{"a thing where text belongs", sound.With(title, vocab.Ref("https://a.example/t")), "title: takes string, not a reference"},
		{"a relative reference", sound.With(stands, vocab.Ref("shelves/1")), `stands: "shelves/1" is not an absolute IRI`},
		{"a reference with a space", sound.With(stands, vocab.Ref("https://a.example/s 1")), `stands: "https://a.example/s 1" is not an IRI`},
		{"an endless reference", sound.With(stands, vocab.Ref(vocab.IRI("https://a.example/"+strings.Repeat("s", 3000)))), "stands: is an IRI of more than 2048 bytes"},
		{"a reference in a foreign script", sound.With(stands, vocab.Ref("https://a.example/книги")), ""},
		{"a term that the vocabulary does not have", sound.With(stands, vocab.Ref(library.Base+"Attic")), "stands: https://lib.example/ns#Attic is not a name"},

		{"a member of the set", sound.With(isNow, vocab.Ref(onLoan.IRI)), ""},
		{"none of the set", sound.With(isNow, vocab.Ref("https://a.example/lost")), "isNow: takes one of onLoan, here"},
		{"a value of another set", sound.With(stands, vocab.Ref(here.IRI)), "stands: takes Shelf; here is none"},

		{"a tag as text", sound.With(tag, vocab.Text("sea")), ""},
		{"a tag as a reference", sound.With(tag, vocab.Ref("https://a.example/sea")), ""},
		{"a tag of broken bytes", sound.With(tag, vocab.Text("\xff")), "tag: is not valid UTF-8"},
		{"an endless tag", sound.With(tag, vocab.Text(strings.Repeat("a", 300<<10))), "tag: is longer than"},
		{"text in a language", sound.With(title, vocab.InLanguage("Emma", "pt-BR")), ""},
		{"text in no language", sound.With(title, vocab.InLanguage("Emma", "old english")), `title: "old english" is not a language tag`},
		{"a number as text", sound.With(title, vocab.Number("5")), "title: takes text, not a literal of type"},

		{"any thing", sound.With(link, vocab.Ref("https://a.example/x"), vocab.Inside(vocab.New(shelf, ""))), ""},
		{"a value as any thing", sound.With(link, vocab.Ref(here.IRI)), ""},
		{"text as any thing", sound.With(link, vocab.Text("x")), "link: takes thing, not text"},
		{"anything at all", sound.With(free, vocab.Text("x"), vocab.Number("5"), vocab.Ref("https://a.example/x")), ""},
		{"anything, faulty within", sound.With(free, vocab.Inside(vocab.New(book, ""))), "free.title: is required on Book"},

		{"an extension", extra("https://x.example/colour", vocab.Text("red")), ""},
		{"an undeclared term in our namespace", extra(library.Base+"colour", vocab.Text("red")), "https://lib.example/ns#colour: is not a term"},
		{"the same under an alias", extra("Lib:colour", vocab.Text("red")), "Lib:colour: is not a term"},
		{"an extension that is no IRI", extra("colour", vocab.Text("red")), `colour: "colour" is not an absolute IRI`},
		{"an extension to nowhere", extra("https://x.example/p", vocab.Ref("a b")), `https://x.example/p: "a b" is not an IRI`},
		{"deep in an extension", extra("https://x.example/p", vocab.Inside(vocab.New(nil, "").WithExtra(vocab.Statement{Property: "https://x.example/q", Value: vocab.Typed("5", "no type")}))),
			"https://x.example/p.https://x.example/q: has a datatype"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := vocabulary.Check(c.r)
			if c.want == "" && len(found) == 0 {
				return
			}
			if c.want == "" || len(found) != 1 || !strings.HasPrefix(found[0].String(), c.want) {
				t.Errorf("%v, want %q", found, c.want)
			}
		})
	}
}

func TestTimesNeedTheirFullForm(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-03-21T09:30:00Z":           true,
		"2026-03-21T09:30:00.123456789Z": true,
		"2026-03-21T09:30:00-05:00":      true,
		"2026-03-21T09:30:00":            false, // no zone
		"2026-03-21T9:30:00Z":            false,
		"2026-03-21T09:30:00-5:00":       false,
		"2026-03-21T09:30:00,5Z":         false,
		"2026-03-21T09:30:00+23:00":      false,
		"2026-02-30T09:30:00Z":           false,
		"2026-03-21":                     false,
		"yesterday":                      false,
	} {
		r := vocab.New(book, "").With(title, vocab.Text("Emma")).With(since, vocab.Typed(text, vocab.DateTimeStamp.IRI))
		if got := len(vocabulary.Check(r)) == 0; got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestReferencesAreCheckedAgainstWhatIsKnown(t *testing.T) {
	known := map[vocab.IRI][]*vocab.Class{
		"https://a.example/shelf": {shelf},
		"https://a.example/novel": {novel},
		"https://a.example/both":  {novel, shelf},
	}
	classOf := func(id vocab.IRI) []*vocab.Class { return known[id] }
	for id, want := range map[vocab.IRI]string{
		"https://a.example/shelf":   "",
		"https://a.example/both":    "",
		"https://a.example/unknown": "",
		"https://a.example/novel":   "stands: takes Shelf; https://a.example/novel is a Novel",
	} {
		found := vocabulary.CheckRefs(vocab.New(book, "").With(stands, vocab.Ref(id)), classOf)
		if found.Error() != want {
			t.Errorf("%s: %q, want %q", id, found, want)
		}
	}
	inPart := vocab.New(book, "").With(costs, vocab.Inside(vocab.New(price, "").With(link, vocab.Ref("https://a.example/novel"))))
	if found := vocabulary.CheckRefs(inPart, classOf); len(found) > 0 {
		t.Errorf("a link to any thing: %v", found)
	}
}

func TestViolationsTellWhereTheyStandInARequest(t *testing.T) {
	found := vocabulary.Check(vocab.New(book, "").With(costs, priced("x"))).Under("object[1]")
	got := map[string]bool{}
	for _, v := range found {
		got[v.Path] = true
	}
	if len(got) != 2 || !got["object[1].title"] || !got["object[1].costs.amount"] {
		t.Error(found)
	}
}
