// Package archive keeps a node's record outside its database: in one file that any engine can be
// filled from, that proves itself to whoever has it, and by which a group or a person can leave.
//
// The file is a tar of gzipped JSON lines (format.go): the log, record by record as it stands, the
// standing relations, the letters by which other nodes proved what they said and, in a backup alone, the
// work that waits (traffic.go) and what is secret. A manifest says what there is; the last
// entry is the SHA-256 of everything before it. The records are chained: the hash of each covers all
// before it, so that one number in the manifest stands for the whole history. The group that leaves, or
// the node, signs that (seal.go), so that anybody can tell who said it, and that nobody else changed it.
//
// [Backup] writes the file from one snapshot while the node goes on. [Open] reads it, and refuses
// one that was cut or changed anywhere before anything is done with it. [Archive.Restore] fills an
// empty database and compares what the database then holds with the chain. [Archive.Audit] reads the
// history without any node. [Archive.Import] gives a group that left another node its place here.
// [Erase] blanks what is personal in everything that was ever recorded of a thing.
package archive
