package node

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"

	"tributary/vocab/vf"
)

// update changes things that are there. The properties sent replace the ones kept; properties sent
// as null go; the others stay.
//
// Spec: ActivityPub 6.3.
var _ = verb(Verb{Name: "Update", May: mayUpdate, Local: updateLocal, Remote: keepThings})

func mayUpdate(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		if err := d.mayChange(act.path(i), d.target(o)); err != nil {
			return err
		}
	}
	return nil
}

// target is what an updated object names: a state may be named by what it is the state of.
func (d *Draft) target(o Object) vocab.IRI {
	if o.Resource != nil && o.Resource.ID() == "" && o.Resource.Class().IsA(pf.State) {
		of := o.Resource.Get(pf.StateOf).IRI()
		if of == "" {
			of = d.act.Actor
		}
		return of + "/state"
	}
	return o.id()
}

// mayChange refuses changes to what is not the acting group's own record.
func (d *Draft) mayChange(path string, id vocab.IRI) error {
	if id == "" {
		return Refuse(vocab.Violations{{Path: path + ".id", Term: "id", Message: "is required"}})
	}
	there, err := d.visible(id)
	if err != nil {
		return err
	}
	if !there {
		if err := d.mayAct(d.act.Actor, Editor); err != nil {
			return err
		}
		return Errorf(NotFound, "there is no %s", id)
	}
	owner, err := d.owner(id)
	if err != nil {
		return err
	}
	if r, err := d.Current(id); err == nil && r.Class().IsA(as.Activity) {
		return Errorf(Conflict, "what was done stays on record; Undo takes it back")
	}
	if err := d.ownName(id, owner); err != nil {
		return err
	}
	role := Editor
	if d.resident(id) {
		role = Admin
	}
	if owner != d.act.Actor && !(owner == id && d.who.May(id, Admin)) {
		return Errorf(Forbidden, "%s is not %s's to change", id, d.act.Actor)
	}
	return d.mayAct(owner, role)
}

// ownName refuses to let anybody but the member, or an admin of the group, change how a member appears in a
// group: what an editor writes there would pass for the member's own word.
func (d *Draft) ownName(id, group vocab.IRI) error {
	if !d.node.IsGroup(group) || d.who.May(group, Admin) {
		return nil
	}
	for tie, err := range d.Relations(Relation{Kind: AppearsAs, To: id, Value: string(group)}) {
		if err != nil {
			return err
		}
		if tie.From != d.who.Agent {
			return Errorf(Forbidden, "how a member appears in %s is for the member, or an admin, to say", group)
		}
	}
	return nil
}

func updateLocal(d *Draft, act Activity) error {
	if err := d.mask(); err != nil {
		return err
	}
	for i, o := range act.Objects {
		if o.Resource == nil {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "Update takes a description, not a reference"}})
		}
		id := d.target(o)
		if err := d.fresh(id, o, act.IfMatch); err != nil {
			return err
		}
		kept, err := d.Current(id)
		if err != nil {
			return err
		}
		next, err := d.merge(act.path(i), kept, o)
		if err != nil {
			return err
		}
		next = presented(kept, next)
		if next, err = d.govern(act.path(i), kept, next); err != nil {
			return err
		}
		planned, err := replanned(kept, next)
		if err != nil {
			term := vf.ResourceQuantity.Term
			if !next.Has(vf.ResourceQuantity) {
				term = vf.EffortQuantity.Term
			}
			return Refuse(vocab.Violations{{Path: act.path(i) + "." + term, Term: term, Message: "takes a unit in which what has come about can be counted: " + err.Error()}})
		}
		next = planned
		d.ids = append(d.ids, id)
		if next.Equal(kept) && len(act.To)+len(act.CC)+len(act.Blind) == 0 {
			d.Warn("%s is as it was", id)
			continue
		}
		if err := d.revise(act.path(i), kept, next); err != nil {
			return err
		}
	}
	return nil
}

// fresh refuses a change that was made to an older version than the current one.
func (d *Draft) fresh(id vocab.IRI, o Object, ifMatch int) error {
	before, _, err := d.before(id)
	if err != nil {
		return err
	}
	want := ifMatch
	for _, v := range o.Resource.All(pf.WasRevisionOf) {
		if base, n := splitMemento(v.IRI()); base == id && n > 0 {
			want = n
		}
	}
	if want != 0 && want != before.N {
		return Errorf(Conflict, "%s is at version %d; the change was made to version %d", id, before.N, want)
	}
	return nil
}

// merge is what is kept, with what was sent in place.
func (d *Draft) merge(path string, kept *vocab.Resource, o Object) (*vocab.Resource, error) {
	sent := o.Resource.Rename(d.rename)
	if sent.Class() != nil && sent.Class() != kept.Class() {
		return nil, Refuse(vocab.Violations{{Path: path + ".type", Term: "type", Message: fmt.Sprintf("%s is a %s and stays one", kept.ID(), kept.Class().Name)}})
	}
	next := kept
	for p, values := range sent.Fields() {
		if p == pf.WasRevisionOf && !kept.Class().IsA(pf.State) {
			continue // it says which version was changed; versions are linked by their address
		}
		next = next.With(p, values...)
	}
	for _, p := range o.Clear {
		next = next.With(p)
	}
	if extra := sent.Extra(); len(extra) > 0 {
		next = next.WithExtra(mergeExtra(kept.Extra(), extra)...)
	}
	return next, d.permitted(path, kept, next)
}

// mergeExtra replaces kept statements by sent ones, property by property.
func mergeExtra(kept, sent []vocab.Statement) []vocab.Statement {
	replaced := map[vocab.IRI]bool{}
	for _, s := range sent {
		replaced[s.Property] = true
	}
	var all []vocab.Statement
	for _, s := range kept {
		if !replaced[s.Property] {
			all = append(all, s)
		}
	}
	return append(all, sent...)
}

// permitted refuses changes that are not anybody's to make: what happened stays, and what events
// say of a resource only events change.
func (d *Draft) permitted(path string, kept, next *vocab.Resource) error {
	var found vocab.Violations
	for _, p := range changedFields(kept, next) {
		at := vocab.Violation{Path: path + "." + p.Term, Term: p.Term}
		switch {
		case p == pf.StateOf:
			at.Message = "says whose state it is, and stays"
			found = append(found, at)
		case isEvent(kept) && p != vf.Note && p != vf.Name:
			return &Error{Kind: Conflict, Message: "an event that happened stays; record a further one that corrects it",
				Violations: vocab.Violations{{Path: at.Path, Term: p.Term, Message: "does not change; use corrects"}}}
		case vf.EconomicOnly(p, kept.Class()):
			at.Message = "comes from events alone"
			found = append(found, at)
		case p == as.AlsoKnownAs && !d.keptLinks(kept, next):
			at.Message = "names a pseudonym: its member alone links it, on the account page or with tributary member link"
			found = append(found, at)
		case p.Derived || isActorField(p) && d.resident(kept.ID()):
			at.Message = "is kept by the node"
			found = append(found, at)
		}
	}
	if isEvent(kept) && !sameExtra(kept, next) {
		return Errorf(Conflict, "an event that happened stays; record a further one that corrects it")
	}
	return Refuse(found)
}

func sameExtra(a, b *vocab.Resource) bool { return a.Equal(a.WithExtra(b.Extra()...)) }

func isActorField(p *vocab.Property) bool {
	switch p {
	case as.Inbox, as.Outbox, as.Followers, as.Following, as.Affiliations, as.PreferredUsername, as.PublicKey, as.AssertionMethod, as.Authentication:
		return true
	}
	return false
}

func changedFields(old, new *vocab.Resource) (changed []*vocab.Property) {
	seen := map[*vocab.Property]bool{}
	for _, r := range []*vocab.Resource{old, new} {
		for p := range r.Fields() {
			if !seen[p] && !old.With(p, new.All(p)...).Equal(old) {
				changed = append(changed, p)
			}
			seen[p] = true
		}
	}
	return changed
}

// revise checks the changed thing as a whole and gives it a new version.
func (d *Draft) revise(path string, kept, next *vocab.Resource) error {
	if err := Refuse(d.node.vocabulary.Check(next).Under(path)); err != nil {
		return err
	}
	if err := d.checkRefs(path, next); err != nil {
		return err
	}
	if err := d.acyclic(path, next); err != nil {
		return err
	}
	if err := d.recommitted(kept, next); err != nil {
		return err
	}
	if next.Class().IsA(pf.State) {
		return d.succeed(path, kept, next)
	}
	return d.Put(next)
}
