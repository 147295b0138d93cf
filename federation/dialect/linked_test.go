package dialect_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/piprate/json-gold/ld"

	"tributary/contexts"
	"tributary/federation/dialect"
)

// peer has the contexts that other servers have built in; ActivityStreams without its catch-all, so
// that a term it does not define is dropped. One of our kind also knows our own, by their hash.
type peer struct{ ours bool }

func (p peer) LoadDocument(url string) (*ld.RemoteDocument, error) {
	b, err := os.ReadFile("testdata/contexts.json")
	if err != nil {
		return nil, err
	}
	var common map[string]json.RawMessage
	if err := json.Unmarshal(b, &common); err != nil {
		return nil, err
	}
	raw := []byte(common[url])
	if own, ok := contexts.ByURL(url); ok && p.ours {
		raw = own.Bytes
	}
	if raw == nil {
		return nil, fmt.Errorf("%s is not built in", url)
	}
	var document any
	err = json.Unmarshal(raw, &document)
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, err
}

func TestPeersUnderstandEveryKeyAndFetchNoContext(t *testing.T) {
	for _, c := range season() {
		understood(t, c, dialect.Carrier, peer{})
		understood(t, c, dialect.Full, peer{ours: true})
	}
}

// understood expands an activity as a strict reader does, and fails when anything gets lost.
func understood(t *testing.T, c told, d dialect.Dialect, reader peer) {
	t.Helper()
	body := compose(t, d, c.act, c.parts, dialect.Options{Prover: &stamp{}})
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	said := keys(document)
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = reader
	expanded, err := ld.NewJsonLdProcessor().Expand(document, options)
	if err != nil {
		t.Errorf("%s, %s: %v", c.name, d, err)
		return
	}
	if left := keys(any(expanded)); left != said {
		t.Errorf("%s, %s: %d keys, of which %d are understood\n%s", c.name, d, said, left, body)
	}
	if bad := relative(any(expanded)); bad != "" {
		t.Errorf("%s, %s: %s is no IRI", c.name, d, bad)
	}
}

// keys counts the members of all node objects, not of literals.
func keys(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += keys(item)
		}
	case map[string]any:
		if _, literal := v["@value"]; literal {
			return 0
		}
		for key, value := range v {
			switch {
			case key == "@context":
			case key == "@graph":
				n += keys(value)
			case key == "payload" || key == string(dialect.Payload):
				n++
			case len(v) == 1 && key == "@id": // a reference, which is a string before expansion
			default:
				n += 1 + keys(value)
			}
		}
	}
	return n
}

// relative finds an id or type that is no absolute IRI after expansion.
func relative(v any) string {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if bad := relative(item); bad != "" {
				return bad
			}
		}
	case map[string]any:
		if _, literal := v["@value"]; literal {
			return ""
		}
		for key, value := range v {
			var all []any
			switch value := value.(type) {
			case string:
				all = []any{value}
			case []any:
				all = value
			}
			for _, item := range all {
				if s, ok := item.(string); ok && (key == "@id" || key == "@type") && !ld.IsAbsoluteIri(s) {
					return s
				}
			}
			if bad := relative(value); bad != "" {
				return bad
			}
		}
	}
	return ""
}
