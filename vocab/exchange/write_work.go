package exchange

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

var (
	planContext   = inline("Plan", "Process", "planIncludes", "hasBeginning", "hasEnd", "hasInput", "hasOutput", "action", "provider", "receiver", "resourceConformsTo", "due", "finished")
	taskContext   = inline("inputOf", "outputOf", "action", "provider", "receiver", "resourceConformsTo", "hasBeginning", "hasEnd", "due", "finished")
	reportContext = inline("EconomicEvent", "fulfills", "inputOf", "outputOf", "action", "provider", "receiver", "resourceConformsTo", "hasPointInTime", "hasBeginning", "hasEnd", "finished")
)

// wireWork is a plan, a process, a commitment or an event. What an object has no use for stays empty.
type wireWork struct {
	Context            context      `json:"@context,omitempty"`
	Type               string       `json:"type"`
	ID                 vocab.IRI    `json:"id"`
	AttributedTo       vocab.IRI    `json:"attributedTo,omitempty"`
	Within             vocab.IRI    `json:"context,omitempty"`
	Name               string       `json:"name,omitempty"`
	Content            string       `json:"content,omitempty"`
	Published          string       `json:"published,omitempty"`
	Due                string       `json:"due,omitempty"`
	HasBeginning       string       `json:"hasBeginning,omitempty"`
	HasEnd             string       `json:"hasEnd,omitempty"`
	HasPointInTime     string       `json:"hasPointInTime,omitempty"`
	Fulfills           any          `json:"fulfills,omitempty"`
	InputOf            vocab.IRI    `json:"inputOf,omitempty"`
	OutputOf           vocab.IRI    `json:"outputOf,omitempty"`
	Action             string       `json:"action,omitempty"`
	ResourceConformsTo vocab.IRI    `json:"resourceConformsTo,omitempty"`
	ResourceQuantity   *wireMeasure `json:"resourceQuantity,omitempty"`
	EffortQuantity     *wireMeasure `json:"effortQuantity,omitempty"`
	Provider           vocab.IRI    `json:"provider,omitempty"`
	Receiver           vocab.IRI    `json:"receiver,omitempty"`
	Finished           bool         `json:"finished,omitempty"`
	HasInput           []*wireWork  `json:"hasInput,omitempty"`
	HasOutput          []*wireWork  `json:"hasOutput,omitempty"`
	PlanIncludes       []*wireWork  `json:"planIncludes,omitempty"`
	To                 any          `json:"to,omitempty"`
}

// WritePlan is a plan in the exact form of FEP-3264, with its context inline. others are its processes and the
// commitments of these and of the plan, in the order in which they are to stand: those that plannedWithin,
// inputOf or outputOf bind to it. to is its audience.
//
// Errors: vocab.Violations for a plan that is nobody's.
//
// Spec: FEP-3264, "Planning".
func WritePlan(plan *vocab.Resource, others []*vocab.Resource, to ...vocab.IRI) ([]byte, error) {
	w := writer{}
	out := w.work(plan)
	out.Context, out.AttributedTo, out.To = planContext, w.required(plan, as.AttributedTo), single(to)
	processes := map[vocab.IRI]*wireWork{}
	for _, r := range others {
		if r.Class() == vf.Process {
			p := w.work(r)
			processes[r.ID()] = p
			out.PlanIncludes = append(out.PlanIncludes, p)
		}
	}
	for _, r := range others {
		if r.Class() != vf.Commitment {
			continue
		}
		into, from := processes[r.Get(vf.InputOf).IRI()], processes[r.Get(vf.OutputOf).IRI()]
		task := w.work(r)
		switch {
		case into != nil:
			task.InputOf, into.HasInput = "", append(into.HasInput, task)
		case from != nil:
			task.OutputOf, from.HasOutput = "", append(from.HasOutput, task)
		default:
			out.PlanIncludes = append(out.PlanIncludes, task)
		}
	}
	if len(w.found) > 0 {
		return nil, w.found
	}
	return marshal(out), nil
}

// WriteTodo is a commitment that stands alone in the exact form of FEP-c5a1, and of FEP-3264 where it is for a
// process: then its plan is its context.
//
// Errors: vocab.Violations for a commitment that is nobody's.
//
// Spec: FEP-c5a1, "Creating a to-do"; FEP-3264, "Adding a commitment to the plan".
func WriteTodo(commitment *vocab.Resource, to ...vocab.IRI) ([]byte, error) {
	w := writer{}
	out := w.work(commitment)
	out.Context, out.AttributedTo, out.To = taskContext, w.required(commitment, as.AttributedTo), single(to)
	out.Within = commitment.Get(vf.PlannedWithin).IRI()
	if len(w.found) > 0 {
		return nil, w.found
	}
	return marshal(out), nil
}

// WriteReport is an event that fulfils commitments in the exact form of FEP-3264 and FEP-c5a1. within is the plan that
// it belongs to; empty: none.
//
// Errors: vocab.Violations for an event that is nobody's, or fulfils nothing.
//
// Spec: FEP-3264 and FEP-c5a1, "Recording what actually was done".
func WriteReport(event *vocab.Resource, within vocab.IRI, to ...vocab.IRI) ([]byte, error) {
	w := writer{}
	w.required(event, vf.Fulfills)
	out := w.work(event)
	out.Context, out.AttributedTo, out.Within, out.To = reportContext, w.required(event, as.AttributedTo), within, single(to)
	if len(w.found) > 0 {
		return nil, w.found
	}
	return marshal(out), nil
}

// WriteTaskAnswer is the Accept or the Reject of a commitment, under id. said is text for whoever made it.
//
// Spec: FEP-3264, "Accepting a commitment", "Rejecting a commitment"; FEP-c5a1, the same of a to-do.
func WriteTaskAnswer(verb string, id, actor, commitment vocab.IRI, said string, within, to vocab.IRI) []byte {
	return marshal(wireActivity{
		Context: answerContext, Type: verb, ID: id, Actor: actor, Object: commitment, Within: within, Content: markup(said), To: to,
	})
}

func (w *writer) work(r *vocab.Resource) *wireWork {
	var fulfills []vocab.IRI
	for _, v := range r.All(vf.Fulfills) {
		fulfills = append(fulfills, v.IRI())
	}
	out := &wireWork{
		Type: r.Class().Name, ID: r.ID(), Name: r.Get(vf.Name).Text(), Content: markup(r.Get(vf.Note).Text()),
		Published: r.Get(vf.Created).Text(), Due: r.Get(vf.Due).Text(),
		HasBeginning: r.Get(vf.HasBeginning).Text(), HasEnd: r.Get(vf.HasEnd).Text(), HasPointInTime: r.Get(vf.HasPointInTime).Text(),
		Fulfills: single(fulfills), InputOf: r.Get(vf.InputOf).IRI(), OutputOf: r.Get(vf.OutputOf).IRI(),
		ResourceConformsTo: r.Get(vf.ResourceConformsTo).IRI(),
		ResourceQuantity:   wire(r.Get(vf.ResourceQuantity)), EffortQuantity: wire(r.Get(vf.EffortQuantity)),
		Provider: r.Get(vf.Provider).IRI(), Receiver: r.Get(vf.Receiver).IRI(), Finished: r.Get(vf.Finished).Bool(),
	}
	out.Action, _ = localName(string(r.Get(vf.HasAction).IRI()))
	return out
}
