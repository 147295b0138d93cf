package importer_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

const living = "testdata/group-state-example.jsonld"

func TestLivingGroupComesInWhole(t *testing.T) {
	n := nodetest.New(t)
	library := n.Group("library")

	report := bring(t, n, library, living, read(t, living))

	described := 96 - 3 // a tally stands inside its decision, two constraints inside their affiliation
	if got := len(report.Made) - report.Openings; got != described || report.Openings != 2 {
		t.Errorf("made %d things and %d openings, want %d and 2", got, report.Openings, described)
	}
	if len(report.Differences)+len(report.NotUnderstood)+len(report.Violations) > 0 {
		t.Errorf("differences %v, not understood %v, violations %v", report.Differences, report.NotUnderstood, report.Violations)
	}
	n.Sound()

	network := n.Thing(n.Node.Group("network"))
	if network.Get(vf.Name).Text() != "Alder River Bioregional Network" {
		t.Errorf("the network is called %q", network.Get(vf.Name).Text())
	}
	if n.Thing(n.Node.Group("estuary-commons-network")).Get(vf.Name).Text() == "" {
		t.Error("the second group of that handle has no name")
	}
	history, err := n.History(context.Background(), node.Operator, n.State(network.ID()))
	if err != nil || len(history) != 2 {
		t.Fatalf("%d versions of the state, %v; want 2", len(history), err)
	}
	for i, want := range []string{"3", "4"} {
		r, err := history[i].Resource()
		if err != nil || r.Get(pf.StateVersion).Text() != want || history[i].Owner != network.ID() {
			t.Errorf("version %d: number %q of %s, %v; want %q of the network", i+1, r.Get(pf.StateVersion).Text(), history[i].Owner, err, want)
		}
	}
	for source, owner := range map[vocab.IRI]string{
		"https://alder.example/values/seed-1":              "seed-and-soil",
		"https://alder.example/mechanisms/council-consent": "network",
		"https://alder.example/decisions/2026-02":          "council",
		"https://alder.example/seats/seed":                 "council",
		"https://alder.example/specs/money":                "library",
	} {
		if v := from(t, n, source); v.Owner != n.Node.Group(owner) {
			t.Errorf("%s is %s's record, want %s's", source, v.Owner, owner)
		}
	}
	if got := len(n.Thing(from(t, n, "https://alder.example/affiliations/estuary").IRI).All(pf.HasConstraint)); got != 2 {
		t.Errorf("the affiliation has %d constraints, want 2", got)
	}
	if n.Thing(from(t, n, "https://alder.example/decisions/2026-02").IRI).Get(pf.HasTally).Part() == nil {
		t.Error("the decision has no tally")
	}
	if got := n.Holds(from(t, n, "https://alder.example/resources/watershed-fund").IRI); !strings.HasPrefix(got, "1200 ") {
		t.Errorf("the purse holds %s; want the 600 it began with and the 600 it was paid", got)
	}
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	n := nodetest.New(t)
	library := n.Group("library")
	first := bring(t, n, library, living, read(t, living))
	before := n.Position()

	second := bring(t, n, library, living, read(t, living))

	if n.Position() != before {
		t.Error("the log grew")
	}
	if len(second.Made)+len(second.Changed) > 0 || len(second.Same) != len(first.Made) {
		t.Errorf("made %v, changed %v, left alone %d of %d", second.Made, second.Changed, len(second.Same), len(first.Made))
	}
}

func TestGraphIsTheSameInEverySyntax(t *testing.T) {
	n := nodetest.New(t)
	want := imported(t, n, living, read(t, living))
	if len(want) < 800 {
		t.Fatalf("only %d statements", len(want))
	}
	doc, err := jsonld.Read(read(t, living), jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var quads []rdf.Quad
	for _, r := range doc.Resources {
		quads = graph.Append(quads, r)
	}
	for _, f := range rdf.Formats {
		t.Run(f.Name, func(t *testing.T) {
			var text bytes.Buffer
			if err := rdf.Write(&text, f, quads, nil); err != nil {
				t.Fatal(err)
			}
			n := nodetest.New(t)

			got := imported(t, n, "example"+f.Suffix, text.Bytes())

			missing, surplus, err := rdf.Diff(want, got)
			if err != nil {
				t.Fatal(err)
			}
			for i, q := range missing {
				if i < 10 {
					t.Errorf("missing %s", q)
				}
			}
			for i, q := range surplus {
				if i < 10 {
					t.Errorf("surplus %s", q)
				}
			}
		})
	}
}

// imported brings a document into an empty node and gives the graph of all that came in, each
// version by itself.
func imported(t *testing.T, n *nodetest.Node, name string, data []byte) []rdf.Quad {
	t.Helper()
	return exported(t, n, bring(t, n, n.Group("library"), name, data), true)
}

// exported is the graph of what an import made, under the names of the source: every version of
// everything, or the newest.
func exported(t *testing.T, n *nodetest.Node, report importer.Report, all bool) (quads []rdf.Quad) {
	t.Helper()
	sources := map[vocab.IRI]vocab.IRI{}
	for _, l := range report.Made {
		if l.Class != "State" {
			sources[l.IRI] = l.Source
		}
	}
	rename := func(id vocab.IRI) vocab.IRI {
		if source, ok := sources[id]; ok {
			return source
		}
		return id
	}
	for _, l := range report.Made {
		history, err := n.History(context.Background(), node.Operator, l.IRI)
		if err != nil {
			t.Fatal(err)
		}
		if !all {
			history = history[len(history)-1:]
		}
		for _, v := range history {
			r, err := v.Resource()
			if err != nil {
				t.Fatal(err)
			}
			r = r.Rename(rename)
			if all {
				r = r.WithID(node.MementoIRI(r.ID(), v.N))
			}
			quads = graph.Append(quads, r)
		}
	}
	return quads
}

// bring imports a document that has to come in.
func bring(t *testing.T, n *nodetest.Node, group vocab.IRI, name string, data []byte) importer.Report {
	t.Helper()
	report, err := importer.ImportBytes(context.Background(), name, data, importer.Options{Node: n.Node, Group: group})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return report
}

// from is what came from an IRI at the source.
func from(t *testing.T, n *nodetest.Node, source vocab.IRI) node.Version {
	t.Helper()
	found, err := n.Find(context.Background(), node.Operator, node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: source}}})
	if err != nil || len(found) == 0 {
		t.Fatalf("nothing came from %s: %v", source, err)
	}
	return found[0]
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
