package importer_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
)

func TestBadSourcesAreRefusedAndNothingIsStored(t *testing.T) {
	n := nodetest.New(t)
	group := n.Group("library")
	thing := `{"@context": {"@vocab": "https://w3id.org/valueflows/ont/vf#"}, "@id": "https://a.example/1", "@type": "Plan", "name": "A"}`
	for _, c := range []struct {
		what, name, data string
		kind             node.Kind
		message          string
	}{
		{"nothing", "a.jsonld", " \n", node.Unreadable, "a.jsonld: is empty"},
		{"half a document", "a.jsonld", thing[:60], node.Unreadable, "a.jsonld: as JSON-LD: "},
		{"a comma too many", "a.jsonld", "{\n\"@id\": \"https://a.example/1\",\n}", node.Unreadable, "line 2"},
		{"a key twice", "a.jsonld", `{"@id": "https://a.example/1", "@id": "https://a.example/2"}`, node.Unreadable, "same name twice"},
		{"Turtle called JSON-LD", "a.jsonld", "@prefix a: <https://a.example/> .\n", node.Unreadable, "as JSON-LD"},
		{"JSON called Turtle", "a.ttl", thing, node.Unreadable, "Turtle, line 1"},
		{"half of Turtle", "a.ttl", "@prefix vf: <https://w3id.org/valueflows/ont/vf#> .\n<https://a.example/1> a vf:Plan ;\n vf:name \"A", node.Unreadable, "line 3"},
		{"half of RDF/XML", "a.rdf", "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">", node.Unreadable, "RDF/XML"},
		{"a broken line of N-Quads", "a.nq", "<https://a.example/1> <https://a.example/p> \"x\" .\n<https://a.example/1> \"p\" .\n", node.Unreadable, "line 2"},
		{"a broken line of YAML", "a.yaml", "'@id': a\n  '@type': b\n", node.Unreadable, "line 2"},
		{"picture", "a.jsonld", "\x89PNG\r\n\x1a\n\x00\x00", node.Unsupported, "is a picture"},
		{"bytes", "a.jsonld", "\x01\x02\r\n\x1a\n\x00\x00", node.Unreadable, "zero byte"},
		{"Latin-1", "a.jsonld", "{\"@id\": \"x\",\n\"name\": \"caf\xe9\"}", node.Unreadable, "line 2: is not UTF-8"},
		{"UTF-16", "a.jsonld", "\xff\xfe{\x00}\x00", node.Unreadable, "UTF-16"},
		{"an unknown form", "a.txt", "Dear all,\n", node.Unsupported, "JSON-LD (.jsonld, .json)"},
		{"great depth", "a.jsonld", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), node.TooLarge, "too deep"},
		{"great depth in YAML", "a.yaml", strings.Repeat("- ", 9_000) + "x", node.Unreadable, "line 1"},
		{"great depth in Turtle", "a.ttl", "<https://a.example/1> <https://a.example/p> " + strings.Repeat("[ <https://a.example/p> ", 5_000), node.TooLarge, "limit"},
		{"an unknown context", "a.jsonld", `{"@context": "https://a.example/context", "@id": "https://a.example/1"}`, node.Unreadable, "https://a.example/context"},
		{"a word that vf does not have", "a.jsonld", strings.Replace(thing, `"name"`, `"nmae"`, 1), node.Invalid, "nmae"},
		{"a class that vf does not have", "a.jsonld", strings.Replace(thing, `"Plan"`, `"Plam"`, 1), node.Invalid, "not a class"},
	} {
		t.Run(c.what, func(t *testing.T) {
			before := n.Position()

			_, err := importer.ImportBytes(context.Background(), c.name, []byte(c.data), importer.Options{Node: n.Node, Group: group})

			if node.KindOf(err) != c.kind || !strings.Contains(node.MessageOf(err), c.message) || !strings.HasPrefix(node.MessageOf(err), c.name) {
				t.Errorf("got %s: %v; want %s with %q", node.KindOf(err), err, c.kind, c.message)
			}
			if n.Position() != before {
				t.Error("something was stored")
			}
		})
	}
}

func TestFilesAreToldByTheirContentToo(t *testing.T) {
	for name, text := range map[string]string{
		"JSON-LD": `{"@context": {"@vocab": "https://w3id.org/valueflows/ont/vf#"}, "@id": "https://a.example/1", "@type": "Plan", "name": "A"}`,
		"YAML-LD": "# a plan\n'@context': {'@vocab': 'https://w3id.org/valueflows/ont/vf#'}\n'@id': https://a.example/1\n'@type': Plan\nname: A\n",
		"TriG":    "@prefix vf: <https://w3id.org/valueflows/ont/vf#> .\n<https://a.example/1> a vf:Plan; vf:name \"A\" .\n",
		"N-Quads": "<https://a.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/valueflows/ont/vf#Plan> <https://a.example/g> .\n" +
			"<https://a.example/1> <https://w3id.org/valueflows/ont/vf#name> \"A\" <https://a.example/g> .\n",
		"RDF/XML": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:vf="https://w3id.org/valueflows/ont/vf#">` +
			`<vf:Plan rdf:about="https://a.example/1"><vf:name>A</vf:name></vf:Plan></rdf:RDF>`,
	} {
		t.Run(name, func(t *testing.T) {
			n := nodetest.New(t)

			report := bring(t, n, n.Group("library"), "plan", []byte("\ufeff"+text))

			if report.Format != name || len(report.Made) != 1 || report.Made[0].Name != "A" {
				t.Errorf("read as %s: %v", report.Format, report.Made)
			}
		})
	}
}

func TestMissingFilesAreSaidToBeSo(t *testing.T) {
	n := nodetest.New(t)
	for _, name := range []string{"none.ttl", "none.csv", "none"} {
		if _, err := importer.Import(context.Background(), filepath.Join(t.TempDir(), name), importer.Options{Node: n.Node}); node.KindOf(err) != node.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
