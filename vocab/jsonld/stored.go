package jsonld

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/vocab"
	"tributary/vocab/model"
)

// ReadStored reads what [Append] wrote, under the model's vocabulary. It trusts the bytes: nothing
// but the syntax is checked, and nothing is interpreted.
//
// Errors: a *SyntaxError.
func ReadStored(body []byte) (*vocab.Resource, error) {
	d := decoders.Get().(*storedReader)
	defer decoders.Put(d)
	d.input.Reset(body)
	d.json.Reset(&d.input)
	d.table = names().native
	r, err := d.resource()
	if err != nil {
		return nil, fmt.Errorf("read a stored resource: %w", syntaxError(err))
	}
	if _, err := d.json.ReadToken(); err != io.EOF {
		return nil, fmt.Errorf("read a stored resource: %w", wrong("", "something follows the end"))
	}
	return r, nil
}

var decoders = sync.Pool{New: func() any { return &storedReader{json: jsontext.NewDecoder(strings.NewReader(""))} }}

type storedReader struct {
	input bytes.Reader
	json  *jsontext.Decoder
	table *table
}

func (d *storedReader) resource() (*vocab.Resource, error) {
	if err := d.expect('{'); err != nil {
		return nil, err
	}
	return d.members("")
}

// members reads the rest of an object, of which the first key may have been read already.
func (d *storedReader) members(first string) (*vocab.Resource, error) {
	var (
		id    vocab.IRI
		class *vocab.Class
		types []vocab.IRI
		said  []vocab.Field
		extra []vocab.Statement
	)
	for key := first; ; key = "" {
		if key == "" {
			token, err := d.json.ReadToken()
			if err != nil {
				return nil, err
			}
			if token.Kind() == '}' {
				break
			}
			key = token.String()
		}
		switch key {
		case "id":
			text, err := d.text()
			if err != nil {
				return nil, err
			}
			id = vocab.IRI(text)
		case "type":
			if err := d.list(func() error {
				name, err := d.text()
				if c := d.table.vocabulary.Class(name); c != nil {
					class = c
				} else {
					types = append(types, vocab.IRI(name))
				}
				return err
			}); err != nil {
				return nil, err
			}
		default:
			e, ok := d.table.terms[key]
			if !ok || e.property == nil {
				e = entry{term: term{iri: vocab.IRI(key)}}
			}
			values, err := d.values(e)
			if err != nil {
				return nil, err
			}
			if e.property != nil {
				said = append(said, vocab.Field{Property: e.property, Values: values})
				continue
			}
			for _, v := range values {
				extra = append(extra, vocab.Statement{Property: e.iri, Value: v})
			}
		}
	}
	return vocab.Make(class, id, types, said, extra), nil
}

// list reads the items of an array, or a value that stands alone.
func (d *storedReader) list(item func() error) error {
	if d.json.PeekKind() != '[' {
		return item()
	}
	if _, err := d.json.ReadToken(); err != nil {
		return err
	}
	for d.json.PeekKind() != ']' {
		if err := item(); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return err
}

// values reads what a property has; most have one value.
func (d *storedReader) values(e entry) ([]vocab.Value, error) {
	if d.json.PeekKind() != '[' {
		v, err := d.value(e)
		if err != nil {
			return nil, err
		}
		return []vocab.Value{v}, nil
	}
	var values []vocab.Value
	err := d.list(func() error {
		v, err := d.value(e)
		values = append(values, v)
		return err
	})
	return values, err
}

func (d *storedReader) value(e entry) (vocab.Value, error) {
	token, err := d.json.ReadToken()
	if err != nil {
		return vocab.Value{}, err
	}
	switch token.Kind() {
	case 't', 'f':
		return vocab.Bool(token.Bool()), nil
	case '"':
		text := token.String()
		switch e.coercion {
		case refs:
			return vocab.Ref(vocab.IRI(text)), nil
		case words:
			if strings.Contains(text, ":") {
				return vocab.Ref(vocab.IRI(text)), nil
			}
			return vocab.Ref(e.words + vocab.IRI(text)), nil
		case typed:
			return vocab.Typed(text, e.datatype), nil
		}
		return vocab.Text(text), nil
	case '{':
		return d.object()
	}
	return vocab.Value{}, wrong(e.key, "takes no %s", token.Kind())
}

// object reads what stands in braces: a literal that says its type, a reference, or a part.
func (d *storedReader) object() (vocab.Value, error) {
	token, err := d.json.ReadToken()
	if err != nil {
		return vocab.Value{}, err
	}
	if token.Kind() == '}' {
		return vocab.Inside(vocab.New(nil, "")), nil
	}
	switch key := token.String(); key {
	case "@value":
		return d.literal()
	case "id":
		text, err := d.text()
		if err != nil {
			return vocab.Value{}, err
		}
		return vocab.Ref(vocab.IRI(text)), d.expect('}')
	default:
		part, err := d.members(key)
		return vocab.Inside(part), err
	}
}

func (d *storedReader) literal() (vocab.Value, error) {
	text, err := d.text()
	if err != nil {
		return vocab.Value{}, err
	}
	v := vocab.Text(text)
	for {
		token, err := d.json.ReadToken()
		if err != nil || token.Kind() == '}' {
			return v, err
		}
		key := token.String()
		name, err := d.text()
		if err != nil {
			return vocab.Value{}, err
		}
		if key == "@language" {
			v = vocab.InLanguage(text, name)
		} else {
			v = vocab.Typed(text, d.table.iri(name))
		}
	}
}

func (d *storedReader) text() (string, error) {
	token, err := d.json.ReadToken()
	if err == nil && token.Kind() != '"' {
		err = wrong("", "a string should stand here, not %s", token.Kind())
	}
	return token.String(), err
}

func (d *storedReader) expect(kind jsontext.Kind) error {
	token, err := d.json.ReadToken()
	if err == nil && token.Kind() != kind {
		err = wrong("", "%s should stand here, not %s", kind, token.Kind())
	}
	return err
}

// defaultVocabulary is the one under which everything of this node is read.
func defaultVocabulary() *vocab.Vocabulary { return model.Vocabulary }
