package jsonld

import (
	"context"
	"errors"
	"fmt"

	"tributary/vocab"
	"tributary/vocab/graph"
)

// Reading is what a JSON-LD document says.
type Reading struct {
	// Resources are the entities described, in document order, repeats kept, each before those
	// described inside it. Those without an id that others refer to are blank nodes ("_:thing1");
	// a root without id has none.
	Resources []*vocab.Resource
	// Roots are those of Resources that stand at the top of the document, or of its @graph.
	Roots []*vocab.Resource
	// Raw is the document as it came.
	Raw []byte
}

// Read reads a JSON-LD document: one object, an array of them, or an object with @graph.
//
// A document under the node's own contexts, that of ActivityStreams and a few more is read by a
// table; any other goes through the general expansion algorithm, under guard. Both give the same.
// Names are brought into canonical form and values into the form that their property takes
// (package graph); nothing is checked against the vocabulary beyond that.
//
// Errors: ErrTooLarge, ErrTooDeep, ErrTooSlow; *ContextError for a context that is not built in;
// *SyntaxError for anything else that cannot be read. vocab.Violations when terms of ours are
// misspelt: the document then comes with it, without the statements concerned.
//
// Spec: JSON-LD 1.1; JSON-LD 1.1 Processing Algorithms and API, 5.1 Expansion.
func Read(data []byte, opt Options) (*Reading, error) {
	return ReadContext(context.Background(), data, opt)
}

// ReadContext is [Read], given up when ctx is done.
func ReadContext(ctx context.Context, data []byte, opt Options) (*Reading, error) {
	r, err := newReader(data, opt)
	if err != nil {
		return nil, err
	}
	if err := r.guard(); err != nil {
		return nil, err
	}
	nodes, err := r.byTable()
	if errors.Is(err, errGeneral) {
		nodes, err = r.byExpansion(ctx)
	}
	if err != nil {
		return nil, err
	}
	return r.document(nodes)
}

// errGeneral says that a document uses what only the general algorithm knows.
var errGeneral = errors.New("the document needs general expansion")

// reader reads one document.
type reader struct {
	data   []byte
	tree   value
	opt    Options
	tables *tables
	// unknown are keys that mean nothing in a document under our own context.
	unknown vocab.Violations
	// prefixes that the document declares at its top.
	prefixes map[string]vocab.IRI
}

func newReader(data []byte, opt Options) (*reader, error) {
	opt.Limits = opt.Limits.withDefaults()
	if opt.Vocabulary == nil {
		opt.Vocabulary = defaultVocabulary()
	}
	if opt.ReadAs == nil {
		opt.ReadAs = graph.ReadAs()
	}
	tree, err := parse(data, opt.Limits)
	if err != nil {
		return nil, err
	}
	r := &reader{data: data, tree: tree, opt: opt, tables: tablesOf(opt.Vocabulary), prefixes: map[string]vocab.IRI{}}
	if tree.kind != '{' && tree.kind != '[' {
		return nil, wrong("", "an object should stand here, or an array of objects")
	}
	return r, nil
}

// context is the @context of an object, or the one handed over, or nothing: the native one.
func (r *reader) context(object value) (value, bool, error) {
	if own, ok := object.member("@context"); ok {
		return own, true, nil
	}
	if len(r.opt.Context) == 0 {
		return value{}, false, nil
	}
	given, err := parse(r.opt.Context, r.opt.Limits)
	if err != nil {
		return value{}, false, fmt.Errorf("read the context handed over: %w", err)
	}
	return given, true, nil
}

// document makes resources of what was read.
func (r *reader) document(nodes []*graph.Node) (*Reading, error) {
	a := graph.Assembler{Vocabulary: r.opt.Vocabulary, ReadAs: r.opt.ReadAs, Prefixes: r.prefixes}
	resources, roots, problems := a.Assemble(nodes)
	doc := &Reading{Resources: resources, Roots: roots, Raw: r.data}
	if problems = append(r.unknown, problems...); len(problems) > 0 {
		return doc, problems
	}
	return doc, nil
}
