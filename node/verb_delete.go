package node

import (
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// delete leaves a tombstone: the address stays and says that there was something.
//
// Spec: ActivityPub 6.4.
var _ = verb(Verb{Name: "Delete", May: mayDelete, Local: deleteLocal, Remote: deleteRemote})

func mayDelete(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		if err := d.mayChange(act.path(i), o.id()); err != nil {
			return err
		}
	}
	return nil
}

func deleteLocal(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		r, err := d.Current(id)
		if err != nil {
			return err
		}
		if err := removable(r); err != nil {
			return err
		}
		if err := d.fresh(id, Object{Resource: vocab.New(nil, id)}, act.IfMatch); err != nil {
			return err
		}
		if err := d.release(act.path(0), r); err != nil {
			return err
		}
		if err := d.Remove(id); err != nil {
			return err
		}
	}
	return nil
}

// removable refuses to forget what happened, and what is still there.
func removable(r *vocab.Resource) error {
	if r.Class().IsA(pf.State) {
		return Errorf(Conflict, "a state is not deleted; record the next one")
	}
	if isEvent(r) {
		return Errorf(Conflict, "an event that happened stays; record a further one that corrects it")
	}
	if !r.Class().IsA(vf.EconomicResource) {
		return nil
	}
	h := flow.HoldingOf(r)
	if !h.Accounting.IsZero() || !h.Onhand.IsZero() {
		return Errorf(Conflict, "%s still holds %s (%s on hand)", r.ID(), h.Accounting, h.Onhand)
	}
	return nil
}
