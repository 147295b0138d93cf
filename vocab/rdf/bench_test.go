package rdf_test

import (
	"bytes"
	"fmt"
	"testing"

	"tributary/vocab/rdf"
)

// events returns n quads about events whose quantities are blank nodes, 17 quads each.
func events(n int) (quads []rdf.Quad) {
	for i := 0; len(quads) < n; i++ {
		event, amount := rdf.IRI(fmt.Sprint("https://garden.example/id/EconomicEvent/", i)), rdf.Blank(fmt.Sprint("q", i))
		for j := range 12 {
			quads = append(quads, rdf.Quad{S: event, P: rdf.IRI(fmt.Sprint(vf, "property", j)), O: rdf.Text(fmt.Sprint("value ", j))})
		}
		quads = append(quads,
			rdf.Quad{S: event, P: rdf.IRI(vf + "resourceQuantity"), O: amount},
			rdf.Quad{S: amount, P: rdf.IRI(om2 + "hasUnit"), O: rdf.IRI(om2 + "kilogram")},
			rdf.Quad{S: amount, P: rdf.IRI(om2 + "hasNumericalValue"), O: rdf.Typed("5.10", xsd+"decimal")},
			rdf.Quad{S: amount, P: rdf.IRI(vf + "of"), O: rdf.Blank(fmt.Sprint("r", i))},
			rdf.Quad{S: rdf.Blank(fmt.Sprint("r", i)), P: rdf.IRI(vf + "note"), O: rdf.Text(fmt.Sprint("note ", i))})
	}
	return quads[:n]
}

func BenchmarkCanonicalize17Quads(b *testing.B)    { benchmarkCanonicalize(b, 17) }
func BenchmarkCanonicalize17000Quads(b *testing.B) { benchmarkCanonicalize(b, 17_000) }

func benchmarkCanonicalize(b *testing.B, n int) {
	quads := events(n)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := rdf.Canonicalize(quads, rdf.Budget{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCanonicalizePoison(b *testing.B) {
	quads := complete(9)
	for b.Loop() {
		if _, _, err := rdf.Canonicalize(quads, rdf.Budget{}); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkAppendQuad(b *testing.B) {
	quads := events(17)
	var buf []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		buf = rdf.AppendQuad(buf[:0], quads[i%len(quads)])
	}
}

func BenchmarkReadAndWrite(b *testing.B) {
	quads := events(1700)
	for _, f := range rdf.Formats {
		var text bytes.Buffer
		if err := rdf.Write(&text, f, quads, harvestPrefixes); err != nil {
			b.Fatal(err)
		}
		b.Run("Read/"+f.Name, func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				if _, err := rdf.Read(bytes.NewReader(text.Bytes()), f, "", rdf.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("Write/"+f.Name, func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				var out bytes.Buffer
				if err := rdf.Write(&out, f, quads, harvestPrefixes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
