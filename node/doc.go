// Package node decides what happens: everything an agent does, from any door, is an [Activity]; a
// [Verb] turns it into [Changes], which are plain data; commit carries them out in one transaction.
//
// The path of one request: a door (HTTP outbox, command line, importer) builds an Activity and a
// [Caller] and calls [Node.Submit]. Submit mints IRIs, stamps the time, checks each object against
// the vocabulary, and then, alone in one transaction, asks the verb whether the caller may, lets it
// decide over a read-only [View], and commits. If it commits, everything happened; if not, nothing.
//
// Reads go through [Node.Get], [Node.Find] and [Node.History], which show a Caller what its [Sight]
// allows and nothing else.
package node
