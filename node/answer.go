package node

import (
	"tributary/vocab"
	"tributary/vocab/as"
)

// accept and reject answer what somebody asked: to follow, to join, to agree, to confirm an event. Only
// who was asked answers, whichever node it is of.
//
// Spec: ActivityStreams 2.0 Vocabulary, Accept, Reject; ActivityPub 7.6, 7.7.
var (
	_ = verb(Verb{Name: "Accept", May: mayAnswer, Local: acceptLocal, Remote: acceptRemote})
	_ = verb(Verb{Name: "Reject", May: mayAnswer, Local: rejectLocal, Remote: rejectRemote})
)

func mayAnswer(d *Draft, act Activity) error { return d.mayAct(act.Actor, Editor) }

// question is one kind of activity that is answered.
type question struct {
	// here answers one of another node's agents, or of this node's, for the acting agent of this node.
	here func(d *Draft, path string, asked *vocab.Resource, yes bool) error
	// there notes what an agent of another node answers to one of ours.
	there func(d *Draft, asked *vocab.Resource, yes bool) error
}

// questions are what is answered, by the name of the activity that asks. Whatever is not among them is
// an event that waits for confirmation.
var questions = map[string]question{
	"Follow": {
		here:  func(d *Draft, _ string, asked *vocab.Resource, yes bool) error { return d.answerFollow(asked, yes) },
		there: (*Draft).followAnswered,
	},
}

func acceptLocal(d *Draft, act Activity) error { return d.answerHere(act, true) }
func rejectLocal(d *Draft, act Activity) error { return d.answerHere(act, false) }

func (d *Draft) answerHere(act Activity, yes bool) error {
	for i, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		asked, q, err := d.question(o.id())
		switch {
		case err != nil:
			return err
		case q.here != nil:
			err = q.here(d, act.path(i), asked, yes)
		case yes:
			err = d.confirm(act.path(i), o.id())
		default:
			err = d.refuseOrDispute(o.id())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refuseOrDispute denies an event. What another node's agent did and this node refused is not kept: of
// that the Reject only tells.
func (d *Draft) refuseOrDispute(id vocab.IRI) error {
	if _, err := d.Latest(id); KindOf(err) == NotFound && !d.node.Owns(id) && len(d.act.To) > 0 {
		return nil
	}
	return d.dispute(id)
}

// question is what an answer is given to, when it is an activity that asks something and the caller
// may know of it.
func (d *Draft) question(id vocab.IRI) (*vocab.Resource, question, error) {
	there, err := d.visible(id)
	if err != nil || !there {
		return nil, question{}, err
	}
	asked, err := d.Current(id)
	if err != nil {
		return nil, question{}, err
	}
	q, known := questions[asked.Class().Name]
	if !known && asked.Class().IsA(as.Activity) {
		return nil, q, Errorf(Conflict, "a %s asks nothing that could be answered", asked.Class().Name)
	}
	return asked, q, nil
}

func acceptRemote(d *Draft, act Activity) error { return d.answerThere(act, true) }
func rejectRemote(d *Draft, act Activity) error { return d.answerThere(act, false) }

func (d *Draft) answerThere(act Activity, yes bool) error {
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		if !d.node.Owns(id) {
			continue // between others
		}
		asked, err := d.Current(id)
		if KindOf(err) == Gone {
			if there, _ := d.visible(id); !there { // what was hidden was never there
				err = Errorf(NotFound, "there is no %s", id)
			}
		}
		if err != nil {
			return err
		}
		switch q := questions[asked.Class().Name]; {
		case q.there != nil:
			err = q.there(d, asked, yes)
		case isEvent(asked):
			err = d.answered(asked, yes)
		case !asked.Class().IsA(as.Activity):
			err = Errorf(Conflict, "%s asks for no answer", id)
		case !yes: // that one of our activities was refused is kept, for the group to read
			err = d.refusedElsewhere(asked)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
