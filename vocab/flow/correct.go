package flow

import (
	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// BacksOut says whether the corrections together take back all of the original: its quantity and
// its effort come to zero.
func BacksOut(original Event, corrections []Event) bool {
	return backsOut(original, corrections, nil)
}

func backsOut(original Event, corrections []Event, last *Event) bool {
	quantities, efforts, err := remains(original, corrections, last)
	return err == nil && quantities.IsZero() && efforts.IsZero() && (len(corrections) > 0 || last != nil)
}

// remains is what corrections leave of an event.
func remains(original Event, corrections []Event, last *Event) (quantities, efforts quantity.Measure, err error) {
	quantities, efforts = original.figure(), original.Effort
	plus := func(e *Event) {
		if q := e.figure(); q.Unit != "" && err == nil {
			quantities, err = quantities.Add(q)
		}
		if e.Effort.Unit != "" && err == nil {
			efforts, err = efforts.Add(e.Effort)
		}
	}
	for i := range corrections {
		plus(&corrections[i])
	}
	if last != nil {
		plus(last)
	}
	return quantities, efforts, err
}

// figure is the quantity a correction is measured against: an opening's own where it has one.
func (e *Event) figure() quantity.Measure {
	if e.Opening != nil {
		return orElse(e.Opening.Accounting, orElse(e.Opening.Onhand, e.Quantity))
	}
	return e.Quantity
}

// checkCorrection says what keeps an event from correcting its original.
//
// Spec: ValueFlows 1.0, concepts/accounting, "Corrections".
func checkCorrection(e *Event, s *Situation) (found vocab.Violations) {
	o := s.Original
	if o == nil {
		return vocab.Violations{violation(vf.Corrects, "names an event that is not known here")}
	}
	if o.Corrects != "" {
		return vocab.Violations{violation(vf.Corrects, "names a correction; correct the original %s instead", o.Corrects)}
	}
	if e.Behaviour.Action != o.Behaviour.Action {
		found = append(found, violation(vf.HasAction, "is %s on the event that is corrected", o.Behaviour.Action.Name))
	}
	for _, same := range []struct {
		property  *vocab.Property
		is, ought vocab.IRI
	}{
		{vf.ResourceInventoriedAs, e.Resource, o.Resource},
		{vf.ToResourceInventoriedAs, e.ToResource, o.ToResource},
		{vf.Provider, e.Provider, o.Provider},
		{vf.Receiver, e.Receiver, o.Receiver},
		{vf.InputOf, e.InputOf, o.InputOf},
		{vf.OutputOf, e.OutputOf, o.OutputOf},
	} {
		if same.is != same.ought {
			found = append(found, violation(same.property, "is %s on the event that is corrected", orElse(same.ought, "not stated")))
		}
	}
	if len(found) > 0 {
		return found
	}
	return checkDelta(e, s)
}

// checkDelta refuses a correction that changes nothing, that takes back more than there was, or
// that takes back a part of what had to be whole.
func checkDelta(e *Event, s *Situation) vocab.Violations {
	o := s.Original
	quantities, efforts, err := remains(*o, s.Corrections, e)
	if err != nil {
		return vocab.Violations{violation(vf.ResourceQuantity, "does not go with the quantity that is corrected: %v", err)}
	}
	if e.figure().IsZero() && e.Effort.IsZero() {
		return vocab.Violations{violation(vf.ResourceQuantity, "of a correction is the difference, and cannot be zero")}
	}
	if q := o.figure(); quantities.Value.Sign()*q.Value.Sign() < 0 {
		return vocab.Violations{violation(vf.ResourceQuantity, "takes back more than there was: %s would remain of %s", quantities, q)}
	}
	if efforts.Value.Sign() < 0 {
		return vocab.Violations{violation(vf.EffortQuantity, "takes back more than there was: %s would remain of %s", efforts, o.Effort)}
	}
	if o.Resource != "" && o.staysOneRecord() && !o.Is(vf.Move) && !quantities.IsZero() {
		return vocab.Violations{violation(vf.ResourceQuantity, "takes back a part; what changed hands in one record is taken back whole")}
	}
	return nil
}
