package repository

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// FrontMatter is the YAML between two lines of hyphens with which a file begins.
type FrontMatter struct {
	Raw     Span // with both fences; empty: there is none
	Inner   Span // between the fences
	Entries []Entry
	// Fixed says why no single entry can be changed in place; empty: each can.
	Fixed string
}

// Entry is one key with what it holds. Lists and texts with commas are told apart by who asks.
type Entry struct {
	Key    string
	Line   int  // in the file, from 1
	Whole  Span // the lines of the entry, without the last line end
	Value  Span // the text of the value; empty where nothing is given
	Values []string
	List   bool
	// Map holds the keys of a mapping; its own Values are empty.
	Map []Entry
	// Deep is a list of lists or the like: its text is kept, and nothing is read of it.
	Deep bool
}

// There says whether the file has a front matter.
func (f FrontMatter) There() bool { return f.Raw.To > f.Raw.From }

// find is the first entry with one of the keys, in any case and with spaces, hyphens or underscores.
func (f FrontMatter) find(keys ...string) *Entry {
	for _, key := range keys {
		for i := range f.Entries {
			if sameKey(f.Entries[i].Key) == key {
				return &f.Entries[i]
			}
		}
	}
	return nil
}

// sameKey is a key as it is compared: "Proposal Status" is "proposal-status".
func sameKey(key string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(key), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_'
	}), "-")
}

// text is the value of an entry as one text.
func (e *Entry) text() string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(strings.Join(e.Values, ", "))
}

// words are the values of an entry, where one text with commas is a list.
func (e *Entry) words() (all []string) {
	if e == nil {
		return nil
	}
	for _, v := range e.Values {
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

const (
	byteOrderMark = "\ufeff"
	maxYAMLDepth  = 16
	maxYAMLValues = 2000
)

var fence = regexp.MustCompile(`^---[ \t]*\r?\n`)
var closing = regexp.MustCompile(`(?m)^(---|\.\.\.)[ \t]*\r?$`)
var keyLine = regexp.MustCompile(`^[A-Za-z][\w -]*:(\s|$)`)

// readFrontMatter finds the front matter of a text, and where the body begins. What is not YAML is
// kept raw.
func readFrontMatter(path string, data []byte, maxBytes int, problems *Problems) (front FrontMatter, body int) {
	start := 0
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	open := fence.Find(data[start:])
	if open == nil {
		return front, start
	}
	inner := start + len(open)
	end := closing.FindIndex(data[inner:])
	if end == nil {
		if keyLine.Match(data[inner:]) {
			problems.add(path, 1, KeptAsText, "begins a front matter that does not end")
		}
		return front, start
	}
	if end[1] > maxBytes {
		problems.add(path, 1, KeptAsText, "has a front matter of more than %d bytes", maxBytes)
		return front, start
	}
	body = inner + end[1]
	if body < len(data) { // the line end; a carriage return belongs to the match
		body++
	}
	front.Raw, front.Inner = Span{start, body}, Span{inner, inner + end[0]}
	if err := front.read(data); err != nil {
		front.Entries, front.Fixed = nil, err.Error()
		line := 1
		if at := yamlLine.FindStringSubmatch(err.Error()); at != nil {
			_, _ = fmt.Sscan(at[1], &line)
			line++ // the fence
		}
		problems.add(path, line, KeptAsText, "the front matter is not read: %s", yamlLine.ReplaceAllString(err.Error(), ""))
	}
	return front, body
}

var yamlLine = regexp.MustCompile(`(?:yaml: )?line (\d+): `)

// read takes the entries from the YAML.
func (f *FrontMatter) read(data []byte) error {
	inner := data[f.Inner.From:f.Inner.To]
	if len(bytes.TrimSpace(inner)) == 0 {
		return nil
	}
	var root yaml.Node
	if err := decode(inner, &root); err != nil {
		return err
	}
	if len(root.Content) != 1 || root.Content[0].Kind != yaml.MappingNode {
		if root.Kind == 0 || len(root.Content) == 1 && root.Content[0].Tag == "!!null" {
			return nil // only comments
		}
		return errors.New("line 1: it has no keys")
	}
	top := root.Content[0]
	values := 0
	if err := sound(top, 0, &values); err != nil {
		return err
	}
	first := map[string]bool{}
	lines := lineStarts(data, f.Inner)
	for i := 0; i+1 < len(top.Content); i += 2 {
		key := top.Content[i]
		if first[key.Value] {
			return fmt.Errorf("line %d: the key %q is given twice", key.Line, key.Value)
		}
		first[key.Value] = true
		f.Entries = append(f.Entries, entryOf(key, top.Content[i+1]))
	}
	f.Fixed = f.place(data, top, lines)
	for i := range f.Entries {
		f.Entries[i].Line++ // the fence
	}
	return nil
}

// decode keeps a reader that gives up on foreign bytes from taking the process with it.
func decode(text []byte, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reader gave up: %v", p)
		}
	}()
	return yaml.Unmarshal(text, into)
}

// sound refuses what grows when it is read, and what is no metadata any more.
func sound(n *yaml.Node, depth int, values *int) error {
	*values++
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return fmt.Errorf("line %d: it refers to itself by anchors", n.Line)
	case depth > maxYAMLDepth:
		return fmt.Errorf("line %d: it is more than %d levels deep", n.Line, maxYAMLDepth)
	case *values > maxYAMLValues:
		return fmt.Errorf("line %d: it has more than %d values", n.Line, maxYAMLValues)
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a key is not a word", child.Line)
		}
		if err := sound(child, depth+1, values); err != nil {
			return err
		}
	}
	return nil
}

func entryOf(key, value *yaml.Node) Entry {
	e := Entry{Key: key.Value, Line: key.Line}
	switch value.Kind {
	case yaml.ScalarNode:
		if value.Tag != "!!null" {
			e.Values = []string{value.Value}
		}
	case yaml.SequenceNode:
		e.List = true
		for _, item := range value.Content {
			switch {
			case item.Kind != yaml.ScalarNode:
				e.Deep = true
			case item.Tag != "!!null":
				e.Values = append(e.Values, item.Value)
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(value.Content); i += 2 {
			e.Map = append(e.Map, entryOf(value.Content[i], value.Content[i+1]))
		}
	}
	if e.Deep {
		e.Values = nil
	}
	return e
}
