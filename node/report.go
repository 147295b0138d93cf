package node

import (
	"cmp"
	"slices"

	"tributary/vocab"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// Who does a task reports the event that fulfils it. What it says goes the way of every event between two sides:
// the other side confirms it, and then it counts. That all is done, only whoever made the task says.
//
// Spec: FEP-3264 and FEP-c5a1, "Recording what actually was done".

// reports checks an event against the tasks that it fulfils, as far as they are somebody else's than the actor's,
// and tells those who made them. finishes are those with which, by its word, all is done. of is the maker of
// this node of whose tasks a received event tells first; empty for none.
func (d *Draft) reports(path string, event *vocab.Resource, finishes []vocab.IRI) (of vocab.IRI, err error) {
	if d.act.Import {
		return "", nil
	}
	for _, v := range event.All(vf.Fulfills) {
		task, err := d.read(v.IRI())
		if k := KindOf(err); k == NotFound || k == Gone {
			continue
		}
		if err != nil {
			return "", err
		}
		if !isTask(task) || d.received() != d.node.Owns(task.ID()) {
			continue // between others, or between groups of this node, where progress says whether it counts
		}
		credited, maker, err := d.credit(task)
		if err != nil {
			return "", err
		}
		if maker == "" || maker == d.act.Actor {
			continue
		}
		if err := refusals(exchange.CheckReport(credited, event, d.act.Actor)); err != nil {
			return "", underTask(path, err)
		}
		if !d.received() {
			d.shareWith(maker)
			d.Send(maker)
			continue
		}
		if err := d.welcome(maker); err != nil {
			return "", err
		}
		if slices.Contains(finishes, task.ID()) {
			d.Relate(Relation{From: event.ID(), Kind: Finishes, To: task.ID()}, true)
		}
		of = cmp.Or(of, maker)
	}
	return of, nil
}

// finish closes the tasks that a confirmed event finishes, as far as the acting agent made them. no: what was said of
// them ends with the event that is denied.
func (d *Draft) finish(event vocab.IRI, yes bool) error {
	for r, err := range d.Relations(Relation{From: event, Kind: Finishes}) {
		if err != nil {
			return err
		}
		d.Relate(r, false)
		task, err := d.Current(r.To)
		if err != nil || !yes {
			continue
		}
		credited, _, err := d.credit(task)
		if err != nil {
			return err
		}
		if exchange.CheckFinish(credited, d.act.Actor) != nil || task.Get(vf.Finished).Bool() {
			continue
		}
		d.Answer(Update(d.act.Actor, vocab.New(vf.Commitment, task.ID()).With(vf.Finished, vocab.Bool(true))))
	}
	return nil
}
