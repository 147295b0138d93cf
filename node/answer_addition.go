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
	d.Relate(Relation{From: task.ID(), Kind: AsksToAdd, To: id, Value: string(d.self())}, true)
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
	for r, err := range d.Relations(Relation{From: task, Kind: AsksToAdd}) {
		if err != nil {
			return r, false, err
		}
		plan, err := d.Current(r.To)
		if err != nil {
			continue // gone since
		}
		if maker, err := d.maker(plan); err != nil || maker == d.act.Actor {
			return r, err == nil, err
		}
	}
	return Relation{}, false, nil
}

// answerAdditions answers the Create of tasks that ask to be added to plans of the acting agent.
func (d *Draft) answerAdditions(_ string, made *vocab.Resource, yes bool) error {
	answered := false
	for _, o := range made.All(as.HasObject) {
		adding, found, err := d.addition(o.IRI())
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		answered = true
		if err := d.answerAddition(adding, yes); err != nil {
			return err
		}
	}
	if !answered {
		return Errorf(Conflict, "a %s asks nothing that could be answered", made.Class().Name)
	}
	return nil
}

// answerAddition takes a task into a plan of the acting agent, or does not. What is answered is the Create: Accept of
// the commitment itself would say that one does it.
func (d *Draft) answerAddition(adding Relation, yes bool) error {
	d.ids[len(d.ids)-1] = vocab.IRI(adding.Value)
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
	plan, err := d.Current(adding.To)
	if err != nil {
		return err
	}
	if err := d.fitsPlan(plan, task, by); err != nil {
		return err
	}
	update := Update(d.act.Actor, vocab.New(vf.Plan, plan.ID()).With(vf.PlanIncludes, append(plan.All(vf.PlanIncludes), vocab.Ref(task.ID()))...))
	for _, link := range []struct{ to, back *vocab.Property }{{vf.InputOf, vf.HasInput}, {vf.OutputOf, vf.HasOutput}} {
		id := task.Get(link.to).IRI()
		if id == "" {
			continue
		}
		process, err := d.Current(id)
		if err != nil {
			return err
		}
		update.Objects = append(update.Objects, Object{Resource: vocab.New(vf.Process, id).With(link.back, append(process.All(link.back), vocab.Ref(task.ID()))...)})
	}
	d.Answer(update)
	return nil
}

// additionAnswered notes what whoever made a plan at another node says to a task of ours that was to be added.
func (d *Draft) additionAnswered(made *vocab.Resource, _ bool) error {
	for _, o := range made.All(as.HasObject) {
		for r, err := range d.Relations(Relation{From: o.IRI(), Kind: AsksToAdd}) {
			if err != nil {
				return err
			}
			plan, err := d.Current(r.To)
			if err != nil {
				continue
			}
			if maker, err := d.maker(plan); err != nil || maker == d.act.Actor {
				d.Relate(r, false)
			}
		}
	}
	return nil
}
