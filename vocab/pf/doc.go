// Package pf is the vocabulary of groups: what they are, how they describe themselves, what they
// value, who serves, what was decided and which resources were set aside, next to ValueFlows.
//
// [Schema] is the Primitives Framework; [Schemas] adds the terms it borrows from PROV, ORG, DCMI,
// SKOS, schema.org and RDF Schema. Classes and their terms stand by story (groups.go, state.go,
// values.go …), terms that many classes carry in wide.go, value sets in schemes_*.go. A class is a
// variable of its own name, a property one with a capital ([Prefers]), and with Has before it where
// a class has that name ([HasTally]).
//
// What one document can show to be wrong is in rules.go. Meaning beyond single documents:
// [AllowedTransitions], [NormalPhase], [IsFormalQuality], [Alignment] and [Differences].
package pf
