package node

import (
	"errors"
	"fmt"
	"slices"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// record keeps an event and lets it take effect on the resources it names.
//
// The acting group must be a party. Effects reach only resources that the acting side is
// accountable for or has in custody; on the others they wait for the other side's word, unless the
// caller speaks for that side too.
//
// Spec: ValueFlows 1.0, concepts/actions and concepts/accounting.
func (d *Draft) record(path string, r *vocab.Resource, owner vocab.IRI) error {
	r = d.timed(r)
	if err := d.party(r); err != nil {
		return err
	}
	e, err := flow.EventOf(r)
	if err != nil {
		return underPath(path, err)
	}
	s, err := d.situation(e)
	if err != nil {
		return err
	}
	if s.Container != "" {
		// What was understood is kept with the event, so that the record explains itself.
		r = r.With(vf.ToResourceInventoriedAs, vocab.Ref(s.Container))
		e.ToResource = s.Container
		if s.To, s.CreatesTo, err = d.holding(s.Container); err != nil {
			return err
		}
	}
	if err := d.begins(e, &s); err != nil {
		return err
	}
	if err := Refuse(flow.Check(e, s).Under(path)); err != nil {
		return err
	}
	if !d.act.Import {
		if err := ownToGive(path, e, s); err != nil {
			return err
		}
		if e.Opening != nil && !s.CreatesFrom {
			return Refuse(vocab.Violations{{Path: path + ".opening", Term: "opening", Message: "is for the event that brings the resource in"}})
		}
	}
	from, to, err := d.reach(e, s)
	if err != nil {
		return err
	}
	if d.act.Import && open(r) {
		from, to = true, false // the other side has not said yes, or has said no
	}
	out, err := apply(path, e, s, from, to)
	if err != nil {
		return err
	}
	for _, w := range out.Warnings {
		d.Warn("%s: %s", path, w)
	}
	if e.Corrects != "" {
		if out, err = d.refold(e, s, out); err != nil {
			return err
		}
	}
	r = d.breadcrumbs(r, e, s)
	elsewhere := d.elsewhere(r)
	if (!from || !to || len(elsewhere) > 0) && !r.Has(own.HasConfirmation) {
		r = r.With(own.HasConfirmation, vocab.Ref(own.Stated.IRI))
	}
	d.described[r.ID()] = r
	if err := d.put(r, owner, false); err != nil {
		return err
	}
	d.shareWithParties(e)
	if _, err := d.reports(path, r, nil); err != nil {
		return err
	}
	for side, agent := range elsewhere {
		d.Relate(Relation{From: r.ID(), Kind: Awaits, To: agent, Value: side}, true)
		d.Send(agent)
	}
	if err := d.settle(e.Resource, s.From, out.From, from, r.ID(), "from"); err != nil {
		return err
	}
	if e.ToResource != e.Resource {
		if err := d.settle(e.ToResource, s.To, out.To, to, r.ID(), "to"); err != nil {
			return err
		}
	}
	return d.progress(e, s.Original)
}

// elsewhere are the sides of an event whose agents another node speaks for, by side: "from" the
// provider, "to" the receiver. What is imported happened before; nobody is asked.
func (d *Draft) elsewhere(event *vocab.Resource) map[string]vocab.IRI {
	if d.act.Import {
		return nil
	}
	var sides map[string]vocab.IRI
	for side, p := range map[string]*vocab.Property{"from": vf.Provider, "to": vf.Receiver} {
		agent := event.Get(p).IRI()
		if agent == "" || d.node.Owns(agent) || !isWeb(agent) {
			continue
		}
		if sides == nil {
			sides = map[string]vocab.IRI{}
		}
		sides[side] = agent
	}
	return sides
}

// open says whether an event that is imported still waited for the other side, or was disputed.
func open(r *vocab.Resource) bool {
	said := r.Get(own.HasConfirmation).IRI()
	return said == own.Stated.IRI || said == own.Disputed.IRI
}

// ownToGive refuses an event that takes from a resource which the provider neither accounts for nor
// has in custody.
func ownToGive(path string, e flow.Event, s flow.Situation) error {
	if s.From == nil || s.CreatesFrom || s.From.Accountable == "" && s.From.Custodian == "" {
		return nil
	}
	takes := false
	for _, effect := range []*vocab.Individual{e.Behaviour.Accounting, e.Behaviour.Onhand} {
		takes = takes || effect == vf.ValueDecrement || effect == vf.ValueDecrementIncrement
	}
	if !takes || e.Provider == s.From.Accountable || e.Provider == s.From.Custodian {
		return nil
	}
	return &Error{Kind: Conflict, Message: fmt.Sprintf("%s is not %s's to give", e.Resource, e.Provider),
		Violations: vocab.Violations{{Path: path + ".resourceInventoriedAs", Term: "resourceInventoriedAs", Message: "is not the provider's"}}}
}

// shareWithParties lets the groups that an event is between read it, whoever else may.
func (d *Draft) shareWithParties(e flow.Event) {
	c := &d.changes[len(d.changes)-1]
	if c.audience.Level == Public {
		return
	}
	for _, party := range []vocab.IRI{e.Provider, e.Receiver} {
		peer := !d.node.Owns(party) && isWeb(party) && !d.act.Import
		if (d.resident(party) || peer) && party != c.owner && !slices.Contains(c.audience.Names, party) {
			c.audience.Names = append(slices.Clone(c.audience.Names), party)
		}
	}
}

// timed gives an event the times it needs: when it was recorded, and when it happened unless it
// says. An import leaves a missing time missing.
func (d *Draft) timed(r *vocab.Resource) *vocab.Resource {
	if d.act.Import {
		return r
	}
	times := []vocab.Field{{Property: vf.Created, Values: []vocab.Value{vocab.Time(d.now)}}}
	if !r.Has(vf.HasPointInTime) && !r.Has(vf.HasBeginning) && !r.Has(vf.HasEnd) {
		times = append(times, vocab.Field{Property: vf.HasPointInTime, Values: []vocab.Value{vocab.Time(d.now)}})
	}
	return r.WithAll(times...)
}

// party refuses a third party's events.
func (d *Draft) party(r *vocab.Resource) error {
	if d.act.Import {
		return nil
	}
	for _, p := range []*vocab.Property{vf.Provider, vf.Receiver} {
		agent := r.Get(p).IRI()
		if agent != "" && agent != d.act.Actor && d.node.IsMember(d.act.Actor) {
			return Errorf(Forbidden, "%s", keptPrivate)
		}
	}
	for _, p := range []*vocab.Property{vf.Provider, vf.Receiver} {
		agent := r.Get(p).IRI()
		if agent == "" {
			continue
		}
		spoken, err := d.spokenFor(d.act.Actor, agent)
		if err != nil {
			return err
		}
		mine := d.who.Agent != "" && (agent == d.who.Agent || d.ownWork(r))
		if spoken || mine {
			return nil
		}
	}
	return Errorf(Forbidden, "%s is neither provider nor receiver of the event", d.act.Actor)
}

// situation is what an event finds.
func (d *Draft) situation(e flow.Event) (s flow.Situation, err error) {
	if s.From, s.CreatesFrom, err = d.holding(e.Resource); err != nil {
		return s, err
	}
	if s.To, s.CreatesTo, err = d.holding(e.ToResource); err != nil {
		return s, err
	}
	s.Lenient = d.act.Import // what a source tells happened, whatever we would have allowed
	if e.OutputOf != "" {
		if process, err := d.read(e.OutputOf); err == nil {
			s.StageOf = process.Get(vf.BasedOn).IRI()
		}
	}
	if e.Is(vf.Combine) && e.ToResource == "" && e.InputOf != "" {
		events, err := d.eventsOf(e.InputOf)
		if err != nil {
			return s, err
		}
		s.Container = flow.InferContainer(e, events)
	}
	if e.Corrects != "" {
		s.Original, s.Corrections, err = d.corrected(e)
	}
	return s, err
}

// holding is the economic state of a resource of this node; nil for none and for those of others.
// A resource that this activity describes and no event has brought in yet is new.
func (d *Draft) holding(id vocab.IRI) (h *flow.Holding, created bool, err error) {
	if id == "" {
		return nil, false, nil
	}
	if r, ok := d.arriving[id]; ok {
		allowed, err := d.negativeAllowed(r)
		return &flow.Holding{Resource: id, Specification: r.Get(vf.ConformsTo).IRI(), AllowNegative: allowed}, true, err
	}
	r, err := d.Current(id)
	if KindOf(err) == NotFound && !d.node.Owns(id) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	found := flow.HoldingOf(r)
	found.Unchecked = r.Get(own.UncheckedBalance).Bool()
	found.AllowNegative, err = d.negativeAllowed(r)
	return &found, false, err
}

func (d *Draft) negativeAllowed(r *vocab.Resource) (bool, error) {
	var specification *vocab.Resource
	if id := r.Get(vf.ConformsTo).IRI(); id != "" && d.node.Owns(id) {
		var err error
		if specification, err = d.read(id); err != nil && KindOf(err) != NotFound && KindOf(err) != Gone {
			return false, err
		}
	}
	return flow.NegativeAllowed(r, specification), nil
}

// read is a thing that this activity describes, or that is there.
func (d *Draft) read(id vocab.IRI) (*vocab.Resource, error) {
	if _, staged := d.latest[id]; !staged && d.described[id] != nil {
		return d.described[id], nil
	}
	return d.Current(id)
}

// announce holds a new resource back until the event that brings it in.
func (d *Draft) announce(path string, r *vocab.Resource) error {
	var found vocab.Violations
	for p := range r.Fields() {
		if vf.EconomicOnly(p, r.Class()) || p.Derived {
			found = append(found, vocab.Violation{Path: path + "." + p.Term, Term: p.Term, Message: "comes from events alone"})
		}
	}
	d.arriving[r.ID()] = r
	return Refuse(found)
}

// begins starts those resources of an import without a balance that their first event does not bring
// in: whatever a source tells first of a resource, there was something before.
func (d *Draft) begins(e flow.Event, s *flow.Situation) error {
	if !d.act.Import {
		return nil
	}
	for _, side := range []struct {
		holding *flow.Holding
		creates *bool
		only    flow.Situation
	}{
		{s.From, &s.CreatesFrom, flow.Situation{CreatesFrom: true}},
		{s.To, &s.CreatesTo, flow.Situation{CreatesTo: true}},
	} {
		if !*side.creates {
			continue
		}
		side.only.Original, side.only.Corrections = s.Original, s.Corrections
		if len(flow.Check(e, side.only)) == 0 {
			continue
		}
		if err := d.startUnchecked(side.holding.Resource); err != nil {
			return err
		}
		*side.creates, side.holding.Unchecked = false, true
	}
	return nil
}

// startUnchecked puts an imported resource without knowing how much there was.
func (d *Draft) startUnchecked(id vocab.IRI) error {
	r := d.arriving[id].With(own.UncheckedBalance, vocab.Bool(true))
	delete(d.arriving, id)
	return d.put(r, d.ownerOf(d.position(id)), false)
}

// broughtIn refuses resources that no event of the activity brought in. Those of an import start
// without a balance.
func (d *Draft) broughtIn(act Activity, things []*vocab.Resource) error {
	var found vocab.Violations
	for i, r := range things {
		if _, waiting := d.arriving[r.ID()]; !waiting {
			continue
		}
		if act.Import {
			if err := d.startUnchecked(r.ID()); err != nil {
				return err
			}
			continue
		}
		found = append(found, vocab.Violation{Path: act.path(i), Term: "EconomicResource",
			Message: "is created together with the event that brings it in: name it in resourceInventoriedAs of a produce or raise, or in toResourceInventoriedAs of a transfer"})
	}
	return Refuse(found)
}

// ownerOf is whose record object i becomes.
func (d *Draft) ownerOf(i int) vocab.IRI {
	if o := d.act.Objects[i].Owner; o != "" && d.act.Import {
		return d.rename(o)
	}
	return d.act.Actor
}

// reach says on which sides an event takes effect at once.
func (d *Draft) reach(e flow.Event, s flow.Situation) (from, to bool, err error) {
	if d.act.Import {
		return true, true, nil
	}
	if from, err = d.controls(s.From, s.CreatesFrom, e.Provider); err != nil {
		return false, false, err
	}
	if to, err = d.controls(s.To, s.CreatesTo, e.Receiver); err != nil {
		return false, false, err
	}
	if s.CreatesFrom && !from || s.CreatesTo && !to {
		return false, false, Errorf(Forbidden, "a resource of %s is for %s to bring in", e.Receiver, e.Receiver)
	}
	return from, to, nil
}

// controls says whether the acting side may change a resource: its agent is accountable for it, or
// has it in custody, or is the one whom this event gives it to.
func (d *Draft) controls(h *flow.Holding, created bool, party vocab.IRI) (bool, error) {
	if h == nil {
		return true, nil
	}
	agents := []vocab.IRI{h.Accountable, h.Custodian}
	if created {
		agents = []vocab.IRI{party}
	}
	if h.Accountable == "" && h.Custodian == "" && !created {
		owner, err := d.owner(h.Resource)
		if err != nil {
			return false, err
		}
		agents = []vocab.IRI{owner}
	}
	for _, agent := range agents {
		if agent == "" {
			continue
		}
		for _, speaks := range []func() (bool, error){
			func() (bool, error) { return d.spokenFor(d.act.Actor, agent) },
			func() (bool, error) { return d.speaks(agent) },
		} {
			if ok, err := speaks(); ok || err != nil {
				return ok, err
			}
		}
	}
	return false, nil
}

// apply computes the outcome. A side that the event does not reach yet may not stop the other, so
// its balance counts as unknown.
func apply(path string, e flow.Event, s flow.Situation, from, to bool) (flow.Outcome, error) {
	s.From, s.To = lenient(s.From, from), lenient(s.To, to)
	out, err := flow.Apply(e, s)
	if err != nil {
		return flow.Outcome{}, refusal(path, err)
	}
	return out, nil
}

func lenient(h *flow.Holding, reached bool) *flow.Holding {
	if h == nil || reached {
		return h
	}
	free := *h
	free.Unchecked = true
	return &free
}

// refusal gives a refused effect its kind: what another time or policy would allow is a conflict,
// what can never be is invalid.
func refusal(path string, err error) error {
	var refused *flow.Refusal
	if !errors.As(err, &refused) {
		return underPath(path, err)
	}
	kind := Conflict
	if errors.Is(err, flow.ErrUnit) || errors.Is(err, flow.ErrRange) {
		kind = Invalid
	}
	return &Error{Kind: kind, Message: refused.Message, Err: err,
		Violations: vocab.Violations{{Path: path + ".resourceQuantity", Term: "resourceQuantity", Message: refused.Message}}}
}

func underPath(path string, err error) error {
	var v vocab.Violations
	if errors.As(err, &v) {
		return Refuse(v.Under(path))
	}
	return err
}

// settle stores what an event made of one side, or notes whose word it waits for.
func (d *Draft) settle(id vocab.IRI, before, after *flow.Holding, reached bool, event vocab.IRI, side string) error {
	if before == nil || after == nil {
		return nil
	}
	if !reached && d.described[event].Get(own.HasConfirmation).IRI() == own.Disputed.IRI {
		return nil
	}
	if !reached {
		whom := before.Accountable
		if whom == "" {
			var err error
			if whom, err = d.owner(id); err != nil {
				return err
			}
		}
		d.Relate(Relation{From: event, Kind: Awaits, To: whom, Value: side}, true)
		return nil
	}
	if r, arriving := d.arriving[id]; arriving {
		delete(d.arriving, id)
		return d.put(flow.Onto(r, *after), d.ownerOf(d.position(id)), false)
	}
	r, err := d.Current(id)
	if err != nil {
		return err
	}
	next := flow.Onto(r, *after)
	if len(after.ContainedIn) > 0 {
		if err := d.climb("object", vf.ContainedIn, next, id, map[vocab.IRI]bool{}); err != nil {
			return err
		}
	}
	return d.put(next, d.act.Actor, true)
}

// position is where a described thing stands among the objects.
func (d *Draft) position(id vocab.IRI) int {
	for i, one := range d.ids {
		if one == id {
			return i
		}
	}
	return 0
}

// breadcrumbs name the event before this one in the life of each resource.
func (d *Draft) breadcrumbs(r *vocab.Resource, e flow.Event, s flow.Situation) *vocab.Resource {
	if s.From != nil && s.From.Latest != "" {
		r = r.With(own.PreviousEvent, vocab.Ref(s.From.Latest))
	}
	if s.To != nil && s.To.Latest != "" && e.ToResource != e.Resource {
		r = r.With(own.ToPreviousEvent, vocab.Ref(s.To.Latest))
	}
	return r
}
