package storage

import (
	"database/sql"
	"strings"
	"sync"
	"unicode/utf8"

	"tributary/node"
	"tributary/vocab"
)

// MaxIRI is the longest IRI that is kept, in bytes. Both engines index every IRI, and PostgreSQL
// takes no more than 2,704 bytes in an index.
const MaxIRI = 2048

// checkText refuses what one of the engines could not keep.
func checkText(what, s string) error {
	switch {
	case len(s) > MaxIRI:
		return node.Errorf(node.Invalid, "%s has %d bytes; at most %d are kept", what, len(s), MaxIRI)
	case !utf8.ValidString(s), strings.ContainsRune(s, 0):
		return node.Errorf(node.Invalid, "%s is not text: it holds bytes that are not UTF-8, or a zero", what)
	}
	return nil
}

// known is an IRI as a query may ask for it: what could not be kept is asked for as the empty IRI,
// which is nothing's.
func known(id vocab.IRI) string {
	if checkText("", string(id)) != nil {
		return ""
	}
	return string(id)
}

// names remembers the ids of IRIs that were committed. They never change, so what another process
// does cannot make it wrong. It forgets the half that was not asked for lately.
type names struct {
	mu         sync.Mutex
	young, old map[string]int64
}

// maxYoung bounds memory: two halves of some 100 bytes an entry.
const maxYoung = 32768

func (c *names) get(text string) (int64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id, ok := c.young[text]; ok {
		return id, true
	}
	id, ok := c.old[text]
	if ok {
		c.put(text, id)
	}
	return id, ok
}

func (c *names) add(ids map[string]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for text, id := range ids {
		c.put(text, id)
	}
}

func (c *names) put(text string, id int64) {
	if len(c.young) >= maxYoung || c.young == nil {
		c.young, c.old = map[string]int64{}, c.young
	}
	c.young[text] = id
}

const idsOf = `SELECT text, id FROM iri WHERE text IN (`

// lookup finds the ids of texts; those that were never mentioned are missing from the answer.
func (v *view) lookup(texts []string) (map[string]int64, error) {
	found := make(map[string]int64, len(texts))
	var missing []any
	for _, text := range texts {
		if id, ok := v.fresh[text]; ok {
			found[text] = id
		} else if id, ok := v.db.names.get(text); ok {
			found[text] = id
		} else if known(vocab.IRI(text)) != "" {
			missing = append(missing, text)
		}
	}
	learned := map[string]int64{}
	for len(missing) > 0 {
		n := chunk(len(missing))
		err := v.each(idsOf+list(1, n)+")", missing[:n], func(rows *sql.Rows) error {
			var text string
			var id int64
			if err := rows.Scan(&text, &id); err != nil {
				return err
			}
			found[text], learned[text] = id, id
			return nil
		})
		if err != nil {
			return nil, err
		}
		missing = missing[n:]
	}
	// What this transaction itself named is in fresh, so that these are committed.
	v.db.names.add(learned)
	return found, nil
}

// idOf is the id of one IRI; 0, which is nobody's, when it was never mentioned.
func (v *view) idOf(id vocab.IRI) (int64, error) {
	found, err := v.lookup([]string{string(id)})
	return found[string(id)], err
}

// idsOf are the ids of those IRIs that were ever mentioned.
func (v *view) idsOf(iris []vocab.IRI) ([]int64, error) {
	texts := make([]string, len(iris))
	for i, iri := range iris {
		texts[i] = string(iri)
	}
	found, err := v.lookup(texts)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(found))
	for _, text := range texts {
		if id, ok := found[text]; ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
