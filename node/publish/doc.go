// Package publish is linked data over HTTP: every resource, version, collection, vocabulary and
// context of the node under its own address, in every encoding of one table.
//
// The main type is [Documents]; its exported methods are the handlers. The path of one request:
// a handler finds what stands behind the address, on the caller's behalf, and returns it as a
// page; negotiate picks the encoding; a representation is taken from the cache or made; answer
// writes headers, 304, HEAD and gzip. What cannot be shown goes to the problem writer, except that
// a deleted thing leaves its tombstone in the encoding asked for.
//
// The native encodings of a resource are its graph and nothing else, in the default graph of
// N-Quads and TriG too: the formats of one document are one set of statements. Only messages
// (application/activity+json) differ: they show an activity's objects inside it.
package publish
