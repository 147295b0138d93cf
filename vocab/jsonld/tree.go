package jsonld

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// value is JSON as it stood in the document: members in order, numbers as written.
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

// member finds a member of an object by its key.
func (v value) member(key string) (value, bool) {
	for _, m := range v.members {
		if m.key == key {
			return m.value, true
		}
	}
	return value{}, false
}

// list is the items of an array, or the value alone.
func (v value) list() []value {
	if v.kind == '[' {
		return v.items
	}
	return []value{v}
}

// parse reads strict JSON: one value, UTF-8, no name twice in an object.
//
// Errors: ErrTooLarge, ErrTooDeep, a *SyntaxError.
//
// Spec: RFC 8259 with the restrictions of RFC 7493.
func parse(data []byte, l Limits) (value, error) {
	if len(data) > l.Bytes {
		return value{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, l.Bytes)
	}
	p := parser{decoder: jsontext.NewDecoder(bytes.NewBuffer(data)), limits: l}
	v, err := p.value(0)
	if err != nil {
		return value{}, err
	}
	if _, err := p.decoder.ReadToken(); err != io.EOF {
		return value{}, &SyntaxError{Message: "something follows the end of the document", Offset: p.decoder.InputOffset()}
	}
	return v, nil
}

type parser struct {
	decoder *jsontext.Decoder
	limits  Limits
	nodes   int
}

func (p *parser) value(depth int) (value, error) {
	if p.nodes++; p.nodes > p.limits.Nodes {
		return value{}, fmt.Errorf("%w: more than %d values", ErrTooLarge, p.limits.Nodes)
	}
	token, err := p.decoder.ReadToken()
	if err != nil {
		return value{}, syntaxError(err)
	}
	v := value{kind: token.Kind()}
	switch v.kind {
	case '"', '0':
		v.text = token.String()
		return v, nil
	case '{', '[':
	default:
		return v, nil
	}
	if depth == p.limits.Depth {
		return value{}, fmt.Errorf("%w: more than %d levels", ErrTooDeep, p.limits.Depth)
	}
	for {
		switch p.decoder.PeekKind() {
		case '}', ']':
			_, err := p.decoder.ReadToken()
			return v, syntaxError(err)
		}
		var key string
		if v.kind == '{' {
			if len(v.members) == p.limits.Keys {
				return value{}, fmt.Errorf("%w: more than %d names in one object", ErrTooLarge, p.limits.Keys)
			}
			token, err := p.decoder.ReadToken()
			if err != nil {
				return value{}, syntaxError(err)
			}
			key = token.String()
		}
		next, err := p.value(depth + 1)
		if err != nil {
			return value{}, err
		}
		if v.kind == '{' {
			v.members = append(v.members, member{key, next})
		} else {
			v.items = append(v.items, next)
		}
	}
}

// syntaxError says in our words what the JSON reader found.
func syntaxError(err error) error {
	var syntactic *jsontext.SyntacticError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntactic):
		message := "is not JSON"
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			message = "has the same name twice"
		case syntactic.Err != nil:
			message = "is not JSON: " + strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
		}
		return &SyntaxError{Path: dotted(syntactic.JSONPointer), Message: message, Offset: syntactic.ByteOffset}
	case err == io.EOF:
		return &SyntaxError{Message: "is empty"}
	}
	return &SyntaxError{Message: "is not JSON: it ends too early", Offset: -1}
}

// dotted writes /object/0/name as object[0].name.
func dotted(p jsontext.Pointer) string {
	path := ""
	for token := range p.Tokens() {
		if i, err := strconv.Atoi(token); err == nil {
			path = indexed(path, i)
			continue
		}
		path = under(path, token)
	}
	return path
}

func under(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
