package rdf_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tributary/vocab/rdf"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	vf  = "https://w3id.org/valueflows/ont/vf#"
	om2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
)

// harvest is an event as the node publishes it.
func harvest(graph rdf.Term) []rdf.Quad {
	event := rdf.IRI("https://garden.example/id/EconomicEvent/01J")
	amount := rdf.IRI(event.Value + "#quantity")
	a := rdf.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
	return []rdf.Quad{
		{S: event, P: rdf.IRI(vf + "resourceQuantity"), O: amount, G: graph},
		{S: event, P: a, O: rdf.IRI(vf + "EconomicEvent"), G: graph},
		{S: event, P: rdf.IRI(vf + "note"), O: rdf.LangText("Äpfel \"vom Baum\"\r\n<frisch>", "de-AT"), G: graph},
		{S: event, P: rdf.IRI(vf + "note"), O: rdf.Text("apples & pears"), G: graph},
		{S: amount, P: a, O: rdf.IRI(om2 + "Measure"), G: graph},
		{S: amount, P: rdf.IRI(om2 + "hasNumericalValue"), O: rdf.Typed("5.10", xsd+"decimal"), G: graph},
		{S: amount, P: rdf.IRI(om2 + "hasUnit"), O: rdf.IRI(om2 + "kilogram"), G: graph},
		{S: rdf.Blank("0x"), P: rdf.IRI(vf + "count"), O: rdf.Typed("12", xsd+"integer"), G: graph},
		{S: rdf.Blank("0x"), P: rdf.IRI(vf + "count"), O: rdf.Typed("012", xsd+"integer"), G: graph},
		{S: rdf.Blank("0x"), P: rdf.IRI("http://other.example/finished"), O: rdf.Typed("true", xsd+"boolean"), G: graph},
	}
}

var harvestPrefixes = map[string]string{"vf": vf, "om2": om2, "xsd": xsd, "unused": "urn:unused:"}

// sample returns the event in a format.
func sample(t *testing.T, f *rdf.Format) string {
	t.Helper()
	data := harvest(rdf.Term{})
	if f.Graphs {
		data = append(data, harvest(rdf.IRI("https://garden.example/groups/1"))...)
	}
	var out bytes.Buffer
	if err := rdf.Write(&out, f, data, harvestPrefixes); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWritersMatchTheirGoldenFiles(t *testing.T) {
	for _, f := range rdf.Formats {
		file := filepath.Join("testdata", "event"+f.Suffix)
		got := sample(t, f)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := string(contents(t, file)); got != want {
			t.Errorf("%s differs from %s:\n%s", f.Name, file, got)
		}
	}
}

func TestSortedFormatsForgetOrderAndRepetition(t *testing.T) {
	for _, f := range []*rdf.Format{rdf.Turtle, rdf.TriG, rdf.RDFXML} {
		data := harvest(rdf.Term{})
		want := new(bytes.Buffer)
		if err := rdf.Write(want, f, data, harvestPrefixes); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(data)
		got := new(bytes.Buffer)
		if err := rdf.Write(got, f, append(data, data...), harvestPrefixes); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got, want)
		}
	}
}

func TestLargeOutputIsWrittenWhole(t *testing.T) {
	var data []rdf.Quad
	for i := range 3000 {
		data = append(data, rdf.Quad{S: rdf.IRI("urn:s:" + string(rune('a'+i%26))), P: rdf.IRI("urn:p"), O: rdf.Text(strings.Repeat("x", 20) + string(rune('一'+i)))})
	}
	for _, f := range rdf.Formats {
		var out bytes.Buffer
		if err := rdf.Write(&out, f, data, nil); err != nil {
			t.Fatal(err)
		}
		got := readText(t, f, "", out.String())
		if same, err := rdf.Isomorphic(got, data); err != nil || !same {
			t.Errorf("%s: not the same when read again: %v", f.Name, err)
		}
	}
}

func TestUnwritableStatementsAreNamed(t *testing.T) {
	s, p, o := rdf.IRI("urn:s"), rdf.IRI("urn:p"), rdf.Text("o")
	for name, c := range map[string]struct {
		format *rdf.Format
		quad   rdf.Quad
		says   string
	}{
		"literal subject":      {rdf.NQuads, rdf.Quad{S: o, P: p, O: o}, "subject"},
		"blank predicate":      {rdf.NQuads, rdf.Quad{S: s, P: rdf.Blank("p"), O: o}, "predicate"},
		"no object":            {rdf.NQuads, rdf.Quad{S: s, P: p}, "object"},
		"literal graph":        {rdf.NQuads, rdf.Quad{S: s, P: p, O: o, G: o}, "graph"},
		"relative IRI":         {rdf.Turtle, rdf.Quad{S: rdf.IRI("s"), P: p, O: o}, "relative"},
		"injection by IRI":     {rdf.NQuads, rdf.Quad{S: rdf.IRI("urn:s> <urn:evil"), P: p, O: o}, "U+003E"},
		"injection by label":   {rdf.NQuads, rdf.Quad{S: rdf.Blank("b <urn:evil>"), P: p, O: o}, "label"},
		"injection by tag":     {rdf.NQuads, rdf.Quad{S: s, P: p, O: rdf.LangText("o", "en .\n")}, "language"},
		"injection by type":    {rdf.NQuads, rdf.Quad{S: s, P: p, O: rdf.Typed("o", "urn:t> .")}, "U+003E"},
		"bytes, not text":      {rdf.NQuads, rdf.Quad{S: s, P: p, O: rdf.Text("\xff")}, "UTF-8"},
		"graph in Turtle":      {rdf.Turtle, rdf.Quad{S: s, P: p, O: o, G: s}, "graph"},
		"graph in N-Triples":   {rdf.NTriples, rdf.Quad{S: s, P: p, O: o, G: s}, "graph"},
		"graph in XML":         {rdf.RDFXML, rdf.Quad{S: s, P: p, O: o, G: s}, "graph"},
		"predicate no name":    {rdf.RDFXML, rdf.Quad{S: s, P: rdf.IRI("http://example.org/1/"), O: o}, "http://example.org/1/"},
		"predicate reserved":   {rdf.RDFXML, rdf.Quad{S: s, P: rdf.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#li"), O: o}, "#li"},
		"character not in XML": {rdf.RDFXML, rdf.Quad{S: s, P: p, O: rdf.Text("\x01")}, "U+0001"},
	} {
		var out bytes.Buffer
		err := rdf.Write(&out, c.format, []rdf.Quad{{S: s, P: p, O: o}, c.quad}, nil)
		if !errors.Is(err, rdf.ErrUnwritable) || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%s: got %v after %d bytes, want an error that says %q", name, err, out.Len(), c.says)
		}
	}
}

func TestPrefixesMustBeNames(t *testing.T) {
	for _, prefixes := range []map[string]string{{"a b": "urn:a:"}, {"1": "urn:a:"}, {"a.": "urn:a:"}, {"a": "urn:> ."}, {"a": "relative"}} {
		if err := rdf.Write(io.Discard, rdf.Turtle, nil, prefixes); !errors.Is(err, rdf.ErrUnwritable) {
			t.Errorf("%v: got %v", prefixes, err)
		}
	}
}

func TestAppendQuadKeepsItsLineWhateverTheTermsHold(t *testing.T) {
	q := rdf.Quad{S: rdf.IRI("urn:s>\n<evil"), P: rdf.IRI("urn:p"), O: rdf.Text("a\n\"b")}
	want := `<urn:s\u003E\u000A\u003Cevil> <urn:p> "a\n\"b" .` + "\n"
	if got := string(rdf.AppendQuad(nil, q)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAppendQuadAllocatesNothing(t *testing.T) {
	data := harvest(rdf.IRI("urn:g"))
	buf := make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(10, func() {
		for _, q := range data {
			buf = rdf.AppendQuad(buf[:0], q)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestStreamOfQuads(t *testing.T) {
	var out bytes.Buffer
	w := rdf.NewNQuadsWriter(&out)
	data := harvest(rdf.IRI("urn:g"))
	for range 500 {
		for _, q := range data {
			if err := w.Write(q); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), strings.Repeat(lines(data), 500); got != want {
		t.Errorf("got %d bytes, want %d", len(got), len(want))
	}
	if err := w.Write(rdf.Quad{}); !errors.Is(err, rdf.ErrUnwritable) {
		t.Errorf("an empty quad: %v", err)
	}
}

func TestStreamTellsOfABrokenWriter(t *testing.T) {
	broken := errors.New("disk full")
	w := rdf.NewNQuadsWriter(brokenWriter{broken})
	if err := w.Write(harvest(rdf.Term{})[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); !errors.Is(err, broken) {
		t.Errorf("flush: %v", err)
	}
	if err := w.Write(harvest(rdf.Term{})[0]); !errors.Is(err, broken) {
		t.Errorf("write after that: %v", err)
	}
	for _, f := range rdf.Formats {
		if err := rdf.Write(brokenWriter{broken}, f, harvest(rdf.Term{}), nil); !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }
