package node

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// An event between two sides takes effect on each side's resources by that side's word. Accept is
// the other side's yes: the event takes effect on its resources. Reject is its no, with a reason.
//
// Spec: ActivityStreams 2.0 Vocabulary, Accept, Reject.
var (
	_ = verb(Verb{Name: "Accept", May: mayAnswer, Local: acceptLocal})
	_ = verb(Verb{Name: "Reject", May: mayAnswer, Local: rejectLocal})
)

func mayAnswer(d *Draft, act Activity) error { return d.mayAct(act.Actor, Editor) }

// acceptLocal lets each event take effect on the acting side. Target names that side's own resource
// where the event left it open.
func acceptLocal(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		event, sides, err := d.awaiting(o.id())
		if err != nil {
			return err
		}
		if err := d.accept(act.path(i), event, sides, act.Target); err != nil {
			return err
		}
	}
	return nil
}

func (d *Draft) accept(path string, event *vocab.Resource, sides []Relation, mine vocab.IRI) error {
	if mine != "" {
		if event.Has(vf.ToResourceInventoriedAs) {
			return Errorf(Conflict, "the event names the receiving resource already")
		}
		event = event.With(vf.ToResourceInventoriedAs, vocab.Ref(mine))
		if err := d.receivesInto(path, event, mine); err != nil {
			return err
		}
		sides = append(sides, Relation{From: event.ID(), Kind: Awaits, To: d.act.Actor, Value: "to"})
	}
	e, err := flow.EventOf(event)
	if err != nil {
		return underPath(path, err)
	}
	s, err := d.situation(e)
	if err != nil {
		return err
	}
	if mine != "" {
		if err := Refuse(flow.Check(e, s).Under(path)); err != nil {
			return err
		}
		if s.From != nil && s.To != nil && s.From.Specification != "" && s.To.Specification != "" && s.From.Specification != s.To.Specification {
			return Refuse(vocab.Violations{{Path: "target", Term: "target", Message: fmt.Sprintf("%s is of another specification than what was handed over", mine)}})
		}
	}
	if err := ownToGive(path, e, s); err != nil {
		return err
	}
	var from, to bool
	for _, side := range sides {
		from, to = from || side.Value == "from", to || side.Value == "to"
		d.Relate(side, false)
	}
	out, err := apply(path, e, s, from, to)
	if err != nil {
		return err
	}
	if e.Corrects != "" {
		if out, err = d.refold(e, s, out); err != nil {
			return err
		}
	}
	if err := d.Put(event.With(own.HasConfirmation, vocab.Ref(own.Confirmed.IRI))); err != nil {
		return err
	}
	if from {
		if err := d.settle(e.Resource, s.From, out.From, true, e.ID, "from"); err != nil {
			return err
		}
	}
	if to && e.ToResource != e.Resource {
		return d.settle(e.ToResource, s.To, out.To, true, e.ID, "to")
	}
	return nil
}

// receivesInto refuses a receiving resource that is not the acting side's own, and events that hand
// nothing over.
func (d *Draft) receivesInto(path string, event *vocab.Resource, mine vocab.IRI) error {
	row, _ := vf.BehaviourOf(event.Get(vf.HasAction).IRI())
	if row.CreateResource != vf.ValueOptionalTo || row.InputOutput != nil {
		return Errorf(Conflict, "%s hands nothing over that could be received into a resource", event.Get(vf.HasAction).Text())
	}
	if err := Refuse(d.node.vocabulary.Check(event).Under(path)); err != nil {
		return err
	}
	if err := d.checkRefs(path, event); err != nil {
		return err
	}
	h, _, err := d.holding(mine)
	if err != nil {
		return err
	}
	controlled := false
	if h != nil {
		if controlled, err = d.controls(h, false, ""); err != nil {
			return err
		}
	}
	if !controlled {
		return Errorf(Forbidden, "%s is not %s's to receive into", mine, d.act.Actor)
	}
	return nil
}

func rejectLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		event, sides, err := d.awaiting(o.id())
		if err != nil {
			return err
		}
		for _, side := range sides {
			d.Relate(side, false)
		}
		if err := d.Put(event.With(own.HasConfirmation, vocab.Ref(own.Disputed.IRI))); err != nil {
			return err
		}
	}
	return nil
}

// awaiting is an event and the sides of it that wait for the actor's word.
func (d *Draft) awaiting(id vocab.IRI) (*vocab.Resource, []Relation, error) {
	there, err := d.visible(id)
	if err != nil {
		return nil, nil, err
	}
	var sides []Relation
	for r, err := range d.Relations(Relation{From: id, Kind: Awaits}) {
		if err != nil {
			return nil, nil, err
		}
		mine, err := d.spokenFor(d.act.Actor, r.To)
		if err != nil {
			return nil, nil, err
		}
		if mine {
			sides = append(sides, r)
		}
	}
	if len(sides) == 0 {
		if !there {
			return nil, nil, Errorf(NotFound, "there is no %s", id)
		}
		if event, err := d.Current(id); err == nil && isEvent(event) && d.openTo(event) {
			return event, nil, nil
		}
		return nil, nil, Errorf(Conflict, "%s does not wait for the word of %s", id, d.act.Actor)
	}
	event, err := d.Current(id)
	return event, sides, err
}

// openTo says whether the actor receives what an event hands over without naming where it goes.
func (d *Draft) openTo(event *vocab.Resource) bool {
	receives, err := d.spokenFor(d.act.Actor, event.Get(vf.Receiver).IRI())
	return err == nil && receives && d.act.Target != "" && !event.Has(vf.ToResourceInventoriedAs)
}
