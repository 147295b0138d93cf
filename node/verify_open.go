package node

import (
	"context"
	"fmt"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

// OpenPair is what went into a process and did not come out of it, or not as much: an accept without
// its modify, a pickup without its dropoff. It may still come, so it is no fault.
type OpenPair struct {
	Group    vocab.IRI `json:"group"` // whose record the process is
	Process  vocab.IRI `json:"process"`
	Resource vocab.IRI `json:"resource"`
	First    vocab.IRI `json:"first"`  // the event that began it
	Action   string    `json:"action"` // accept or pickup
	Awaits   string    `json:"awaits"` // modify or dropoff
	In       string    `json:"in"`     // such as "30 kg"
	Out      string    `json:"out"`
	Missing  string    `json:"missing"` // the difference; with a minus when more came out
}

func (p OpenPair) String() string {
	return fmt.Sprintf("%s: %s of %s by %s, %s by %s; %s missing", p.Process, p.In, p.Resource, p.Action, p.Out, p.Awaits, p.Missing)
}

// Open hands over what is open in the processes of a group, or of all for "", in the order in which
// the processes were recorded. It keeps the events of one process in memory.
//
// Spec: ValueFlows 1.0, vf:pairsWith.
func (n *Node) Open(ctx context.Context, group vocab.IRI, f func(OpenPair) error) error {
	return n.store.View(ctx, func(view View) error {
		draft := n.draft(view, Operator, Activity{})
		for v, err := range view.Find(Query{Classes: n.Kinds(vf.Process), Owner: group, Sight: Sight{All: true}}) {
			if err != nil {
				return err
			}
			events, err := draft.eventsOf(v.IRI)
			if err != nil {
				return fmt.Errorf("read the events of %s: %w", v.IRI, err)
			}
			for _, p := range flow.Pairs(events) {
				if p.Lost().IsZero() {
					continue
				}
				if err := f(openPair(v.Owner, p)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func openPair(group vocab.IRI, p flow.Pair) OpenPair {
	row, _ := vf.BehaviourOf(p.Action.IRI)
	return OpenPair{
		Group: group, Process: p.Process, Resource: p.Resource, First: p.First,
		Action: p.Action.Name, Awaits: row.PairsWith.Name,
		In: p.In.String(), Out: p.Out.String(), Missing: p.Lost().String(),
	}
}
