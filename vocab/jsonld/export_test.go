package jsonld

import (
	"context"

	"github.com/piprate/json-gold/ld"
)

// ReadGeneral is Read by the general algorithm, whatever the contexts.
func ReadGeneral(data []byte, opt Options) (*Reading, error) {
	r, err := newReader(data, opt)
	if err != nil {
		return nil, err
	}
	if err := r.guard(); err != nil {
		return nil, err
	}
	nodes, err := r.byExpansion(context.Background())
	if err != nil {
		return nil, err
	}
	return r.document(nodes)
}

// TakesTable says whether the document is read by a table.
func TakesTable(data []byte, opt Options) bool {
	r, err := newReader(data, opt)
	if err != nil {
		return false
	}
	_, err = r.byTable()
	return err == nil
}

// Expand runs the guarded expander over a document, with contexts from a loader. Numbers come out
// as json.Number.
func Expand(data []byte, base string, l ld.DocumentLoader, outer any) ([]any, error) {
	limits := Limits{}.withDefaults()
	tree, err := parse(data, limits)
	if err != nil {
		return nil, err
	}
	g := guard{limit: limits.Contexts}
	if err := g.visit(tree, ""); err != nil {
		return nil, err
	}
	return expand(context.Background(), plainJSON(tree), outer, base, l, limits)
}

// Parse is JSON with its numbers as they come out of Expand.
func Parse(data []byte) (any, error) {
	tree, err := parse(data, Limits{}.withDefaults())
	return plainJSON(tree), err
}

// BuiltIn is the loader of the contexts that are built in.
func BuiltIn() ld.DocumentLoader { return &loader{tables: names()} }
