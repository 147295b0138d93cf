package exchange_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

var update = flag.Bool("update", false, "write golden files anew")

const (
	ana   vocab.IRI = "https://garden.example/ana"
	bo    vocab.IRI = "https://bakery.example/bo"
	apple vocab.IRI = "https://www.wikidata.org/wiki/Q89"
	euro  vocab.IRI = "https://www.wikidata.org/wiki/Q4916"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// sample is a document of testdata.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// golden compares with a file beside the sample, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s differs; run with -update and read the change\n%s", name, got)
	}
}

func proposal(t *testing.T, name string) *vocab.Resource {
	t.Helper()
	d, err := exchange.ReadProposal(sample(t, "proposals/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return d.Resource
}

func message(t *testing.T, name string) exchange.Message {
	t.Helper()
	m, err := exchange.ReadMessage(sample(t, "messages/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// of writes a measure: "10 kilogram".
func of(text string) vocab.Value {
	number, unit, _ := strings.Cut(text, " ")
	return flow.MeasureValue(quantity.Measure{Value: quantity.MustDecimal(number), Unit: unit})
}

// commit is a commitment to an intent.
func commit(intent vocab.IRI, amount string) *vocab.Resource {
	return vocab.New(vf.Commitment, "").With(vf.Satisfies, vocab.Ref(intent)).With(vf.ResourceQuantity, of(amount))
}

// agree is an agreement of one commitment a side; nil: none.
func agree(primary, back *vocab.Resource) *vocab.Resource {
	a := vocab.New(vf.Agreement, "")
	if primary != nil {
		a = a.With(vf.Stipulates, vocab.Inside(primary))
	}
	if back != nil {
		a = a.With(vf.StipulatesReciprocal, vocab.Inside(back))
	}
	return a
}

// apples offers 2.5 kg of apples for 3 euros, by the unit: 5 kg at least, 40 kg at most.
func apples() *vocab.Resource {
	intent := func(id, amount string, kind vocab.IRI) *vocab.Resource {
		return vocab.New(vf.Intent, vocab.IRI(id)).
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(vf.ResourceConformsTo, vocab.Ref(kind)).
			With(vf.ResourceQuantity, of(amount))
	}
	const id = "https://garden.example/p/2"
	return vocab.New(vf.Proposal, id).
		With(as.AttributedTo, vocab.Ref(ana)).
		With(vf.Purpose, vocab.Ref(vf.ValueOffer.IRI)).
		With(vf.UnitBased, vocab.Bool(true)).
		With(vf.Publishes, vocab.Inside(intent(id+"#primary", "2.5 kilogram", apple).
			With(vf.Provider, vocab.Ref(ana)).
			With(vf.AvailableQuantity, of("40 kilogram")).
			With(vf.MinimumQuantity, of("5000 gram")))).
		With(vf.Reciprocal, vocab.Inside(intent(id+"#reciprocal", "3 one", euro).
			With(vf.Receiver, vocab.Ref(ana))))
}

// fixed is the same as a whole: 2.5 kg for 3 euros, once.
func fixed() *vocab.Resource {
	return change(apples().With(vf.UnitBased, vocab.Bool(false)), vf.Publishes, func(i *vocab.Resource) *vocab.Resource {
		return i.With(vf.MinimumQuantity).With(vf.AvailableQuantity)
	})
}

// change is a copy with another first intent or commitment.
func change(r *vocab.Resource, p *vocab.Property, how func(*vocab.Resource) *vocab.Resource) *vocab.Resource {
	values := append([]vocab.Value(nil), r.All(p)...)
	values[0] = vocab.Inside(how(values[0].Part()))
	return r.With(p, values...)
}

const (
	primary    vocab.IRI = "https://garden.example/p/2#primary"
	reciprocal vocab.IRI = "https://garden.example/p/2#reciprocal"
)

// fourTimes is a sound offer to apples.
func fourTimes() *vocab.Resource {
	return agree(commit(primary, "10 kilogram"), commit(reciprocal, "12 one"))
}

func sampleBytes(tb testing.TB, path string) []byte {
	tb.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}
