package shacl

import (
	"fmt"
	"slices"
	"strings"

	gordf "github.com/tggo/goRDFlib/shacl"

	"tributary/vocab/rdf"
)

// maxQuads bounds what Validate takes on; the engine keeps everything in memory, several times.
const maxQuads = 1_000_000

// Report is what a check found.
type Report struct {
	Conforms bool
	Results  []Result // sorted by focus, path, value and constraint
}

// Result is one node that does not keep to a shape.
type Result struct {
	Focus      rdf.Term // the node
	Path       rdf.Term // the property; zero: the node itself
	Value      rdf.Term // zero: something is missing or too many
	Shape      rdf.Term
	Constraint string // local name: "MinCountConstraintComponent"
}

// String reads as a line: the node, the property, the value and the rule.
func (r Result) String() string {
	parts := []string{r.Focus.String()}
	for _, t := range []rdf.Term{r.Path, r.Value} {
		if !t.IsZero() {
			parts = append(parts, t.String())
		}
	}
	return strings.Join(append(parts, strings.TrimSuffix(r.Constraint, "ConstraintComponent")), " ")
}

// Validate checks data against shapes. Graph names are not looked at: all quads are one graph.
//
// Errors: more than a million quads.
func Validate(shapes, data []rdf.Quad) (Report, error) {
	if n := len(shapes) + len(data); n > maxQuads {
		return Report{}, fmt.Errorf("validate: %d quads are more than %d", n, maxQuads)
	}
	found := gordf.Validate(graph(data), graph(needed(shapes, data)))
	report := Report{Conforms: found.Conforms}
	for _, r := range found.Results {
		report.Results = append(report.Results, Result{
			Focus: back(r.FocusNode), Path: back(r.ResultPath), Value: back(r.Value), Shape: back(r.SourceShape),
			Constraint: strings.TrimPrefix(r.SourceConstraintComponent.Value(), sh),
		})
	}
	slices.SortFunc(report.Results, func(a, b Result) int { return strings.Compare(a.key(), b.key()) })
	return report, nil
}

func (r Result) key() string { return r.String() + " " + r.Shape.Value }

func graph(quads []rdf.Quad) *gordf.Graph {
	g := gordf.NewGraph()
	for _, q := range quads {
		g.Add(forth(q.S), forth(q.P), forth(q.O))
	}
	return g
}

func forth(t rdf.Term) gordf.Term {
	switch t.Kind {
	case rdf.KindIRI:
		return gordf.IRI(t.Value)
	case rdf.KindBlank:
		return gordf.BlankNode(t.Value)
	}
	return gordf.Literal(t.Value, t.DatatypeIRI(), t.Lang)
}

func back(t gordf.Term) rdf.Term {
	switch {
	case t.IsIRI():
		return rdf.IRI(t.Value())
	case t.IsBlank():
		return rdf.Blank(t.Value())
	case t.IsLiteral() && t.Language() != "":
		return rdf.LangText(t.Value(), t.Language())
	case t.IsLiteral():
		return rdf.Typed(t.Value(), t.Datatype())
	}
	return rdf.Term{}
}
