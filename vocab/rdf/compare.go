package rdf

import (
	"bytes"
	"fmt"
)

// Isomorphic tells whether two datasets say the same: equal but for order, repetition and the
// labels of blank nodes.
//
// Errors: those of [Canonicalize] with the default budget.
func Isomorphic(a, b []Quad) (bool, error) {
	canonA, _, err := Canonicalize(a, Budget{})
	if err != nil {
		return false, fmt.Errorf("first dataset: %w", err)
	}
	canonB, _, err := Canonicalize(b, Budget{})
	if err != nil {
		return false, fmt.Errorf("second dataset: %w", err)
	}
	return bytes.Equal(canonA, canonB), nil
}

// Diff returns the quads that only one of two datasets has, each with the labels of its own
// dataset, in the order given, without repetitions. Both results are empty exactly when the
// datasets are isomorphic.
//
// A difference near blank nodes changes their canonical labels, so more quads than were edited may
// be named; quads without blank nodes are compared exactly.
//
// Errors: those of [Canonicalize] with the default budget.
func Diff(a, b []Quad) (onlyA, onlyB []Quad, err error) {
	linesA, err := canonicalLines(a)
	if err != nil {
		return nil, nil, fmt.Errorf("first dataset: %w", err)
	}
	linesB, err := canonicalLines(b)
	if err != nil {
		return nil, nil, fmt.Errorf("second dataset: %w", err)
	}
	return without(a, linesA, linesB), without(b, linesB, linesA), nil
}

// canonicalLines returns the canonical line of each quad.
func canonicalLines(quads []Quad) ([]string, error) {
	_, labels, err := Canonicalize(quads, Budget{})
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(quads))
	for i, q := range quads {
		lines[i] = relabel(q, labels).String()
	}
	return lines, nil
}

// without returns the quads whose lines are not among others, once each.
func without(quads []Quad, lines, others []string) (left []Quad) {
	seen := make(map[string]bool, len(others))
	for _, line := range others {
		seen[line] = true
	}
	for i, q := range quads {
		if !seen[lines[i]] {
			seen[lines[i]] = true
			left = append(left, q)
		}
	}
	return left
}
