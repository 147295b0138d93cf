package node

import (
	"tributary/vocab"
	"tributary/vocab/as"
)

// undo takes an activity back, where nothing has been built on it since: what a Create made goes,
// what an Update or Delete changed is restored, a Follow ends.
//
// Spec: ActivityPub 6.10.
var _ = verb(Verb{Name: "Undo", May: mayUndo, Local: undoLocal})

func mayUndo(d *Draft, act Activity) error {
	role := Editor
	for _, o := range act.Objects {
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
			if d.isGroup(changed.IRI()) {
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
		for _, o := range done.All(as.HasObject) {
			d.Relate(Relation{From: done.Get(as.Actor).IRI(), Kind: Follows, To: o.IRI()}, false)
		}
		return nil
	}
	return Errorf(Conflict, "a %s cannot be taken back", done.Class().Name)
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
	return d.Put(r)
}
