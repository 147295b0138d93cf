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
	Secluded int    `json:"secluded"` // of the things made: those that only members may read

	// More counts what was made, changed and left alone and is not listed: of a table, what comes after
	// the first thousand.
	More Counts `json:"more,omitzero"`

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

// Counts are numbers of things.
type Counts struct {
	Made    int `json:"made"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// Totals are the numbers of all things that the import met.
func (r Report) Totals() Counts {
	return Counts{len(r.Made) + r.More.Made, len(r.Changed) + r.More.Changed, len(r.Same) + r.More.Same}
}

// maxListed is how many things of one sort the report on a table lists.
const maxListed = 1_000

// add joins the report on a part of a source.
func (r *Report) add(part Report) {
	for _, list := range []struct {
		all  *[]Line
		more *int
		part []Line
	}{{&r.Made, &r.More.Made, part.Made}, {&r.Changed, &r.More.Changed, part.Changed}, {&r.Same, &r.More.Same, part.Same}} {
		room := min(len(list.part), maxListed-min(maxListed, len(*list.all)))
		*list.all = append(*list.all, list.part[:room]...)
		*list.more += len(list.part) - room
	}
	r.Openings += part.Openings
	r.Secluded += part.Secluded
	for _, line := range part.Warnings {
		r.Warnings = once(r.Warnings, line)
	}
	for _, line := range part.NotUnderstood {
		r.NotUnderstood = once(r.NotUnderstood, line)
	}
	r.Differences = append(r.Differences, part.Differences[:min(len(part.Differences), maxListed-min(maxListed, len(r.Differences)))]...)
	r.Violations = append(r.Violations, part.Violations...)
	r.Activities = append(r.Activities, part.Activities...)
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
	if len(lines) == maxListed {
		return append(lines, "and more of the kind")
	}
	if len(lines) > maxListed {
		return lines
	}
	return append(lines, line)
}

// WriteText writes the report for people: counts first, then one line each.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	all := r.Totals()
	switch {
	case len(r.Violations) > 0 && all.Made+all.Changed > 0:
		fmt.Fprintf(&b, "%s (%s): stopped; before that made %d, changed %d, left alone %d\n", r.Source, r.Format, all.Made, all.Changed, all.Same)
	case len(r.Violations) > 0:
		fmt.Fprintf(&b, "%s (%s): refused, nothing was made\n", r.Source, r.Format)
	case r.DryRun:
		fmt.Fprintf(&b, "%s (%s): would make %d, change %d, leave alone %d\n", r.Source, r.Format, all.Made, all.Changed, all.Same)
	default:
		fmt.Fprintf(&b, "%s (%s): made %d, changed %d, left alone %d\n", r.Source, r.Format, all.Made, all.Changed, all.Same)
	}
	if r.Secluded > 0 {
		fmt.Fprintf(&b, "  only members of the group may read %s; the same command with --audience public shows it to everyone\n", countOf(r.Secluded, all.Made))
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
	if n := r.More.Made + r.More.Changed; n > 0 {
		fmt.Fprintf(&b, "  and %d more\n", n)
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

func countOf(n, all int) string {
	if n == all {
		return "what was made"
	}
	return fmt.Sprintf("%d of what was made", n)
}
