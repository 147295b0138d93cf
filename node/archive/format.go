package archive

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Format names the form of an archive. A form that older programs could misread gets another name.
const Format = "tributary-archive/1"

// Suffix of the files by which archives are recognised.
const Suffix = ".tributary"

// Manifest says what an archive holds.
type Manifest struct {
	Format   string    `json:"format"`
	Node     string    `json:"node"`            // the URL of the node it was made by
	Group    vocab.IRI `json:"group,omitempty"` // whose record it is; empty: the whole node's
	Made     time.Time `json:"made"`
	Private  bool      `json:"private"` // whether it holds keys, members and hashes of secrets
	Position Range     `json:"position"`
	Versions int       `json:"versions"`
	Things   int       `json:"things"`
	Chain    string    `json:"chain"` // of all records of the log, in hexadecimal
	Sections []Section `json:"sections"`
}

// Range is where the first and the last record stand in the log of the node; zero without any.
type Range struct {
	First node.Position `json:"first"`
	Last  node.Position `json:"last"`
}

// Section is one file of an archive. Bytes and SHA256 are of its content before it was compressed.
type Section struct {
	Name    string `json:"name"`
	Kind    Kind   `json:"kind"`
	Lines   int    `json:"lines"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
	Private bool   `json:"private,omitempty"`
}

// Kind says what the lines of a section are.
type Kind string

const (
	kindLog       Kind = "log"       // records of the log
	kindHashes    Kind = "hashes"    // the SHA-256 of each record, so that what was changed can be named
	kindRelations Kind = "relations" // standing relations
	kindLetters   Kind = "letters"   // what other nodes sent, with what proved it
	kindMemories  Kind = "memories"  // uses of idempotency keys
	kindConfig    Kind = "config"    // config.toml, as it is
	kindMeta      Kind = "meta"      // the node's own facts and keys, and how far its log was sent
	kindParcels   Kind = "parcels"   // what waits to be sent, as it is sent
	kindLanes     Kind = "lanes"     // where work waits
	kindJobs      Kind = "jobs"      // the work that waits, and what was set aside
	kindPolicy    Kind = "policy"    // whom the node deals with
	kindPeers     Kind = "peers"     // what it knows of other nodes
	kindMembers   Kind = "members"   // who may sign in
	kindSecrets   Kind = "secrets"   // hashes of secrets
	kindProofs    Kind = "proofs"    // the archives by which groups came here
)

// kinds are all kinds, in the order in which they stand in the file; private ones are in backups alone.
var kinds = []struct {
	kind    Kind
	private bool
}{
	{kindConfig, true}, {kindLog, false}, {kindHashes, false}, {kindRelations, false}, {kindLetters, false}, {kindMemories, true},
	{kindMeta, true}, {kindParcels, true}, {kindLanes, true}, {kindJobs, true}, {kindPolicy, true}, {kindPeers, true},
	{kindMembers, true}, {kindSecrets, true}, {kindProofs, true},
}

const (
	manifestName = "manifest.json"
	sealName     = "seal.json"
	digestName   = "SHA256"
)

// Limits of what is read. A line is at most one version, which is more than any door of a node takes; a
// section is one chunk and one line, whatever it claims and however far it unpacks; and a manifest has a
// line for each section.
const (
	maxLine     = 128 << 20
	maxManifest = 256 << 20
	maxSections = 1 << 20
	maxSeal     = 1 << 20
	chunkBytes  = 4 << 20 // of a section of the log, before it is compressed
)

// trailerBytes is the length of a trailer: a header, a block with the digest, and the two empty
// blocks that end a tar.
const trailerBytes = 512 + 512 + 1024

// trailer is how an archive ends whose bytes so far have a digest.
func trailer(digest [sha256.Size]byte) []byte {
	var b bytes.Buffer
	t := tar.NewWriter(&b)
	text := hex.EncodeToString(digest[:]) + "\n"
	err := t.WriteHeader(header(digestName, len(text)))
	if err == nil {
		_, err = t.Write([]byte(text))
	}
	if err == nil {
		err = t.Close()
	}
	if err != nil || b.Len() != trailerBytes {
		panic(fmt.Sprintf("archive: a trailer has %d bytes: %v", b.Len(), err)) // depends on nothing from outside
	}
	return b.Bytes()
}

// header says nothing of the machine it was made on, so that the same record gives the same bytes.
func header(name string, size int) *tar.Header {
	return &tar.Header{Name: name, Size: int64(size), Mode: 0o600, Format: tar.FormatUSTAR}
}
