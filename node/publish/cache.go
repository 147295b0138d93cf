package publish

import (
	"container/list"
	"crypto/sha256"
	"encoding/base64"
	"sync"

	"tributary/vocab"
)

// representation is a page in an encoding: bytes that never change.
type representation struct {
	body []byte
	tag  string // strong ETag, quotes included

	once sync.Once
	zip  []byte
}

// represented gives bytes their tag: over the type too, since two types can share bytes.
//
// Spec: RFC 9110, section 8.8.3.
func represented(e *encoding, body []byte) *representation {
	sum := sha256.New()
	sum.Write([]byte(e.content))
	sum.Write([]byte{0})
	sum.Write(body)
	return &representation{body: body, tag: `"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:18]) + `"`}
}

// gzipped is the body compressed; made once.
func (r *representation) gzipped() []byte {
	r.once.Do(func() { r.zip = compress(r.body) })
	return r.zip
}

// key says what a representation was made of: an address, a version, an encoding, and a digest of
// everything that was read for it. A new version, a hidden cause or an erased text has another key,
// so nothing is ever invalidated.
type key struct {
	iri      vocab.IRI
	n        int
	encoding *encoding
	sum      [sha256.Size]byte
}

// keyOf is the key of a page made of stored bodies.
func keyOf(id vocab.IRI, n int, bodies ...[]byte) key {
	sum := sha256.New()
	var length [8]byte
	for _, b := range bodies {
		for i := range length {
			length[i] = byte(len(b) >> (8 * i))
		}
		sum.Write(length[:])
		sum.Write(b)
	}
	k := key{iri: id, n: n}
	sum.Sum(k.sum[:0])
	return k
}

// cache keeps representations that everyone may see, the last used ones, up to a number of bytes.
type cache struct {
	mu    sync.Mutex
	limit int
	size  int
	order *list.List // of *kept, the last used first
	byKey map[key]*list.Element
}

type kept struct {
	key  key
	made *representation
	size int
}

// overhead of an entry beside its bytes.
const overhead = 512

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), byKey: map[key]*list.Element{}}
}

func (c *cache) get(k key) *representation {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[k]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).made
}

// put keeps a representation, unless it would take more than a quarter of the cache. Its gzip form
// is counted before it is made, at the size of the body.
func (c *cache) put(k key, made *representation) {
	size := 2*len(made.body) + len(k.iri) + overhead
	if size > c.limit/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[k]; ok {
		return
	}
	c.byKey[k] = c.order.PushFront(&kept{k, made, size})
	for c.size += size; c.size > c.limit; {
		last := c.order.Remove(c.order.Back()).(*kept)
		delete(c.byKey, last.key)
		c.size -= last.size
	}
}
