package importer

import (
	"strings"

	"tributary/node"
	"tributary/vocab"
)

// check says what the document breaks of the vocabulary: each description by itself, and what they
// say of each other.
func (w *work) check() {
	classes := func(id vocab.IRI) []*vocab.Class {
		var found []*vocab.Class
		for _, e := range w.byID[id] {
			found = append(found, e.resource.Class())
			for _, t := range e.resource.Types() {
				if c := w.vocab.ClassByIRI(t); c != nil {
					found = append(found, c)
				}
			}
		}
		return found
	}
	checked := func(r *vocab.Resource, where string) {
		found := append(w.vocab.Check(r), w.vocab.CheckRefs(r, classes)...)
		w.report.Violations = append(w.report.Violations, found.Under(where)...)
	}
	shown := map[*entry]bool{}
	for _, s := range w.snapshots {
		shown[s.of] = true
		whole := s.of.resource
		for p, values := range s.figures.Fields() {
			whole = whole.With(p, values...)
		}
		checked(whole, thing{resource: whole, at: s.at}.where())
	}
	for _, e := range w.entries {
		if !shown[e] {
			checked(e.resource, e.where())
		}
	}
}

// refused is the error of a document that breaks rules of the vocabulary; nil when it breaks none.
func (w *work) refused() error {
	if len(w.report.Violations) == 0 {
		return nil
	}
	w.report.Violations = distinct(w.report.Violations)
	lines := make([]string, len(w.report.Violations))
	for i, v := range w.report.Violations {
		lines[i] = v.String()
	}
	return &node.Error{Kind: node.Invalid, Violations: w.report.Violations,
		Message: w.opt.Name + ": nothing was imported: " + strings.Join(lines, "; ")}
}

// distinct leaves out repetitions, which come from the same mistake in several places.
func distinct(violations vocab.Violations) (kept vocab.Violations) {
	seen := map[vocab.Violation]bool{}
	for _, v := range violations {
		if !seen[v] {
			seen[v] = true
			kept = append(kept, v)
		}
	}
	return kept
}
