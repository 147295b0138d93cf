package node

import "tributary/vocab"

// follow asks an agent for what it publishes from now on. A group of this node is open to it.
//
// Spec: ActivityPub 6.5.
var _ = verb(Verb{Name: "Follow", May: mayFollow, Local: followLocal})

func mayFollow(d *Draft, act Activity) error { return d.mayAct(act.Actor, Editor) }

func followLocal(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		id := o.id()
		if !d.node.Owns(id) {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "this node follows agents of its own only"}})
		}
		there, err := d.visible(id)
		if err != nil {
			return err
		}
		if !there || !d.isGroup(id) {
			return Errorf(NotFound, "there is no group %s", id)
		}
		d.ids = append(d.ids, id)
		d.Relate(Relation{From: act.Actor, Kind: Follows, To: id}, true)
	}
	return nil
}
