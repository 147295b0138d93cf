package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	// sibling reads a file that lies beside the source; os.ErrNotExist where there is none.
	sibling func(name string) ([]byte, error)
}

// input is a source before it is read.
type input struct {
	ctx     context.Context
	name    string
	head    []byte // its beginning, to tell its form
	open    func() (io.ReadCloser, error)
	sibling func(name string) ([]byte, error)
}

// whole reads a source that is one document.
func (in input) whole() (source, error) {
	f, err := in.open()
	if err != nil {
		return source{}, fmt.Errorf("open %s: %w", in.name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSourceBytes+1))
	if err != nil {
		return source{}, fmt.Errorf("read %s: %w", in.name, err)
	}
	return source{ctx: in.ctx, name: in.name, data: data, sibling: in.sibling}, nil
}

// table is the format of a source that is read row by row; nil: it is one document.
func (in input) table() *format {
	suffix := strings.ToLower(filepath.Ext(in.name))
	for i, f := range formats {
		if slices.Contains(f.suffixes, suffix) {
			if f.rows == nil {
				return nil
			}
			return &formats[i]
		}
	}
	head, err := decoded(in.head)
	if err != nil {
		return nil // read says what is wrong
	}
	for i, f := range formats {
		if f.looks != nil && f.looks(string(head)) {
			if f.rows == nil {
				return nil
			}
			return &formats[i]
		}
	}
	return nil
}

// readSibling reads a file that lies in the folder of another. Only its last name counts, so that
// no document leads out of the folder.
func readSibling(path, name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(filepath.Dir(path), filepath.Base(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSourceBytes+1))
	if err == nil && len(data) > maxSourceBytes {
		err = errTooLarge
	}
	return data, err
}

// document is what a reader answers: things in the order of the source, repeats kept.
type document struct {
	things []thing
	// ordered says that the order means something: a thing described again is described later.
	ordered bool
	// problems are terms of ours that are misspelt or misplaced.
	problems vocab.Violations
	// notes are for whoever imports.
	notes []string
	// private says that, unless somebody says otherwise, it is for members.
	private bool
}

// thing is one description.
type thing struct {
	resource *vocab.Resource
	at       string         // place in the document, for people; empty where there are only names
	mention  bool           // the source names it in passing and describes something else
	audience *node.Audience // who may read it, where the source says so of it alone
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
	// marked says whether a document that its suffix calls something wider is of this form.
	marked func(text string) bool
	// rows reads a source of any length row by row, instead of read.
	rows func(input, Options, *Report) error
}

// formats are asked in this order. A new source is a row here and a reader in its own file.
var formats = []format{
	{name: "DAOstar daoURI", read: readDAO, marked: looksLikeDAO},
	{name: "Murmurations profile", read: readProfile, marked: looksLikeProfile},
	{name: "Bonfire", read: readBonfire, marked: looksLikeBonfire},
	{name: "JSON-LD", suffixes: []string{".jsonld", ".json"}, looks: looksLikeJSON, read: readJSONLD},
	{name: "YAML-LD", suffixes: []string{".yaml", ".yml", ".yamlld"}, looks: looksLikeYAML, read: readYAML},
	{name: "CSV", suffixes: []string{".csv", ".tsv"}, looks: looksLikeTable, rows: readTable},
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
		if f.marked != nil && f.marked(string(s.data)) {
			return f, nil
		}
	}
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
	return format{}, node.Errorf(node.Unsupported, "%s: is in no form that is read here; these are: %s", s.name, formNames())
}

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 64 << 10

func formNames() string {
	var all []string
	for _, f := range formats {
		if len(f.suffixes) == 0 {
			all = append(all, f.name)
			continue
		}
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
