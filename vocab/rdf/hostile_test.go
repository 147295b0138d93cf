package rdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tributary/vocab/rdf"
)

func TestHostileDocumentsAreRefused(t *testing.T) {
	const deep = 10_000
	const open = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">`
	var namespaces, children strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&namespaces, ` xmlns:p%d="urn:%s"`, i, strings.Repeat("x", 500))
		children.WriteString("<b/>")
	}
	for name, c := range map[string]struct {
		format *rdf.Format
		text   string
		want   error
	}{
		"nested blank nodes":   {rdf.Turtle, "<urn:s> <urn:p> " + strings.Repeat("[ <urn:p> ", deep), rdf.ErrLimit},
		"nested lists":         {rdf.Turtle, "<urn:s> <urn:p> " + strings.Repeat("(", deep), rdf.ErrLimit},
		"nested in a graph":    {rdf.TriG, "{" + strings.Repeat("[ <urn:p> (", deep), rdf.ErrLimit},
		"nested braces":        {rdf.TriG, strings.Repeat("{", deep), rdf.ErrSyntax},
		"nested elements":      {rdf.RDFXML, open + strings.Repeat("<e:a>", deep), rdf.ErrLimit},
		"entity bomb":          {rdf.RDFXML, `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>` + open + `<e:a e:b="&b;"/></r:RDF>`, rdf.ErrSyntax},
		"external entity":      {rdf.RDFXML, `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + open + `<e:a e:b="&a;"/></r:RDF>`, rdf.ErrSyntax},
		"undeclared entity":    {rdf.RDFXML, open + `<e:a e:b="&nbsp;"/></r:RDF>`, rdf.ErrSyntax},
		"growing XML literal":  {rdf.RDFXML, open + "<r:Description" + namespaces.String() + `><e:a r:parseType="Literal">` + children.String() + "</e:a></r:Description></r:RDF>", rdf.ErrLimit},
		"two roots":            {rdf.RDFXML, open + "</r:RDF>" + open + "</r:RDF>", rdf.ErrSyntax},
		"text after the root":  {rdf.RDFXML, open + "</r:RDF> and more", rdf.ErrSyntax},
		"no root":              {rdf.RDFXML, "<!-- nothing -->", rdf.ErrSyntax},
		"cut off":              {rdf.RDFXML, open + `<e:a e:b="c">`, rdf.ErrSyntax},
		"endless IRI":          {rdf.NTriples, "<" + strings.Repeat("u", 1<<20), rdf.ErrSyntax},
		"large literal":        {rdf.NTriples, `<urn:s> <urn:p> "` + strings.Repeat("u", 2<<20) + `" .`, rdf.ErrLimit},
		"large literal in XML": {rdf.RDFXML, open + `<e:a e:b="` + strings.Repeat("u", 2<<20) + `"/></r:RDF>`, rdf.ErrLimit},
		"open long string":     {rdf.Turtle, `<urn:s> <urn:p> """` + strings.Repeat(`\"`, 1<<19), rdf.ErrSyntax},
		"bytes, not text":      {rdf.NQuads, "<urn:s> <urn:p> \"\xff\" .", rdf.ErrSyntax},
		"surrogate":            {rdf.NQuads, `<urn:s> <urn:p> "\uD800" .`, rdf.ErrSyntax},
		"beyond Unicode":       {rdf.NQuads, `<urn:s> <urn:p> "\UFFFFFFFF" .`, rdf.ErrSyntax},
		"line in an IRI":       {rdf.NQuads, "<urn:s\n> <urn:p> <urn:o> .", rdf.ErrSyntax},
		"escaped space in IRI": {rdf.NQuads, `<urn:s\u0020> <urn:p> <urn:o> .`, rdf.ErrSyntax},
		"backslash at the end": {rdf.Turtle, `<urn:s> <urn:p> "\`, rdf.ErrSyntax},
		"escape of a name":     {rdf.Turtle, `@prefix e: <urn:e:> . e:\`, rdf.ErrSyntax},
		"percent at the end":   {rdf.Turtle, `@prefix e: <urn:e:> . e:%`, rdf.ErrSyntax},
		"prefix not declared":  {rdf.Turtle, "<urn:s> <urn:p> e:x .", rdf.ErrSyntax},
		"relative, no base":    {rdf.Turtle, "<s> <urn:p> <urn:o> .", rdf.ErrSyntax},
		"relative in N-Quads":  {rdf.NQuads, "<s> <urn:p> <urn:o> .", rdf.ErrSyntax},
		"graph in N-Triples":   {rdf.NTriples, "<urn:s> <urn:p> <urn:o> <urn:g> .", rdf.ErrSyntax},
		"graph in Turtle":      {rdf.Turtle, "<urn:g> { <urn:s> <urn:p> <urn:o> }", rdf.ErrSyntax},
		"RDF 1.2 triple term":  {rdf.Turtle, "<urn:s> <urn:p> <<( <urn:s> <urn:p> <urn:o> )>> .", rdf.ErrSyntax},
		"RDF 1.2 direction":    {rdf.NQuads, `<urn:s> <urn:p> "a"@ar--rtl .`, rdf.ErrSyntax},
		"langString untagged":  {rdf.NQuads, `<urn:s> <urn:p> "a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .`, rdf.ErrSyntax},
	} {
		got, err := rdf.Read(strings.NewReader(c.text), c.format, "", rdf.Limits{})
		if !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: got %d quads and %.200v, want the error %v", name, len(got), err, c.want)
		}
	}
}

func TestLimitsHoldInEveryFormat(t *testing.T) {
	var data []rdf.Quad
	for i := range 20 {
		data = append(data, rdf.Quad{S: rdf.IRI("urn:s"), P: rdf.IRI("urn:p"), O: rdf.Text(strings.Repeat("o", 50+i))})
	}
	for _, f := range rdf.Formats {
		var text bytes.Buffer
		if err := rdf.Write(&text, f, data, nil); err != nil {
			t.Fatal(err)
		}
		for name, limits := range map[string]rdf.Limits{
			"bytes": {Bytes: 100}, "quads": {Quads: 19}, "term bytes": {TermBytes: 60},
		} {
			if _, err := rdf.Read(bytes.NewReader(text.Bytes()), f, "", limits); !errors.Is(err, rdf.ErrLimit) {
				t.Errorf("%s over the limit in %s: %v", name, f.Name, err)
			}
		}
		exact := rdf.Limits{Bytes: int64(text.Len()), Quads: 20, TermBytes: 69}
		if got, err := rdf.Read(bytes.NewReader(text.Bytes()), f, "", exact); err != nil || len(got) != 20 {
			t.Errorf("at the limits in %s: %d quads, %v", f.Name, len(got), err)
		}
	}
}

func TestGarbageIsAnError(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	garbage := make([]byte, 1<<20)
	for i := range garbage {
		garbage[i] = byte(random.UintN(95)) + ' '
	}
	for _, f := range rdf.Formats {
		if _, err := rdf.Read(bytes.NewReader(garbage), f, "urn:base", rdf.Limits{}); err == nil {
			t.Errorf("%s took it", f.Name)
		}
	}
}

// TestACutDocumentIsNeverAPanic reads every beginning of a document.
func TestACutDocumentIsNeverAPanic(t *testing.T) {
	for _, f := range rdf.Formats {
		text := sample(t, f)
		for i := range text {
			if _, err := rdf.Read(strings.NewReader(text[:i]), f, "http://example.org/", rdf.Limits{}); err != nil &&
				!errors.Is(err, rdf.ErrSyntax) {
				t.Errorf("%s cut at %d: %v", f.Name, i, err)
			}
		}
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for name, c := range map[string]struct {
		format *rdf.Format
		text   string
		line   int
	}{
		"N-Quads": {rdf.NQuads, "# one\n<urn:s> <urn:p> <urn:o> .\n<urn:s> oops\n", 3},
		"Turtle":  {rdf.Turtle, "# one\n<urn:s> <urn:p> \"\"\"two\nthree\"\"\" ;\n  oops .\n", 4},
		"TriG":    {rdf.TriG, "<urn:g> {\n <urn:s> <urn:p> <urn:o>\n oops }\n", 3},
		"RDF/XML": {rdf.RDFXML, "<a>\n<b>\n</a>", 3},
	} {
		_, err := rdf.Read(strings.NewReader(c.text), c.format, "", rdf.Limits{})
		var syntax *rdf.SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != c.line || syntax.Format != c.format.Name {
			t.Errorf("%s: got %v, want an error at line %d", name, err, c.line)
		}
	}
}
