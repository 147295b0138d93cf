package importer

import (
	"fmt"
	"io"
	"strings"

	"tributary/vocab"
)

// Report says what an import did, or would do.
type Report struct {
	Source   string `json:"source"` // path or URL
	Format   string `json:"format"`
	DryRun   bool   `json:"dryRun,omitempty"`
	Made     []Line `json:"made"`
	Changed  []Line `json:"changed"`
	Same     []Line `json:"same"`
	Openings int    `json:"openings"` // of the things made: events that bring in a balance

	Differences   []Difference     `json:"differences"`
	Warnings      []string         `json:"warnings"`
	NotUnderstood []string         `json:"notUnderstood"`
	Violations    vocab.Violations `json:"violations"`
	// Activities are what this node recorded of it, in order; empty when nothing changed.
	Activities []vocab.IRI `json:"activities"`
}

// Line is one thing that an import met.
type Line struct {
	IRI    vocab.IRI `json:"iri,omitempty"` // here; empty in a dry run, before it has one
	Source vocab.IRI `json:"source"`        // at the source
	Class  string    `json:"class"`
	Name   string    `json:"name,omitempty"`
}

// Difference is a figure that the source states of a resource, and that its events do not lead to.
// The events are believed.
type Difference struct {
	Resource vocab.IRI `json:"resource"` // at the source
	Field    string    `json:"field"`    // term, e.g. "onhandQuantity"
	Stated   string    `json:"stated"`
	Computed string    `json:"computed"`
	At       string    `json:"at"` // place in the document
}

// warn adds a warning, once.
func (r *Report) warn(format string, args ...any) {
	r.Warnings = once(r.Warnings, fmt.Sprintf(format, args...))
}

func (r *Report) puzzle(format string, args ...any) {
	r.NotUnderstood = once(r.NotUnderstood, fmt.Sprintf(format, args...))
}

func once(lines []string, line string) []string {
	for _, l := range lines {
		if l == line {
			return lines
		}
	}
	return append(lines, line)
}

// WriteText writes the report for people: counts first, then one line each.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	switch {
	case len(r.Violations) > 0:
		fmt.Fprintf(&b, "%s (%s): refused, nothing was made\n", r.Source, r.Format)
	case r.DryRun:
		fmt.Fprintf(&b, "%s (%s): would make %d, change %d, leave alone %d\n", r.Source, r.Format, len(r.Made), len(r.Changed), len(r.Same))
	default:
		fmt.Fprintf(&b, "%s (%s): made %d, changed %d, left alone %d\n", r.Source, r.Format, len(r.Made), len(r.Changed), len(r.Same))
	}
	for _, part := range []struct {
		title string
		lines []Line
	}{{"made", r.Made}, {"changed", r.Changed}} {
		for _, l := range part.lines {
			fmt.Fprintf(&b, "  %s %s %s", part.title, l.Class, l.Source)
			if l.Name != "" {
				fmt.Fprintf(&b, " %q", l.Name)
			}
			if l.IRI != "" {
				fmt.Fprintf(&b, " as %s", l.IRI)
			}
			b.WriteByte('\n')
		}
	}
	for _, d := range r.Differences {
		fmt.Fprintf(&b, "  difference %s %s: stated %s, computed %s (%s)\n", d.Resource, d.Field, d.Stated, d.Computed, d.At)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{{"warning", r.Warnings}, {"not understood", r.NotUnderstood}} {
		for _, l := range part.lines {
			fmt.Fprintf(&b, "  %s: %s\n", part.title, l)
		}
	}
	for _, v := range r.Violations {
		fmt.Fprintf(&b, "  refused: %s\n", v)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
