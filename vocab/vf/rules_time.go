package vf

import "tributary/vocab"

// The rules of time: a moment or an interval, and intervals that run forward.
//
// Spec: ValueFlows 1.0, concepts/flows; the "xor" is what implementations agree on.
func init() {
	for _, class := range HasBeginning.On {
		Schema.Rule(class, "a moment or an interval", momentOrInterval)
		Schema.Rule(class, "the end is not before the beginning", endNotBefore)
	}
}

func momentOrInterval(r *vocab.Resource) []vocab.Violation {
	if !r.Has(HasPointInTime) || !r.Has(HasBeginning) && !r.Has(HasEnd) {
		return nil
	}
	return refuse(HasPointInTime, "stands alone: a moment has no %s and no %s", HasBeginning.Term, HasEnd.Term)
}

func endNotBefore(r *vocab.Resource) []vocab.Violation {
	from, to := r.Get(HasBeginning).Time(), r.Get(HasEnd).Time()
	if from.IsZero() || to.IsZero() || !to.Before(from) {
		return nil
	}
	return refuse(HasEnd, "is before %s", HasBeginning.Term)
}
