package node

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// Who takes a task accepts it, and who does not do it rejects it: the object of both is the commitment itself.
//
// Spec: FEP-3264, "Accepting a commitment", "Rejecting a commitment"; FEP-c5a1, the same of a to-do.

func init() {
	questions[vf.Commitment.Name] = question{here: (*Draft).answerTask, there: (*Draft).taskAnswered}
}

// answerTask takes or declines a task for an agent of this node. When the task is of another node, who made it is
// told, and what was said waits until that node tells of the task anew.
func (d *Draft) answerTask(_ string, task *vocab.Resource, yes bool) error {
	adding, asked, err := d.addition(task.ID())
	if err != nil {
		return err
	}
	if asked {
		return d.answerAddition(adding, yes)
	}
	taker, err := d.taker(task)
	if err != nil {
		return err
	}
	maker, err := d.mayAnswerTask(task, taker, yes)
	if err != nil {
		return err
	}
	if d.node.Owns(task.ID()) {
		if maker != d.act.Actor {
			if err := d.show(maker); err != nil {
				return err
			}
		}
		return d.settleTask(task, maker, taker, yes)
	}
	if maker == "" {
		return Errorf(Conflict, "%s does not say who made it, so that nobody can be answered", task.ID())
	}
	d.Relate(Relation{From: task.ID(), Kind: AsksToDo, To: taker}, false)
	d.Relate(Relation{From: task.ID(), Kind: Took, To: taker, Value: string(d.self())}, yes)
	d.Relate(Relation{From: task.ID(), Kind: Declined, To: taker, Value: string(d.self())}, !yes)
	d.Send(maker)
	return nil
}

// taskAnswered carries out what an agent of another node says to a task of this one.
func (d *Draft) taskAnswered(task *vocab.Resource, yes bool) error {
	if there, err := d.visible(task.ID()); err != nil || !there {
		if err != nil {
			return err
		}
		return Errorf(NotFound, "there is no %s", task.ID()) // as of what is not there at all
	}
	maker, err := d.mayAnswerTask(task, d.act.Actor, yes)
	if err != nil {
		return err
	}
	if d.act.Limited && task.Get(vf.Provider).IRI() != d.act.Actor {
		return Errorf(Forbidden, "open tasks are not for agents of a node that is kept at arm's length")
	}
	return d.settleTask(task, maker, d.act.Actor, yes)
}

// mayAnswerTask says who made a task, when an agent may take or decline it.
func (d *Draft) mayAnswerTask(task *vocab.Resource, taker vocab.IRI, yes bool) (maker vocab.IRI, err error) {
	if agreed, err := d.agreedOn(task); err != nil || agreed || !isTask(task) {
		if err != nil {
			return "", err
		}
		return "", Errorf(Conflict, "%s is part of an agreement, which was accepted as a whole", task.ID())
	}
	credited, maker, err := d.credit(task)
	if err != nil {
		return "", err
	}
	if d.node.Owns(maker) && maker != d.act.Actor {
		if _, err := d.Current(maker); err != nil {
			return "", err // nobody could say any more how the task stands
		}
		if err := d.welcome(maker); err != nil {
			return "", err
		}
	}
	if blocked, err := d.related(Relation{From: taker, Kind: Blocks, To: maker}); err != nil || blocked {
		if err != nil {
			return "", err
		}
		return "", Errorf(Conflict, "%s has blocked %s; undo that first", taker, maker)
	}
	if yes {
		return maker, refusals(exchange.CheckTake(credited, taker))
	}
	return maker, refusals(exchange.CheckDecline(credited, taker))
}

// refusedElsewhere notes that another node refuses what one of ours said about a task of it: then that does not wait
// for anything any more. Whoever made the task says so, or the node's own actor.
func (d *Draft) refusedElsewhere(said *vocab.Resource) error {
	speaks := false
	if who, err := d.Current(d.act.Actor); err == nil {
		speaks = who.Class() == as.Application
	}
	for _, o := range said.All(as.HasObject) {
		task, err := d.Current(o.IRI())
		if err != nil || !isTask(task) || d.node.Owns(task.ID()) {
			continue
		}
		maker, err := d.maker(task)
		if err != nil {
			return err
		}
		if maker != d.act.Actor && !(speaks && SameOrigin(task.ID(), d.act.Actor)) {
			continue
		}
		for _, kind := range []RelationKind{Took, Declined} {
			for r, err := range d.Relations(Relation{From: task.ID(), Kind: kind}) {
				if err != nil {
					return err
				}
				if r.Value == string(said.ID()) {
					d.Relate(r, false)
				}
			}
		}
	}
	return nil
}
