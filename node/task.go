package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// A commitment that is no clause of an agreement is a task: somebody makes it, alone or in a plan, and asks
// somebody to do it, or whoever comes first. Who is asked takes it or declines; who made it says so in a
// version of its own, whichever nodes the two are of.
//
// Spec: FEP-3264; FEP-c5a1.

// isTask says whether a thing is a commitment that one side made, and nobody agreed on in an agreement.
func isTask(r *vocab.Resource) bool {
	return r != nil && r.Class().IsA(vf.Commitment) && !r.Has(vf.ClauseOf) && !r.Has(vf.ReciprocalClauseOf)
}

// OpenTask says whether a thing is a task for whoever comes first.
func OpenTask(r *vocab.Resource) bool {
	return isTask(r) && !r.Has(vf.Provider) && !r.Get(vf.Finished).Bool()
}

// maker is who made a plan or a task and changes it: whose record it is, or, at another node, whom it is
// attributed to, or else its plan. Empty: nobody who is known.
func (d *Draft) maker(r *vocab.Resource) (vocab.IRI, error) {
	owner, err := d.owner(r.ID())
	if err != nil || d.node.Owns(r.ID()) {
		return owner, err
	}
	if by := r.Get(as.AttributedTo).IRI(); by != "" {
		return by, nil
	}
	if plan := r.Get(vf.PlannedWithin).IRI(); SameOrigin(plan, r.ID()) {
		if p, err := d.Current(plan); err == nil && p.Has(as.AttributedTo) {
			return p.Get(as.AttributedTo).IRI(), nil
		}
	}
	if owner == r.ID() { // it was read at its own address
		owner = ""
	}
	return owner, nil
}

// credit is a plan or a task with who made it, for the rules of an exchange.
func (d *Draft) credit(r *vocab.Resource) (credited *vocab.Resource, maker vocab.IRI, err error) {
	if maker, err = d.maker(r); err != nil || maker == "" {
		return r, maker, err
	}
	return r.With(as.AttributedTo, vocab.Ref(maker)), maker, nil
}

// reassigned follows who a task of this node is for, from one version to the next: who is asked now may read it,
// and hears of it wherever it is, as does who was asked before. was is nil for a new one.
func (d *Draft) reassigned(was, next *vocab.Resource) error {
	if !isTask(next) || d.act.Import {
		return nil
	}
	owner, err := d.owner(next.ID())
	if err != nil {
		return err
	}
	now, before := next.Get(vf.Provider).IRI(), vocab.IRI("")
	if was != nil {
		before = was.Get(vf.Provider).IRI()
	}
	for _, agent := range []vocab.IRI{before, now} {
		if asked, err := d.canBeAsked(agent); err != nil || !asked || agent == owner {
			if err != nil {
				return err
			}
			continue
		}
		if agent == now && now != before && d.resident(now) && d.act.Actor != now {
			if err := d.welcome(now); err != nil {
				return err
			}
		}
		d.shareWith(agent)
		d.Send(agent)
	}
	if before != "" && before != now {
		d.Relate(Relation{From: next.ID(), Kind: AsksToDo, To: before}, false)
		d.Relate(Relation{From: next.ID(), Kind: Took, To: before}, false)
	}
	return d.askProvider(next, owner, before != now)
}

// canBeAsked says whether an agent answers for itself: an actor of this node, or one of another.
func (d *Draft) canBeAsked(agent vocab.IRI) (bool, error) {
	if agent == "" || d.node.IsMember(agent) {
		return false, nil
	}
	if d.resident(agent) {
		speaker, err := d.speaker(agent)
		return speaker != "", err
	}
	return !d.node.Owns(agent) && isWeb(agent), nil
}

// askProvider notes that the provider of a task is asked to do it, until it answers or there is nothing left to do.
func (d *Draft) askProvider(task *vocab.Resource, maker vocab.IRI, anew bool) error {
	provider := task.Get(vf.Provider).IRI()
	if provider == "" {
		return nil // whoever comes first
	}
	asks := Relation{From: task.ID(), Kind: AsksToDo, To: provider}
	if task.Get(vf.Finished).Bool() {
		d.Relate(asks, false)
		return nil
	}
	if !anew || provider == maker {
		return nil
	}
	if asked, err := d.canBeAsked(provider); err != nil || !asked {
		return err
	}
	took, err := d.related(Relation{From: task.ID(), Kind: Took, To: provider})
	if err == nil && !took {
		d.Relate(asks, true)
	}
	return err
}

// heardOf follows a task of another node: who of ours it is for is asked, and may read it; what ours said before
// counts until whoever made it says otherwise.
func (d *Draft) heardOf(was, next *vocab.Resource) error {
	if !isTask(next) {
		return nil
	}
	now, before := next.Get(vf.Provider).IRI(), vocab.IRI("")
	if was != nil {
		before = was.Get(vf.Provider).IRI()
	}
	if before != "" && before != now {
		d.Relate(Relation{From: next.ID(), Kind: AsksToDo, To: before}, false)
	}
	for _, said := range []RelationKind{Took, Declined} {
		for r, err := range d.Relations(Relation{From: next.ID(), Kind: said}) {
			if err != nil {
				return err
			}
			over := now != "" && now != r.To // somebody else has it
			if said == Declined {
				over = now != r.To
			}
			if over || next.Get(vf.Finished).Bool() {
				d.Relate(r, false)
			}
		}
	}
	if d.resident(now) {
		there, err := d.canBeAsked(now)
		if err != nil || !there {
			return err
		}
		if err := d.welcome(now); err != nil {
			return err
		}
		d.shareWith(now)
	}
	if !d.node.Owns(now) {
		return nil
	}
	maker, err := d.maker(next)
	if err != nil {
		return err
	}
	return d.askProvider(next, maker, before != now)
}

// dropped tells of a task that is deleted: whom it is for, and whoever it waits for.
func (d *Draft) dropped(task *vocab.Resource) error {
	if !isTask(task) {
		return nil
	}
	if provider := task.Get(vf.Provider).IRI(); !d.received() && !d.act.Import {
		d.Send(provider)
	}
	for _, kind := range []RelationKind{AsksToDo, Took, Declined, AsksToAdd} {
		for r, err := range d.Relations(Relation{From: task.ID(), Kind: kind}) {
			if err != nil {
				return err
			}
			d.Relate(r, false)
			if kind == AsksToAdd && !d.received() {
				d.Send(r.To)
			}
		}
	}
	return nil
}

// taker is for whom the acting agent answers: itself, or, where the task is for an agent without an account, that.
func (d *Draft) taker(task *vocab.Resource) (vocab.IRI, error) {
	provider := task.Get(vf.Provider).IRI()
	if provider == "" || d.received() {
		return d.act.Actor, nil
	}
	mine, err := d.spokenFor(d.act.Actor, provider)
	if mine {
		return provider, err
	}
	return d.act.Actor, err
}

// settleTask has whoever of this node made a task say that somebody does it, or that it is open again.
func (d *Draft) settleTask(task *vocab.Resource, maker, taker vocab.IRI, yes bool) error {
	d.Relate(Relation{From: task.ID(), Kind: AsksToDo, To: taker}, false)
	d.Relate(Relation{From: task.ID(), Kind: Took, To: taker, Value: string(d.self())}, yes)
	change := Object{Resource: vocab.New(vf.Commitment, task.ID())}
	next := exchange.Declined(task)
	if yes {
		next = exchange.Taken(task, taker)
		change.Resource = change.Resource.With(vf.Provider, vocab.Ref(taker))
	} else {
		change.Clear = []*vocab.Property{vf.Provider}
	}
	if !next.Equal(task) {
		d.Insist(Activity{Verb: "Update", Actor: maker, Objects: []Object{change}})
	}
	return nil
}

// namesAny says whether one of some references is among a list.
func namesAny(values []vocab.Value, ids ...vocab.IRI) bool {
	return slices.ContainsFunc(values, func(v vocab.Value) bool { return slices.Contains(ids, v.IRI()) })
}
