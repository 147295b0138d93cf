package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

// The line of a record is written by hand: always in the same order and form, because its bytes are
// what the chain covers, and with the body inside as it stands.

// appendRecord appends the line of a record, without its end.
func appendRecord(b []byte, r storage.Record) []byte {
	b = appendInt(append(b, '{'), "pos", int64(r.Position))
	b = appendInt(append(b, ','), "created", int64(r.Created))
	b = appendText(append(b, ','), "iri", string(r.IRI))
	b = appendInt(append(b, ','), "n", int64(r.N))
	b = appendText(append(b, ','), "activity", string(r.Activity))
	b = appendText(append(b, ','), "author", string(r.Author))
	b = appendText(append(b, ','), "owner", string(r.Owner))
	b = appendText(append(b, ','), "at", string(r.At.UTC().AppendFormat(nil, time.RFC3339Nano)))
	b = appendText(append(b, ','), "class", r.Class)
	b = appendText(append(b, ','), "audience", r.Audience.Level.String())
	if len(r.Audience.Names) > 0 {
		b = append(b, `,"names":[`...)
		for i, name := range r.Audience.Names {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, string(name))
		}
		b = append(b, ']')
	}
	if r.Deleted {
		return append(b, `,"deleted":true}`...)
	}
	body := r.Body
	if r.Base != 0 {
		b = appendInt(append(b, ','), "base", int64(r.Base))
		body = r.Delta
	}
	if readsBack(body) {
		b = append(append(b, `,"body":`...), body...)
	} else {
		b = append(b, `,"bytes":`...)
		encoded, _ := json.Marshal(body) // bytes always encode
		b = append(b, encoded...)
	}
	return append(b, '}')
}

// readsBack says whether a body is one JSON object on one line, so that it reads as the same bytes.
func readsBack(body []byte) bool {
	return len(body) > 1 && body[0] == '{' && body[len(body)-1] == '}' &&
		bytes.IndexByte(body, '\n') < 0 && utf8.Valid(body) && json.Valid(body)
}

func appendInt(b []byte, key string, n int64) []byte {
	return strconv.AppendInt(append(append(append(b, '"'), key...), '"', ':'), n, 10)
}

func appendText(b []byte, key, text string) []byte {
	return appendString(append(append(append(b, '"'), key...), '"', ':'), text)
}

func appendString(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			encoded, _ := json.Marshal(text) // strings always encode
			return append(b, encoded...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}

// recordLine is the same line, to be read.
type recordLine struct {
	Pos      node.Position   `json:"pos"`
	Created  node.Position   `json:"created"`
	IRI      vocab.IRI       `json:"iri"`
	N        int             `json:"n"`
	Activity vocab.IRI       `json:"activity"`
	Author   vocab.IRI       `json:"author"`
	Owner    vocab.IRI       `json:"owner"`
	At       time.Time       `json:"at"`
	Class    string          `json:"class"`
	Audience string          `json:"audience"`
	Names    []vocab.IRI     `json:"names"`
	Deleted  bool            `json:"deleted"`
	Base     node.Position   `json:"base"`
	Body     json.RawMessage `json:"body"`
	Bytes    []byte          `json:"bytes"`
}

// readRecord reads the line of a record. Unreadable when it is not one that appendRecord writes.
func readRecord(text []byte) (storage.Record, error) {
	var l recordLine
	if err := json.Unmarshal(text, &l); err != nil {
		return storage.Record{}, node.Errorf(node.Unreadable, "a record of the log does not read: %v", err)
	}
	level, err := node.ParseLevel(l.Audience)
	if err != nil {
		return storage.Record{}, err
	}
	r := storage.Record{Base: l.Base, Version: node.Version{
		Position: l.Pos, Created: l.Created, IRI: l.IRI, N: l.N, Activity: l.Activity, Author: l.Author,
		Owner: l.Owner, At: l.At.UTC(), Class: l.Class, Deleted: l.Deleted,
		Audience: node.Audience{Level: level, Names: l.Names},
	}}
	body := []byte(l.Body)
	if body == nil {
		body = l.Bytes
	}
	if r.Base != 0 {
		r.Delta = body
	} else {
		r.Body = body
	}
	if !bytes.Equal(appendRecord(nil, r), text) {
		return r, node.Errorf(node.Unreadable, "the record at position %d is not in the form of %s", r.Position, Format)
	}
	return r, nil
}

// chain hashes records one after the other: each hash covers the one before.
type chain [sha256.Size]byte

func (c *chain) add(line []byte) {
	h := sha256.New()
	h.Write(c[:])
	h.Write(line)
	h.Sum(c[:0])
}

func (c *chain) String() string { return fmt.Sprintf("%x", c[:]) }

// The other sections are small, and their lines are what encoding/json makes of these.
type (
	relationLine struct {
		From  vocab.IRI         `json:"from"`
		Kind  node.RelationKind `json:"kind"`
		To    vocab.IRI         `json:"to"`
		Value string            `json:"value,omitempty"`
		Since time.Time         `json:"since,omitzero"`
	}
	memoryLine struct {
		Actor    vocab.IRI `json:"actor"`
		Key      string    `json:"key"`
		Digest   string    `json:"digest"`
		Activity vocab.IRI `json:"activity"`
		At       time.Time `json:"at"`
	}
	metaLine struct {
		Key   string `json:"key"`
		Value []byte `json:"value"`
	}
	memberLine struct {
		IRI   vocab.IRI `json:"iri"`
		Email string    `json:"email"`
		Since time.Time `json:"since,omitzero"`
	}
	secretLine struct {
		Hash    string    `json:"hash"`
		Holder  vocab.IRI `json:"holder"`
		Scope   string    `json:"scope"`
		Issued  time.Time `json:"issued,omitzero"`
		Expires time.Time `json:"expires,omitzero"`
		Used    time.Time `json:"used,omitzero"`
	}
)
