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
		d.ids = append(d.ids, o.id())
		d.Relate(Relation{From: o.id(), Kind: MemberOf, To: act.Actor, Value: string(role)}, true)
	}
	return nil
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
		d.ids = append(d.ids, o.id())
		d.Relate(Relation{From: act.Actor, Kind: MemberOf, To: o.id()}, false)
	}
	return nil
}
