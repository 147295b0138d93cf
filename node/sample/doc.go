// Package sample makes a living network to look at: the Alder River network with its cells, council,
// values and decisions (alder.jsonld, imported like any other source), and a season of work between
// the cells (season.go, recorded like any other activity). Around it lies a valley of three nodes, on
// which a bakery and a mill have groups of their own (valley.go) and trade with the network, step by
// step, for as long as somebody looks (round.go).
//
// Everything is invented. The same moment and the same season give the same figures.
package sample
