package node

import (
	"tributary/vocab"
)

// Members of a group are kept as standing relations, not as statements of the group: who belongs
// is members' business.
//
// Spec: ActivityStreams 2.0 Vocabulary, Invite, Leave.
var (
	_ = verb(Verb{Name: "Invite", May: mayInvite, Local: inviteLocal})
	_ = verb(Verb{Name: "Join", May: mayJoin, Local: joinLocal})
	_ = verb(Verb{Name: "Leave", May: mayLeave, Local: leaveLocal})
)

func mayInvite(d *Draft, act Activity) error { return d.mayAct(act.Actor, Admin) }

// inviteLocal gives agents of this node the role named in the summary, or that of a member, in the
// acting group.
func inviteLocal(d *Draft, act Activity) error {
	role := Member
	if act.Summary != "" {
		var err error
		if role, err = ParseRole(act.Summary); err != nil {
			return err
		}
	}
	for i, o := range act.Objects {
		if !d.node.Owns(o.id()) {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "this node invites agents of its own only"}})
		}
		invited, err := d.invitee(o.id())
		if err != nil {
			return err
		}
		d.Relate(Relation{From: o.id(), Kind: MemberOf, To: act.Actor, Value: string(role)}, true)
		if invited {
			// The record names a person as it appears in the group.
			agent, err := d.appear(o.id(), act.Actor)
			if err != nil {
				return err
			}
			d.ids = append(d.ids, agent)
			continue
		}
		d.ids = append(d.ids, o.id())
	}
	return nil
}

// invitee refuses to invite nobody. It says whether a person is invited, who must be a member of
// some group here already: new people come by the operator's invitation.
func (d *Draft) invitee(id vocab.IRI) (person bool, err error) {
	if d.isPerson(id) {
		for _, err := range d.Relations(Relation{From: id, Kind: MemberOf}) {
			return true, err
		}
	} else if d.isGroup(id) {
		if there, err := d.visible(id); there || err != nil {
			return false, err
		}
	}
	return false, Errorf(NotFound, "there is nobody at %s", id)
}

func mayJoin(d *Draft, act Activity) error {
	if d.who.Agent == act.Actor || d.who.Operator {
		return nil
	}
	return Errorf(Forbidden, "only %s itself can join", act.Actor)
}

// joinLocal lets members appear in groups that invited them, each under a pseudonym of its own.
func joinLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		invited, err := d.related(Relation{From: act.Actor, Kind: MemberOf, To: o.id()})
		if err != nil {
			return err
		}
		if !invited {
			return Errorf(Forbidden, "only members of %s appear in it", o.id())
		}
		d.ids = append(d.ids, o.id())
		if _, err := d.appear(act.Actor, o.id()); err != nil {
			return err
		}
	}
	return nil
}

func mayLeave(d *Draft, act Activity) error {
	if d.who.Agent == act.Actor || d.who.May(act.Actor, Admin) {
		return nil
	}
	return Errorf(Forbidden, "only %s itself can leave", act.Actor)
}

func leaveLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		belongs, err := d.related(Relation{From: act.Actor, Kind: MemberOf, To: o.id()})
		if err != nil {
			return err
		}
		if !belongs {
			return Errorf(Conflict, "%s does not belong to %s", act.Actor, o.id())
		}
		d.ids = append(d.ids, o.id())
		d.Relate(Relation{From: act.Actor, Kind: MemberOf, To: o.id()}, false)
	}
	return nil
}
