package node

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// Members of a group are kept as standing relations, not as statements of the group: who belongs
// is members' business. A member may be a group or a person of another node: then the one who is
// asked answers.
//
// Spec: ActivityStreams 2.0 Vocabulary, Invite, Join, Leave.
var (
	_ = verb(Verb{Name: "Invite", May: mayInvite, Local: inviteLocal, Remote: inviteRemote})
	_ = verb(Verb{Name: "Join", May: mayJoin, Local: joinLocal, Remote: joinRemote})
	_ = verb(Verb{Name: "Leave", May: mayLeave, Local: leaveLocal, Remote: leaveRemote})
)

func init() {
	questions["Invite"] = question{here: (*Draft).answerInvite, there: (*Draft).inviteAnswered}
	questions["Join"] = question{here: (*Draft).answerJoin, there: (*Draft).joinAnswered}
}

func mayInvite(d *Draft, act Activity) error { return d.mayAct(act.Actor, Admin) }

// inviteLocal gives agents of this node the role named in the summary, or that of a member, in the
// acting group. Agents of other nodes are asked whether they want it.
func inviteLocal(d *Draft, act Activity) error {
	role, err := invitedAs(act.Summary)
	if err != nil {
		return err
	}
	for i, o := range act.Objects {
		if !d.node.Owns(o.id()) {
			if !isWeb(o.id()) {
				return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "is not the address of an actor"}})
			}
			d.ids = append(d.ids, o.id())
			d.Relate(Relation{From: o.id(), Kind: InvitedTo, To: act.Actor, Value: string(d.self()) + " " + string(role)}, true)
			d.Send(o.id())
			continue
		}
		invited, err := d.invitee(o.id())
		if err != nil {
			return err
		}
		if d.node.IsPublicPerson(o.id()) { // who is known by a handle answers, as from elsewhere
			d.ids = append(d.ids, o.id())
			d.Relate(Relation{From: o.id(), Kind: InvitedTo, To: act.Actor, Value: string(d.self()) + " " + string(role)}, true)
			if err := d.show(o.id()); err != nil {
				return err
			}
			continue
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

// invitedAs is the role that an invitation names, or that of a member.
func invitedAs(summary string) (Role, error) {
	if summary == "" {
		return Member, nil
	}
	return ParseRole(summary)
}

// invitee refuses to invite nobody. It says whether a person is invited, who must be a member of
// some group here already: new people come by the operator's invitation.
func (d *Draft) invitee(id vocab.IRI) (person bool, err error) {
	if d.node.IsMember(id) {
		for _, err := range d.Relations(Relation{From: id, Kind: MemberOf}) {
			return true, err
		}
	} else if d.resident(id) {
		if there, err := d.visible(id); there || err != nil {
			return false, err
		}
	}
	return false, Errorf(NotFound, "there is nobody at %s", id)
}

// inviteRemote notes that a group of another node invites groups of this one; their admins answer.
func inviteRemote(d *Draft, act Activity) error {
	role, err := invitedAs(act.Summary)
	if err != nil {
		role = Member // other software says other things in a summary
	}
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		if !d.resident(id) {
			return Errorf(NotFound, "there is nobody at %s to invite", id)
		}
		if there, err := d.visible(id); err != nil || !there {
			return Errorf(NotFound, "there is nobody at %s to invite", id)
		}
		if err := d.welcome(id); err != nil {
			return err
		}
		d.Relate(Relation{From: id, Kind: InvitedTo, To: act.Actor, Value: string(act.ID) + " " + string(role)}, true)
	}
	return nil
}

// answerInvite takes an invitation of another node's group for the acting group, or declines it.
func (d *Draft) answerInvite(_ string, invite *vocab.Resource, yes bool) error {
	group := invite.Get(as.Actor).IRI()
	role, err := d.invitation(d.act.Actor, group, invite.ID())
	if err != nil {
		return err
	}
	d.Relate(Relation{From: d.act.Actor, Kind: InvitedTo, To: group}, false)
	if yes {
		d.Relate(Relation{From: d.act.Actor, Kind: MemberOf, To: group, Value: string(role)}, true)
	}
	d.Send(group)
	return nil
}

// inviteAnswered notes what an invited agent of another node says.
func (d *Draft) inviteAnswered(invite *vocab.Resource, yes bool) error {
	group := invite.Get(as.Actor).IRI()
	role, err := d.invitation(d.act.Actor, group, invite.ID())
	if err != nil {
		return err
	}
	d.Relate(Relation{From: d.act.Actor, Kind: InvitedTo, To: group}, false)
	if yes {
		d.Relate(Relation{From: d.act.Actor, Kind: MemberOf, To: group, Value: string(role)}, true)
	}
	return nil
}

// invitation is the role that an open invitation offers.
func (d *Draft) invitation(who, group, invite vocab.IRI) (Role, error) {
	for r, err := range d.Relations(Relation{From: who, Kind: InvitedTo, To: group}) {
		if err != nil {
			return "", err
		}
		id, role, _ := strings.Cut(r.Value, " ")
		if vocab.IRI(id) == invite {
			return Role(role), nil
		}
	}
	return "", Errorf(Conflict, "%s is not invited with %s", who, invite)
}

func mayJoin(d *Draft, act Activity) error {
	if d.who.Agent == act.Actor || d.who.Operator || d.resident(act.Actor) && d.who.May(act.Actor, Admin) {
		return nil
	}
	return Errorf(Forbidden, "only %s itself can join", act.Actor)
}

// joinLocal lets members appear in groups that invited them, each under a pseudonym of its own. Groups
// of other nodes are asked.
func joinLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		if !d.node.Owns(o.id()) && isWeb(o.id()) {
			d.ids = append(d.ids, o.id())
			d.Relate(Relation{From: act.Actor, Kind: AsksToJoin, To: o.id(), Value: string(d.self())}, true)
			d.Send(o.id())
			continue
		}
		if d.node.IsPublicPerson(act.Actor) {
			if err := d.askToJoin(o.id()); err != nil {
				return err
			}
			continue
		}
		invited, err := d.related(Relation{From: act.Actor, Kind: MemberOf, To: o.id()})
		if err != nil {
			return err
		}
		if !invited {
			return Errorf(Forbidden, "only members of %s appear in it", o.id())
		}
		d.ids = append(d.ids, o.id())
		if !d.node.IsMember(act.Actor) {
			continue
		}
		if _, err := d.appear(act.Actor, o.id()); err != nil {
			return err
		}
	}
	return nil
}

// askToJoin has a person known by a handle ask a group of this node, as it would ask one of another: who was
// invited belongs at once.
func (d *Draft) askToJoin(group vocab.IRI) error {
	there, err := d.visible(group)
	if err != nil {
		return err
	}
	if !there || !d.node.IsGroup(group) {
		return Errorf(NotFound, "there is no group %s", group)
	}
	if err := d.welcome(group); err != nil {
		return err
	}
	d.ids = append(d.ids, group)
	d.Relate(Relation{From: d.act.Actor, Kind: AsksToJoin, To: group, Value: string(d.self())}, true)
	if err := d.show(group); err != nil {
		return err
	}
	invited, err := d.related(Relation{From: d.act.Actor, Kind: InvitedTo, To: group})
	if err == nil && invited {
		d.Answer(Activity{Verb: "Accept", Actor: group, Objects: []Object{{IRI: d.self()}}})
	}
	return err
}

// joinRemote notes that an agent of another node wants to belong to a group of this one. Whoever was
// invited belongs at once; the others wait for the group's admins.
func joinRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		group := o.id()
		d.ids = append(d.ids, group)
		there, err := d.visible(group)
		if err != nil {
			return err
		}
		if !there || !d.node.IsGroup(group) {
			return Errorf(NotFound, "there is no group %s", group)
		}
		if err := d.welcome(group); err != nil {
			return err
		}
		d.Relate(Relation{From: act.Actor, Kind: AsksToJoin, To: group, Value: string(act.ID)}, true)
		invited, err := d.related(Relation{From: act.Actor, Kind: InvitedTo, To: group})
		if err != nil {
			return err
		}
		if invited {
			d.Answer(Activity{Verb: "Accept", Actor: group, Objects: []Object{{IRI: act.ID}}})
		}
	}
	return nil
}

// answerJoin lets an agent of another node belong to the acting group, or not. Who decides is an
// admin; the role is that of an invitation, or of a member.
func (d *Draft) answerJoin(_ string, join *vocab.Resource, yes bool) error {
	if err := d.mayAct(d.act.Actor, Admin); err != nil {
		return err
	}
	from := join.Get(as.Actor).IRI()
	asked := Relation{From: from, Kind: AsksToJoin, To: d.act.Actor}
	waits, err := d.related(asked)
	if err != nil {
		return err
	}
	if !waits {
		return Errorf(Conflict, "%s does not ask to join %s", from, d.act.Actor)
	}
	d.Relate(asked, false)
	if yes {
		role := Member
		for r, err := range d.Relations(Relation{From: from, Kind: InvitedTo, To: d.act.Actor}) {
			if err != nil {
				return err
			}
			_, named, _ := strings.Cut(r.Value, " ")
			role = Role(named)
			d.Relate(r, false)
		}
		d.Relate(Relation{From: from, Kind: MemberOf, To: d.act.Actor, Value: string(role)}, true)
	}
	d.Send(from)
	return nil
}

// joinAnswered notes what a group of another node says to one of ours that asked to belong to it.
func (d *Draft) joinAnswered(join *vocab.Resource, yes bool) error {
	from := join.Get(as.Actor).IRI()
	asked := Relation{From: from, Kind: AsksToJoin, To: d.act.Actor}
	waits, err := d.related(asked)
	if err != nil {
		return err
	}
	if !waits {
		return Errorf(Conflict, "%s does not ask to join %s any more", from, d.act.Actor)
	}
	d.Relate(asked, false)
	if yes {
		d.Relate(Relation{From: from, Kind: MemberOf, To: d.act.Actor, Value: string(Member)}, true)
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
		d.Send(o.id())
	}
	return nil
}

// leaveRemote: whoever belongs may go.
func leaveRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		d.Relate(Relation{From: act.Actor, Kind: MemberOf, To: o.id()}, false)
	}
	return nil
}
