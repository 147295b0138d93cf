package repository

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"tributary/vocab"
)

// Kept is the namespace of statements with which resources carry what an export needs and no term of
// the vocabulary says.
//
// Beside the names below, a key of front matter that means nothing here is kept under "key-" and its
// name, once for each of its values, and changes with it.
const Kept vocab.IRI = "https://w3id.org/tributary/repository#"

// The statements of the namespace Kept.
const (
	KeptPath    = Kept + "path"        // where the file lies, with slashes
	KeptKind    = Kept + "kind"        // what it was read as: a Kind
	KeptFront   = Kept + "frontMatter" // as it stands, with both fences and a byte order mark before it
	KeptBody    = Kept + "body"        // what follows, where pf:content is no term of the class
	KeptBytes   = Kept + "bytes"       // of a file that is no text here: "number:base64" for each piece
	KeptMode    = Kept + "mode"        // "executable", "deleted", or "link" with the bytes as its target
	KeptDerived = Kept + "derived"     // "term = value (rule)", for a value that no author wrote
	KeptHelp    = Kept + "help"        // the instructions of a form, beside the empty entry
)

func keptKey(key string) vocab.IRI { return Kept + vocab.IRI("key-"+url.PathEscape(key)) }

func keptText(r *vocab.Resource, p vocab.IRI) string {
	for _, s := range r.Extra() {
		if s.Property == p {
			return s.Value.Text()
		}
	}
	return ""
}

func keptAll(r *vocab.Resource, p vocab.IRI) (all []string) {
	for _, s := range r.Extra() {
		if s.Property == p {
			all = append(all, s.Value.Text())
		}
	}
	return all
}

func withKept(r *vocab.Resource, p vocab.IRI, texts ...string) *vocab.Resource {
	extra := r.Extra()[:len(r.Extra()):len(r.Extra())]
	for _, text := range texts {
		extra = append(extra, vocab.Statement{Property: p, Value: vocab.Text(text)})
	}
	return r.WithExtra(extra...)
}

// chunk is how many bytes one statement holds: a literal has its limit.
const chunk = 180 << 10

// withBytes keeps bytes in numbered pieces.
func withBytes(r *vocab.Resource, data []byte) *vocab.Resource {
	var pieces []string
	for n := 0; n == 0 || len(data) > 0; n++ {
		piece := data[:min(chunk, len(data))]
		data = data[len(piece):]
		pieces = append(pieces, fmt.Sprintf("%d:%s", n, base64.StdEncoding.EncodeToString(piece)))
	}
	return withKept(r, KeptBytes, pieces...)
}

// keptBytes puts the pieces together again; there is false where the resource has none.
func keptBytes(r *vocab.Resource) (data []byte, there bool, err error) {
	pieces := map[string]string{}
	for _, text := range keptAll(r, KeptBytes) {
		number, encoded, _ := strings.Cut(text, ":")
		pieces[number] = encoded
	}
	for n := range len(pieces) {
		encoded, has := pieces[strconv.Itoa(n)]
		if !has {
			return nil, true, errors.New("a piece is missing")
		}
		piece, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, true, err
		}
		data = append(data, piece...)
	}
	return data, len(pieces) > 0, nil
}
