package jsonld

import (
	"errors"
	"fmt"
	"time"

	"tributary/vocab"
)

// Options say how a document is read. The zero value reads with the node's own vocabulary.
type Options struct {
	// Vocabulary is what is known; nil: model.Vocabulary.
	Vocabulary *vocab.Vocabulary
	// Context is the JSON value of @context for a body that has none; empty: the native context.
	Context []byte
	// Base is the IRI against which relative ones are resolved; empty: they stay as they are.
	Base vocab.IRI
	// ReadAs are properties of other vocabularies that are read as ours, where the class of the
	// resource allows it; nil: graph.ReadAs.
	ReadAs map[vocab.IRI]*vocab.Property
	Limits Limits
}

// Limits bound what [Read] takes on. A zero field means the default beside it.
type Limits struct {
	Bytes    int           // of the document: 1 MiB
	Depth    int           // of nested objects and arrays: 64
	Nodes    int           // values of any kind: 100,000
	Keys     int           // names in one object: 5,000
	Contexts int           // contexts named or written out, terms of the latter included: 1,000
	Time     time.Duration // for a document that needs the general algorithm: 5 s
}

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 1 << 20
	}
	if l.Depth == 0 {
		l.Depth = 64
	}
	if l.Nodes == 0 {
		l.Nodes = 100_000
	}
	if l.Keys == 0 {
		l.Keys = 5_000
	}
	if l.Contexts == 0 {
		l.Contexts = 1_000
	}
	if l.Time == 0 {
		l.Time = 5 * time.Second
	}
	return l
}

// What is refused for its size, before or while it is read.
var (
	ErrTooLarge = errors.New("the document is too large")
	ErrTooDeep  = errors.New("the document is nested too deeply")
	ErrTooSlow  = errors.New("the document takes too long to read")
)

// SyntaxError says why a document cannot be read, and where.
type SyntaxError struct {
	Path    string // "object.resourceQuantity"; empty: the document itself
	Message string // the rule, for whoever sent it
	Offset  int64  // bytes from the beginning; -1: not known
}

func (e *SyntaxError) Error() string {
	switch {
	case e.Path != "":
		return e.Path + ": " + e.Message
	case e.Offset > 0:
		return fmt.Sprintf("byte %d: %s", e.Offset, e.Message)
	}
	return e.Message
}

// ContextError says that a document names a context which is not built in. Contexts are never
// fetched.
type ContextError struct{ URL string }

func (e *ContextError) Error() string {
	return fmt.Sprintf("@context: %q is not a context that this node knows, and contexts are not fetched; write the terms out instead", e.URL)
}

func wrong(path, format string, args ...any) error {
	return &SyntaxError{Path: path, Message: fmt.Sprintf(format, args...), Offset: -1}
}
