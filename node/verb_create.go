package node

import (
	"fmt"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// create brings new things in: each gets an IRI, what they say of each other follows, and events
// take effect.
//
// Spec: ActivityPub 6.2.
var _ = verb(Verb{Name: "Create", May: mayCreate, Local: createLocal, Remote: keepThings})

// mayCreate asks for the role that the things' classes want. Members record their own work and
// propose; the rest is for editors.
func mayCreate(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		if o.Resource == nil {
			continue // createLocal says what is missing
		}
		if err := d.mayAct(act.Actor, d.needed(o.Resource)); err != nil {
			return err
		}
	}
	return nil
}

// needed is the role that recording such a thing wants: the strongest that any of its types does.
func (d *Draft) needed(r *vocab.Resource) Role {
	role := d.neededFor(r, r.Class())
	for _, t := range r.Types() {
		if c := d.node.vocabulary.ClassByIRI(t); c != nil {
			if further := d.neededFor(r, c); further.Includes(role) {
				role = further
			}
		}
	}
	return role
}

func (d *Draft) neededFor(r *vocab.Resource, c *vocab.Class) Role {
	switch {
	case c.IsAny([]*vocab.Class{pf.GovernanceProposal, vf.Intent, vf.Proposal}):
		return Member
	case c.IsA(pf.Group):
		return Admin
	case c.IsA(own.Position):
		return Delegate
	case c.IsA(vf.EconomicEvent) && d.ownWork(r):
		return Member
	}
	return Editor
}

// ownWork says whether an event is work that the caller gave.
func (d *Draft) ownWork(event *vocab.Resource) bool {
	provider := event.Get(vf.Provider).IRI()
	if event.Get(vf.HasAction).IRI() != vf.Work.IRI || provider == "" || d.who.Agent == "" {
		return false
	}
	if provider == d.who.Agent {
		return true
	}
	mine, err := d.related(Relation{From: d.who.Agent, Kind: AppearsAs, To: provider})
	return err == nil && mine
}

// mayAct refuses a caller who has not the role in the acting group, or is not the acting person.
func (d *Draft) mayAct(actor vocab.IRI, role Role) error {
	if d.who.Agent == "" && !d.who.Operator {
		return Errorf(Unauthenticated, "this needs a token")
	}
	if d.who.May(actor, role) || d.who.Agent == actor && d.node.IsMember(actor) {
		return nil
	}
	if Member.Includes(role) {
		if seated, err := d.seated(actor); seated || err != nil {
			return err
		}
	}
	return Errorf(Forbidden, "this needs the role of %s in %s", role, actor)
}

// seated says whether the caller is a delegate of a group that has a seat in a body: there it takes
// part as a member does.
func (d *Draft) seated(body vocab.IRI) (bool, error) {
	seats := Query{Classes: []string{pf.DelegateSeat.Name}, Refers: []Link{{pf.PostIn.IRI, body}}, Sight: d.who.Sight()}
	for v, err := range d.Find(seats) {
		if err != nil {
			return false, err
		}
		seat, err := v.Resource()
		if err != nil {
			return false, err
		}
		if d.who.Roles[seat.Get(pf.RepresentsGroup).IRI()].Includes(Delegate) && v.Owner == body {
			return true, nil
		}
	}
	return false, nil
}

func createLocal(d *Draft, act Activity) error {
	if err := d.mask(); err != nil {
		return err
	}
	things, err := d.mint(act)
	if err != nil {
		return err
	}
	for i, r := range things {
		if err := d.unfit(act.path(i), r); err != nil {
			return err
		}
		if err := d.given(act.path(i), r); err != nil {
			return err
		}
		if err := d.checkRefs(act.path(i), r); err != nil {
			return err
		}
	}
	// Events come last, in their order: what they are about must be there.
	for _, events := range []bool{false, true} {
		for i, r := range things {
			if isEvent(r) != events {
				continue
			}
			if err := d.create(act.path(i), r, d.ownerOf(i)); err != nil {
				return err
			}
		}
	}
	return d.broughtIn(act, things)
}

// given refuses what is not a client's to say: what the node works out, and what makes an actor.
func (d *Draft) given(path string, r *vocab.Resource) error {
	if d.act.Import || r.Class().IsA(vf.EconomicResource) { // announce looks at those
		return nil
	}
	var found vocab.Violations
	for p := range r.Fields() {
		if p.Derived || p == pf.CurrentState || p == as.HasEndpoints || isActorField(p) && p != as.PreferredUsername {
			found = append(found, vocab.Violation{Path: path + "." + p.Term, Term: p.Term, Message: "is kept by the node"})
		}
	}
	return Refuse(found)
}

// create brings one thing in, as its class wants.
func (d *Draft) create(path string, r *vocab.Resource, owner vocab.IRI) error {
	if err := d.acyclic(path, r); err != nil {
		return err
	}
	r, err := d.govern(path, nil, r)
	if err != nil {
		return err
	}
	switch c := r.Class(); {
	case c.IsA(vf.EconomicEvent):
		return d.record(path, r, owner)
	case c.IsA(vf.EconomicResource):
		return d.announce(path, r)
	case c.IsA(pf.Group):
		return d.createGroup(r)
	case c.IsA(pf.State):
		return d.createState(path, r, owner)
	case c.IsA(vf.Commitment):
		if err := d.satisfied(r, false); err != nil {
			return err
		}
		if err := d.put(r, owner, false); err != nil {
			return err
		}
		if err := d.reassigned(nil, r); err != nil {
			return err
		}
		return d.addTo(path, r)
	case c.IsA(vf.Agent):
		d.Relate(Relation{From: r.ID(), Kind: SpokenFor, To: owner}, true)
	}
	return d.put(r, owner, false)
}

// mint gives every described thing its IRI and puts it in place of the local name everywhere.
func (d *Draft) mint(act Activity) ([]*vocab.Resource, error) {
	finals := make([]vocab.IRI, len(act.Objects))
	// A state lives under what it is the state of, so that must have its IRI first.
	for _, states := range []bool{false, true} {
		for i, o := range act.Objects {
			if o.Resource == nil {
				return nil, Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: "Create takes a description, not a reference"}})
			}
			if o.Resource.Class().IsA(pf.State) != states {
				continue
			}
			final, err := d.final(act.path(i), o.Resource)
			if err != nil {
				return nil, err
			}
			if local := o.Resource.ID(); local != "" {
				if _, twice := d.names[local]; twice && !states {
					return nil, Refuse(vocab.Violations{{Path: act.path(i) + ".id", Term: "id", Message: fmt.Sprintf("%s is described twice", local)}})
				}
				d.names[local] = final
			}
			finals[i] = final
		}
	}
	for local, audience := range act.Prior {
		d.prior[d.rename(local)] = audience
	}
	things := make([]*vocab.Resource, len(act.Objects))
	for i, o := range act.Objects {
		things[i] = o.Resource.Rename(d.rename).WithID(finals[i])
		if !things[i].Class().IsA(pf.State) {
			d.minted[finals[i]] = true
		}
		d.described[finals[i]] = things[i]
		d.ids = append(d.ids, finals[i])
	}
	return things, nil
}

// rename is an IRI with a local name, or the source's, replaced. Parts keep their fragment.
func (d *Draft) rename(id vocab.IRI) vocab.IRI {
	if final, ok := d.names[id]; ok {
		return final
	}
	if whole, part, ok := strings.Cut(string(id), "#"); ok {
		if final, ok := d.names[vocab.IRI(whole)]; ok {
			return final + vocab.IRI("#"+part)
		}
	}
	return id
}

// final is the IRI a new thing gets.
func (d *Draft) final(path string, r *vocab.Resource) (vocab.IRI, error) {
	c := r.Class()
	if id := d.act.final[r.ID()]; id != "" {
		return id, nil
	}
	switch {
	case c.Kind != vocab.Entity:
		return "", Refuse(vocab.Violations{{Path: path + ".type", Term: "type", Message: c.Name + " is a part of something and has no address of its own"}})
	case c.IsA(as.Activity):
		return "", Refuse(vocab.Violations{{Path: path + ".type", Term: "type", Message: "an activity is sent itself, not created"}})
	case c.IsA(pf.Group):
		return d.handle(path, r)
	case c.IsA(pf.State):
		of := d.rename(r.Get(pf.StateOf).IRI())
		if of == "" {
			of = d.act.Actor
		}
		return of + "/state", nil
	}
	return d.node.Thing(c, d.node.mint(d.now)), nil
}

// handle is the address of a new group: from the handle it brings, or from its name. Only a derived
// one gives way where it is taken.
func (d *Draft) handle(path string, r *vocab.Resource) (vocab.IRI, error) {
	handle := r.Get(as.PreferredUsername).Text()
	given := handle != ""
	if !given {
		handle = slug(r.Get(vf.Name).Text())
	}
	if err := CheckHandle(handle); err != nil {
		return "", Refuse(vocab.Violations{{Path: path + ".preferredUsername", Term: "preferredUsername", Message: MessageOf(err)}})
	}
	for try, n := handle, 2; ; try, n = fmt.Sprintf("%s-%d", handle, n), n+1 {
		id := d.node.Group(try)
		taken, err := d.node.taken(d.View, try)
		if err != nil {
			return "", err
		}
		for _, final := range d.names {
			taken = taken || final == id
		}
		if !taken {
			return id, nil
		}
		if given {
			return "", Errorf(Conflict, "the handle %s is taken", handle)
		}
	}
}

// slug makes a handle of a name: "Seed & Soil Cell" becomes "seed-soil-cell".
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	handle := strings.Trim(b.String(), "-")
	if len(handle) > 60 {
		handle = strings.Trim(handle[:60], "-")
	}
	if handle == "" {
		return "group"
	}
	return handle
}

// createGroup makes a group an actor, and whoever made it its admin.
func (d *Draft) createGroup(r *vocab.Resource) error {
	id := r.ID()
	r, err := d.node.acting(presented(nil, r))
	if err != nil {
		return err
	}
	for _, maker := range []vocab.IRI{d.act.Actor, d.who.Agent} {
		if maker != "" && maker != d.node.Node() && maker != id {
			d.Relate(Relation{From: maker, Kind: MemberOf, To: id, Value: string(Admin)}, true)
		}
	}
	if err := d.put(r, id, false); err != nil {
		return err
	}
	if c := &d.changes[len(d.changes)-1]; c.audience.Level == Followers {
		c.audience = Audience{Level: Public} // nobody could follow a group that only followers see
	}
	return nil
}

// containment are the properties that make trees: nobody is inside itself.
var containment = []*vocab.Property{pf.SubOrganizationOf, pf.UnitOf, pf.RollsUpTo}

// acyclic refuses containment that leads back to where it began.
func (d *Draft) acyclic(path string, r *vocab.Resource) error {
	for _, p := range containment {
		if err := d.climb(path, p, r, r.ID(), map[vocab.IRI]bool{}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Draft) climb(path string, p *vocab.Property, r *vocab.Resource, from vocab.IRI, seen map[vocab.IRI]bool) error {
	for _, v := range r.All(p) {
		up := v.IRI()
		if up == from {
			return Refuse(vocab.Violations{{Path: path + "." + p.Term, Term: p.Term, Message: fmt.Sprintf("%s would be inside itself", from)}})
		}
		if seen[up] {
			continue
		}
		seen[up] = true
		above, err := d.read(up)
		if err != nil {
			continue // elsewhere, or gone: no way back through here
		}
		if err := d.climb(path, p, above, from, seen); err != nil {
			return err
		}
	}
	return nil
}
