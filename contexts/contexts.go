// Package contexts holds the documents this node publishes under /contexts, as bytes.
//
// A JSON-LD context is named KIND-HASH.jsonld: native-HASH for linked data, as-HASH to be listed
// after the context of ActivityStreams. HASH is the first 16 hexadecimal digits of the SHA-256 of
// the bytes, so a name says what it names: whoever meets the name at any origin knows the context
// without fetching it ([ByHash]), and no peer can give our name another meaning.
//
// The bytes are derived by package vocab/jsonld from the vocabulary; its tests write them here
// (go test ./vocab/jsonld -update) and fail when they are stale. A context that was released is
// frozen: its name stands in released, and a changed vocabulary makes a new file beside it.
package contexts

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// The pattern takes .jsonld and .ttl, and is no mistake where there are none of the latter yet.
//
//go:embed *.[jt]*
var files embed.FS

// released are the names of contexts that went out with a release, oldest first. They stay.
var released = []string{}

// hashDigits of SHA-256 stand in a name: 64 bits, because the names are only compared with those
// built in here.
const hashDigits = 16

// Document is one published document.
type Document struct {
	Name   string // "native-0123456789abcdef.jsonld"
	SHA256 string // of Bytes, in hexadecimal
	Bytes  []byte // not to be changed
}

// Hash is the part of the document's name between the last hyphen and the suffix, or empty.
func (d Document) Hash() string {
	_, hash, _ := parts(d.Name)
	return hash
}

var documents = sync.OnceValue(func() []Document {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the files are part of the program
	}
	all := make([]Document, 0, len(entries))
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		all = append(all, Document{Name: e.Name(), SHA256: hex.EncodeToString(sum[:]), Bytes: b})
	}
	return all
})

// All are the documents, sorted by name.
func All() []Document { return slices.Clone(documents()) }

// ByName finds a document by its name.
func ByName(name string) (Document, bool) {
	for _, d := range documents() {
		if d.Name == name {
			return d, true
		}
	}
	return Document{}, false
}

// ByHash finds a context by kind ("native", "as") and the hash in its name.
func ByHash(kind, hash string) (Document, bool) { return ByName(kind + "-" + hash + ".jsonld") }

// ByURL finds a context by an address that ends in /contexts/KIND-HASH.jsonld, whatever its origin.
func ByURL(url string) (Document, bool) {
	_, name, found := strings.Cut(url, "/contexts/")
	if !found || !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return Document{}, false
	}
	if _, hash, ok := parts(name); !ok || hash == "" {
		return Document{}, false
	}
	return ByName(name)
}

// Native is the current context of linked data.
func Native() Document { return current("native") }

// ActivityStreams is the current context to be listed after that of ActivityStreams.
func ActivityStreams() Document { return current("as") }

// Name is what a context of a kind with these bytes is called.
func Name(kind string, b []byte) string {
	sum := sha256.Sum256(b)
	return fmt.Sprintf("%s-%s.jsonld", kind, hex.EncodeToString(sum[:])[:hashDigits])
}

// Released says whether the context of that name is frozen.
func Released(name string) bool { return slices.Contains(released, name) }

// current is the context of a kind that was not released yet, or else the last that was.
func current(kind string) (found Document) {
	for _, d := range documents() {
		if k, _, ok := parts(d.Name); ok && k == kind && !Released(d.Name) {
			return d
		}
	}
	for _, name := range released {
		if k, _, ok := parts(name); ok && k == kind {
			found, _ = ByName(name)
		}
	}
	return found
}

// parts takes the name of a context apart.
func parts(name string) (kind, hash string, ok bool) {
	stem, isContext := strings.CutSuffix(name, ".jsonld")
	kind, hash, hyphen := strings.Cut(stem, "-")
	return kind, hash, isContext && hyphen
}
