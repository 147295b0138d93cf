package jsonld

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/piprate/json-gold/ld"

	"tributary/contexts"
)

// loader hands the expander the contexts that are built in, and nothing else: it opens no file and
// no connection. Each call decodes the bytes anew, because the expander writes into what it gets.
type loader struct {
	tables *tables
	refuse *ContextError // the first context that was asked for and is not built in
}

func (l *loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	b, ok := l.tables.bytes(url)
	if !ok {
		if l.refuse == nil {
			l.refuse = &ContextError{URL: url}
		}
		return nil, l.refuse
	}
	var document any
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&document); err != nil {
		return nil, fmt.Errorf("decode the built-in context %s: %w", url, err)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, nil
}

// bytes of a context that is built in, older ones of ours included.
func (t *tables) bytes(url string) ([]byte, bool) {
	if key := keyOf(url); key != "" {
		return t.definition(key).json(), true
	}
	d, ok := contexts.ByURL(url)
	return d.Bytes, ok
}
