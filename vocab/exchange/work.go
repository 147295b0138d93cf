package exchange

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// CheckTake says what keeps an actor from accepting a commitment. One with a provider is for that
// one; an open one is taken by whoever comes first.
//
// Errors: Refusals.
//
// Spec: FEP-3264, "Accepting a commitment"; FEP-c5a1, "Accepting a to-do".
func CheckTake(commitment *vocab.Resource, actor vocab.IRI) error {
	var found Refusals
	found.unfinished(commitment)
	if p := commitment.Get(vf.Provider).IRI(); p != "" && p != actor {
		found.say(RuleTaker, "actor", "the commitment is for %s", p)
	}
	return found.err()
}

// CheckDecline says what keeps an actor from rejecting a commitment: only the one it is for may.
//
// Errors: Refusals.
//
// Spec: FEP-3264, "Rejecting a commitment"; FEP-c5a1, "Rejecting a to-do".
func CheckDecline(commitment *vocab.Resource, actor vocab.IRI) error {
	var found Refusals
	found.unfinished(commitment)
	switch p := commitment.Get(vf.Provider).IRI(); p {
	case actor:
	case "":
		found.say(RuleTaker, "actor", "the commitment is open: nobody needs to decline it")
	default:
		found.say(RuleTaker, "actor", "the commitment is for %s", p)
	}
	return found.err()
}

// Taken is the commitment with who took it as its provider.
func Taken(commitment *vocab.Resource, actor vocab.IRI) *vocab.Resource {
	return commitment.With(vf.Provider, vocab.Ref(actor))
}

// Declined is the commitment without provider: open to others.
func Declined(commitment *vocab.Resource) *vocab.Resource { return commitment.With(vf.Provider) }

// CheckReport says what keeps an event that an actor reports from fulfilling a commitment: it names
// it, comes from its provider or, where somebody else did the work, from who made the commitment,
// and is of the same action.
//
// Errors: Refusals.
//
// Spec: FEP-3264 and FEP-c5a1, "Recording what actually was done".
func CheckReport(commitment, event *vocab.Resource, actor vocab.IRI) error {
	var found Refusals
	named := false
	for _, v := range event.All(vf.Fulfills) {
		named = named || v.IRI() == commitment.ID()
	}
	if !named {
		found.say(RuleSatisfies, vf.Fulfills.Term, "does not name the commitment %s", commitment.ID())
	}
	provider := commitment.Get(vf.Provider).IRI()
	if actor != provider && actor != owner(commitment) {
		found.say(RuleTaker, "actor", "is neither the provider of the commitment nor the one who made it")
	}
	if by := event.Get(vf.Provider).IRI(); actor != owner(commitment) && by != actor {
		found.say(RuleTaker, vf.Provider.Term, "takes %s: one reports one's own work", actor)
	}
	if event.Get(vf.HasAction).IRI() != commitment.Get(vf.HasAction).IRI() {
		found.say(RuleUnchanged, vf.HasAction.Term, "is not that of the commitment")
	}
	return found.err()
}

// CheckFinish says what keeps an actor from declaring a commitment finished, which is for the one
// who made it.
//
// Errors: Refusals.
//
// Spec: FEP-c5a1, "Recording what actually was done".
func CheckFinish(commitment *vocab.Resource, actor vocab.IRI) error {
	var found Refusals
	if by := owner(commitment); by != actor {
		found.say(RuleOwner, "actor", "the commitment is one of %s", by)
	}
	return found.err()
}

// CheckAdd says what keeps a commitment that an actor made from being proposed for a plan: it is
// the actor's own promise, made on its own origin, and part of that plan. Whether it becomes part
// is for who made the plan to say.
//
// plan has its processes in planIncludes.
//
// Errors: Refusals.
//
// Spec: FEP-3264, "Adding a commitment to the plan".
func CheckAdd(plan, commitment *vocab.Resource, actor vocab.IRI) error {
	var found Refusals
	if by := commitment.Get(as.AttributedTo).IRI(); by != "" && by != actor || !sameOrigin(commitment.ID(), actor) {
		found.say(RuleOwner, as.AttributedTo.Term, "the commitment is not one of %s", actor)
	}
	if p := commitment.Get(vf.Provider).IRI(); p != actor && actor != owner(plan) {
		found.say(RuleTaker, vf.Provider.Term, "takes %s: one promises one's own work", actor)
	}
	if within := commitment.Get(vf.PlannedWithin).IRI(); within != plan.ID() {
		found.say(RuleSatisfies, vf.PlannedWithin.Term, "is not the plan %s", plan.ID())
	}
	for _, link := range []*vocab.Property{vf.InputOf, vf.OutputOf} {
		if process := commitment.Get(link).IRI(); process != "" && !includes(plan, process) {
			found.say(RuleSatisfies, link.Term, "is no process of the plan")
		}
	}
	return found.err()
}

func (r *Refusals) unfinished(commitment *vocab.Resource) {
	if commitment.Get(vf.Finished).Bool() {
		r.say(RuleFinished, "", "the commitment is finished")
	}
}

// owner is who made a plan or commitment: whom it is attributed to, or else for whom it is done.
func owner(r *vocab.Resource) vocab.IRI {
	if by := r.Get(as.AttributedTo).IRI(); by != "" {
		return by
	}
	return r.Get(vf.Receiver).IRI()
}

func includes(plan *vocab.Resource, process vocab.IRI) bool {
	for _, v := range plan.All(vf.PlanIncludes) {
		if v.IRI() == process {
			return true
		}
	}
	return false
}
