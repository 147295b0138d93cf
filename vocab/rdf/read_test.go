package rdf_test

import (
	"errors"
	"strings"
	"testing"

	"tributary/vocab/rdf"
)

// readText reads a document that must be well-formed.
func readText(t *testing.T, f *rdf.Format, base, text string) []rdf.Quad {
	t.Helper()
	got, err := rdf.Read(strings.NewReader(text), f, base, rdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestLiteralsSurviveUnchanged(t *testing.T) {
	const x = "http://www.w3.org/2001/XMLSchema#"
	for text, want := range map[string]rdf.Term{
		`01`:                           rdf.Typed("01", x+"integer"),
		`+5.10`:                        rdf.Typed("+5.10", x+"decimal"),
		`1.E3`:                         rdf.Typed("1.E3", x+"double"),
		`true`:                         rdf.Typed("true", x+"boolean"),
		`"1"^^<` + x + `boolean>`:      rdf.Typed("1", x+"boolean"),
		`"a"@en-GB`:                    rdf.LangText("a", "en-GB"),
		`"a"@abcdefghijk`:              rdf.LangText("a", "abcdefghijk"),
		`"a"^^<` + x + `string>`:       rdf.Text("a"),
		`"""a""b\r\n"""`:               rdf.Text("a\"\"b\r\n"),
		"'''a\r\nb'''":                 rdf.Text("a\r\nb"),
		`"\u00e9\U0001F33E"`:           rdf.Text("é\U0001F33E"),
		`"e` + "\u0301" + `"`:          rdf.Text("e\u0301"),
		`"5.10" ^^ <` + x + `decimal>`: rdf.Typed("5.10", x+"decimal"),
	} {
		got := readText(t, rdf.Turtle, "", "<urn:s> <urn:p> "+text+".")
		if len(got) != 1 || got[0].O != want {
			t.Errorf("%s was read as %v, want %v", text, got, want)
		}
	}
}

func TestXMLKeepsLanguagesAsWritten(t *testing.T) {
	got := readText(t, rdf.RDFXML, "", `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:" xml:lang="en-GB">
		<r:Description r:about="urn:s"><e:p>grey</e:p></r:Description></r:RDF>`)
	if len(got) != 1 || got[0].O != rdf.LangText("grey", "en-GB") {
		t.Errorf("got %v", got)
	}
}

func TestRelativeIRIsAreResolvedWithoutEncoding(t *testing.T) {
	const base = "http://example.org/a%20b/café/doc?q#f"
	for ref, want := range map[string]string{
		"":              "http://example.org/a%20b/café/doc?q",
		"#größe":        "http://example.org/a%20b/café/doc?q#größe",
		"é%41":          "http://example.org/a%20b/café/é%41",
		"../x":          "http://example.org/a%20b/x",
		"../../../x/./": "http://example.org/x/",
		"/":             "http://example.org/",
		"?y":            "http://example.org/a%20b/café/doc?y",
		"//h/p/..":      "http://h/",
		"urn:a/../b":    "urn:a/../b",
	} {
		got := readText(t, rdf.Turtle, base, "<"+ref+"> <urn:p> <urn:o> .")
		if got[0].S != rdf.IRI(want) {
			t.Errorf("<%s> became %v, want <%s>", ref, got[0].S, want)
		}
	}
}

func TestXMLRefusesRelativeIRIsItWouldChange(t *testing.T) {
	const text = `<r:Description xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:" r:about="a%2Fb" e:p=""/>`
	_, err := rdf.Read(strings.NewReader(text), rdf.RDFXML, "http://example.org/", rdf.Limits{})
	if !errors.Is(err, rdf.ErrSyntax) || !strings.Contains(err.Error(), "a%2Fb") {
		t.Errorf("got %v", err)
	}
}

func TestBlankNodesOfTurtleDoNotMeet(t *testing.T) {
	got := readText(t, rdf.Turtle, "", "_:b1 <urn:p> [ ], [ ], _:b0, _:b1 .")
	labels := map[string]bool{}
	for _, q := range got {
		labels[q.O.Value] = true
	}
	if len(labels) != 4 || got[3].O != got[3].S {
		t.Errorf("got\n%s", lines(got))
	}
}

func TestBlankNodesOfNQuadsKeepTheirLabels(t *testing.T) {
	got := readText(t, rdf.NQuads, "", "_:é.1 <urn:p> _:0 _:g .")
	if want := (rdf.Quad{S: rdf.Blank("é.1"), P: rdf.IRI("urn:p"), O: rdf.Blank("0"), G: rdf.Blank("g")}); got[0] != want {
		t.Errorf("got %v", got[0])
	}
}

func TestFormatsAreFoundByMediaTypeAndSuffix(t *testing.T) {
	for mediaType, want := range map[string]*rdf.Format{
		"text/turtle; charset=utf-8":       rdf.Turtle,
		"TEXT/Turtle":                      rdf.Turtle,
		"application/x-turtle":             rdf.Turtle,
		"application/trig;profile=\"x\"":   rdf.TriG,
		"application/n-quads":              rdf.NQuads,
		"text/x-nquads":                    rdf.NQuads,
		"application/n-triples":            rdf.NTriples,
		"application/rdf+xml":              rdf.RDFXML,
		"application/ld+json":              nil,
		"text/plain":                       nil,
		"":                                 nil,
		"text/turtle; charset=utf-8; oops": rdf.Turtle,
	} {
		if got := rdf.FormatByMediaType(mediaType); got != want {
			t.Errorf("%q: got %v", mediaType, got)
		}
	}
	for name, want := range map[string]*rdf.Format{
		".ttl": rdf.Turtle, "http://example.org/id/1.trig": rdf.TriG, "dump.nq": rdf.NQuads, "a.nt": rdf.NTriples, "a.rdf": rdf.RDFXML, "a.html": nil,
	} {
		if got := rdf.FormatBySuffix(name); got != want {
			t.Errorf("%q: got %v", name, got)
		}
	}
}
