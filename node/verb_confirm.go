package node

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// An event between two sides takes effect on each side's resources by that side's word, whether the
// two are groups of one node or of two. Accept is the other side's yes: the event takes effect on its
// resources. Reject is its no, with a reason. What is not an event is answered in answer.go.
//
// Spec: ActivityStreams 2.0 Vocabulary, Accept, Reject.

// confirm lets an event take effect on the acting side. Target names that side's own resource where
// the event left it open.
func (d *Draft) confirm(path string, id vocab.IRI) error {
	event, sides, err := d.awaiting(id)
	if err != nil {
		return err
	}
	return d.accept(path, event, sides, d.act.Target)
}

func (d *Draft) accept(path string, event *vocab.Resource, sides []Relation, mine vocab.IRI) error {
	if mine != "" {
		side, place := "to", vf.ToResourceInventoriedAs
		if len(sides) == 1 && sides[0].Value == "from" {
			side, place = "from", vf.ResourceInventoriedAs
		}
		if event.Has(place) {
			return Errorf(Conflict, "the event names the resource already, in %s", place.Term)
		}
		event = event.With(place, vocab.Ref(mine))
		if err := d.takesPart(path, event, mine, side); err != nil {
			return err
		}
		sides = append(sides, Relation{From: event.ID(), Kind: Awaits, To: d.act.Actor, Value: side})
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
	if err := d.tellSides(event); err != nil {
		return err
	}
	if err := d.passOnEvent(event.ID()); err != nil {
		return err
	}
	if err := d.finish(event.ID(), true); err != nil {
		return err
	}
	if !d.node.Owns(event.ID()) {
		if err := d.progress(e, s.Original); err != nil {
			return err
		}
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

// takesPart refuses a resource that is not the acting side's own, and a receiving one for events that
// hand nothing over.
func (d *Draft) takesPart(path string, event *vocab.Resource, mine vocab.IRI, side string) error {
	row, _ := vf.BehaviourOf(event.Get(vf.HasAction).IRI())
	if side == "to" && row.CreateResource != vf.ValueOptionalTo || row.InputOutput != nil {
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
		return Errorf(Forbidden, "%s is not %s's to let the event change", mine, d.act.Actor)
	}
	return nil
}

// dispute denies an event on the acting side: it takes no effect there.
func (d *Draft) dispute(id vocab.IRI) error {
	event, sides, err := d.awaiting(id)
	if err != nil {
		return err
	}
	for _, side := range sides {
		d.Relate(side, false)
	}
	if err := d.Put(event.With(own.HasConfirmation, vocab.Ref(own.Disputed.IRI))); err != nil {
		return err
	}
	if err := d.finish(id, false); err != nil {
		return err
	}
	return d.tellSides(event)
}

// tellSides sends the acting side's word to the side of another node that stated an event.
func (d *Draft) tellSides(event *vocab.Resource) error {
	owner, err := d.owner(event.ID())
	if err == nil {
		d.Send(owner, event.Get(vf.Provider).IRI(), event.Get(vf.Receiver).IRI())
	}
	return err
}

// answered notes what a side of another node says to an event of ours. It changes nothing here but what
// the event says of itself: our side took effect when we stated it.
func (d *Draft) answered(event *vocab.Resource, yes bool) error {
	found := false
	for r, err := range d.Relations(Relation{From: event.ID(), Kind: Awaits}) {
		if err != nil {
			return err
		}
		if r.To == d.act.Actor || SameOrigin(r.To, d.act.Actor) && !d.isActor(r.To) {
			d.Relate(r, false)
			found = true
		}
	}
	side := false
	for _, p := range []*vocab.Property{vf.Provider, vf.Receiver} {
		side = side || event.Get(p).IRI() == d.act.Actor
	}
	if !found && !side {
		return Errorf(Forbidden, "%s is no side of %s", d.act.Actor, event.ID())
	}
	said := own.Confirmed
	if !yes {
		said = own.Disputed
	}
	if event.Get(own.HasConfirmation).IRI() == said.IRI {
		return nil
	}
	return d.Put(event.With(own.HasConfirmation, vocab.Ref(said.IRI)))
}

// isActor says whether something is known as an actor that speaks for itself. For agents without an inbox
// others of their origin speak.
func (d *Draft) isActor(id vocab.IRI) bool {
	r, err := d.Current(id)
	return err == nil && r.Has(as.Inbox)
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
