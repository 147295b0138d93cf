package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// What a document may cost. Documents of an exchange are small: a plan with hundreds of tasks stays
// far below.
const (
	maxBytes  = 1 << 20
	maxDepth  = 32
	maxValues = 20_000
	// maxFlows bounds the intents of a proposal and the commitments of an agreement, a side.
	maxFlows = 64
)

// What is refused before it is read.
var (
	ErrTooLarge = errors.New("the document is too large")
	ErrTooDeep  = errors.New("the document is nested too deeply")
	ErrSyntax   = errors.New("the document is not JSON as it is exchanged")
)

// value is JSON as it stood in the document: numbers as written.
type value struct {
	kind    jsontext.Kind // '{', '[', '"', '0', 't', 'f' or 'n'
	text    string        // of a string or number
	items   []value       // of an array
	members []member      // of an object
}

type member struct {
	key   string
	value value
}

// parse reads one value of strict JSON: UTF-8, no name twice in an object.
//
// Spec: RFC 8259 with the restrictions of RFC 7493.
func parse(raw []byte) (value, error) {
	if len(raw) > maxBytes {
		return value{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, maxBytes)
	}
	p := parser{decoder: jsontext.NewDecoder(bytes.NewReader(raw))}
	v, err := p.value(0)
	if err != nil {
		return value{}, err
	}
	if _, err := p.decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return value{}, fmt.Errorf("%w: something follows its end", ErrSyntax)
	}
	return v, nil
}

type parser struct {
	decoder *jsontext.Decoder
	count   int
}

func (p *parser) value(depth int) (value, error) {
	if depth > maxDepth {
		return value{}, fmt.Errorf("%w: more than %d levels", ErrTooDeep, maxDepth)
	}
	if p.count++; p.count > maxValues {
		return value{}, fmt.Errorf("%w: more than %d values", ErrTooLarge, maxValues)
	}
	token, err := p.decoder.ReadToken()
	if err != nil {
		return value{}, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	v := value{kind: token.Kind()}
	switch v.kind {
	case '"', '0':
		v.text = token.String()
	case '[':
		for p.decoder.PeekKind() != ']' {
			item, err := p.value(depth + 1)
			if err != nil {
				return value{}, err
			}
			v.items = append(v.items, item)
		}
		_, err = p.decoder.ReadToken()
	case '{':
		for p.decoder.PeekKind() != '}' {
			m, err := p.member(depth)
			if err != nil {
				return value{}, err
			}
			v.members = append(v.members, m)
		}
		_, err = p.decoder.ReadToken()
	}
	if err != nil {
		return value{}, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	return v, nil
}

func (p *parser) member(depth int) (member, error) {
	key, err := p.decoder.ReadToken()
	if err != nil {
		return member{}, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	// The token is overwritten by the next one: its text is taken first.
	m := member{key: key.String()}
	m.value, err = p.value(depth + 1)
	return m, err
}

// list is the items of an array, or the value alone; null is nothing.
func (v value) list() []value {
	switch v.kind {
	case '[':
		return v.items
	case 'n', 0:
		return nil
	}
	return []value{v}
}

// one is the value, or the only item of an array of one.
func (v value) one() value {
	if v.kind == '[' && len(v.items) == 1 {
		return v.items[0]
	}
	return v
}
