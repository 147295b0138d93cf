package rdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tributary/vocab/rdf"
)

func FuzzReadNTriples(f *testing.F) { fuzz(f, rdf.NTriples) }
func FuzzReadNQuads(f *testing.F)   { fuzz(f, rdf.NQuads) }
func FuzzReadTurtle(f *testing.F)   { fuzz(f, rdf.Turtle) }
func FuzzReadTriG(f *testing.F)     { fuzz(f, rdf.TriG) }
func FuzzReadRDFXML(f *testing.F)   { fuzz(f, rdf.RDFXML) }

// fuzz checks that a reader never panics and reads nothing that could not be written as N-Quads.
func fuzz(f *testing.F, format *rdf.Format) {
	for _, seed := range []string{
		"", "<urn:s> <urn:p> \"a\\u00e9\"@en .\n_:a <urn:p> _:b <urn:g> . # c\n",
		"@prefix : <urn:> . :s a :t ; :p 1, 2.5, 3e4, true, [ :q ( :a '''b''' ) ] .",
		"BASE <http://a/b> <g> { <../s> <?p> <#o> } GRAPH _:g { [] <p> \"x\"^^<t> }",
		`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><e:T r:about="x"><e:p r:parseType="Literal"><b/></e:p><r:li xml:lang="en">y</r:li></e:T></r:RDF>`,
	} {
		f.Add(seed)
	}
	limits := rdf.Limits{Bytes: 1 << 16, Quads: 1000, Depth: 20, TermBytes: 1 << 12}
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := rdf.Read(strings.NewReader(text), format, "http://example.org/", limits)
		if err != nil {
			if strings.Contains(err.Error(), "gave up") && format != rdf.RDFXML {
				t.Fatalf("a reader of ours panicked: %v", err)
			}
			if !errors.Is(err, rdf.ErrSyntax) && !errors.Is(err, rdf.ErrLimit) {
				t.Fatalf("error without a kind: %v", err)
			}
			return
		}
		var out bytes.Buffer
		if err := rdf.Write(&out, rdf.NQuads, quads, nil); err != nil {
			t.Fatal(err)
		}
		again, err := rdf.Read(&out, rdf.NQuads, "", rdf.Limits{})
		if err != nil || lines(again) != lines(quads) {
			t.Fatalf("written as N-Quads it is something else: %v", err)
		}
	})
}
