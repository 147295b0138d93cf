package flow

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// InferContainer is what a combine without toResourceInventoriedAs puts its thing into: the one
// resource that its process produces, else the one that the process modifies, else the one that it
// has accepted so far. It is "" where there is none, or more than one to choose from.
//
// flows are the events of the process, recorded or in the same request; their order is of no
// account. The thing itself is never its container.
//
// Spec: ValueFlows 1.0, examples "Combine and separate", whose combines name no container.
func InferContainer(combine Event, flows []Event) vocab.IRI {
	if combine.ToResource != "" {
		return combine.ToResource
	}
	if combine.InputOf == "" {
		return ""
	}
	for _, action := range []*vocab.Individual{vf.Produce, vf.Modify, vf.Accept} {
		if found := candidates(action, combine, flows); len(found) > 0 {
			if len(found) > 1 {
				return ""
			}
			return found[0]
		}
	}
	return ""
}

// candidates are the resources, other than the thing, that events of the process with this action name.
func candidates(action *vocab.Individual, combine Event, flows []Event) (found []vocab.IRI) {
	for i := range flows {
		e := &flows[i]
		same := e.InputOf == combine.InputOf || e.OutputOf == combine.InputOf
		id := e.record()
		if !same || !e.Is(action) || e.Corrects != "" || id == "" || id == combine.Resource {
			continue
		}
		if len(found) == 0 || found[0] != id {
			found = append(found, id)
		}
	}
	return found
}
