package wire

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/node"
)

// Member is a member of a JSON object: its name, unescaped, and its value as written.
type Member struct {
	Name  string
	Value jsontext.Value // a slice of the text it was read from
	At    int            // where in that text the value begins
}

// Members takes a strict JSON object apart, in the order of the text.
//
// Strict is: UTF-8 without a byte order mark, no member name twice in any object however it is
// escaped, no half surrogates, every number within the range of a float64, one value and nothing
// behind it. All levels are checked; only the outermost is returned. number, when not nil, sees each
// number as written and may refuse it.
//
// Errors: Unreadable, TooLarge, those of number.
//
// Spec: RFC 8259; RFC 7493 (I-JSON), section 2.
func Members(text []byte, l Limits, number func(raw []byte) error) ([]Member, error) {
	l = l.orDefault()
	if len(text) > l.Bytes {
		return nil, node.Errorf(node.TooLarge, "the document has more than %d bytes", l.Bytes)
	}
	s := scan{text: text, limits: l, number: number, in: strict(text)}
	defer done(s.in, text)
	if s.in.PeekKind() != '{' {
		return nil, node.Errorf(node.Unreadable, "the document is not a JSON object")
	}
	for {
		switch more, err := s.next(); {
		case err != nil:
			return nil, err
		case !more:
			return s.members, nil
		}
	}
}

// scan walks the tokens of a text once. It keeps offsets instead of copies.
type scan struct {
	text   []byte
	limits Limits
	number func([]byte) error
	in     *jsontext.Decoder

	at      int64  // the end of the token before
	keys    int    // members so far, in all objects
	name    string // of the outermost member being read
	nameEnd int64
	members []Member
}

// next reads a token and says whether more may follow.
func (s *scan) next() (bool, error) {
	token, err := s.in.ReadToken()
	if err != nil {
		return false, unreadable(err)
	}
	from := s.at
	s.at = s.in.InputOffset()

	depth := s.in.StackDepth()
	container, length := s.in.StackIndex(depth)
	switch kind := token.Kind(); {
	case depth == 0: // the decoder would go on to the next value
		if behind := bytes.TrimLeft(s.text[s.at:], " \t\r\n"); len(behind) > 0 {
			return false, node.Errorf(node.Unreadable, "there is something behind the document")
		}
		return false, nil
	case depth > s.limits.Depth:
		return false, node.Errorf(node.TooLarge, "the document is nested more than %d levels deep", s.limits.Depth)
	case container == '[' && length > int64(s.limits.Array):
		return false, node.Errorf(node.TooLarge, "an array has more than %d elements", s.limits.Array)
	case container == '{' && length%2 == 1:
		return true, s.readName(token, depth)
	case kind == '0':
		if err := s.checkNumber(after(s.text[from:s.at])); err != nil {
			return false, err
		}
	}
	if depth == 1 && length > 0 {
		value := after(s.text[s.nameEnd:s.at])
		s.members = append(s.members, Member{Name: s.name, Value: value, At: int(s.at) - len(value)})
	}
	return true, nil
}

func (s *scan) readName(token jsontext.Token, depth int) error {
	if s.keys++; s.keys > s.limits.Keys {
		return node.Errorf(node.TooLarge, "the document has more than %d members", s.limits.Keys)
	}
	if depth == 1 {
		s.name, s.nameEnd = token.String(), s.at
	}
	return nil
}

// checkNumber refuses numbers outside the range of a float64: readers disagree about what they are.
func (s *scan) checkNumber(raw []byte) error {
	if len(raw) > 300 || bytes.ContainsAny(raw, "eE") {
		f, err := strconv.ParseFloat(string(raw), 64)
		if err != nil || math.IsInf(f, 0) {
			return node.Errorf(node.Unreadable, "the number %s is out of range", shortened(string(raw)))
		}
	}
	if s.number == nil {
		return nil
	}
	return s.number(raw)
}

// after is a value without the blanks, comma or colon in front of it.
func after(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n,:") }

// unreadable is a decoder's error in our words.
func unreadable(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return node.Errorf(node.Unreadable, "the document has a member name twice in one object")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return node.Errorf(node.Unreadable, "the document ends too early")
	case errors.As(err, &syntax):
		return node.Errorf(node.Unreadable, "the document is not JSON, at byte %d", syntax.ByteOffset)
	}
	return node.Errorf(node.Unreadable, "the document is not JSON")
}

// shortened makes foreign text fit for a message.
func shortened(s string) string {
	const most = 80
	if len(s) <= most {
		return strconv.QuoteToASCII(s)
	}
	return strconv.QuoteToASCII(s[:most]) + "…"
}

// Elements are the values of an array, or the one value; none of null, and of what is not JSON.
//
// Spec: ActivityStreams 2.0 Core, section 4: one value may stand for an array of one.
func Elements(raw jsontext.Value) []jsontext.Value {
	switch raw.Kind() {
	case 0, 'n':
		return nil
	case '[':
		var items []jsontext.Value
		if json.Unmarshal(raw, &items) != nil {
			return nil
		}
		return items
	}
	return []jsontext.Value{raw}
}
