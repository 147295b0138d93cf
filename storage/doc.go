// Package storage keeps the shared record in SQL: the one implementation of [node.Store] and
// [account.Store], for every engine. The packages beneath it, sqlite and postgres, open a database
// and hand over an [Engine], which holds the few things in which engines differ.
//
// The path of one update: [DB.Update] queues a closure; the writer (writer.go) runs the closures
// that wait as one group, one transaction (group.go). What they append is gathered in memory (batch.go),
// laid down in a few statements, and committed once for all of them, while the next group's closures
// run; then each caller is answered. A closure that fails takes nothing with it but its own part.
//
// The log (log.go) is the truth. The tables latest and edge, by which things are found, say nothing that
// the log does not, and [DB.Reindex] rebuilds them. Every IRI is kept once (names.go) and stands as
// a small integer everywhere else.
//
// A thing is known inside by the position of its first version, its "created": latest and edge are
// kept by it, so that a page of results in order of creation is a range of an index, however long
// the whole.
package storage
