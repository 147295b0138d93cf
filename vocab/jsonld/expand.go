package jsonld

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/piprate/json-gold/ld"

	"tributary/vocab"
	"tributary/vocab/graph"
)

// byExpansion reads the document by the general expansion algorithm.
func (r *reader) byExpansion(ctx context.Context) ([]*graph.Node, error) {
	input, err := r.input()
	if err != nil {
		return nil, err
	}
	l := &loader{tables: r.tables}
	expanded, err := expand(ctx, input, nil, string(r.opt.Base), l, r.opt.Limits)
	if l.refuse != nil {
		return nil, l.refuse
	}
	if err != nil {
		return nil, err
	}
	e := expansion{languages: map[string]string{}}
	noteLanguages(r.tree, e.languages)
	return e.nodes(expanded)
}

// input is the tree in the form that the expander takes, each object at the top with its context.
func (r *reader) input() (any, error) {
	var objects []any
	for i, object := range r.tree.list() {
		if object.kind != '{' {
			return nil, wrong(indexed("", i), "an object should stand here")
		}
		given, stated, err := r.context(object)
		if err != nil {
			return nil, err
		}
		plain := plainJSON(object).(map[string]any)
		if stated {
			plain["@context"] = contextJSON(given)
			r.notePrefixes(given)
		} else {
			plain["@context"] = nativeURL
		}
		if t, err := r.table(value{kind: '{', members: []member{{"@context", given}}}); stated && err == nil && t.strict || !stated {
			r.findUnknown(r.tables.native, object, "")
		}
		objects = append(objects, plain)
	}
	if r.tree.kind == '{' {
		return objects[0], nil
	}
	return objects, nil
}

// notePrefixes remembers what local contexts define that can stand before a colon.
func (r *reader) notePrefixes(given value) {
	for _, item := range given.list() {
		for _, m := range item.members {
			if m.value.kind == '"' && strings.Contains(m.value.text, "://") && !strings.HasPrefix(m.key, "@") {
				r.prefixes[m.key] = vocab.IRI(m.value.text)
			}
		}
	}
}

// findUnknown names the keys that mean nothing under our own context, which the expander would pass
// over.
func (r *reader) findUnknown(t *table, v value, path string) {
	for i, item := range v.items {
		r.findUnknown(t, item, indexed(path, i))
	}
	for _, m := range v.members {
		if m.key == "@context" {
			continue
		}
		if _, ok := t.key(m.key); !ok && t.keyword(m.key) == "" {
			r.pass(t, m.key, path)
			continue
		}
		r.findUnknown(t, m.value, under(path, m.key))
	}
}

// workers bounds how many documents are expanded at once: an expansion that takes too long is
// abandoned, but cannot be stopped.
var workers = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))

// expand runs the expander over a document in a worker of its own, with whatever it panics with
// turned into an error. outer is a context that comes before those of the document, or nil.
//
// Errors: ErrTooSlow, a *SyntaxError, or that of ctx.
func expand(ctx context.Context, input, outer any, base string, l ld.DocumentLoader, limits Limits) ([]any, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Time, ErrTooSlow)
	defer cancel()
	if ctx.Err() != nil { // a worker may be free, and quick
		return nil, context.Cause(ctx)
	}
	select {
	case workers <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	type result struct {
		expanded []any
		err      error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-workers }()
		expanded, err := expandNow(input, outer, base, l)
		done <- result{expanded, err}
	}()
	select {
	case r := <-done:
		return r.expanded, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func expandNow(input, outer any, base string, l ld.DocumentLoader) (expanded []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = wrong("", "is not JSON-LD: the expander gave up (%v)", p)
		}
	}()
	options := ld.NewJsonLdOptions(base)
	options.DocumentLoader = l
	options.ExpandContext = outer
	expanded, err = ld.NewJsonLdProcessor().Expand(input, options)
	if err == nil {
		return expanded, nil
	}
	var known *ld.JsonLdError
	if errors.As(err, &known) {
		return nil, wrong("", "is not JSON-LD: %s", strings.TrimSuffix(fmt.Sprintf("%s: %v", known.Code, known.Details), ": <nil>"))
	}
	return nil, wrong("", "is not JSON-LD: %v", err)
}

// nativeURL is a name of the native context, for documents that state none.
var nativeURL = "https://tributary.invalid/contexts/" + nativeName()

// plainJSON is the tree as maps and slices. Numbers keep their text: the expander passes a
// json.Number on as it is.
func plainJSON(v value) any { return convert(v, func(text string) any { return json.Number(text) }) }

// contextJSON is a @context as maps and slices, with its numbers (@version) as they are.
func contextJSON(v value) any {
	return convert(v, func(text string) any {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return text
		}
		return f
	})
}

func convert(v value, number func(string) any) any {
	switch v.kind {
	case '{':
		object := make(map[string]any, len(v.members))
		for _, m := range v.members {
			if m.key == "@context" {
				object[m.key] = contextJSON(m.value)
				continue
			}
			object[m.key] = convert(m.value, number)
		}
		return object
	case '[':
		array := make([]any, len(v.items))
		for i, item := range v.items {
			array[i] = convert(item, number)
		}
		return array
	case '"':
		return v.text
	case '0':
		return number(v.text)
	case 't', 'f':
		return v.kind == 't'
	}
	return nil
}
