package node

import (
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// within says whether an event does no more than what is still outstanding of a commitment.
func within(promise, event *vocab.Resource) bool {
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		did, err := flow.QuantityOf(event.Get(p))
		if err != nil {
			return false
		}
		if did.Unit == "" {
			continue
		}
		left := promise.Get(own.OutstandingQuantity)
		if left.IsZero() {
			left = promise.Get(p)
		}
		most, err := flow.QuantityOf(left)
		if err != nil {
			return false
		}
		if c, err := did.Cmp(most); err != nil || c > 0 {
			return false
		}
	}
	return true
}
