package node

import (
	"cmp"
	"context"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

// Work is what there is to do for a group or a person, and what waits for an answer about it.
type Work struct {
	Asked   []Task // it is asked to do, and has not answered
	Open    []Task // anybody may take; the newest
	Taken   []Task // it said it does, or made for itself
	Added   []Task // others would add to a plan that it made
	Reports []Task // events that others report, and that await its word
	Given   []Task // it asked others to do, or others took of it
	Waiting []Task // it answered or added, and whoever made the task or the plan has not said so yet
}

// Task is a commitment of somebody, or an event that is reported, as one side has to do with it.
type Task struct {
	ID    vocab.IRI
	Text  string    // what it is, for people
	Maker vocab.IRI // who made it
	Plan  vocab.IRI // what it is part of, or would be; empty: nothing
	Due   time.Time // zero: it has no day
	Since time.Time // of what it waits for
	Made  vocab.IRI // of what is to be added: the Create that is answered
	Said  string    // of what waits: "taken", "declined", "added"; of what it gave: "accepted", "unanswered"
	For   vocab.IRI // who is to do it; empty: whoever comes first
}

// Bounds of what is looked through and listed: of each list the newest.
const (
	maxOpen   = 500 // commitments that may be open, or the agent's
	maxListed = 200 // tasks in one list
)

// Work is what there is to do for an agent of this node, as far as the caller may see.
//
// Errors: Forbidden for a group whose member the caller is not: what waits is members' business.
func (n *Node) Work(ctx context.Context, who Caller, agent vocab.IRI) (work Work, err error) {
	if !who.May(agent, Reader) && who.Agent != agent {
		return work, Errorf(Forbidden, "only members of %s are told what waits for it", agent)
	}
	err = n.store.View(ctx, func(view View) error {
		d := n.draft(view, who, Activity{Verb: "Read", Actor: agent})
		w := working{Draft: d, agent: agent, seen: map[vocab.IRI]bool{}}
		if err := w.gather(); err != nil {
			return err
		}
		work = w.Work
		return nil
	})
	return work, err
}

// working gathers what there is to do for one agent.
type working struct {
	*Draft
	Work
	agent vocab.IRI
	seen  map[vocab.IRI]bool // tasks that are listed
}

func (w *working) gather() error {
	for _, list := range []struct {
		kind RelationKind
		add  func(r Relation, task *vocab.Resource) (*[]Task, string)
	}{
		{AsksToDo, func(Relation, *vocab.Resource) (*[]Task, string) { return &w.Asked, "" }},
		{Awaits, func(Relation, *vocab.Resource) (*[]Task, string) { return &w.Reports, "" }},
		{Declined, func(Relation, *vocab.Resource) (*[]Task, string) { return &w.Waiting, "declined" }},
		{Took, func(r Relation, task *vocab.Resource) (*[]Task, string) {
			if task.Get(vf.Provider).IRI() == r.To {
				return &w.Taken, ""
			}
			return &w.Waiting, "taken"
		}},
	} {
		for r, err := range w.Relations(Relation{Kind: list.kind, To: w.agent}) {
			if err != nil {
				return err
			}
			task, err := w.shown(r.From)
			if err != nil {
				return err
			}
			if task == nil || task.Get(vf.Finished).Bool() {
				continue
			}
			to, said := list.add(r, task)
			if err := w.note(to, task, r.Since, said); err != nil {
				return err
			}
		}
	}
	if err := w.additions(); err != nil {
		return err
	}
	if err := w.own(); err != nil {
		return err
	}
	if err := w.given(); err != nil {
		return err
	}
	return w.open()
}

// additions are the tasks that wait to become part of a plan: of the agent's, or the agent's own.
func (w *working) additions() error {
	for r, err := range w.Relations(Relation{Kind: AsksToAdd, To: w.agent}) {
		if err != nil {
			return err
		}
		task, err := w.shown(r.From)
		if err != nil {
			return err
		}
		if task == nil {
			continue
		}
		n := len(w.Added)
		if err := w.note(&w.Added, task, r.Since, ""); err != nil {
			return err
		}
		if len(w.Added) > n {
			w.Added[n].Made = vocab.IRI(r.Value)
		}
	}
	return w.each(Query{Owner: w.agent}, func(task *vocab.Resource) error {
		for r, err := range w.Relations(Relation{From: task.ID(), Kind: AsksToAdd}) {
			if err != nil {
				return err
			}
			return w.note(&w.Waiting, task, r.Since, "added")
		}
		return nil
	})
}

// own are the tasks that the agent made for itself, and those it has by another's word.
func (w *working) own() error {
	return w.each(Query{Refers: []Link{{vf.Provider.IRI, w.agent}}}, func(task *vocab.Resource) error {
		return w.note(&w.Taken, task, time.Time{}, "")
	})
}

// given are the tasks that the agent made and others are to do, with what these said.
func (w *working) given() error {
	return w.each(Query{Owner: w.agent}, func(task *vocab.Resource) error {
		provider := task.Get(vf.Provider).IRI()
		if provider == "" || provider == w.agent {
			return nil
		}
		said := ""
		for kind, word := range map[RelationKind]string{AsksToDo: "unanswered", Took: "accepted"} {
			if stands, err := w.related(Relation{From: task.ID(), Kind: kind, To: provider}); err != nil {
				return err
			} else if stands {
				said = word
			}
		}
		return w.note(&w.Given, task, time.Time{}, said)
	})
}

// open are the tasks for whoever comes first.
func (w *working) open() error {
	return w.each(Query{}, func(task *vocab.Resource) error {
		if !OpenTask(task) {
			return nil
		}
		if maker, err := w.maker(task); err != nil || w.node.Owns(maker) && current(w, maker) == nil {
			return err // of who is gone nobody takes anything
		}
		return w.note(&w.Open, task, time.Time{}, "")
	})
}

// each goes through the newest tasks that are not finished.
func (w *working) each(q Query, do func(*vocab.Resource) error) error {
	q.Classes, q.Sight, q.Limit, q.Descending = []string{vf.Commitment.Name}, w.who.Sight(), maxOpen, true
	for v, err := range w.Find(q) {
		if err != nil {
			return err
		}
		task, err := v.Resource()
		if err != nil {
			return err
		}
		if isTask(task) && !task.Get(vf.Finished).Bool() {
			if err := do(task); err != nil {
				return err
			}
		}
	}
	return nil
}

// shown is a task as the caller may see it; nil where it may not, or it is gone.
func (w *working) shown(id vocab.IRI) (*vocab.Resource, error) {
	there, err := w.visible(id)
	if err != nil || !there {
		return nil, err
	}
	task, err := w.Current(id)
	if k := KindOf(err); k == NotFound || k == Gone {
		return nil, nil
	}
	return task, err
}

// note lists a task, once.
func (w *working) note(list *[]Task, task *vocab.Resource, since time.Time, said string) error {
	if w.seen[task.ID()] || len(*list) == maxListed {
		return nil
	}
	w.seen[task.ID()] = true
	maker, err := w.maker(task)
	if err != nil {
		return err
	}
	due := dueOf(task)
	for _, p := range []*vocab.Property{vf.InputOf, vf.OutputOf} {
		if id := task.Get(p).IRI(); id != "" && due.IsZero() { // when its process is to be done
			process, err := w.shown(id)
			if err != nil {
				return err
			}
			if process != nil {
				due = dueOf(process)
			}
		}
	}
	*list = append(*list, Task{
		ID: task.ID(), Text: taskText(task), Maker: maker, Plan: task.Get(vf.PlannedWithin).IRI(),
		Due: due, Since: since, Said: said, For: task.Get(vf.Provider).IRI(),
	})
	return nil
}

// dueOf is the day by which a task, or a process, is to be done; zero for none.
func dueOf(task *vocab.Resource) time.Time {
	for _, p := range []*vocab.Property{vf.Due, vf.HasEnd, vf.HasPointInTime, vf.HasBeginning} {
		if at := task.Get(p).Time(); !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// taskText is a task in a few words: what it is called, or the first line of its note, or what is to be done.
func taskText(task *vocab.Resource) string {
	const most = 120
	text := cmp.Or(nameOf(task), task.Get(vf.Note).Text())
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	if text != "" {
		return text
	}
	words := []string{local(task.Get(vf.HasAction).IRI())}
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		if q, err := flow.QuantityOf(task.Get(p)); err == nil && q.Unit != "" {
			words = append(words, q.String())
		}
	}
	return strings.Join(words, ", ")
}
