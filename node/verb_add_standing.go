package node

import (
	"fmt"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// Add and Remove on GROUP/standing give somebody a role or seat of the group, and end that. The group then records
// what it records otherwise: a new assignment, or one that is ended, by the same rules. The Add or Remove
// names the entry of the collection, and goes to followers like any other.
//
//	{"type": "Add", "target": GROUP/standing, "object":
//	  {"type": "Relationship", "subject": WHO, "relationship": ROLE OR SEAT, "object": GROUP}}
//	{"type": "Remove", "target": GROUP/standing, "object": ENTRY, or the same Relationship}
//
// Spec: FEP-5219; FEP-400e, "target".

const (
	standing = "/standing"     // the collection, under a group
	entry    = "#relationship" // what stands in it, under its record
)

// standingOf is the group of this node whose standing a target is; empty for any other target.
func (n *Node) standingOf(target vocab.IRI) vocab.IRI {
	group, is := strings.CutSuffix(string(target), standing)
	if !is || !n.IsGroup(vocab.IRI(group)) || n.Handle(vocab.IRI(group)) == "" {
		return ""
	}
	return vocab.IRI(group)
}

// mayStand says who may: in the group's name, who may record its assignments; in one's own, an admin of the group, and
// whoever gives up what it holds, which changeStanding looks at.
func (d *Draft) mayStand(act Activity, group vocab.IRI) error {
	if act.Actor == group {
		return d.mayAct(group, Editor)
	}
	return d.mayAct(act.Actor, Admin) // a person of this node
}

// standingRemote carries out an Add or Remove of somebody who is not the group.
func standingRemote(d *Draft, act Activity) error {
	if group := d.node.standingOf(act.Target); group != "" {
		return d.changeStanding(act, group)
	}
	return keepNamed(d, act)
}

func (d *Draft) changeStanding(act Activity, group vocab.IRI) error {
	unknown := Errorf(NotFound, "there is no %s", act.Target)
	if there, err := d.Latest(group); KindOf(err) == NotFound || err == nil && there.Deleted {
		return unknown
	} else if err != nil {
		return err
	}
	if err := d.welcome(group); err != nil {
		return unknown // whom the group blocks learns nothing of it
	}
	admin, belongs, err := d.standsIn(group)
	if err != nil {
		return err
	}
	if len(act.Objects) == 0 {
		return Refuse(vocab.Violations{{Path: "object", Term: "object", Message: "is required"}})
	}
	for i, o := range act.Objects {
		if err := d.changeOne(act, act.path(i), group, o, admin); err != nil {
			if seen, sight := d.visible(group); sight == nil && !seen && !belongs {
				return unknown // a group that hides is not there
			}
			return err
		}
	}
	return nil
}

// standsIn says whether the actor is the group or an admin of it, and whether it belongs to it at all.
func (d *Draft) standsIn(group vocab.IRI) (admin, belongs bool, err error) {
	if d.act.Actor == group {
		return true, true, nil
	}
	for r, err := range d.Relations(Relation{From: d.act.Actor, Kind: MemberOf, To: group}) {
		if err != nil {
			return false, false, err
		}
		admin, belongs = admin || Role(r.Value).Includes(Admin), true
	}
	return admin, belongs, nil
}

func (d *Draft) changeOne(act Activity, path string, group vocab.IRI, o Object, admin bool) error {
	op, err := d.standingChange(path, act.Verb, group, o, admin)
	if err != nil {
		return err
	}
	if act.Actor == group {
		op.To, op.CC, op.Blind = act.To, act.CC, act.Blind
	}
	// It is tried before it is promised: what the rules refuse is refused with their reason.
	trial := d.node.draft(d.View, Caller{Agent: group, Roles: map[vocab.IRI]Role{group: Admin}}, op)
	if err := verbs[op.Verb].Local(trial, op); err != nil {
		return err
	}
	d.Answer(op)
	return nil
}

// standingChange is what the group records for one object of an Add or Remove.
func (d *Draft) standingChange(path, verb string, group vocab.IRI, o Object, admin bool) (Activity, error) {
	if verb == "Remove" {
		return d.unassign(path, group, o, admin)
	}
	if !admin {
		return Activity{}, Errorf(Forbidden, "who holds what in %s is for its admins to say", group)
	}
	return d.assign(path, group, o)
}

// assign is the Create of an assignment that an Add asks for.
func (d *Draft) assign(path string, group vocab.IRI, o Object) (Activity, error) {
	who, post, err := relationship(path, group, o)
	if err != nil {
		return Activity{}, err
	}
	made := vocab.New(pf.RoleAssignment, "_:assignment").With(pf.Member, vocab.Ref(who)).With(pf.Organization, vocab.Ref(group)).
		With(pf.AssignmentStatus, vocab.Ref(pf.AssignActive.IRI))
	kept, err := d.Current(post)
	owner := vocab.IRI("")
	if err == nil {
		owner, err = d.owner(post)
	}
	switch {
	case err == nil && owner == group && kept.Class().IsA(pf.Seat):
		made = made.With(pf.FillsSeat, vocab.Ref(post))
	case err == nil && owner == group && kept.Class().IsA(pf.Role):
		made = made.With(pf.HasRole, vocab.Ref(post))
	default:
		return Activity{}, Refuse(vocab.Violations{{Path: path + ".relationship", Term: "relationship", Message: fmt.Sprintf("%s is neither a role nor a seat of %s", post, group)}})
	}
	id := d.node.Thing(pf.RoleAssignment, d.node.mint(d.now))
	op := Create(group, made)
	op.final = map[vocab.IRI]vocab.IRI{made.ID(): id}
	d.ids = append(d.ids, id+entry)
	return op, nil
}

// unassign is the Update that ends the assignment which a Remove names or describes.
func (d *Draft) unassign(path string, group vocab.IRI, o Object, admin bool) (Activity, error) {
	id := vocab.IRI(strings.TrimSuffix(string(o.IRI), entry))
	if o.Resource != nil && !d.node.Owns(o.id()) {
		who, post, err := relationship(path, group, o)
		if err != nil {
			return Activity{}, err
		}
		if id, err = d.assignmentOf(group, who, post); err != nil {
			return Activity{}, err
		}
	}
	kept, err := d.Current(id)
	if err != nil || !kept.Class().IsA(pf.RoleAssignment) {
		return Activity{}, Errorf(NotFound, "%s is no entry of %s%s that can be removed: that is an assignment of a role or seat", o.id(), group, standing)
	}
	owner, err := d.owner(id)
	if err != nil {
		return Activity{}, err
	}
	holder := kept.Get(pf.Member).IRI() == d.act.Actor
	switch {
	case owner != group || !admin && !holder:
		return Activity{}, Errorf(Forbidden, "%s is for admins of %s, or whoever holds it, to end", id, group)
	case !holds(kept):
		return Activity{}, Errorf(Conflict, "%s has ended", id)
	}
	status := pf.AssignRecalled
	if holder {
		status = pf.AssignRenounced
	}
	d.ids = append(d.ids, id+entry)
	return Update(group, vocab.New(pf.RoleAssignment, id).With(pf.AssignmentStatus, vocab.Ref(status.IRI))), nil
}

// assignmentOf is the assignment by which an agent holds a role or seat of a group.
func (d *Draft) assignmentOf(group, who, post vocab.IRI) (vocab.IRI, error) {
	for _, p := range []*vocab.Property{pf.HasRole, pf.FillsSeat} {
		for v, err := range d.Find(Query{Classes: []string{pf.RoleAssignment.Name}, Owner: group, Refers: []Link{{p.IRI, post}}, Sight: Sight{All: true}}) {
			if err != nil {
				return "", err
			}
			r, err := v.Resource()
			if err != nil {
				return "", err
			}
			if r.Get(pf.Member).IRI() == who && holds(r) {
				return v.IRI, nil
			}
		}
	}
	return "", Errorf(NotFound, "%s does not hold %s", who, post)
}

// holds says whether an assignment has not ended.
func holds(assignment *vocab.Resource) bool {
	switch assignment.Get(pf.AssignmentStatus).IRI() {
	case "", pf.AssignPlanned.IRI, pf.AssignActive.IRI, pf.AssignHoldingOver.IRI:
		return true
	}
	return false
}

// relationship reads who stands to a group as what.
func relationship(path string, group vocab.IRI, o Object) (who, post vocab.IRI, err error) {
	r := o.Resource
	if r == nil || r.Class() != as.Relationship {
		return "", "", Refuse(vocab.Violations{{Path: path, Term: "object", Message: "takes a Relationship: its subject, and in relationship the role or seat"}})
	}
	who = vocab.IRI(r.Get(pf.Subject).Text()) // so it is read in the node's own context
	for _, s := range r.Extra() {             // and so in that of ActivityStreams
		if s.Property == as.Subject.IRI {
			who = s.Value.IRI()
		}
	}
	post = r.Get(as.HasRelationship).IRI()
	switch in := r.Get(as.HasObject).IRI(); {
	case who == "":
		err = Refuse(vocab.Violations{{Path: path + ".subject", Term: "subject", Message: "is required: who holds it"}})
	case post == "":
		err = Refuse(vocab.Violations{{Path: path + ".relationship", Term: "relationship", Message: "is required: the role or seat"}})
	case in != "" && in != group:
		err = Refuse(vocab.Violations{{Path: path + ".object", Term: "object", Message: fmt.Sprintf("is %s, whose standing it is", group)}})
	}
	return who, post, err
}
