package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"tributary/vocab"
)

// field is a key of a foreign JSON form and the property that says the same.
type field struct {
	key      string
	property *vocab.Property
	link     bool // whether the value is an address
}

// object is a JSON object of a foreign form. Numbers keep their digits.
type object map[string]any

// maxForeignDepth bounds nesting.
const maxForeignDepth = 64

// objectOf reads a JSON object. Its errors name the line.
func objectOf(data []byte) (object, error) {
	if at := tooDeep(data); at >= 0 {
		return nil, fmt.Errorf("line %d: %w: nested more than %d levels deep", lineAt(data, at), errTooLarge, maxForeignDepth)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		at := d.InputOffset()
		if wrong := (*json.SyntaxError)(nil); errors.As(err, &wrong) {
			at = wrong.Offset
		}
		return nil, fmt.Errorf("line %d: %s", lineAt(data, int(at)), jsonMessage(err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: text follows the end of the document", lineAt(data, int(d.InputOffset())))
	}
	return o, nil
}

func jsonMessage(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return "is a JSON " + wrong.Value + "; an object is asked for"
	}
	return "is not JSON: " + strings.TrimPrefix(err.Error(), "json: ")
}

// tooDeep is where nesting passes its bound; -1: nowhere.
func tooDeep(data []byte) int {
	depth, inside, escaped := 0, false, false
	for i, c := range data {
		switch {
		case escaped:
			escaped = false
		case inside && c == '\\':
			escaped = true
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			if depth++; depth > maxForeignDepth {
				return i
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

// text is a key's value where it is text.
func (o object) text(key string) string {
	s, _ := o[key].(string)
	return strings.TrimSpace(s)
}

// objects are the objects in a key's list.
func (o object) objects(key string) (all []object) {
	list, _ := o[key].([]any)
	for _, one := range list {
		if m, ok := one.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// kept are statements of all keys that no field takes, so that an export gives them back: text as
// text, anything else as JSON.
//
// Spec: JSON-LD 1.1, section 10.2 "The rdf:JSON Datatype".
func (o object) kept(base vocab.IRI, taken func(string) bool) (extra []vocab.Statement) {
	for _, key := range sortedKeys(o) {
		if taken(key) {
			continue
		}
		extra = append(extra, vocab.Statement{Property: base + vocab.IRI(url.PathEscape(key)), Value: keptValue(o[key])})
	}
	return extra
}

func keptValue(v any) vocab.Value {
	if s, ok := v.(string); ok {
		return vocab.Text(s)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // came out of JSON, goes back into it
	return vocab.Typed(strings.TrimSpace(b.String()), vocab.RDF+"JSON")
}

// giveBack puts what was kept under a base back under its keys. What is there already stays.
func giveBack(into map[string]any, r *vocab.Resource, base vocab.IRI) {
	for _, s := range r.Extra() {
		key, ok := strings.CutPrefix(string(s.Property), string(base))
		if !ok {
			continue
		}
		key, err := url.PathUnescape(key)
		if _, taken := into[key]; err != nil || taken {
			continue
		}
		into[key] = s.Value.Text()
		if s.Value.Datatype() == vocab.RDF+"JSON" {
			into[key] = json.RawMessage(s.Value.Text())
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// isAddress says whether text is an absolute IRI that can name a thing.
func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "") && !strings.ContainsAny(text, " \t\n<>\"{}|\\^`")
}

// filled takes the fields of a form over into a resource.
func filled(r *vocab.Resource, o object, fields []field) *vocab.Resource {
	for _, f := range fields {
		text := o.text(f.key)
		switch {
		case text == "":
		case f.link && isAddress(text):
			r = r.With(f.property, vocab.Ref(vocab.IRI(text)))
		case !f.link:
			r = r.With(f.property, vocab.Text(text))
		}
	}
	return r
}

// takes says which keys the fields took over.
func takes(o object, fields []field) func(string) bool {
	return func(key string) bool {
		for _, f := range fields {
			if f.key == key {
				text := o.text(key)
				return text != "" && (!f.link || isAddress(text))
			}
		}
		return false
	}
}
