package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// A person of another node that is gone cannot take anything back itself any more, so that this is done for it.
// Its Notes go, and what it meant to do and nobody else is concerned by. What others' books rest on stays,
// without its words: the rule by which an erasure blanks what a person of this node recorded. Of a group that
// is gone the Notes go, and nothing else: its record is the work of many.

// meant are the classes of what one intends, and says.
var meant = []*vocab.Class{vf.Plan, vf.Proposal, vf.Intent, vf.Commitment}

// restsOn are the terms by which a thing of somebody else rests on what was meant.
var restsOn = []*vocab.Property{
	vf.Satisfies, vf.Fulfills, vf.PlannedWithin, vf.ClauseOf, vf.ReciprocalClauseOf, vf.Publishes, vf.Reciprocal, own.OnProposal,
}

// depart takes back for an agent that is gone what it cannot take back itself.
func (d *Draft) depart(agent Version) error {
	class := d.node.vocabulary.Class(agent.Class)
	person := class != nil && (class.IsA(vf.Person) || class.IsA(as.Person))
	q := Query{Owner: agent.IRI, Sight: Sight{All: true}}
	if !person {
		q.Classes = d.node.Kinds(as.Note)
	}
	for v, err := range d.Find(q) {
		if err != nil {
			return err
		}
		if v.IRI == agent.IRI {
			continue
		}
		r, err := v.Resource()
		if err != nil {
			return err
		}
		goes, err := d.goes(r, agent.IRI)
		if err != nil {
			return err
		}
		if goes {
			if err := d.Remove(v.IRI); err != nil {
				return err
			}
			continue
		}
		if next := Impersonal(r); !next.Equal(r) {
			if err := d.Put(next); err != nil {
				return err
			}
		}
	}
	return nil
}

// goes says whether a thing goes with its agent: it is its words, or what it meant to do and nobody else is
// concerned by.
func (d *Draft) goes(r *vocab.Resource, agent vocab.IRI) (bool, error) {
	switch {
	case r.Class() == nil || !r.Class().IsAny(meant):
		return r.Class() != nil && r.Class().IsA(as.Note), nil
	case slices.ContainsFunc([]*vocab.Property{vf.Provider, vf.Receiver}, func(p *vocab.Property) bool {
		side := r.Get(p).IRI()
		return side != "" && side != agent
	}):
		return false, nil
	}
	things := append([]vocab.IRI{r.ID()}, iris(r.All(vf.Publishes))...)
	for _, id := range append(things, iris(r.All(vf.Reciprocal))...) {
		for _, p := range restsOn {
			for v, err := range d.Find(Query{Refers: []Link{{p.IRI, id}}, Sight: Sight{All: true}}) {
				if err != nil || v.Owner != agent {
					return false, err
				}
			}
		}
	}
	return true, nil
}
