package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/node/importer/repository"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// work is one import on its way from a document to an activity.
type work struct {
	ctx    context.Context
	opt    Options
	vocab  *vocab.Vocabulary
	doc    document
	report *Report
	// checked says that every thing was held against the vocabulary already.
	checked bool

	view      node.View // while things are being found
	entries   []*entry
	byID      map[vocab.IRI][]*entry // of the document's ids; references lead to the first
	snapshots []snapshot

	concerning map[vocab.IRI][]*entry // events, by the resources they name
	firstEvent int                    // place of the first event

	sources map[vocab.IRI]vocab.IRI // IRI here -> id in the document
	finals  map[vocab.IRI]vocab.IRI // local name -> IRI of what was made
	ahead   []ahead                 // left out until everything is there
}

// entry is one thing to be imported, under the ids of the document.
type entry struct {
	thing             // resources without what events say of them
	place   int       // of the first description, in the order of the document
	source  vocab.IRI // what it is called at the source, for ever
	label   vocab.IRI // its local name in the activity
	here    vocab.IRI // where an earlier import put it; empty: new
	kept    *vocab.Resource
	readers node.Level // who may read what is kept
	opened  bool       // an earlier import brought this resource in with its balance
	opens   *entry     // of an opening: the resource
}

// snapshot is what a document says of a resource's balance at one place.
type snapshot struct {
	of      *entry
	figures *vocab.Resource // economic fields only
	latest  vocab.IRI       // the event that is said to have been the last; empty: none is
	at      string
	place   int  // in the order of the document; of an outcome: behind the events that came to it
	outcome bool // what events of the document came to
}

func (e *entry) is(c *vocab.Class) bool { return e.resource.Class().IsA(c) }

// join makes one entry of each thing that the document describes: equal repeats become one, and so
// do descriptions of which one says nothing that the other does not. What a resource holds is set
// apart. Unequal repeats of anything else are two things.
func (w *work) join() {
	if len(w.doc.things) == 0 {
		w.report.puzzle("nothing in the document means anything here; its context may be missing or misspelt")
	}
	w.byID = map[vocab.IRI][]*entry{}
	var partial []thing
	activities := 0
	for place, t := range w.doc.things {
		t.resource = worded(renamed(t.resource), func(p *vocab.Property, was, is string) {
			w.report.warn("%s: %s is written %s, and read as %s", t.where(), p.Term, was, is)
		})
		switch reason := w.passOver(t); {
		case t.resource.Class() != nil && t.resource.Class().IsA(as.Activity):
			activities++
		case reason != "":
			w.report.puzzle("%s: %s", t.where(), reason)
		case t.resource.Class() == nil:
			partial = append(partial, t)
		default:
			w.add(t, place)
		}
	}
	if activities > 0 {
		w.report.puzzle("%s", notCarriedOut(activities))
	}
	for _, t := range partial {
		w.complete(t)
	}
	for _, e := range w.entries {
		for _, s := range e.resource.Extra() {
			if s.Property != derivedProperty {
				if !strings.HasPrefix(string(s.Property), string(repository.Kept)) {
					w.report.puzzle("%s: kept, but means nothing here", s.Property)
				}
			}
		}
	}
}

// notCarriedOut tells of the activities in a document, which an export of a node is full of.
func notCarriedOut(n int) string {
	if n == 1 {
		return "1 activity that others recorded is not carried out again"
	}
	return fmt.Sprintf("%d activities that others recorded are not carried out again", n)
}

// passOver says why a thing is not imported; empty: it is.
func (w *work) passOver(t thing) string {
	c := t.resource.Class()
	switch {
	case c == nil:
		return ""
	case c.Kind == vocab.Part:
		return "a " + c.Name + " belongs inside something, and nothing leads to it"
	case c.IsA(as.Collection), c.IsA(as.Tombstone):
		return "a " + c.Name + " is made here, not imported"
	}
	return ""
}

// add joins a description with what was said of the thing before.
func (w *work) add(t thing, place int) {
	id := t.resource.ID()
	if t.resource.Class().IsA(vf.EconomicResource) {
		w.addResource(t, place)
		return
	}
	for _, e := range w.byID[id] {
		if id == "" {
			break
		}
		switch {
		case e.resource.Class() == t.resource.Class() && says(e.resource, t.resource):
			return
		case e.resource.Class() == t.resource.Class() && says(t.resource, e.resource):
			e.resource = t.resource
			return
		case !e.is(t.resource.Class()) && !t.resource.Class().IsA(e.resource.Class()):
			w.clash(e, t)
			return
		}
	}
	if others := w.byID[id]; id != "" && len(others) > 0 {
		w.report.warn("%s: is described differently at %s; they are kept as two things, and what refers to it leads to the first",
			t.where(), orUnknown(others[0].at))
	}
	w.enter(&entry{thing: t, place: place})
}

// clash notes that one id names two kinds of thing.
func (w *work) clash(e *entry, t thing) {
	w.report.Violations = append(w.report.Violations, vocab.Violation{
		Path: t.where() + ".type", Term: "type",
		Message: "is a " + t.resource.Class().Name + ", and a " + e.resource.Class().Name + " at " + orUnknown(e.at),
	})
}

// addResource joins what is said of a resource itself: the last word counts. What it holds is a
// snapshot.
func (w *work) addResource(t thing, place int) {
	base, figures := apart(t.resource)
	id := t.resource.ID()
	for _, e := range w.byID[id] {
		if !e.is(vf.EconomicResource) {
			w.clash(e, t)
			return
		}
	}
	var e *entry
	if same := w.byID[id]; id != "" && len(same) > 0 {
		e = same[0]
		for p, values := range base.Fields() {
			next := e.resource.With(p, values...)
			if e.resource.Has(p) && !next.Equal(e.resource) {
				w.report.warn("%s: %s is different from what was said at %s; the last word counts", t.where(), p.Term, orUnknown(e.at))
			}
			e.resource = next
		}
	} else {
		e = w.enter(&entry{thing: thing{resource: base, at: t.at, mention: t.mention, audience: t.audience}, place: place})
	}
	if figures != nil {
		w.snapshots = append(w.snapshots, snapshot{
			of: e, figures: figures, latest: t.resource.Get(own.LatestEvent).IRI(), at: t.at, place: place,
		})
	}
}

// apart takes the fields that only events change off a resource. Without any, figures is nil.
func apart(r *vocab.Resource) (base, figures *vocab.Resource) {
	base, stated := r, vocab.New(r.Class(), r.ID())
	for p, values := range r.Fields() {
		switch {
		case vf.EconomicOnly(p, r.Class()):
			base, stated = base.With(p), stated.With(p, values...)
			figures = stated
		case p.Derived:
			base = base.With(p)
		}
	}
	return base, figures
}

// complete adds what a description without a type says to the thing that has one.
func (w *work) complete(t thing) {
	same := w.byID[t.resource.ID()]
	if t.resource.ID() == "" || len(same) == 0 {
		for _, id := range t.resource.Types() {
			if w.vocab.Owns(id) {
				w.report.Violations = append(w.report.Violations, vocab.Violation{
					Path: t.where() + ".type", Term: "type", Message: string(id) + " is not a class of that vocabulary"})
				return
			}
		}
		kind := "a thing without a type"
		if len(t.resource.Types()) > 0 {
			kind = "a " + string(t.resource.Types()[0])
		}
		w.report.puzzle("%s: %s is left out", t.where(), kind)
		return
	}
	e := same[0]
	for p, values := range t.resource.Fields() {
		e.resource = e.resource.Plus(p, values...)
	}
	if extra := t.resource.Extra(); len(extra) > 0 {
		e.resource = e.resource.WithExtra(append(slices.Clone(e.resource.Extra()), extra...)...)
	}
}

// unnamed begins the ids of things to which the document gives none. No document can say it: a
// label does not begin with a point.
const unnamed = "_:.unnamed"

func (w *work) enter(e *entry) *entry {
	if e.resource.ID() == "" {
		e.resource = e.resource.WithID(vocab.IRI(fmt.Sprintf("%s%d", unnamed, len(w.entries))))
	}
	w.entries = append(w.entries, e)
	w.byID[e.resource.ID()] = append(w.byID[e.resource.ID()], e)
	return e
}

// entry is what a reference leads to; nil where the document does not describe it.
func (w *work) entry(id vocab.IRI) *entry {
	if same := w.byID[id]; len(same) > 0 {
		return same[0]
	}
	return nil
}

// says tells whether a says everything that b says.
func says(a, b *vocab.Resource) bool {
	for p, values := range b.Fields() {
		for _, v := range values {
			if !slices.ContainsFunc(a.All(p), v.Equal) {
				return false
			}
		}
	}
	for _, s := range b.Extra() {
		if !slices.ContainsFunc(a.Extra(), func(t vocab.Statement) bool { return s.Property == t.Property && s.Value.Equal(t.Value) }) {
			return false
		}
	}
	for _, t := range b.Types() {
		if !slices.Contains(a.Types(), t) {
			return false
		}
	}
	return true
}

func orUnknown(at string) string {
	if at == "" {
		return "another place"
	}
	return at
}
