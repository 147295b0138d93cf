package rdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tributary/vocab/rdf"

	// The vectors lie in these modules: naming them has the go command fetch them.
	_ "github.com/geoknoesis/rdf-go/rdf"
	_ "github.com/piprate/json-gold/ld"
)

// The official test suites come with modules that only tests use; none is copied here.
const (
	suitesModule = "github.com/geoknoesis/rdf-go"
	canonModule  = "github.com/piprate/json-gold"
)

// moduleDir returns the folder in which the Go tool keeps a module.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil || len(bytes.TrimSpace(out)) == 0 {
		t.Fatalf("find module %s: %v", module, err)
	}
	return string(bytes.TrimSpace(out))
}

// vector is one test of a suite.
type vector struct {
	name   string
	action string // file to read
	result string // file with the expected statements; "" when reading is all
	bad    bool   // whether reading must fail
}

const (
	mf   = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
	rdft = "http://www.w3.org/ns/rdftest#"
)

// fromManifest returns the tests that a manifest lists.
func fromManifest(t *testing.T, dir string) []vector {
	t.Helper()
	const base = "file:///"
	quads := readFile(t, filepath.Join(dir, "manifest.ttl"), rdf.Turtle, base)
	byTest := map[rdf.Term]*vector{}
	var order []*vector
	for _, q := range quads {
		if q.P.Value == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" && strings.HasPrefix(q.O.Value, rdft+"Test") {
			v := &vector{bad: strings.Contains(q.O.Value, "Negative")}
			byTest[q.S] = v
			order = append(order, v)
		}
	}
	path := func(iri string) string { return filepath.Join(dir, strings.TrimPrefix(iri, base)) }
	for _, q := range quads {
		v := byTest[q.S]
		if v == nil {
			continue
		}
		switch q.P.Value {
		case mf + "name":
			v.name = q.O.Value
		case mf + "action":
			v.action = path(q.O.Value)
		case mf + "result":
			v.result = path(q.O.Value)
		}
	}
	vectors := make([]vector, len(order))
	for i, v := range order {
		vectors[i] = *v
	}
	return vectors
}

// fromNames returns the tests of the Turtle suite, whose manifest is damaged in the module: files
// named bad must not be read, and an .nt file beside another is what that one says.
func fromNames(t *testing.T, dir string) (vectors []vector) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.ttl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".ttl")
		if name == "manifest" {
			continue
		}
		v := vector{name: name, action: file, bad: strings.Contains(name, "-bad-")}
		if result := strings.TrimSuffix(file, ".ttl") + ".nt"; !v.bad && exists(result) {
			v.result = result
		}
		vectors = append(vectors, v)
	}
	return vectors
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// suites are the suites of RDF 1.1, with the least number of tests that must be found and the
// tests that fail for a stated reason.
var suites = []struct {
	folder     string
	format     *rdf.Format
	list       func(*testing.T, string) []vector
	atLeast    int
	exceptions map[string]string
}{
	{"rdf-n-triples", rdf.NTriples, fromManifest, 70, nil},
	{"rdf-n-quads", rdf.NQuads, fromManifest, 87, nil},
	{"rdf-turtle", rdf.Turtle, fromNames, 300, map[string]string{
		"test-38": "it escapes a surrogate, which is no character; the official manifest does not list it",
	}},
	{"rdf-trig", rdf.TriG, fromManifest, 356, nil},
	{"rdf-xml", rdf.RDFXML, fromManifest, 166, map[string]string{}},
}

func TestW3CSyntaxAndEvaluation(t *testing.T) {
	root := filepath.Join(moduleDir(t, suitesModule), "w3c-tests", "rdf-tests", "rdf", "rdf11")
	for _, suite := range suites {
		t.Run(suite.folder, func(t *testing.T) {
			dir := filepath.Join(root, suite.folder)
			vectors := suite.list(t, dir)
			if len(vectors) < suite.atLeast {
				t.Fatalf("found %d tests, expected at least %d", len(vectors), suite.atLeast)
			}
			seen := map[string]bool{}
			passed := 0
			for _, v := range vectors {
				seen[v.name] = true
				base := "https://w3c.github.io/rdf-tests/rdf/rdf11/" + suite.folder + "/"
				base += filepath.ToSlash(strings.TrimPrefix(v.action, dir+string(filepath.Separator)))
				problem := run(t, v, suite.format, base)
				switch reason, excepted := suite.exceptions[v.name]; {
				case problem == "" && excepted:
					t.Errorf("%s passes now; it is excepted because %s", v.name, reason)
				case problem == "":
					passed++
				case !excepted:
					t.Errorf("%s: %s", v.name, problem)
				}
			}
			for name := range suite.exceptions {
				if !seen[name] {
					t.Errorf("exception %s is no test", name)
				}
			}
			t.Logf("%s: %d of %d tests pass, %d excepted", suite.format.Name, passed, len(vectors), len(suite.exceptions))
		})
	}
}

// run runs a test and returns what went wrong.
func run(t *testing.T, v vector, f *rdf.Format, base string) string {
	t.Helper()
	got, err := rdf.Read(bytes.NewReader(contents(t, v.action)), f, base, rdf.Limits{})
	switch {
	case v.bad && err == nil:
		return "was read, and must not"
	case v.bad:
		return ""
	case err != nil:
		return err.Error()
	case v.result == "":
		return ""
	}
	want := readFile(t, v.result, rdf.FormatBySuffix(v.result), base)
	onlyGot, onlyWant, err := rdf.Diff(got, want)
	if err != nil {
		return err.Error()
	}
	if len(onlyGot)+len(onlyWant) > 0 {
		return strings.Join([]string{"not isomorphic; only read:", lines(onlyGot), "only expected:", lines(onlyWant)}, "\n")
	}
	return ""
}

// The tests of canonical N-Triples and N-Quads belong to RDF 1.2; RDF 1.1 has none.
func TestW3CCanonicalEscapes(t *testing.T) {
	root := filepath.Join(moduleDir(t, suitesModule), "w3c-tests", "rdf-tests", "rdf", "rdf12")
	passed, skipped := 0, 0
	for folder, f := range map[string]*rdf.Format{"rdf-n-triples": rdf.NTriples, "rdf-n-quads": rdf.NQuads} {
		results, err := filepath.Glob(filepath.Join(root, folder, "c14n", "*-c14n"+f.Suffix))
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range results {
			name := strings.TrimSuffix(filepath.Base(result), "-c14n"+f.Suffix)
			if strings.HasPrefix(name, "triple-term") || strings.HasPrefix(name, "dirlang") {
				skipped++ // syntax of RDF 1.2, which is not accepted
				continue
			}
			if name == "langtagged_string" {
				skipped++ // RDF 1.2 folds language tags to lower case; RDFC-1.0 does not
				continue
			}
			quads := readFile(t, strings.Replace(result, "-c14n", "", 1), f, "")
			var got bytes.Buffer
			if err := rdf.Write(&got, f, quads, nil); err != nil {
				t.Errorf("%s: %v", name, err)
			} else if want := string(contents(t, result)); got.String() != want {
				t.Errorf("%s: got %q, want %q", name, got.String(), want)
			}
			passed++
		}
	}
	if passed < 60 {
		t.Errorf("only %d tests were found", passed)
	}
	t.Logf("canonical escapes: %d tests, %d of RDF 1.2 left out", passed, skipped)
}

// canonExceptions are the tests of URDNA2015 that RDFC-1.0 changed.
var canonExceptions = map[string]string{
	"test060": "RDFC-1.0 escapes tabs, backspaces and form feeds, which URDNA2015 writes as they are",
}

func TestW3CCanonicalForm(t *testing.T) {
	dir := filepath.Join(moduleDir(t, canonModule), "ld", "testdata", "normalization")
	results, err := filepath.Glob(filepath.Join(dir, "*-urdna2015.nq"))
	if err != nil || len(results) < 62 {
		t.Fatalf("found %d tests: %v", len(results), err)
	}
	passed := 0
	for _, result := range results {
		name := strings.TrimSuffix(filepath.Base(result), "-urdna2015.nq")
		quads := readFile(t, filepath.Join(dir, name+"-in.nq"), rdf.NQuads, "")
		got, labels, err := rdf.Canonicalize(quads, rdf.Budget{})
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
			continue
		case !bytes.Equal(got, contents(t, result)):
			if canonExceptions[name] == "" {
				t.Errorf("%s: got\n%s", name, got)
			}
			continue
		case canonExceptions[name] != "":
			t.Errorf("%s passes now; it is excepted because %s", name, canonExceptions[name])
		}
		passed++
		again, err := rdf.Isomorphic(quads, relabelled(quads, labels))
		if err != nil || !again {
			t.Errorf("%s: with the labels returned the dataset is another: %v", name, err)
		}
	}
	t.Logf("canonical form: %d of %d tests pass", passed, len(results))
}

func relabelled(quads []rdf.Quad, labels map[string]string) []rdf.Quad {
	out := make([]rdf.Quad, len(quads))
	for i, q := range quads {
		for _, term := range []*rdf.Term{&q.S, &q.O, &q.G} {
			if term.Kind == rdf.KindBlank {
				term.Value = labels[term.Value]
			}
		}
		out[i] = q
	}
	return out
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readFile(t *testing.T, path string, f *rdf.Format, base string) []rdf.Quad {
	t.Helper()
	quads, err := rdf.Read(bytes.NewReader(contents(t, path)), f, base, rdf.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return quads
}

func lines(quads []rdf.Quad) string {
	var out []byte
	for _, q := range quads {
		out = rdf.AppendQuad(out, q)
	}
	return string(out)
}
