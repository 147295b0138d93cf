// Package shacl derives shapes from a vocabulary and checks RDF against shapes.
//
// [Shapes] holds for any single document that the node publishes: cardinalities, datatypes, values
// of closed sets, the parts inside a thing. It asks nothing of what other documents say. [Strict]
// asks also that references lead to things of the right class, as far as the data describes them;
// it is meant for a whole dataset.
//
// Shapes have one node shape a class, named as the class, and one property shape a property, named
// as its term; all nodes are IRIs, lists too, so that equal vocabularies give equal shapes.
//
// [Validate] is goRDFlib's SHACL behind our terms. It is for tests and the command line: shapes must
// be trusted, since SHACL can hold queries.
//
// Spec: SHACL (W3C Recommendation 2017), Core.
package shacl
