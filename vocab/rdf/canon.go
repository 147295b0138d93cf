package rdf

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"slices"
	"strconv"
)

// Budget bounds the work of [Canonicalize] where blank nodes cannot be told apart by the quads
// they stand in. Telling them apart by their neighbours takes time that grows, in graphs made for
// it, faster than any polynomial.
type Budget struct {
	// Steps is how many quads may be hashed and neighbours ordered. Zero means 50,000 and another
	// 10 for each quad with a blank node: some 20 milliseconds for a small graph.
	Steps int
}

func (b Budget) steps(quads int) int {
	if b.Steps != 0 {
		return b.Steps
	}
	return 50_000 + 10*quads
}

// Canonicalize returns the canonical form of a dataset under RDFC-1.0 with SHA-256: sorted N-Quads
// in which blank nodes are labelled by what is said of them. Isomorphic datasets have equal
// canonical forms. labels maps the labels given to the canonical ones (c14n0, c14n1, …).
//
// Errors: ErrBudget when the dataset is made to waste time; ErrUnwritable for what is no statement.
//
// Spec: RDF Dataset Canonicalization 1.0.
func Canonicalize(quads []Quad, budget Budget) (nquads []byte, labels map[string]string, err error) {
	return canonicalize(quads, budget, sha256.New)
}

// CanonicalizeSHA384 is [Canonicalize] with SHA-384 inside, which labels blank nodes differently.
//
// Spec: RDF Dataset Canonicalization 1.0, section 4.1.
func CanonicalizeSHA384(quads []Quad, budget Budget) (nquads []byte, labels map[string]string, err error) {
	return canonicalize(quads, budget, sha512.New384)
}

func canonicalize(quads []Quad, budget Budget, newHash func() hash.Hash) ([]byte, map[string]string, error) {
	for _, q := range quads {
		if err := q.Check(); err != nil {
			return nil, nil, fmt.Errorf("canonicalize: %w", err)
		}
	}
	c := newCanonicalizer(quads, newHash)
	c.stepsLeft = budget.steps(len(c.quads))
	if err := c.label(); err != nil {
		return nil, nil, err
	}
	labels := make(map[string]string, len(c.nodes))
	for i := range c.nodes {
		labels[c.nodes[i].label] = "c14n" + strconv.Itoa(c.canonical.ids[i])
	}
	return sortedLines(quads, labels), labels, nil
}

// sortedLines returns quads with new labels as N-Quads, sorted by code points, once each.
func sortedLines(quads []Quad, labels map[string]string) []byte {
	all := make([]byte, 0, 160*len(quads)) // a usual line is that long
	ends := make([]int, 0, len(quads)+1)
	for _, q := range quads {
		ends = append(ends, len(all))
		all = AppendQuad(all, relabel(q, labels))
	}
	ends = append(ends, len(all))
	lines := make([][]byte, len(quads))
	for i := range lines {
		lines[i] = all[ends[i]:ends[i+1]]
	}
	slices.SortFunc(lines, bytes.Compare)
	lines = slices.CompactFunc(lines, bytes.Equal)
	return bytes.Join(lines, nil)
}

// relabel returns q with the labels of its blank nodes replaced.
func relabel(q Quad, labels map[string]string) Quad {
	for _, t := range [...]*Term{&q.S, &q.O, &q.G} {
		if t.Kind == KindBlank {
			t.Value = labels[t.Value]
		}
	}
	return q
}

// blankNode is a blank node of the dataset at work; quads and nodes are known by their indexes.
type blankNode struct {
	label string
	quads []int  // in which it stands
	hash  string // of these quads: the first-degree hash
}

type canonicalizer struct {
	quads     []Quad   // those with blank nodes, once each
	parts     [][3]int // of each quad: the blank nodes that are subject, object and graph, or -1
	nodes     []blankNode
	canonical *issuer
	stepsLeft int
	newHash   func() hash.Hash
	buf       []byte
}

func newCanonicalizer(quads []Quad, newHash func() hash.Hash) *canonicalizer {
	c := &canonicalizer{newHash: newHash, canonical: newIssuer()}
	index := map[string]int{}
	seen := map[Quad]bool{}
	for _, q := range quads {
		terms := [...]Term{q.S, q.O, q.G}
		if !slices.ContainsFunc(terms[:], func(t Term) bool { return t.Kind == KindBlank }) || seen[q] {
			continue
		}
		seen[q] = true
		c.quads = append(c.quads, q)
		c.parts = append(c.parts, c.findNodes(terms, index))
	}
	return c
}

// findNodes returns the nodes of the next quad, and notes at each that it stands in it.
func (c *canonicalizer) findNodes(terms [3]Term, index map[string]int) (parts [3]int) {
	for i, t := range terms {
		if t.Kind != KindBlank {
			parts[i] = -1
			continue
		}
		n, known := index[t.Value]
		if !known {
			n = len(c.nodes)
			index[t.Value] = n
			c.nodes = append(c.nodes, blankNode{label: t.Value})
		}
		parts[i] = n
		if !slices.Contains(parts[:i], n) {
			c.nodes[n].quads = append(c.nodes[n].quads, len(c.quads)-1)
		}
	}
	return parts
}

// label gives every node its canonical identifier.
//
// Spec: section 4.4.3, steps 3 to 5.
func (c *canonicalizer) label() error {
	order := make([]int, len(c.nodes))
	for i := range c.nodes {
		c.nodes[i].hash = c.hashFirstDegree(i)
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.nodes[a].hash, c.nodes[b].hash) })

	var alike [][]int // nodes with one hash, by hash
	for len(order) > 0 {
		n := 1
		for n < len(order) && c.nodes[order[n]].hash == c.nodes[order[0]].hash {
			n++
		}
		if n == 1 {
			c.canonical.issue(order[0])
		} else {
			alike = append(alike, order[:n])
		}
		order = order[n:]
	}
	for _, nodes := range alike {
		if err := c.labelAlike(nodes); err != nil {
			return err
		}
	}
	return nil
}

// labelAlike gives identifiers to nodes with equal first-degree hashes, and to those met on the way.
func (c *canonicalizer) labelAlike(nodes []int) error {
	var paths []path
	for _, n := range nodes {
		if c.canonical.has(n) {
			continue
		}
		temporary := newIssuer()
		temporary.issue(n)
		p, err := c.hashNDegree(n, temporary)
		if err != nil {
			return err
		}
		paths = append(paths, p)
	}
	slices.SortStableFunc(paths, func(a, b path) int { return cmp.Compare(a.hash, b.hash) })
	for _, p := range paths {
		for _, n := range p.issuer.order {
			c.canonical.issue(n)
		}
	}
	return nil
}
