package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"sort"
	"strings"
	"testing"
)

// layers says who may import whom: a package may import those of ours in its row and, beyond the
// standard library, the modules named. Rows are read top down; the first that fits counts.
// Test files are free.
var layers = []struct {
	packages string   // "vocab/flow", or "vocab/..." for it and all below
	ours     []string // same form
	outside  []string // modules
}{
	{"contexts", nil, nil},
	{"vocab/quantity", nil, []string{"github.com/cockroachdb/apd/v3", "github.com/rickb777/period"}},
	{"vocab/rdf", nil, []string{"github.com/tggo/goRDFlib"}},
	{"vocab", []string{"vocab/quantity"}, nil},
	{"vocab/vocabtest", []string{"vocab", "vocab/..."}, []string{"pgregory.net/rapid"}},
	{"vocab/shacl", []string{"contexts", "vocab", "vocab/..."}, []string{"github.com/tggo/goRDFlib"}},
	{"vocab/jsonld", []string{"contexts", "vocab", "vocab/..."}, []string{"github.com/piprate/json-gold", "github.com/go-json-experiment/json"}},
	{"vocab/...", []string{"contexts", "vocab", "vocab/..."}, []string{"github.com/go-json-experiment/json"}},

	{"node", []string{"vocab", "vocab/..."}, nil},
	{"node/account", []string{"node", "vocab", "vocab/..."}, nil},
	{"node/oauth", []string{"node", "node/account", "vocab", "vocab/..."}, []string{"github.com/go-json-experiment/json"}},
	{"node/jobs", []string{"node", "vocab", "vocab/..."}, nil},
	{"node/problem", []string{"node", "vocab", "vocab/..."}, nil},
	{"node/narrate", []string{"vocab", "vocab/..."}, nil},
	{"node/config", []string{"node", "vocab", "vocab/..."}, []string{"github.com/pelletier/go-toml/v2"}},

	{"storage", []string{"node", "node/account", "vocab", "vocab/..."}, nil},
	{"storage/sqlite", []string{"storage", "node", "vocab/..."}, []string{"github.com/mattn/go-sqlite3"}},
	{"storage/postgres", []string{"storage", "node", "vocab/..."}, []string{"github.com/jackc/pgx/v5"}},
	{"storage/crashtest", []string{"storage/...", "storage", "node", "node/account", "vocab", "vocab/..."}, nil},
	{"storage/crashtest", nil, nil}, // tests alone
	{"storage/storagetest", []string{"storage/...", "storage", "node", "node/account", "vocab", "vocab/..."}, []string{"github.com/jackc/pgx/v5"}},

	{"federation/dialect", []string{"federation/wire", "node", "node/narrate", "contexts", "vocab", "vocab/..."}, []string{"github.com/go-json-experiment/json"}},
	{"federation/fetch", []string{"federation/wire", "node", "vocab", "vocab/..."},
		[]string{"code.dny.dev/ssrf", "github.com/go-json-experiment/json"}},
	{"federation/policy", []string{"federation/wire", "node", "vocab", "vocab/..."}, nil},
	{"federation/wire", []string{"node", "vocab", "vocab/..."}, []string{"github.com/go-json-experiment/json", "golang.org/x/net"}},
	{"federation/httpsig", []string{"node", "vocab", "vocab/..."}, []string{"github.com/dunglas/httpsfv"}},
	{"federation/proof", []string{"federation/wire", "node", "vocab", "vocab/..."}, []string{"github.com/go-json-experiment/json"}},
	{"federation/keyring", []string{"federation/httpsig", "federation/proof", "vocab", "vocab/..."}, nil},
	{"federation", []string{"federation/...", "node", "node/account", "node/narrate", "node/problem", "contexts", "vocab", "vocab/..."},
		[]string{"github.com/go-ap/activitypub", "github.com/go-json-experiment/json", "golang.org/x/time"}},
	{"node/publish", []string{"node", "node/account", "node/narrate", "node/problem", "contexts", "vocab", "vocab/..."}, []string{"github.com/yuin/goldmark", "golang.org/x/net"}},
	{"node/importer/repository", []string{"vocab", "vocab/..."}, []string{"go.yaml.in/yaml/v3"}},
	{"node/archive", []string{"federation/proof", "node", "node/account", "storage", "vocab", "vocab/..."}, nil},
	{"node/importer", []string{"node/importer/repository", "node", "contexts", "vocab", "vocab/..."}, []string{"go.yaml.in/yaml/v3"}},
	{"node/lineage", []string{"node", "vocab", "vocab/..."}, nil},
	{"node/sample", []string{"node", "node/account", "node/importer", "vocab", "vocab/..."}, nil},

	{"node/server/fedtest", []string{"node/server", "node/...", "node", "federation", "federation/...", "storage", "storage/...", "vocab", "vocab/..."}, nil},
	{"node/server", []string{"node/...", "node", "federation", "federation/...", "storage", "storage/...", "contexts", "vocab", "vocab/..."}, []string{"github.com/gorilla/mux"}},
	{"node/nodetest", []string{"node/...", "node", "federation", "storage", "storage/...", "contexts", "vocab", "vocab/..."}, nil},
	{"cmd/tributary", []string{"..."}, []string{"github.com/alecthomas/kong", "github.com/vbauerster/mpb/v8"}},
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range packagesOf(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		row := slices.IndexFunc(layers, func(l struct {
			packages string
			ours     []string
			outside  []string
		}) bool {
			return fits(name, l.packages)
		})
		if row < 0 {
			t.Errorf("%s is in no layer", name)
			continue
		}
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
				if !slices.ContainsFunc(layers[row].ours, func(l string) bool { return fits(ours, l) }) {
					t.Errorf("%s may not import %s", name, ours)
				}
				continue
			}
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
				continue // the standard library
			}
			if !slices.ContainsFunc(layers[row].outside, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") }) {
				t.Errorf("%s may not import %s", name, imported)
			}
		}
	}
}

// dependencies says what each direct dependency spares us.
var dependencies = map[string]string{
	"github.com/piprate/json-gold":       "the JSON-LD algorithms, for documents of strangers",
	"github.com/go-ap/activitypub":       "type constants of ActivityStreams, and the peer we must stay readable for",
	"github.com/mattn/go-sqlite3":        "SQLite, the default engine",
	"github.com/gorilla/mux":             "routes",
	"github.com/jackc/pgx/v5":            "PostgreSQL, the engine of larger networks",
	"github.com/go-json-experiment/json": "strict and exact JSON tokens: duplicate names and bad UTF-8 refused",
	"github.com/cockroachdb/apd/v3":      "exact decimals that keep their scale",
	"github.com/rickb777/period":         "ISO 8601 durations, exact",
	"github.com/tggo/goRDFlib":           "readers of Turtle, TriG, N-Quads, RDF/XML, and SHACL",
	"github.com/alecthomas/kong":         "commands and flags from structs",
	"github.com/pelletier/go-toml/v2":    "the configuration file, strictly read",
	"github.com/vbauerster/mpb/v8":       "progress on a terminal",
	"github.com/yuin/goldmark":           "Markdown of states and documents in the HTML view",
	"go.yaml.in/yaml/v3":                 "YAML-LD on the way in",
	"github.com/dunglas/httpsfv":         "structured fields of HTTP, which RFC 9421 signs",
	"golang.org/x/net":                   "host names as UTS 46 looks them up, so that no two spellings are two peers",
	"golang.org/x/time":                  "token buckets: how much one origin may send",
	"code.dny.dev/ssrf":                  "the list of address ranges that no stranger may lead us to, from IANA's registries",
	"github.com/geoknoesis/rdf-go":       "tests: the W3C vectors of the RDF syntaxes",
	"github.com/rogpeppe/go-internal":    "tests: command line scripts",
	"pgregory.net/rapid":                 "tests: generated resources and quantities",
}

func TestEachDependencyHasItsReason(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{if not .Indirect}}{{.Path}}{{end}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	direct := strings.Fields(string(out))
	direct = slices.DeleteFunc(direct, func(m string) bool { return m == module })
	sort.Strings(direct)
	var reasoned []string
	for m := range dependencies {
		reasoned = append(reasoned, m)
	}
	sort.Strings(reasoned)
	if !slices.Equal(direct, reasoned) {
		t.Errorf("go.mod requires\n%v\nthe table gives reasons for\n%v", direct, reasoned)
	}
}

const module = "tributary"

type listed struct {
	ImportPath string
	Imports    []string
}

func packagesOf(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func fits(name, pattern string) bool {
	if pattern == "..." {
		return true
	}
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return strings.HasPrefix(name, base+"/")
	}
	return name == pattern
}
