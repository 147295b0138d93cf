// Package importer brings in what comes from elsewhere: files and documents in forms that other
// software writes.
//
// The path of one import: [Import] reads a file and asks the table formats which reader takes it;
// the reader answers a document, which is things in the order of the source, with the place of
// each. What follows is the same for every source. join makes one entry of repeats and sets what a
// document says of a resource's balance apart; check holds everything against the vocabulary;
// identify finds what an earlier import brought in; open turns the first balance of a resource into
// an opening event, compare holds the later ones against what the events make of it; arrange puts
// everything in the order in which it happened. The result is one activity for [node.Node.Submit],
// all or nothing, and a [Report] for whoever asked. Only sources of more than ten thousand new
// things take several.
//
// A new source is a file with a reader, and a row in formats. It needs to know nothing of nodes.
// JSON of other networks (daostar.go, murmurations.go, bonfire.go) and JSON-LD in terms of older
// ValueFlows (older.go) become the same things. [Export] is the way back for groups.
//
// Tables take another path, because they may be longer than memory: csv.go reads them row by row,
// refuses them whole if any row is bad, and sends the rows through the path above by groups of a
// thousand. What their columns mean stands in csv_columns.go, as rows.
//
// What keeps its identity: every imported thing says prov:alternateOf its IRI at the source, and is
// found by it the next time. Things without an IRI there have a name that begins
// "urn:tributary:import:": a blank node's is made of the document's name and the node's canonical
// label, an opening's of its resource.
package importer
