package repository

import (
	"fmt"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// parts are the things inside a document: drawings, the decision about a proposal, and statements of
// value in its prose.
func (m *maker) parts(f *File, whole *vocab.Resource) (parts []Unit) {
	for i, diagram := range f.Diagrams {
		parts = append(parts, Unit{Resource: m.processMap(f, whole, i), Path: f.Path, Line: diagram.Line})
	}
	if f.Kind == Proposal {
		if d := m.decision(whole); d != nil {
			parts = append(parts, Unit{Resource: d, Path: f.Path})
		}
	}
	switch f.Kind {
	case Charter, Agreement, Policy, Guidelines, Document, Proposal:
		parts = append(parts, m.values(f, whole)...)
	}
	return parts
}

// partID is the id of a part: stays the same as long as the file and the place in it do.
func partID(whole *vocab.Resource, format string, args ...any) vocab.IRI {
	return whole.ID() + "#" + vocab.IRI(fmt.Sprintf(format, args...))
}

// part is a resource that is seen by whoever sees the whole.
func part(class *vocab.Class, id vocab.IRI, whole *vocab.Resource) *vocab.Resource {
	r := vocab.New(class, id).With(pf.IsPartOf, vocab.Ref(whole.ID()))
	if v := whole.Get(pf.Visibility); !v.IsZero() {
		r = r.With(pf.Visibility, v)
	}
	return r
}

func (m *maker) processMap(f *File, whole *vocab.Resource, i int) *vocab.Resource {
	diagram := f.Diagrams[i]
	title := f.nearestHeading(diagram.Line)
	if title == "" {
		title = whole.Get(pf.Title).Text()
	}
	r := part(pf.ProcessMap, partID(whole, "map-%d", i+1), whole).
		With(pf.Title, vocab.Text(title)).
		With(pf.DiagramSource, vocab.Text(diagram.Source.of(f.Data))).
		With(pf.Format, vocab.Text("text/vnd.mermaid"))
	return withKept(r, KeptDerived, derivedNote(pf.Title, vocab.Text(title))+"the heading above it)")
}

// outcomes are the results that statuses of proposals tell of.
var outcomes = map[*vocab.Individual]string{
	pf.PropAccepted: "outcome-accepted", pf.PropAcceptedAmended: "outcome-amended", pf.PropRejected: "outcome-rejected",
	pf.PropBlocked: "outcome-blocked", pf.PropWithdrawn: "outcome-withdrawn", pf.PropExpired: "outcome-no-quorum",
	pf.PropQueued: "outcome-accepted", pf.PropExecuted: "outcome-accepted", pf.PropEvaluated: "outcome-accepted",
}

// decision is how a proposal was settled, or nil while it is open.
func (m *maker) decision(proposal *vocab.Resource) *vocab.Resource {
	status := proposal.Get(pf.ProposalStatus).IRI()
	for known, outcome := range outcomes {
		if known.IRI != status {
			continue
		}
		d := part(pf.Decision, partID(proposal, "decision"), proposal).
			With(pf.Title, proposal.Get(pf.Title)).
			With(pf.Decides, vocab.Ref(proposal.ID())).
			With(pf.Outcome, vocab.Ref(pf.Concept(outcome).IRI))
		for _, v := range proposal.All(pf.VotingAt) {
			d = d.Plus(pf.ExternalId, vocab.Text(v.Text()))
		}
		if m.at.Group != "" {
			d = d.With(pf.DecidedBy, vocab.Ref(m.at.Group))
			d = withKept(d, KeptDerived, derivedNote(pf.DecidedBy, vocab.Ref(m.at.Group))+"the group whose repository it is)")
		}
		return withKept(d, KeptDerived, derivedNote(pf.Outcome, d.Get(pf.Outcome))+"the status of the proposal)")
	}
	return nil
}

// nearestHeading is the text of the heading above a line.
func (f *File) nearestHeading(line int) string {
	text := ""
	for _, h := range f.Headings {
		if h.Line < line {
			text = plain(h.Text)
		}
	}
	return strings.TrimSpace(text)
}
