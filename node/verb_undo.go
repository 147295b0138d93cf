package node

import (
	"tributary/vocab"
	"tributary/vocab/as"
)

// undo takes an activity back, where nothing has been built on it since: what a Create made goes,
// what an Update or Delete changed is restored, a Follow ends.
//
// Spec: ActivityPub 6.10.
var _ = verb(Verb{Name: "Undo", May: mayUndo, Local: undoLocal, Remote: undoRemote})

// takenBack finds the activity that an Undo describes instead of naming it: the group's latest of that
// type about the same thing.
func (d *Draft) takenBack(o Object) (vocab.IRI, error) {
	if o.id() != "" && !isLocalName(o.id()) || o.Resource == nil || o.Resource.Class() == nil {
		return o.id(), nil
	}
	about := o.Resource.Get(as.HasObject).IRI()
	q := Query{Classes: []string{o.Resource.Class().Name}, Owner: d.act.Actor, Refers: []Link{{as.HasObject.IRI, about}}, Descending: true, Limit: 1, Sight: d.who.Sight()}
	for v, err := range d.Find(q) {
		return v.IRI, err
	}
	return "", Errorf(NotFound, "there is no %s of %s about %s", o.Resource.Class().Name, d.act.Actor, about)
}

func mayUndo(d *Draft, act Activity) error {
	role := Editor
	for i, o := range act.Objects {
		id, err := d.takenBack(o)
		if err != nil {
			return err
		}
		o = Object{IRI: id}
		act.Objects[i] = o
		there, err := d.visible(o.id())
		if err != nil {
			return err
		}
		done, err := d.Current(o.id())
		if !there || KindOf(err) == NotFound {
			return Errorf(NotFound, "there is no %s", o.id())
		}
		if err != nil {
			return err
		}
		if owner, err := d.owner(o.id()); err != nil || owner != act.Actor {
			return Errorf(Forbidden, "%s was not done by %s", o.id(), act.Actor)
		}
		for _, changed := range done.All(as.HasObject) {
			if d.resident(changed.IRI()) {
				role = Admin // who may not do it may not take it back
			}
		}
	}
	return d.mayAct(act.Actor, role)
}

func undoLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		done, err := d.Current(o.id())
		if err != nil {
			return err
		}
		if err := d.undo(done); err != nil {
			return err
		}
	}
	return nil
}

func (d *Draft) undo(done *vocab.Resource) error {
	switch done.Class().Name {
	case "Create", "Update", "Delete", "Add", "Remove":
		return d.restore(done)
	case "Follow":
		d.unfollow(done)
		return nil
	case "Block":
		for _, o := range done.All(as.HasObject) {
			if err := d.unblock(done.Get(as.Actor).IRI(), o.IRI()); err != nil {
				return err
			}
		}
		return nil
	case "Announce", "Like":
		d.Send(addressees(done)...)
		return nil
	case "Offer":
		return d.withdraw(done)
	}
	return Errorf(Conflict, "a %s cannot be taken back", done.Class().Name)
}

// undoRemote takes back what the same agent of another node did: what it asked for or joined ends.
// What it described stays until it deletes it.
func undoRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		d.ids = append(d.ids, o.id())
		done, err := d.Current(o.id())
		if KindOf(err) == NotFound && o.Resource != nil {
			done, err = o.Resource, nil // told with what it takes back, which never came
		}
		if KindOf(err) == NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if done.Get(as.Actor).IRI() != act.Actor {
			return Errorf(Forbidden, "%s was not done by %s", o.id(), act.Actor)
		}
		switch done.Class().Name {
		case "Follow":
			d.unfollow(done)
		case "Block":
			for _, blocked := range done.All(as.HasObject) {
				d.Relate(Relation{From: act.Actor, Kind: Blocks, To: blocked.IRI()}, false)
			}
		case "Create":
			if err := d.uncreate(done); err != nil {
				return err
			}
		case "Offer":
			if err := d.withdrawn(done); err != nil {
				return err
			}
		}
	}
	return nil
}

// uncreate removes what another node's agent described and says now was never so.
func (d *Draft) uncreate(done *vocab.Resource) error {
	for _, o := range done.All(as.HasObject) {
		v, err := d.Latest(o.IRI())
		if KindOf(err) == NotFound || err == nil && (v.Deleted || v.Owner != d.act.Actor) {
			continue
		}
		if err != nil {
			return err
		}
		r, err := v.Resource()
		if err != nil || isEvent(r) {
			continue // what took effect is taken back by an event that corrects it
		}
		if err := d.release("object", r); err != nil {
			return err
		}
		if err := d.Remove(o.IRI()); err != nil {
			return err
		}
	}
	return nil
}

// addressees are all to whom an activity went.
func addressees(act *vocab.Resource) (all []vocab.IRI) {
	for _, p := range []*vocab.Property{as.To, as.CC} {
		for _, v := range act.All(p) {
			all = append(all, v.IRI())
		}
	}
	return all
}

// restore gives each thing an activity changed the content it had before.
func (d *Draft) restore(done *vocab.Resource) error {
	for _, o := range done.All(as.HasObject) {
		id := o.IRI()
		if done.Class() == as.Add || done.Class() == as.Remove {
			id = done.Get(as.Target).IRI()
			id, _ = splitTarget(id)
		}
		v, err := d.Latest(id)
		if err != nil {
			return err
		}
		if v.Activity != done.ID() {
			return Errorf(Conflict, "%s was changed since", id)
		}
		if err := d.restoreOne(v); err != nil {
			return err
		}
	}
	return nil
}

func (d *Draft) restoreOne(v Version) error {
	if !v.Deleted {
		r, err := v.Resource()
		if err != nil {
			return err
		}
		if isEvent(r) || v.N == 1 {
			if err := removable(r); err != nil {
				return err
			}
		}
		if v.N == 1 {
			if err := d.release("object", r); err != nil {
				return err
			}
		}
	}
	if v.N == 1 {
		return d.Remove(v.IRI)
	}
	before, err := d.Version(v.IRI, v.N-1)
	if err != nil {
		return err
	}
	if before.Deleted {
		return d.Remove(v.IRI)
	}
	r, err := before.Resource()
	if err != nil {
		return err
	}
	now, err := v.Resource()
	if err != nil {
		return err
	}
	if r, err = d.govern("object", now, r); err != nil {
		return err
	}
	if err := d.recommittedAgain(now, r); err != nil {
		return err
	}
	if err := d.Put(r); err != nil {
		return err
	}
	return d.reassigned(now, r)
}
