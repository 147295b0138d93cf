package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"tributary/node"
	"tributary/vocab"
)

// Options say into what a source is imported. Node and Group are needed.
type Options struct {
	Node  *node.Node
	Group vocab.IRI // whose record it becomes, where the source does not say; who acts
	// Audience is who may read it; nil: the default of the group, and for tables and documents of
	// other networks its members.
	Audience *node.Audience
	asked    *node.Audience // Audience, where the caller gave one
	DryRun   bool
	// Progress is told how many things were brought in so far; nil: nobody is.
	Progress func(done, total int)
	// Mapping says what a table does not say itself; nil: nothing. Only for tables.
	Mapping *Mapping
	// Name is the path or URL of the source, as messages and names of blank nodes have it; empty:
	// the path or name handed over.
	Name string
}

// Import brings in a file, or a folder: a governance repository. A file's form is told by the suffix of its name, else by its content.
//
// Errors: node.Error; Unreadable with the line where it is known, Unsupported, TooLarge, Invalid
// with every violation, Conflict. With an error nothing was imported; the report says how far it
// came.
func Import(ctx context.Context, path string, opt Options) (Report, error) {
	opt.asked = opt.Audience
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Report{}, node.Errorf(node.NotFound, "there is no file %s", path)
	case err != nil:
		return Report{}, fmt.Errorf("open the source: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return importFolder(ctx, path, opt)
	}
	head, err := io.ReadAll(io.LimitReader(f, sniffed))
	if err != nil {
		return Report{}, fmt.Errorf("read %s: %w", path, err)
	}
	return bring(input{
		ctx: ctx, name: path, head: head,
		open:    func() (io.ReadCloser, error) { return os.Open(path) },
		sibling: func(name string) ([]byte, error) { return readSibling(path, name) },
	}, opt)
}

// ImportBytes brings in a document that was read already. name tells its form by its suffix, if it
// has one.
//
// Errors: as [Import].
func ImportBytes(ctx context.Context, name string, data []byte, opt Options) (Report, error) {
	opt.asked = opt.Audience
	return bring(input{
		ctx: ctx, name: name, head: data[:min(len(data), sniffed)],
		open:    func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		sibling: func(name string) ([]byte, error) { return nil, os.ErrNotExist },
	}, opt)
}

// bring tells the form of a source and hands it to its reader.
func bring(in input, opt Options) (Report, error) {
	if what := disguised(in.head); what != "" && opt.Mapping == nil {
		return Report{}, node.Errorf(node.Unsupported, "%s: is %s", in.name, what)
	}
	if opt.Name == "" {
		opt.Name = in.name
	}
	report := Report{Source: opt.Name, DryRun: opt.DryRun}
	if f := in.table(); f != nil {
		report.Format = f.name
		err := f.rows(in, opt, &report)
		return report, err
	}
	if opt.Mapping != nil {
		return report, node.Errorf(node.Unsupported, "%s: is no table, and a mapping is for tables only", opt.Name)
	}
	s, err := in.whole()
	if err != nil {
		return report, err
	}
	doc, form, err := read(s)
	report.Format = form
	if err != nil {
		return report, err
	}
	if doc.private && opt.Audience == nil {
		opt.Audience = &node.Audience{Level: node.Members}
	}
	w := &work{ctx: in.ctx, opt: opt, vocab: opt.Node.Vocabulary(), doc: doc, report: &report}
	report.Violations = append(report.Violations, doc.problems...)
	for _, note := range doc.notes {
		report.warn("%s", note)
	}
	err = w.run()
	return report, err
}

// run takes a document from its things to the node.
func (w *work) run() error {
	w.join()
	if err := w.name(); err != nil {
		return err
	}
	w.resolve()
	if !w.checked {
		w.check()
	}
	if err := w.refused(); err != nil {
		return err
	}
	if err := w.identify(); err != nil {
		return err
	}
	w.concern()
	w.open(w.opt.Group)
	if err := w.identifyOpenings(); err != nil {
		return err
	}
	w.compare()
	if err := w.handles(); err != nil {
		return err
	}
	return w.submit()
}
