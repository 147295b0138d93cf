package exchange

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// ReadPlan reads a plan with its processes and their commitments. Resource is the vf:Plan, Others are
// the processes and flows, each a resource of its own that points back. A commitment without
// provider is an open task; one without action is work.
//
// Errors: as ReadProposal. A process or commitment on another origin than the plan is refused, for
// the plan cannot speak for it; one that is only named is in Missing.
//
// Spec: FEP-3264, "Planning".
func ReadPlan(raw []byte) (Document, error) {
	o, err := open(raw)
	if err != nil {
		return Document{}, err
	}
	return o.plan()
}

// ReadTodo reads a commitment that stands alone: a to-do, or one that is added to a plan, which is
// then its context. Without action it is work.
//
// Errors: as ReadProposal.
//
// Spec: FEP-c5a1, "Creating a to-do"; FEP-3264, "Adding a commitment".
func ReadTodo(raw []byte) (Document, error) {
	o, err := open(raw)
	if err != nil {
		return Document{}, err
	}
	return o.todo()
}

// ReadEvent reads what somebody says was done. A peer's finished on the event, which ValueFlows has
// on commitments, is in Finishes. Without action it is work.
//
// Errors: as ReadProposal.
//
// Spec: FEP-3264 and FEP-c5a1, "Recording what actually was done".
func ReadEvent(raw []byte) (Document, error) {
	o, err := open(raw)
	if err != nil {
		return Document{}, err
	}
	return o.event()
}

// named wants a type and an id, and gives the id.
func (o object) named(class *vocab.Class) vocab.IRI {
	if !slices.Contains(o.types(), class.Name) {
		o.refuse(o.at("type"), "type", "is no %s", class.Name)
	}
	id := o.iri("id")
	if id == "" {
		o.refuse(o.at("id"), "id", "is required on a %s", class.Name)
	}
	return id
}

func (o object) plan() (Document, error) {
	id := o.named(vf.Plan)
	d := Document{}
	described, named := o.children("planIncludes")
	d.Missing = named
	included := refsTo(named)
	for _, child := range described {
		part := child.planned(id, &d)
		if part != nil {
			d.Others = append(d.Others, part)
			included = append(included, vocab.Ref(part.ID()))
		}
	}
	slices.SortStableFunc(d.Others, processesFirst)
	d.Resource = vocab.New(vf.Plan, id).WithAll(o.said(
		field(as.AttributedTo, o.ref("attributedTo")),
		field(vf.Due, o.time("due")),
		field(vf.PlanIncludes, included...),
	)...)
	return o.finish(d)
}

// processesFirst orders what a plan includes so that nothing refers to what comes later.
func processesFirst(a, b *vocab.Resource) int {
	rank := func(r *vocab.Resource) int {
		if r.Class() == vf.Process {
			return 0
		}
		return 1
	}
	return rank(a) - rank(b)
}

// planned reads a process or a flow of a plan.
func (o object) planned(plan vocab.IRI, d *Document) *vocab.Resource {
	id := o.iri("id")
	if !sameOrigin(id, plan) {
		o.refuse(o.at("id"), "id", "needs an id on the origin of the plan")
		return nil
	}
	types := o.types()
	switch {
	case slices.Contains(types, vf.Process.Name):
		return o.process(id, plan, d)
	case slices.Contains(types, vf.Commitment.Name):
		return o.task(id).With(vf.PlannedWithin, vocab.Ref(plan))
	}
	o.refuse(o.at("type"), "type", "takes %s or %s", vf.Process.Name, vf.Commitment.Name)
	return nil
}

func (o object) process(id, plan vocab.IRI, d *Document) *vocab.Resource {
	fields := slices.DeleteFunc(o.said(
		field(vf.PlannedWithin, vocab.Ref(plan)),
		field(vf.HasBeginning, o.time("hasBeginning", "startTime")),
		field(vf.HasEnd, o.time("hasEnd", "endTime")),
		field(vf.BasedOn, o.ref("basedOn")),
	), func(f vocab.Field) bool { return f.Property == vf.Created })
	if o.flag("finished") {
		fields = append(fields, field(vf.Finished, vocab.Bool(true)))
	}
	for _, link := range []struct {
		term string
		from *vocab.Property
		back *vocab.Property
	}{{"hasInput", vf.HasInput, vf.InputOf}, {"hasOutput", vf.HasOutput, vf.OutputOf}} {
		described, named := o.children(link.term)
		d.Missing = append(d.Missing, named...)
		refs := refsTo(named)
		for _, child := range described {
			child.kind(vf.Commitment.Name)
			flow := child.iri("id")
			if !sameOrigin(flow, plan) {
				child.refuse(child.at("id"), "id", "needs an id on the origin of the plan")
				continue
			}
			d.Others = append(d.Others, child.task(flow).With(link.back, vocab.Ref(id)).With(vf.PlannedWithin, vocab.Ref(plan)))
			refs = append(refs, vocab.Ref(flow))
		}
		fields = append(fields, field(link.from, refs...))
	}
	return vocab.New(vf.Process, id).WithAll(fields...)
}

func refsTo(ids []vocab.IRI) (refs []vocab.Value) {
	for _, id := range ids {
		refs = append(refs, vocab.Ref(id))
	}
	return refs
}

// task reads a commitment, which without action is work.
func (o object) task(id vocab.IRI) *vocab.Resource {
	c := o.commitment(id).WithAll(
		field(as.AttributedTo, o.ref("attributedTo")),
		field(vf.InputOf, o.ref("inputOf")),
		field(vf.OutputOf, o.ref("outputOf")),
		field(vf.PlannedWithin, o.ref("plannedWithin")),
		field(vf.Satisfies, o.refs("satisfies")...),
	)
	if o.has("finished") {
		c = c.With(vf.Finished, vocab.Bool(o.flag("finished")))
	}
	return o.orWork(c)
}

func (o object) orWork(r *vocab.Resource) *vocab.Resource {
	if r.Has(vf.HasAction) || o.has("action") {
		return r
	}
	return r.With(vf.HasAction, vocab.Ref(vf.Work.IRI))
}

func (o object) todo() (Document, error) {
	c := o.task(o.named(vf.Commitment))
	// The context of a to-do may be any conversation; that of a flow of a process is its plan.
	if contexts := o.iris("context"); !c.Has(vf.PlannedWithin) && len(contexts) == 1 && (c.Has(vf.InputOf) || c.Has(vf.OutputOf)) {
		c = c.With(vf.PlannedWithin, vocab.Ref(contexts[0]))
	}
	return o.finish(Document{Resource: c})
}

// flows says whether anything is said of what flows, how much, and between whom.
func (o object) flows() bool {
	for _, term := range []string{"action", "provider", "receiver", "resourceQuantity", "effortQuantity", "resourceConformsTo", "satisfies"} {
		if o.has(term) {
			return true
		}
	}
	return false
}

// amendment reads a change of a commitment that says only what changes.
//
// Spec: FEP-c5a1, "Recording what actually was done".
func (o object) amendment() (Document, error) {
	fields := slices.DeleteFunc(o.noted(field(vf.Due, o.time("due"))), func(f vocab.Field) bool { return f.Property == vf.Created })
	if o.has("finished") {
		fields = append(fields, field(vf.Finished, vocab.Bool(o.flag("finished"))))
	}
	d := Document{Resource: vocab.New(vf.Commitment, o.named(vf.Commitment)).WithAll(fields...), Partial: true}
	if len(o.found) > 0 {
		return Document{}, o.found
	}
	d.To, d.Context, d.Notices = o.iris("to"), o.iris("context"), o.notices
	return d, nil
}

func (o object) event() (Document, error) {
	id := o.named(vf.EconomicEvent)
	fulfills := o.refs("fulfills")
	e := vocab.New(vf.EconomicEvent, id).WithAll(append(o.flow(), o.noted(
		field(as.AttributedTo, o.ref("attributedTo")),
		field(vf.ResourceQuantity, o.quantity("resourceQuantity")),
		field(vf.EffortQuantity, o.quantity("effortQuantity")),
		field(vf.InputOf, o.ref("inputOf")),
		field(vf.OutputOf, o.ref("outputOf")),
		field(vf.Fulfills, fulfills...),
		field(vf.Satisfies, o.refs("satisfies")...),
	)...)...)
	d := Document{Resource: o.orWork(e)}
	if o.flag("finished") {
		for _, c := range fulfills {
			d.Finishes = append(d.Finishes, c.IRI())
		}
	}
	return o.finish(d)
}
