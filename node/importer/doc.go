// Package importer brings in what comes from elsewhere: files and documents in forms that other
// software writes.
//
// The path of one import: [Import] reads a file and asks the table [formats] which reader takes it;
// the reader answers a document, which is resources in the order of the source, with the place of
// each. What follows is the same for every source. merge joins repeats and sets snapshots of
// resources apart; identify finds what an earlier import brought in; open turns the first snapshot
// of a resource into an opening event, check compares the later ones with what the events make of
// it; arrange puts everything in the order in which it happened. The result is one activity for
// [node.Node.Submit], all or nothing, and a [Report] for whoever asked.
//
// A new source is a file with a reader and a row in formats. It needs to know nothing of nodes.
//
// What keeps its identity: every imported thing says prov:alternateOf its IRI at the source, and is
// found by it the next time. Things without an IRI there (blank nodes, openings) get a name that is
// made from the name of the document and their place in its canonical form, and begins
// "urn:tributary:import:".
package importer
