package importer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// submit hands everything to the node: what is new in one activity, then what changed, one activity
// for each group whose record it is.
func (w *work) submit() error {
	var fresh []*entry
	var updates []*node.Activity
	type letter struct {
		owner vocab.IRI
		anew  bool // for other readers than before
	}
	open := map[letter]*node.Activity{} // with room for more
	for _, e := range arrange(w.entries) {
		if e.here == "" {
			fresh = append(fresh, e)
			continue
		}
		anew := w.readdressed(e)
		var change *vocab.Resource
		switch {
		case !e.mention:
			change = w.changes(e)
		case !anew || w.opt.asked.Level > e.readers:
			continue // named in passing, maybe in other letters: only whoever may read those has to be able to read it
		}
		if anew && change == nil {
			change = vocab.New(e.kept.Class(), e.here).With(pf.Visibility, e.resource.All(pf.Visibility)...)
		}
		if change == nil {
			w.report.Same = append(w.report.Same, e.line(e.here))
			continue
		}
		w.report.Changed = append(w.report.Changed, e.line(e.here))
		to := letter{w.ownerHere(e), anew}
		if open[to] == nil || len(open[to].Objects) == unit {
			open[to] = &node.Activity{Verb: "Update", Actor: to.owner, Summary: "Imported from " + w.opt.Name, Import: true}
			if anew {
				open[to].To = addressed(to.owner, w.opt.asked)
			}
			updates = append(updates, open[to])
		}
		open[to].Objects = append(open[to].Objects, node.Object{Resource: change})
	}
	// Whatever can be refused is refused before anything is stored. What changes may refer to is not there yet.
	isNew := func(id vocab.IRI) bool {
		return slices.ContainsFunc(fresh, func(e *entry) bool { return e.label == id })
	}
	for _, act := range updates {
		trial := *act
		trial.Objects = slices.Clone(act.Objects)
		for i, o := range trial.Objects {
			trial.Objects[i].Resource, _ = omit(o.Resource, isNew)
		}
		if _, err := w.opt.Node.Try(w.ctx, node.Operator, trial); err != nil {
			w.report.Changed = nil
			return w.inSource(err, nil)
		}
	}
	if err := w.createAll(fresh); err != nil {
		w.report.Changed = nil
		return err
	}
	if w.opt.DryRun {
		return nil
	}
	for _, act := range updates {
		for i, o := range act.Objects {
			act.Objects[i].Resource = o.Resource.Rename(w.asMade)
		}
		receipt, err := w.opt.Node.Submit(w.ctx, node.Operator, *act)
		if err != nil {
			return w.inSource(err, nil)
		}
		w.report.Activities = append(w.report.Activities, receipt.Activity)
	}
	w.progress(len(w.entries))
	return nil
}

func (w *work) progress(done int) {
	if w.opt.Progress != nil {
		w.opt.Progress(done, len(w.entries))
	}
}

// create brings new things in, all or none.
func (w *work) create(fresh []*entry, owners map[*entry]*entry, later func(vocab.IRI) bool) error {
	act := node.Activity{
		Verb: "Create", Actor: w.opt.Group, Summary: "Imported from " + w.opt.Name, Import: true,
		To: addressed(w.opt.Group, w.opt.Audience), Prior: map[vocab.IRI]node.Audience{},
	}
	for _, e := range fresh {
		o := node.Object{Resource: w.without(e, w.translated(e), later)}
		if owner := owners[e]; owner != nil && owner != e {
			o.Owner = owner.called()
		}
		readers, ok := w.narrowed(e)
		if ok {
			act.Prior[e.label] = readers
		} else if w.opt.Audience != nil {
			readers = *w.opt.Audience
		}
		if readers.Level == node.Members {
			w.report.Secluded++
		}
		act.Objects = append(act.Objects, o)
	}
	carry := w.opt.Node.Submit
	if w.opt.DryRun {
		carry = w.opt.Node.Try
	}
	receipt, err := carry(w.ctx, node.Operator, act)
	if err != nil {
		return w.inSource(err, fresh)
	}
	for _, warning := range receipt.Warnings {
		warning = w.replaced(warning, fresh)
		for i, e := range fresh {
			warning = strings.ReplaceAll(warning, string(receipt.Objects[i])+" ", string(e.source)+" ")
		}
		w.report.warn("%s", warning)
	}
	for i, e := range fresh {
		if w.opt.DryRun {
			w.report.Made = append(w.report.Made, e.line(""))
			continue
		}
		e.here = receipt.Objects[i]
		w.report.Made = append(w.report.Made, e.line(e.here))
		w.madeAs(e.label, e.here)
	}
	if !w.opt.DryRun {
		w.report.Activities = append(w.report.Activities, receipt.Activity)
	}
	return nil
}

func (w *work) madeAs(label, id vocab.IRI) {
	if w.finals == nil {
		w.finals = map[vocab.IRI]vocab.IRI{}
	}
	w.finals[label] = id
}

// asMade is the final IRI of a local name.
func (w *work) asMade(id vocab.IRI) vocab.IRI {
	if final, ok := w.finals[id]; ok {
		return final
	}
	return id
}

// changes is what the source says differently of a thing that an earlier import brought in; nil when
// nothing. What the source no longer says stays, for somebody may have added it here. What
// happened, and states that were published, stay as they were.
func (w *work) changes(e *entry) *vocab.Resource {
	said := w.translated(e)
	if e.is(pf.State) || e.opens != nil {
		return nil
	}
	change, changed := vocab.New(e.kept.Class(), e.here), false
	for p, values := range said.Fields() {
		if p == pf.WasRevisionOf || p.Derived || e.kept.With(p, values...).Equal(e.kept) {
			continue
		}
		if p == pf.AlternateOf && says(e.kept, vocab.New(e.kept.Class(), "").With(p, values...)) {
			continue
		}
		if e.is(vf.EconomicEvent) && p != vf.Note && p != vf.Name {
			w.report.warn("%s: %s is different at the source now; what happened stays, and a correction is recorded as an event", e.where(), p.Term)
			continue
		}
		change, changed = change.With(p, values...), true
	}
	if extra := said.Extra(); len(extra) > 0 && !says(e.kept, vocab.New(e.kept.Class(), "").WithExtra(extra...)) {
		change, changed = change.WithExtra(extra...), true
	}
	if !changed {
		return nil
	}
	return change
}

// readdressed says whether the import was told who may read it, and that is somebody else than may read what
// is kept. What the source itself narrows stays narrow.
func (w *work) readdressed(e *entry) bool {
	if w.opt.asked == nil {
		return false
	}
	readers := e.readers
	if e.is(pf.State) { // found by one of its versions, maybe an old one
		if v, err := w.opt.Node.Get(w.ctx, node.Operator, e.here); err == nil {
			readers = v.Audience.Level
		}
	}
	if readers == w.opt.asked.Level {
		return false
	}
	a, narrowed := w.narrowed(e)
	return !narrowed || a.Level == w.opt.asked.Level
}

// ownerHere is whose record a thing is that the node has.
func (w *work) ownerHere(e *entry) vocab.IRI {
	if v, err := w.opt.Node.Get(w.ctx, node.Operator, e.here); err == nil && v.Owner != "" {
		return v.Owner
	}
	return w.opt.Group
}

// inSource tells an error of the node in the words of the source: by its ids and places.
func (w *work) inSource(err error, fresh []*entry) error {
	var e *node.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("import %s: %w", w.opt.Name, err)
	}
	told := &node.Error{Kind: e.Kind, Message: w.opt.Name + ": nothing was imported: " + w.replaced(e.Message, fresh), Err: e.Err}
	for _, v := range e.Violations {
		v.Path, v.Message = w.replaced(v.Path, fresh), w.replaced(v.Message, fresh)
		told.Violations = append(told.Violations, v)
	}
	if told.Kind == node.Invalid {
		w.report.Violations = append(w.report.Violations, told.Violations...)
	}
	return told
}

// replaced puts the places of the document where a message has those of the activity.
func (w *work) replaced(message string, fresh []*entry) string {
	var pairs []string
	for i, e := range slices.Backward(fresh) {
		pairs = append(pairs, fmt.Sprintf("object[%d]", i), e.where(), string(e.label)+" ", string(e.source)+" ")
	}
	if len(fresh) == 1 {
		pairs = append(pairs, "object.", fresh[0].where()+".")
	}
	return strings.NewReplacer(pairs...).Replace(message)
}

// line tells of an entry in a report.
func (e *entry) line(here vocab.IRI) Line {
	l := Line{IRI: here, Source: e.source, Class: e.resource.Class().Name}
	for _, p := range []*vocab.Property{vf.Name, pf.Title, pf.PrefLabel} {
		if l.Name == "" {
			l.Name = e.resource.Get(p).Text()
		}
	}
	if e.opens != nil {
		l.Name = "opening of " + string(e.opens.source)
	}
	return l
}
