package flow

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/quantity"
)

// Pair is what went into a process to be worked on or carried, and what came out again: accept and
// modify, or pickup and dropoff, of one resource.
type Pair struct {
	Process, Resource vocab.IRI
	Action            *vocab.Individual // vf.Accept or vf.Pickup
	First             vocab.IRI         // the first event that put it in, or took it out where none did
	In, Out           quantity.Measure  // in the unit of the first event; unit "" when there was none
}

// Lost is what went in and did not come out: all of it while nothing did, and below zero when more
// came out. While the process goes on it may still come. When the process has finished, what is lost is still in the accounts: a
// modify or dropoff of it, and then a lower, square the books.
func (p Pair) Lost() quantity.Measure {
	lost, err := p.In.Sub(p.Out)
	if err != nil {
		return quantity.Measure{}
	}
	return lost
}

// Pairs are the pairs in the events of one or more processes, in order of their first event.
// Corrections count: what was backed out is in no pair.
//
// Spec: ValueFlows 1.0, vf:pairsWith.
func Pairs(flows []Event) []Pair {
	var pairs []Pair
	for i := range flows {
		e := &flows[i]
		process, id := orElse(e.InputOf, e.OutputOf), e.record()
		if e.Behaviour.PairsWith == nil || process == "" || id == "" {
			continue
		}
		action := e.Behaviour.Action
		if e.PutsIn() {
			action = e.Behaviour.PairsWith
		}
		at := slices.IndexFunc(pairs, func(p Pair) bool {
			return p.Process == process && p.Resource == id && p.Action == action
		})
		if at < 0 {
			at = len(pairs)
			pairs = append(pairs, Pair{Process: process, Resource: id, Action: action, First: e.ID})
		}
		pairs[at].count(e)
	}
	return slices.DeleteFunc(pairs, func(p Pair) bool { return p.In.IsZero() && p.Out.IsZero() })
}

// count adds an event to its side of the pair. Quantities that do not convert were refused when
// the event was applied.
func (p *Pair) count(e *Event) {
	unit := orElse(p.In.Unit, orElse(p.Out.Unit, e.Quantity.Unit))
	side := &p.In
	if e.PutsIn() {
		side = &p.Out
	}
	p.In.Unit, p.Out.Unit = unit, unit
	if sum, err := side.Add(e.Quantity); err == nil {
		*side = sum
	}
}
