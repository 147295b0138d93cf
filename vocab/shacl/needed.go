package shacl

import (
	"strings"

	"tributary/vocab/rdf"
)

// needed are the shapes that can say something of data: those with a target in it, and what they
// refer to. The engine reads the whole of the shapes once for each shape, so that those of a whole
// vocabulary would take seconds.
//
// Spec: SHACL 2.1.3, targets.
func needed(shapes, data []rdf.Quad) []rdf.Quad {
	present := map[rdf.Term]bool{} // classes that the data has members of
	for _, q := range data {
		if q.P == rdfType || q.P.Value == rdfs+"subClassOf" {
			present[q.O] = true
		}
	}
	said := map[rdf.Term][]rdf.Quad{}
	for _, q := range shapes {
		said[q.S] = append(said[q.S], q)
	}

	var kept, open []rdf.Quad
	taken := map[rdf.Term]bool{}
	take := func(node rdf.Term) {
		if !taken[node] {
			taken[node] = true
			open = append(open, said[node]...)
		}
	}
	for _, q := range shapes {
		if targets(q, present) {
			take(q.S)
		}
	}
	for len(open) > 0 {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		kept = append(kept, next)
		take(next.O)
	}
	return kept
}

// targets says whether the statement gives its shape nodes to look at.
func targets(q rdf.Quad, present map[rdf.Term]bool) bool {
	switch {
	case q.P.Value == sh+"targetClass":
		return present[q.O]
	case q.P == rdfType && q.O.Value == rdfs+"Class": // a class that is its own shape
		return present[q.S]
	}
	return strings.HasPrefix(q.P.Value, sh+"target")
}
