package node

import (
	"fmt"
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
)

// follow asks an agent for what it publishes from now on. A group of this node is open to the others
// here. Between nodes the one who is asked answers: at once when it is open, else when its editors
// have decided.
//
// Spec: ActivityPub 6.5, 7.5.
var _ = verb(Verb{Name: "Follow", May: mayFollow, Local: followLocal, Remote: followRemote})

func mayFollow(d *Draft, act Activity) error { return d.mayAct(act.Actor, Editor) }

func followLocal(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		id := o.id()
		if id == act.Actor {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "nobody follows itself"}})
		}
		if !d.node.Owns(id) {
			if err := d.askToFollow(act.path(i), id); err != nil {
				return err
			}
			continue
		}
		there, err := d.visible(id)
		if err != nil {
			return err
		}
		if !there || !d.resident(id) {
			return Errorf(NotFound, "there is no group or person %s", id)
		}
		if d.node.IsPublicPerson(id) && d.node.IsMember(act.Actor) {
			return Errorf(Forbidden, "%s", keptPrivate)
		}
		if err := d.welcome(id); err != nil {
			return err
		}
		d.ids = append(d.ids, id)
		asked, err := d.asks(id)
		if err != nil {
			return err
		}
		if asked {
			d.Relate(Relation{From: act.Actor, Kind: AsksToFollow, To: id, Value: string(d.self())}, true)
			if err := d.show(id); err != nil {
				return err
			}
			continue
		}
		d.Relate(Relation{From: act.Actor, Kind: Follows, To: id}, true)
	}
	return nil
}

// asks says whether a person of this node wants to be asked by the acting agent before it is followed. Groups
// of one node are open to each other.
func (d *Draft) asks(id vocab.IRI) (bool, error) {
	if !d.node.IsPublicPerson(id) {
		return false, nil
	}
	following, err := d.related(Relation{From: d.act.Actor, Kind: Follows, To: id})
	if err != nil || following {
		return false, err
	}
	r, err := d.Current(id)
	return err == nil && r.Get(as.ManuallyApprovesFollowers).Bool(), err
}

// show lets an agent of this node read the activity, whoever else may: it is asked something.
func (d *Draft) show(agent vocab.IRI) error {
	a, err := d.audience(d.act.Actor, d.self())
	if err != nil || a.Level == Public || slices.Contains(a.Names, agent) {
		return err
	}
	a.Names = append(slices.Clone(a.Names), agent)
	d.prior[d.self()] = a
	return nil
}

// askToFollow notes that an agent of another node was asked. Asking again is asking anew: an answer may
// have been lost.
func (d *Draft) askToFollow(path string, id vocab.IRI) error {
	if !isWeb(id) {
		return Refuse(vocab.Violations{{Path: path, Term: "object", Message: fmt.Sprintf("%s is not the address of an actor", id)}})
	}
	blocked, err := d.related(Relation{From: d.act.Actor, Kind: Blocks, To: id})
	if err != nil {
		return err
	}
	if blocked {
		return Errorf(Conflict, "%s has blocked %s; undo that first", d.act.Actor, id)
	}
	d.ids = append(d.ids, id)
	d.Relate(Relation{From: d.act.Actor, Kind: AsksToFollow, To: id, Value: string(d.self())}, true)
	d.Send(id)
	return nil
}

func followRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		group := o.id()
		d.ids = append(d.ids, group)
		there, err := d.visible(group)
		if err != nil {
			return err
		}
		if !there || !d.resident(group) && group != d.node.Node() {
			return Errorf(NotFound, "there is no group or person %s", group)
		}
		if err := d.welcome(group); err != nil {
			return err
		}
		d.Relate(Relation{From: act.Actor, Kind: AsksToFollow, To: group, Value: string(act.ID)}, true)
		r, err := d.Current(group)
		if err != nil {
			return err
		}
		following, err := d.related(Relation{From: act.Actor, Kind: Follows, To: group})
		if err != nil {
			return err
		}
		if following || !r.Get(as.ManuallyApprovesFollowers).Bool() && !act.Limited {
			d.Answer(Activity{Verb: "Accept", Actor: group, Objects: []Object{{IRI: act.ID}}})
		}
	}
	return nil
}

// welcome refuses an agent whom a group has blocked.
func (d *Draft) welcome(group vocab.IRI) error {
	blocked, err := d.related(Relation{From: group, Kind: Blocks, To: d.act.Actor})
	if err == nil && blocked {
		err = Errorf(Forbidden, "%s has blocked %s", group, d.act.Actor)
	}
	return err
}

// answerFollow lets an agent of another node follow the acting group, or not. It says whether
// the thing answered was a Follow.
func (d *Draft) answerFollow(follow *vocab.Resource, yes bool) error {
	from := follow.Get(as.Actor).IRI()
	asked := Relation{From: from, Kind: AsksToFollow, To: d.act.Actor}
	waits, err := d.related(asked)
	if err != nil {
		return err
	}
	following, err := d.related(Relation{From: from, Kind: Follows, To: d.act.Actor})
	if err != nil {
		return err
	}
	if !waits && !(following && !yes) {
		return Errorf(Conflict, "%s does not ask to follow %s", from, d.act.Actor)
	}
	d.Relate(asked, false)
	if yes || following {
		d.Relate(Relation{From: from, Kind: Follows, To: d.act.Actor, Value: string(follow.ID())}, yes)
	}
	d.Send(from)
	return nil
}

// followAnswered notes what the asked agent of another node said to a Follow of ours: only it can.
func (d *Draft) followAnswered(follow *vocab.Resource, yes bool) error {
	asked := Relation{From: follow.Get(as.Actor).IRI(), Kind: AsksToFollow, To: d.act.Actor}
	to := false
	for _, o := range follow.All(as.HasObject) {
		to = to || o.IRI() == d.act.Actor
	}
	if !to {
		return Errorf(Forbidden, "%s was not asked with %s", d.act.Actor, follow.ID())
	}
	waits, err := d.related(asked)
	if err != nil {
		return err
	}
	for r, err := range d.Relations(asked) {
		if err != nil {
			return err
		}
		if r.Value != string(follow.ID()) {
			return Errorf(Conflict, "%s has asked anew since %s", asked.From, follow.ID())
		}
	}
	following, err := d.related(Relation{From: asked.From, Kind: Follows, To: d.act.Actor})
	if err != nil {
		return err
	}
	if !waits && !following {
		return Errorf(Conflict, "%s does not ask to follow %s any more", asked.From, d.act.Actor)
	}
	d.Relate(asked, false)
	d.Relate(Relation{From: asked.From, Kind: Follows, To: d.act.Actor, Value: string(follow.ID())}, yes)
	return nil
}

// unfollow ends what a Follow began, or asked for.
func (d *Draft) unfollow(follow *vocab.Resource) {
	from := follow.Get(as.Actor).IRI()
	for _, o := range follow.All(as.HasObject) {
		d.Relate(Relation{From: from, Kind: Follows, To: o.IRI()}, false)
		d.Relate(Relation{From: from, Kind: AsksToFollow, To: o.IRI()}, false)
		d.Send(o.IRI())
	}
}
