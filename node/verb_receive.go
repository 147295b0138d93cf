package node

import (
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Create, Update and Delete by an agent of another node: this node keeps what it is told of that agent's
// things, version by version, and lets an event between the two sides wait for its own side's word.

// keepThings keeps what an activity describes. What was told later and arrived earlier stays.
func keepThings(d *Draft, act Activity) error {
	for i, o := range act.Objects {
		id := o.id()
		if id == "" {
			return Refuse(vocab.Violations{{Path: act.path(i) + ".id", Term: "id", Message: "is required"}})
		}
		d.ids = append(d.ids, id)
		if o.Resource == nil || o.Resource.Class() == nil {
			continue // only named, or of a type unknown here: its bytes are kept with the activity
		}
		if err := d.keepThing(act.path(i), o); err != nil {
			return err
		}
	}
	return nil
}

func (d *Draft) keepThing(path string, o Object) error {
	r := o.Resource
	if r.Class().IsA(as.Activity) || r.Class().Kind != vocab.Entity {
		return nil
	}
	if err := d.credited(r); err != nil {
		return err
	}
	if r.Class().IsA(vf.Agreement) { // where it is paid is for each side to say for itself
		r = r.With(as.URL, exchange.Believed(r.All(as.URL), d.act.Actor, current(d, d.act.Actor))...)
	}
	before, err := d.Latest(r.ID())
	switch KindOf(err) {
	case NotFound:
	case "":
		later, err := d.toldLater(before)
		if err != nil || later {
			return err
		}
		if before.Owner != d.act.Actor && !(o.Proven && before.Owner == r.ID()) && !d.unclaimed(before) {
			return Errorf(Forbidden, "%s is %s's, not %s's", r.ID(), before.Owner, d.act.Actor)
		}
	default:
		return err
	}
	if o.Partial {
		if r, err = d.amended(r, before); err != nil || r == nil {
			return err
		}
	}
	if err := Refuse(d.node.vocabulary.Check(r).Under(path)); err != nil && !social(r) {
		return err
	}
	if isEvent(r) {
		return d.hear(path, o, before)
	}
	var was *vocab.Resource
	if before.N > 0 {
		if was, err = before.Resource(); err != nil || was.Equal(r) {
			return err
		}
	}
	if agreed, err := d.agreedOn(was, r); err != nil || agreed {
		switch {
		case err != nil:
			return err
		case was == nil:
			return Errorf(Forbidden, "%s: what was agreed does not grow by one side's word", path)
		}
		return d.reword(r)
	}
	if r, err = d.govern(path, was, r); err != nil {
		return err
	}
	if next, err := replanned(was, r); err == nil {
		r = next // what was counted here stays, where they do not tell of it
	}
	if r.Class().IsA(vf.Commitment) {
		count := func() error { return d.satisfied(r, false) }
		if was != nil { // telling it again is no further promise
			count = func() error { return d.recommitted(was, r) }
		}
		if err := count(); err != nil {
			return err
		}
	}
	if err := d.put(r, d.teller(r), false); err != nil {
		return err
	}
	if err := d.heardOf(was, r); err != nil || was != nil && was.Get(vf.PlannedWithin).IRI() == r.Get(vf.PlannedWithin).IRI() {
		return err
	}
	return d.addTo(path, r)
}

// amended is a kept thing with what a change of it says; nil when there is nothing that could be changed.
func (d *Draft) amended(change *vocab.Resource, kept Version) (*vocab.Resource, error) {
	if kept.N == 0 {
		return nil, nil
	}
	next, err := kept.Resource()
	if err != nil || next.Class() != change.Class() {
		return nil, err
	}
	for p, values := range change.Fields() {
		next = next.With(p, values...)
	}
	return next, nil
}

// teller is whose a thing is that is told for the first time: the actor's, or, when it was read at another
// origin, that of whom it is attributed to there, else nobody's but its own. Who names a thing does not
// come to own it.
func (d *Draft) teller(r *vocab.Resource) vocab.IRI {
	if SameOrigin(r.ID(), d.act.Actor) {
		return d.act.Actor
	}
	if by := r.Get(as.AttributedTo).IRI(); by != "" {
		return by // of the same origin: credited has seen to that
	}
	return r.ID()
}

// unclaimed says whether a thing was read at its own address, without learning whose it is: then any agent
// of its origin may tell of it. Agents tell of themselves alone.
func (d *Draft) unclaimed(kept Version) bool {
	if kept.Owner != kept.IRI || !SameOrigin(kept.IRI, d.act.Actor) {
		return false
	}
	r, err := kept.Resource()
	return err == nil && (r == nil || !r.Has(as.Inbox) || kept.IRI == d.act.Actor)
}

// social says whether a thing is of the ActivityStreams vocabulary alone, whose rules nobody keeps.
func social(r *vocab.Resource) bool { return r.Class().Schema == as.Schema }

// credited refuses what is attributed to somebody of another origin.
//
// Spec: FEP-fe34, "Ownership".
func (d *Draft) credited(r *vocab.Resource) error {
	for _, v := range r.All(as.AttributedTo) {
		if v.IRI() != "" && !SameOrigin(v.IRI(), r.ID()) {
			return Errorf(Forbidden, "%s is attributed to %s, of another origin", r.ID(), v.IRI())
		}
	}
	return nil
}

// toldLater says whether the kept version was told later than this one. A deleted thing stays deleted.
func (d *Draft) toldLater(kept Version) (bool, error) {
	if kept.Deleted {
		return true, nil
	}
	if d.act.Verb == "Create" && kept.Activity != "" && kept.N > 0 && d.act.Published.IsZero() {
		return true, nil
	}
	cause, err := d.Latest(kept.Activity)
	if err != nil || d.act.Published.IsZero() {
		return false, nil // kept without a reason that is on record, such as a fetched document
	}
	r, err := cause.Resource()
	if err != nil {
		return false, err
	}
	at, err := time.Parse(time.RFC3339Nano, r.Get(as.Published).Text())
	return err == nil && at.After(d.act.Published), nil
}

// hear keeps an event of another node. Where one of its sides is spoken for here, that side is asked.
func (d *Draft) hear(path string, o Object, before Version) error {
	r := o.Resource
	if before.N > 0 {
		return d.reword(r)
	}
	stated := false
	sides := map[string]vocab.IRI{"from": r.Get(vf.Provider).IRI(), "to": r.Get(vf.Receiver).IRI()}
	for _, agent := range sides {
		stated = stated || agent != "" && SameOrigin(agent, d.act.Actor)
	}
	if !stated {
		return Errorf(Forbidden, "%s: %s is neither provider nor receiver of the event", path, d.act.Actor)
	}
	if err := d.checkRefs(path, r); err != nil {
		return err
	}
	waits := false
	for side, agent := range sides {
		if !d.node.Owns(agent) {
			continue
		}
		speaker, err := d.speaker(agent)
		if err != nil {
			return err
		}
		if speaker == "" {
			return Errorf(NotFound, "there is no %s", agent)
		}
		if err := d.welcome(speaker); err != nil {
			return err
		}
		waits = true
		d.Relate(Relation{From: r.ID(), Kind: Awaits, To: agent, Value: side}, true)
		if ruled, err := d.confirmsByRule(speaker, r); err != nil {
			return err
		} else if ruled {
			d.Answer(Activity{Verb: "Accept", Actor: speaker, Objects: []Object{{IRI: r.ID()}},
				Summary: "within an agreement that both sides accepted"})
		}
	}
	maker, err := d.reports(path, r, o.Finishes)
	if err != nil {
		return err
	}
	if maker != "" && !waits { // nobody else of this node could say whether it is so
		waits = true
		d.Relate(Relation{From: r.ID(), Kind: Awaits, To: maker, Value: "fulfills"}, true)
	}
	if waits {
		r = r.With(own.HasConfirmation, vocab.Ref(own.Stated.IRI))
	}
	if err := d.Put(r); err != nil || maker == "" {
		return err
	}
	d.shareWith(maker)
	return nil
}

// reword takes a new note or name of what is settled, such as an event; what happened stays as it was told
// first.
func (d *Draft) reword(r *vocab.Resource) error {
	kept, err := d.Current(r.ID())
	if err != nil {
		return err
	}
	next := kept
	for _, p := range []*vocab.Property{vf.Note, vf.Name} {
		next = next.With(p, r.All(p)...)
	}
	if next.Equal(kept) {
		return nil
	}
	return d.Put(next)
}

// speaker is the group of this node that speaks for an agent of it; empty when there is none.
func (d *Draft) speaker(agent vocab.IRI) (vocab.IRI, error) {
	if d.resident(agent) {
		_, err := d.Current(agent)
		if KindOf(err) == NotFound || KindOf(err) == Gone {
			return "", nil
		}
		return agent, err
	}
	for r, err := range d.Relations(Relation{From: agent, Kind: SpokenFor}) {
		return r.To, err
	}
	return "", nil
}

// confirmsByRule says whether a group's standing rule confirms an event: it fulfils a commitment of an
// agreement that the group made with the same side, and no more than is still outstanding.
func (d *Draft) confirmsByRule(group vocab.IRI, event *vocab.Resource) (bool, error) {
	g, err := d.Current(group)
	if err != nil || g.Get(own.ConfirmsWithin).Text() != own.Agreement || event.Has(vf.Corrects) {
		return false, err
	}
	for _, v := range event.All(vf.Fulfills) {
		promise, err := d.Current(v.IRI())
		if err != nil || !promise.Class().IsA(vf.Commitment) || !d.meant(promise, event) {
			continue
		}
		agreed := promise.Get(vf.ClauseOf).IRI()
		if agreed == "" {
			agreed = promise.Get(vf.ReciprocalClauseOf).IRI()
		}
		if agreed == "" || !samePromise(promise, event) || !d.recordedTogether(agreed, promise.ID()) {
			continue
		}
		if concluded, err := d.related(Relation{From: agreed, Kind: Binds, To: group}); err != nil || concluded {
			return concluded, err
		}
	}
	return false, nil
}

// recordedTogether says whether two things came to be by one activity. A commitment that somebody adds to
// an agreement, before it is concluded or after, is nothing that was agreed.
func (d *Draft) recordedTogether(agreement, promise vocab.IRI) bool {
	a, err := d.Version(agreement, 1)
	if err != nil {
		return false
	}
	p, err := d.Version(promise, 1)
	return err == nil && p.Activity == a.Activity
}

// meant says whether the resources of this node that an event names are such as were promised: else people
// decide.
func (d *Draft) meant(promise, event *vocab.Resource) bool {
	for _, place := range []*vocab.Property{vf.ResourceInventoriedAs, vf.ToResourceInventoriedAs} {
		id := event.Get(place).IRI()
		if id == "" || !d.node.Owns(id) || id == promise.Get(place).IRI() {
			continue
		}
		thing, err := d.Current(id)
		if err != nil {
			return false
		}
		specified := promise.Get(vf.ResourceConformsTo).IRI()
		if specified == "" || thing.Get(vf.ConformsTo).IRI() != specified {
			return false
		}
	}
	return true
}

// agreedOn says whether one of some things is an agreement that a group of this node gave its word to, or part of one.
func (d *Draft) agreedOn(things ...*vocab.Resource) (bool, error) {
	for _, r := range things {
		if r == nil || !r.Class().IsA(vf.Agreement) && !r.Class().IsA(vf.Commitment) {
			continue
		}
		for _, id := range []vocab.IRI{r.ID(), r.Get(vf.ClauseOf).IRI(), r.Get(vf.ReciprocalClauseOf).IRI()} {
			if id == "" {
				continue
			}
			for bound, err := range d.Relations(Relation{From: id, Kind: Binds}) {
				if err != nil || d.node.Owns(bound.To) {
					return err == nil, err
				}
			}
		}
	}
	return false, nil
}

// samePromise says whether an event does what a commitment promised, between the same two and within
// what is outstanding.
func samePromise(promise, event *vocab.Resource) bool {
	for _, p := range []*vocab.Property{vf.Provider, vf.Receiver, vf.HasAction} {
		if promise.Get(p).IRI() != event.Get(p).IRI() {
			return false
		}
	}
	return within(promise, event)
}

func deleteRemote(d *Draft, act Activity) error {
	for _, o := range act.Objects {
		id := o.id()
		d.ids = append(d.ids, id)
		v, err := d.Latest(id)
		if KindOf(err) == NotFound || err == nil && v.Deleted {
			continue
		}
		if err != nil {
			return err
		}
		if d.node.Owns(id) || v.Owner != act.Actor && id != act.Actor && !d.unclaimed(v) {
			return Errorf(Forbidden, "%s is not %s's to delete", id, act.Actor)
		}
		r, err := v.Resource()
		if err != nil {
			return err
		}
		if isEvent(r) {
			return Errorf(Conflict, "an event that happened stays; a further one may correct it")
		}
		if err := d.release(act.path(0), r); err != nil {
			return err
		}
		if err := d.Remove(id); err != nil {
			return err
		}
		if id == act.Actor {
			if err := d.forget(id); err != nil {
				return err
			}
			if err := d.depart(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget ends every standing relation with an agent of another node that is no more.
func (d *Draft) forget(agent vocab.IRI) error {
	for _, like := range []Relation{{From: agent}, {To: agent}} {
		for r, err := range d.Relations(like) {
			if err != nil {
				return err
			}
			// That a group wants nothing to do with it stays, should it come back.
			if r.Kind == Follows || r.Kind == AsksToFollow || r.Kind == MemberOf || r.Kind == Blocks && r.From == agent {
				d.Relate(r, false)
			}
		}
	}
	return nil
}
