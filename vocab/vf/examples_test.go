package vf_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// whatIsWrong has the examples of the specification that break its own ontology, with the terms
// concerned and how often. All other examples are sound.
var whatIsWrong = map[string]map[string]int{
	"planning--building-recipes":                                  {"effortQuantity": 4},
	"planning--plan-from-recipe-with-production-and-exchange":     {"reciprocalClauseOf": 1},
	"production--manufacturing-and-workflow-with-recipe-and-plan": {"hasDuration": 2, "type": 3},
	"production--stage-and-state":                                 {"stage": 1},
}

func TestExamplesOfTheSpecificationAreTakenOrRefused(t *testing.T) {
	files, err := filepath.Glob("testdata/valueflows/*.jsonld")
	if err != nil || len(files) != 35 {
		t.Fatalf("%d examples, %v; want 35", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonld")
		t.Run(name, func(t *testing.T) {
			found := map[string]int{}
			for _, v := range checkExample(t, file) {
				found[v.Term]++
				t.Log(v)
			}
			if fmt.Sprint(found) != fmt.Sprint(whatIsWrong[name]) {
				t.Errorf("violations by term %v, want %v", found, whatIsWrong[name])
			}
		})
	}
}

// checkExample checks each node of a file, then what its nodes say of each other.
func checkExample(t *testing.T, file string) (found vocab.Violations) {
	t.Helper()
	e := readExample(t, file)
	classes := map[vocab.IRI][]*vocab.Class{}
	for _, r := range e.nodes {
		if others := classes[r.ID()]; len(others) > 0 && !slices.Contains(others, r.Class()) {
			found = append(found, vocab.Violation{Path: string(r.ID()), Term: "type", Message: "is a " + others[0].Name + ", too"})
		}
		classes[r.ID()] = append(classes[r.ID()], r.Class())
	}
	classOf := func(id vocab.IRI) []*vocab.Class { return classes[id] }
	for _, r := range e.nodes {
		found = append(found, vocabulary.Check(r).Under(string(r.ID()))...)
		found = append(found, vocabulary.CheckRefs(r, classOf).Under(string(r.ID()))...)
	}
	return found
}

var vocabulary = vocab.Join(vocab.Datatypes, vf.Schema)

// example reads the normalised JSON-LD of the examples: a graph of flat nodes, terms as keys, local
// prefixes in the context.
type example struct {
	t        *testing.T
	prefixes map[string]string
	nodes    []*vocab.Resource
}

func readExample(t *testing.T, file string) *example {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Context []json.RawMessage `json:"@context"`
		Graph   []map[string]any  `json:"@graph"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	e := &example{t: t, prefixes: map[string]string{}}
	if err := json.Unmarshal(doc.Context[1], &e.prefixes); err != nil {
		t.Fatal(err)
	}
	for _, node := range doc.Graph {
		e.resource(node)
	}
	return e
}

// resource reads a node, and the nodes with ids of their own inside it.
func (e *example) resource(node map[string]any) *vocab.Resource {
	name, _ := node["@type"].(string)
	id, _ := node["@id"].(string)
	r := vocab.New(vocabulary.Class(name), e.iri(id, ""))
	for key, value := range node {
		if strings.HasPrefix(key, "@") {
			continue
		}
		p := vocabulary.Property(key)
		if p == nil {
			e.t.Fatalf("%s has the unknown term %s", id, key)
		}
		for _, one := range list(value) {
			r = r.Plus(p, e.value(p, one))
		}
	}
	if r.Class() == nil && r.ID() == "" {
		return r.WithClass(vf.Measure)
	}
	e.nodes = append(e.nodes, r)
	return r
}

func (e *example) value(p *vocab.Property, value any) vocab.Value {
	switch v := value.(type) {
	case map[string]any:
		if id, only := v["@id"].(string); only && len(v) == 1 {
			return vocab.Ref(e.iri(id, p.Words()))
		}
		inner := e.resource(v)
		if inner.ID() == "" {
			return vocab.Inside(inner)
		}
		return vocab.Ref(inner.ID())
	case bool:
		return vocab.Bool(v)
	case float64:
		return vocab.Text(strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		switch {
		case p.Holds(vocab.Entity), p.Holds(vocab.Enumeration):
			return vocab.Ref(e.iri(v, p.Words()))
		case p.Range[0] == vocab.Tag:
			return vocab.Text(v)
		}
		return vocab.Typed(v, p.Range[0].IRI)
	}
	e.t.Fatalf("%s: unexpected %T", p.Term, value)
	return vocab.Value{}
}

func (e *example) iri(text string, words vocab.IRI) vocab.IRI {
	if prefix, local, found := strings.Cut(text, ":"); found {
		if base := e.prefixes[prefix]; base != "" {
			return vocab.IRI(base + local)
		}
		return vocab.IRI(text)
	}
	return words + vocab.IRI(text)
}

func list(value any) []any {
	if many, ok := value.([]any); ok {
		return many
	}
	return []any{value}
}
