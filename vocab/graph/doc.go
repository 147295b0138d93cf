// Package graph turns Resources into RDF statements and statements into Resources.
//
// [Quads] writes: one statement a value, parts under hash IRIs made by [PartIDs], no blank nodes.
// [Resources] reads statements of any origin. Both syntaxes that this node reads, RDF and JSON-LD,
// end in the same place: a reader makes [Node]s, which say what stood in the document, and
// [Assemble] decides what they mean: canonical names, foreign terms read as ours, words and units
// as IRIs, numbers in the datatype of their property, parts inside their owners, and of two
// inverse properties the one with a single value.
package graph
