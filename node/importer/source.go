package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/rdf"
)

// source is what a reader gets.
type source struct {
	ctx  context.Context
	name string // path or URL, for messages
	data []byte // UTF-8, without a byte order mark
}

// document is what a reader answers: things in the order of the source, repeats kept.
type document struct {
	things []thing
	// ordered says that the order means something: a thing described again is described later.
	ordered bool
	// problems are terms of ours that are misspelt or misplaced.
	problems vocab.Violations
}

// thing is one description.
type thing struct {
	resource *vocab.Resource
	at       string // place in the document, for people; empty where there are only names
}

// where is how a thing is called in messages.
func (t thing) where() string {
	id := string(t.resource.ID())
	switch {
	case t.at == "":
		return id
	case id == "" || strings.HasPrefix(id, unnamed):
		return t.at
	}
	return t.at + " (" + id + ")"
}

// format is a form in which things come: a row of formats.
type format struct {
	name     string
	suffixes []string
	// looks says whether text without a telling name is of this form; nil: never.
	looks func(text string) bool
	read  func(source) (document, error)
}

// formats are asked in this order. A new source is a row here and a reader in its own file.
var formats = []format{
	{"JSON-LD", []string{".jsonld", ".json"}, looksLikeJSON, readJSONLD},
	{"YAML-LD", []string{".yaml", ".yml", ".yamlld"}, looksLikeYAML, readYAML},
	rdfFormat(rdf.RDFXML, looksLikeXML, ".xml", ".owl"),
	rdfFormat(rdf.NQuads, looksLikeQuads),
	rdfFormat(rdf.TriG, looksLikeTriG),
	rdfFormat(rdf.Turtle, nil),
	rdfFormat(rdf.NTriples, nil),
}

// maxSourceBytes bounds what is read of a file.
const maxSourceBytes = 64 << 20

// read finds the format of a source and reads it. Its errors name the source.
func read(s source) (document, string, error) {
	text, err := decoded(s.data)
	if err != nil {
		return document{}, "", node.Errorf(node.Unreadable, "%s: %s", s.name, err)
	}
	s.data = text
	f, err := formatOf(s)
	if err != nil {
		return document{}, "", err
	}
	doc, err := f.read(s)
	if err != nil {
		return document{}, "", unreadable(s.name, f.name, err)
	}
	return doc, f.name, nil
}

// decoded is the text of a file: UTF-8 without a byte order mark.
func decoded(data []byte) ([]byte, error) {
	switch {
	case len(data) > maxSourceBytes:
		return nil, fmt.Errorf("is larger than %d MiB", maxSourceBytes>>20)
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return nil, errors.New("is UTF-16; save it as UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, fmt.Errorf("line %d: holds a zero byte, so it is no text in UTF-8", lineAt(data, i))
	}
	if !utf8.Valid(data) {
		i := invalidAt(data)
		return nil, fmt.Errorf("line %d: is not UTF-8 (byte %d)", lineAt(data, i), i+1)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("is empty")
	}
	return data, nil
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size < 2 {
			return i
		}
		i += size
	}
	return len(data)
}

func lineAt(data []byte, i int) int { return 1 + bytes.Count(data[:min(i, len(data))], []byte("\n")) }

// formatOf goes by the suffix of the name, then by the content.
func formatOf(s source) (format, error) {
	suffix := strings.ToLower(filepath.Ext(s.name))
	for _, f := range formats {
		for _, own := range f.suffixes {
			if suffix == own {
				return f, nil
			}
		}
	}
	text := string(s.data[:min(len(s.data), sniffed)])
	for _, f := range formats {
		if f.looks != nil && f.looks(text) {
			return f, nil
		}
	}
	return format{}, node.Errorf(node.Unsupported, "%s: is in no form that is read here; these are: %s", s.name, names())
}

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 64 << 10

func names() string {
	var all []string
	for _, f := range formats {
		all = append(all, fmt.Sprintf("%s (%s)", f.name, strings.Join(f.suffixes, ", ")))
	}
	return strings.Join(all, ", ")
}

// unreadable is the error of a source that is not what it claims to be.
func unreadable(name, format string, err error) error {
	kind := node.Unreadable
	if errors.Is(err, errTooLarge) {
		kind = node.TooLarge
	}
	if k := node.KindOf(err); k != node.Internal {
		kind = k
	}
	return &node.Error{Kind: kind, Message: fmt.Sprintf("%s: as %s: %s", name, format, err)}
}

// errTooLarge marks what a reader refuses for its size.
var errTooLarge = errors.New("too large")

func looksLikeJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "[]")
}

func looksLikeXML(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "<?xml") || strings.Contains(text, "<rdf:RDF")
}

// looksLikeYAML knows YAML-LD by its keywords at the beginning of a line.
func looksLikeYAML(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, "- ")
		for _, key := range []string{"'@context'", `"@context"`, "'@graph'", `"@graph"`, "'@id'", `"@id"`} {
			if strings.HasPrefix(line, key) {
				return true
			}
		}
	}
	return false
}

// line of N-Quads with a graph; other lines of that form are TriG, too.
var quadLine = regexp.MustCompile(`^(<[^>]*>|_:\S+)\s*<[^>]*>\s*(<[^>]*>|_:\S+|"([^"\\]|\\.)*"(@[A-Za-z0-9-]+|\^\^<[^>]*>)?)\s*(<[^>]*>|_:\S+)\s*\.`)

func looksLikeQuads(text string) bool { return quadLine.MatchString(firstStatement(text)) }

// turtleStart is how Turtle, TriG and N-Triples begin. All three are read as TriG.
var turtleStart = regexp.MustCompile(`^(?i:@?prefix\s|@?base\s|graph\s*<|<[a-z][a-z0-9+.-]*:[^>]*>\s*[<{a]|_:\S+\s)`)

func looksLikeTriG(text string) bool { return turtleStart.MatchString(firstStatement(text)) }

func firstStatement(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}
