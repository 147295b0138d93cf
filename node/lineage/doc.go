// Package lineage reads the flow graph of a node, so that vocab/flow can trace in it: what a caller
// may not see is a branch that ends.
package lineage
