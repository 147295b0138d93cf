package node

import (
	"fmt"
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
)

// What groups say about dealing with each other: that they want nothing to do with somebody, that
// something should be looked at, that they have moved, that they pass something on.
//
// Spec: ActivityPub 6.9, 6.11, 7.11; ActivityStreams 2.0 Vocabulary, Block, Flag, Move, Announce, Like.
var (
	_ = verb(Verb{Name: "Block", May: mayModerate, Local: blockLocal, Remote: blockRemote})
	_ = verb(Verb{Name: "Flag", May: mayAnswer, Local: flagLocal, Remote: keepNamed})
	_ = verb(Verb{Name: "Move", May: mayModerate, Local: moveLocal, Remote: moveRemote})
	_ = verb(Verb{Name: "Announce", May: mayAnswer, Local: announceLocal, Remote: keepNamed})
	_ = verb(Verb{Name: "Like", May: mayAnswer, Local: announceLocal, Remote: keepNamed})
	_ = verb(Verb{Name: "Read", May: mayRead, Local: readLocal, Remote: keepNamed})
)

func mayModerate(d *Draft, act Activity) error { return d.mayAct(act.Actor, Admin) }

// blockLocal ends every following between the group and an agent, and lets none begin. The agent is not
// told.
func blockLocal(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		id := o.id()
		if !isWeb(id) || id == act.Actor {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "names an agent to have nothing to do with"}})
		}
		d.ids = append(d.ids, id)
		d.Relate(Relation{From: act.Actor, Kind: Blocks, To: id}, true)
		if err := d.estrange(act.Actor, id); err != nil {
			return err
		}
	}
	return nil
}

// blockRemote: who blocks one of our groups is sent nothing more of it.
func blockRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		d.Relate(Relation{From: act.Actor, Kind: Blocks, To: id}, true)
		if err := d.estrange(act.Actor, id); err != nil {
			return err
		}
	}
	return nil
}

// estrange ends every following between two agents.
func (d *Draft) estrange(a, b vocab.IRI) error {
	for _, kind := range []RelationKind{Follows, AsksToFollow} {
		for _, r := range []Relation{{From: a, Kind: kind, To: b}, {From: b, Kind: kind, To: a}} {
			stands, err := d.related(r)
			if err != nil {
				return err
			}
			if stands {
				d.Relate(r, false)
			}
		}
	}
	return nil
}

// flagLocal tells whoever is responsible for something that it should be looked at.
func flagLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		d.Send(id)
		if v, err := d.Latest(id); err == nil {
			d.Send(v.Owner)
		}
	}
	return nil
}

// moveLocal says that the group is to be found under another actor from now on. That actor must name
// this one in alsoKnownAs; followers look for themselves.
func moveLocal(d *Draft, act Activity) error {
	if len(act.Objects) != 1 || act.Objects[0].id() != act.Actor {
		return Refuse(vocab.Violations{{Path: "object", Term: "object", Message: fmt.Sprintf("is the actor that moves: %s", act.Actor)}})
	}
	if !isWeb(act.Target) || d.node.Owns(act.Target) && !d.resident(act.Target) {
		return Refuse(vocab.Violations{{Path: "target", Term: "target", Message: "is the actor under which the group is to be found"}})
	}
	d.ids = append(d.ids, act.Actor)
	group, err := d.Current(act.Actor)
	if err != nil {
		return err
	}
	return d.Put(group.With(as.MovedTo, vocab.Ref(act.Target)))
}

// moveRemote follows an agent to where it moved. That the target knows itself by the old name too was
// found out before: it is kept here.
func moveRemote(d *Draft, act Activity) error {
	if len(act.Objects) != 1 || act.Objects[0].id() != act.Actor {
		return Errorf(Forbidden, "only %s itself can move", act.Actor)
	}
	d.ids = append(d.ids, act.Actor)
	target, err := d.Current(act.Target)
	if err != nil {
		return Errorf(Invalid, "target: %s is not known", act.Target)
	}
	also := false
	for _, v := range target.All(as.AlsoKnownAs) {
		also = also || v.IRI() == act.Actor || v.Text() == string(act.Actor)
	}
	if !also {
		return Errorf(Forbidden, "%s does not say that it was %s", act.Target, act.Actor)
	}
	if err := d.blockedToo(act.Actor, act.Target); err != nil {
		return err
	}
	for r, err := range d.Relations(Relation{Kind: Follows, To: act.Actor}) {
		if err != nil {
			return err
		}
		if d.node.Owns(r.From) {
			d.Answer(Activity{Verb: "Follow", Actor: r.From, Objects: []Object{{IRI: act.Target}}})
		}
	}
	return nil
}

// blockedToo has those who want nothing to do with an agent want nothing to do with it under its new address: both
// say that they are one. The relation says because of which, so that taking the block back ends it as well.
func (d *Draft) blockedToo(was, is vocab.IRI) error {
	for r, err := range d.Relations(Relation{Kind: Blocks, To: was}) {
		if err != nil {
			return err
		}
		if !d.node.Owns(r.From) || r.From == is {
			continue
		}
		known, err := d.related(Relation{From: r.From, Kind: Blocks, To: is})
		if err != nil {
			return err
		}
		if !known {
			d.Relate(Relation{From: r.From, Kind: Blocks, To: is, Value: string(was)}, true)
		}
		if err := d.estrange(r.From, is); err != nil {
			return err
		}
	}
	return nil
}

// unblock ends that an agent wants nothing to do with another, under whatever address that one moved to since.
func (d *Draft) unblock(from, to vocab.IRI) error {
	d.Relate(Relation{From: from, Kind: Blocks, To: to}, false)
	ended := []vocab.IRI{to}
	for i := 0; i < len(ended); i++ {
		for r, err := range d.Relations(Relation{From: from, Kind: Blocks, Value: string(ended[i])}) {
			if err != nil {
				return err
			}
			if !slices.Contains(ended, r.To) {
				d.Relate(Relation{From: from, Kind: Blocks, To: r.To}, false)
				ended = append(ended, r.To)
			}
		}
	}
	return nil
}

// announceLocal passes on, or likes, what another said: its followers are told, and its author.
func announceLocal(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		id := o.id()
		if o.Resource != nil || !isWeb(id) {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "names what is there already"}})
		}
		v, err := d.Latest(id)
		switch {
		case KindOf(err) == NotFound && !d.node.Owns(id):
		case err != nil:
			return err
		default:
			if there, err := d.visible(id); err != nil || !there {
				return Errorf(NotFound, "there is no %s", id)
			}
			meant := slices.Contains(v.Audience.Names, act.Actor+"/followers") && onlyTo(act, act.Actor+"/followers")
			if v.Audience.Level != Public && v.Owner != act.Actor && !meant {
				return Errorf(Forbidden, "%s is not public: it is its author's to pass on", id)
			}
			d.Send(v.Owner)
		}
		d.ids = append(d.ids, id)
	}
	return nil
}

// onlyTo says whether an activity is addressed to one address and to nobody else.
func onlyTo(act Activity, to vocab.IRI) bool {
	all := slices.Concat(act.To, act.CC, act.Blind)
	return len(all) > 0 && !slices.ContainsFunc(all, func(id vocab.IRI) bool { return id != to })
}

func mayRead(d *Draft, act Activity) error { return d.mayAct(act.Actor, Reader) }

// readLocal notes that something was read, so that a reminder of it ends.
func readLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		there, err := d.visible(o.id())
		if err != nil {
			return err
		}
		if !there {
			return Errorf(NotFound, "there is no %s", o.id())
		}
		d.ids = append(d.ids, o.id())
	}
	return nil
}
