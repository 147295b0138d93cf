package node

import (
	"slices"
	"strconv"
	"time"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
)

// recount has the body whose record a proposal is publish how the positions on it stand now. Where the
// proposal is another group's record, the count stands in the decision.
func (d *Draft) recount(proposal vocab.IRI) {
	owner, err := d.owner(proposal)
	if err != nil || !d.resident(owner) {
		return
	}
	d.Answer(Activity{Verb: "Update", Actor: owner, Objects: []Object{{Resource: vocab.New(pf.GovernanceProposal, proposal)}}})
}

// counted is the rule of proposals: how the positions stand is for the deciding body's node to say.
func (d *Draft) counted(path string, before, r *vocab.Resource) (*vocab.Resource, error) {
	if d.received() {
		return r, nil
	}
	if before == nil {
		if r.Has(pf.HasTally) {
			return nil, Refuse(vocab.Violations{{Path: path + "." + pf.HasTally.Term, Term: pf.HasTally.Term, Message: "is counted by the node"}})
		}
		return r, d.propose(r)
	}
	tally, err := d.tally(r)
	if err != nil {
		return nil, err
	}
	if tally == nil {
		return r.With(pf.HasTally), nil
	}
	return r.With(pf.HasTally, vocab.Inside(tally)), nil
}

// propose brings a proposal to the body it is made to, and to the groups with a seat there.
func (d *Draft) propose(r *vocab.Resource) error {
	body, err := d.bodyOf(r)
	if KindOf(err) == NotFound {
		body, err = d.act.Actor, nil
	}
	if err != nil {
		return err
	}
	concerned := []vocab.IRI{body}
	if d.node.Owns(body) {
		seats, err := d.seatsIn(body)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			holders, err := d.holders(seat.ID(), body, d.now)
			if err != nil {
				return err
			}
			for _, agent := range append(holders, seat.Get(pf.RepresentsGroup).IRI()) {
				if !slices.Contains(concerned, agent) && !d.isPseudonym(agent) {
					concerned = append(concerned, agent)
				}
			}
		}
	}
	return d.tell(r, concerned...)
}

// tally counts the positions on a proposal, of each group the one it told last; nil when there are none.
func (d *Draft) tally(proposal *vocab.Resource) (*vocab.Resource, error) {
	body, err := d.bodyOf(proposal)
	if KindOf(err) == NotFound || err == nil && !d.node.Owns(body) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	last := map[vocab.IRI]Version{}
	q := Query{Classes: []string{own.Position.Name}, Refers: []Link{{own.OnProposal.IRI, proposal.ID()}}, Sight: Sight{All: true}}
	for v, err := range d.Find(q) {
		if err != nil {
			return nil, err
		}
		if v.Position > last[v.Owner].Position {
			last[v.Owner] = v
		}
	}
	named, err := d.namesPositions(body)
	if err != nil {
		return nil, err
	}
	// A position can be here from before the proposal was made to this body, and nobody asked then.
	voices := map[vocab.IRI]Version{}
	for agent, v := range last {
		voice, err := d.voice(agent, body, v.At)
		if err != nil {
			return nil, err
		}
		if voice != "" && v.Position > voices[voice].Position {
			voices[voice] = v // a group and the delegate in its seat have one voice
		}
	}
	last = voices
	by := map[vocab.IRI][]vocab.IRI{}
	for group, v := range last {
		r, err := v.Resource()
		if err != nil {
			return nil, err
		}
		stance := r.Get(pf.Stance).IRI()
		by[stance] = append(by[stance], group)
	}
	if len(last) == 0 {
		return nil, nil
	}
	tally := vocab.New(pf.Tally, "").With(pf.ParticipantCount, number(len(last)))
	for _, stance := range pf.Schema.Individuals {
		groups := by[stance.IRI]
		if len(groups) == 0 {
			continue
		}
		slices.Sort(groups)
		line := vocab.New(pf.StanceCount, "").With(pf.Stance, vocab.Ref(stance.IRI)).With(pf.Count, number(len(groups)))
		if named {
			line = line.With(own.CountsGroup, refs(groups)...)
		}
		tally = tally.Plus(pf.HasStanceCount, vocab.Inside(line))
	}
	return d.eligible(tally, body, len(last))
}

// eligible adds how many groups could have taken part, where seats say so.
func (d *Draft) eligible(tally *vocab.Resource, body vocab.IRI, took int) (*vocab.Resource, error) {
	seats, err := d.seatsIn(body)
	if err != nil {
		return nil, err
	}
	groups := map[vocab.IRI]bool{}
	for _, seat := range seats {
		if !past(seat.Get(pf.TermEnd).Time(), d.now) {
			groups[seat.Get(pf.RepresentsGroup).IRI()] = true
		}
	}
	if len(groups) < took {
		return tally, nil // others take part without a seat: how many could is not on record
	}
	return tally.With(pf.EligibleCount, number(len(groups))), nil
}

// namesPositions says whether a body chose to publish which group took which stance.
func (d *Draft) namesPositions(body vocab.IRI) (bool, error) {
	r, err := d.Current(body)
	if err != nil {
		return false, err
	}
	return r.Get(own.NamesPositions).Bool(), nil
}

// past says whether a day is over; the zero day never is.
func past(day, now time.Time) bool { return !day.IsZero() && !now.Before(day.AddDate(0, 0, 1)) }

func number(n int) vocab.Value { return vocab.Typed(strconv.Itoa(n), vocab.NonNegativeInteger.IRI) }
