package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// Who would do something in somebody else's plan makes a commitment of its own for it. Whether that becomes part
// of the plan is for whoever made the plan: it waits until an editor accepts it, so that the plan and the
// process include it from then on, or rejects it.
//
// Spec: FEP-3264, "Adding a commitment to the plan".

func init() {
	questions[as.Create.Name] = question{here: (*Draft).answerAdditions, there: (*Draft).additionAnswered}
}

// addTo asks whoever made a plan to take a task of the acting agent into it.
//
// Errors: Invalid with violations; NotFound when there is no such plan that the actor may know of.
func (d *Draft) addTo(path string, task *vocab.Resource) error {
	id := task.Get(vf.PlannedWithin).IRI()
	if id == "" || !isTask(task) || d.act.Import || d.described[id] != nil || d.received() && !d.node.Owns(id) {
		return nil // in no plan, or in one of its own, or between others
	}
	there, err := d.visible(id)
	if err != nil {
		return err
	}
	if !there {
		if d.node.Owns(id) {
			return Errorf(NotFound, "there is no %s", id)
		}
		return nil // a plan that is not known here
	}
	plan, err := d.Current(id)
	if err != nil {
		return err
	}
	maker, err := d.maker(plan)
	if err != nil || maker == "" || maker == d.act.Actor {
		return err
	}
	if d.node.Owns(maker) {
		if err := d.welcome(maker); err != nil {
			return err
		}
	}
	if err := d.fitsPlan(plan, task, d.act.Actor); err != nil {
		return underTask(path, err)
	}
	d.Relate(Relation{From: task.ID(), Kind: AsksToAdd, To: maker, Value: string(d.self())}, true)
	d.shareWith(maker)
	d.Send(maker)
	if d.node.Owns(maker) && !d.received() {
		return d.show(maker)
	}
	return nil
}

// fitsPlan says what keeps a task from being added to a plan by somebody.
func (d *Draft) fitsPlan(plan, task *vocab.Resource, by vocab.IRI) error {
	whole, _, err := d.credit(plan)
	if err != nil {
		return err
	}
	for v, err := range d.Find(Query{Classes: []string{vf.Process.Name}, Refers: []Link{{vf.PlannedWithin.IRI, plan.ID()}}, Sight: Sight{All: true}}) {
		if err != nil {
			return err
		}
		if !namesAny(whole.All(vf.PlanIncludes), v.IRI) {
			whole = whole.Plus(vf.PlanIncludes, vocab.Ref(v.IRI))
		}
	}
	if provider := task.Get(vf.Provider).IRI(); !d.received() && provider != by {
		mine, err := d.spokenFor(by, provider)
		if err != nil {
			return err
		}
		if mine { // an agent without an account promises by the group that speaks for it
			task = task.With(vf.Provider, vocab.Ref(by))
		}
	}
	return refusals(exchange.CheckAdd(whole, task, by))
}

// underTask puts a path before those of the rules that a thing breaks. Who does it, the activity itself says.
func underTask(path string, err error) error {
	e, ok := err.(*Error)
	if !ok {
		return err
	}
	found := slices.Clone(e.Violations)
	for i, v := range found {
		if v.Path != as.Actor.Term {
			found[i] = vocab.Violations{v}.Under(path)[0]
		}
	}
	return &Error{Kind: e.Kind, Message: e.Message, Violations: found}
}

// addition is the wish to add a task to a plan that the acting agent made; false when there is none.
func (d *Draft) addition(task vocab.IRI) (Relation, bool, error) {
	for r, err := range d.Relations(Relation{From: task, Kind: AsksToAdd, To: d.act.Actor}) {
		return r, err == nil, err
	}
	return Relation{}, false, nil
}

// answerAddition answers a task that asks to be added, when it was made alone. What is answered is the Create: Accept of
// the commitment itself would say that one does it.
func (d *Draft) answerAddition(adding Relation, yes bool) error {
	made, err := d.Current(vocab.IRI(adding.Value))
	if err != nil {
		return err
	}
	if n := len(made.All(as.HasObject)); n > 1 {
		return Errorf(Conflict, "%s was made together with others: answer %s, for all of them", adding.From, made.ID())
	}
	d.ids[len(d.ids)-1] = made.ID()
	return d.answerAdditions("", made, yes)
}

// answerAdditions answers the Create of tasks that ask to be added to plans of the acting agent: it takes all of them
// in, or none.
func (d *Draft) answerAdditions(_ string, made *vocab.Resource, yes bool) error {
	answered := false
	update := Activity{Verb: "Update", Actor: d.act.Actor}
	for _, o := range made.All(as.HasObject) {
		adding, asked, err := d.addition(o.IRI())
		if err == nil && asked {
			answered = true
			err = d.answerOne(adding, yes, &update)
		}
		if err != nil {
			return err
		}
	}
	if !answered {
		return Errorf(Conflict, "a %s asks nothing that could be answered", made.Class().Name)
	}
	if yes {
		d.Insist(update)
	}
	return nil
}

// answerOne takes a task into a plan of the acting agent, or does not: update is what then changes.
func (d *Draft) answerOne(adding Relation, yes bool, update *Activity) error {
	d.Relate(adding, false)
	task, err := d.Current(adding.From)
	if err != nil {
		return err
	}
	by, err := d.maker(task)
	if err != nil {
		return err
	}
	d.Send(by)
	if d.node.Owns(by) {
		if err := d.show(by); err != nil {
			return err
		}
	}
	if !yes {
		return nil
	}
	plan, err := d.Current(task.Get(vf.PlannedWithin).IRI())
	if err != nil {
		return err
	}
	if err := d.fitsPlan(plan, task, by); err != nil {
		return err
	}
	for _, into := range []struct {
		thing vocab.IRI
		term  *vocab.Property
	}{{plan.ID(), vf.PlanIncludes}, {task.Get(vf.InputOf).IRI(), vf.HasInput}, {task.Get(vf.OutputOf).IRI(), vf.HasOutput}} {
		if into.thing == "" {
			continue
		}
		owner, err := d.owner(into.thing)
		if err != nil {
			return err
		}
		if owner != d.act.Actor { // a process of somebody else in the plan: whose it is, changes it
			d.Warn("%s is somebody else's, who may name %s there", into.thing, task.ID())
			continue
		}
		if err := d.include(update, into.thing, into.term, task.ID()); err != nil {
			return err
		}
	}
	return nil
}

// include has a thing name a further one under a term, in an Update that may change it already.
func (d *Draft) include(update *Activity, thing vocab.IRI, term *vocab.Property, further vocab.IRI) error {
	kept, err := d.Current(thing)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(update.Objects, func(o Object) bool { return o.id() == thing })
	if i < 0 {
		i = len(update.Objects)
		update.Objects = append(update.Objects, Object{Resource: vocab.New(kept.Class(), thing)})
	}
	change := update.Objects[i].Resource
	if !change.Has(term) {
		change = change.With(term, kept.All(term)...)
	}
	if !namesAny(change.All(term), further) {
		change = change.Plus(term, vocab.Ref(further))
	}
	update.Objects[i].Resource = change
	return nil
}

// additionAnswered notes what whoever made a plan at another node says to a task of ours that was to be added. That it
// was refused, that node may say, too.
func (d *Draft) additionAnswered(made *vocab.Resource, yes bool) error {
	speaks := false
	if who, err := d.Current(d.act.Actor); err == nil && !yes {
		speaks = who.Class() == as.Application
	}
	for _, o := range made.All(as.HasObject) {
		for r, err := range d.Relations(Relation{From: o.IRI(), Kind: AsksToAdd}) {
			if err != nil {
				return err
			}
			if r.To == d.act.Actor || speaks && SameOrigin(r.To, d.act.Actor) {
				d.Relate(r, false)
			}
		}
	}
	return nil
}
