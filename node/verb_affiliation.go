package node

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// An affiliation is stated by one of its two groups, which creates or offers it, and is that group's record.
// It begins as proposed; the other group's Accept, of the affiliation or of the Offer, brings it into force;
// its Reject ends it, at any time; the group whose record it is ends it by saying so. Either way both nodes come to say the same: the keeper's next version goes to the
// other, who takes one that is in force only with its own word.
//
// Spec: ActivityStreams 2.0 Vocabulary, Accept, Reject; Primitives Framework, "Affiliation".

func init() {
	questions[pf.Affiliation.Name] = question{here: (*Draft).answerAffiliation, there: (*Draft).affiliationAnswered}
	offers[pf.Affiliation.Name] = offering{made: (*Draft).offerAffiliation, answered: (*Draft).offeredAffiliation}
}

// offerAffiliation checks an affiliation that is offered to its other side.
func (d *Draft) offerAffiliation(things []*vocab.Resource) (to vocab.IRI, err error) {
	if err := Refuse(d.node.vocabulary.Check(things[0]).Under("object")); err != nil {
		return "", err
	}
	if !d.received() {
		if err := d.checkRefs("object", things[0]); err != nil {
			return "", err
		}
	}
	if things[0], err = d.affiliated("object", nil, things[0]); err != nil {
		return "", err
	}
	return otherSide(things[0], d.act.Actor), nil
}

// offeredAffiliation carries out the answer to the Offer of an affiliation.
func (d *Draft) offeredAffiliation(offer *vocab.Resource, yes bool) error {
	asked, err := d.Current(offer.Get(as.HasObject).IRI())
	if err != nil {
		return err
	}
	if d.node.Owns(d.act.Actor) {
		return d.answerAffiliation("object", asked, yes)
	}
	return d.affiliationAnswered(asked, yes)
}

// affiliated is the rule of affiliations.
func (d *Draft) affiliated(path string, before, r *vocab.Resource) (*vocab.Resource, error) {
	other := otherSide(r, d.act.Actor)
	if other == "" {
		return nil, breaks(Forbidden, path, pf.Member, fmt.Sprintf("%s is neither side of the affiliation", d.act.Actor))
	}
	if before != nil {
		for _, p := range []*vocab.Property{pf.Member, pf.Organization} {
			if before.Get(p).IRI() != r.Get(p).IRI() {
				return nil, breaks(Conflict, path, p, "says between whom the affiliation is, and stays")
			}
		}
		if before.Get(pf.AffiliationStatus).IRI() == pf.AffilEnded.IRI && r.Get(pf.AffiliationStatus).IRI() != pf.AffilEnded.IRI {
			return nil, breaks(Conflict, path, pf.AffiliationStatus, "has ended; propose another")
		}
		if inForce(before) && !sameConditions(before, r) {
			return nil, breaks(Conflict, path, pf.HasConstraint, "both groups agreed on kind and conditions as they were; propose another affiliation")
		}
	}
	if !r.Has(pf.AffiliationStatus) {
		r = r.With(pf.AffiliationStatus, vocab.Ref(pf.AffilProposed.IRI))
	}
	if inForce(r) {
		agreed, err := d.related(Relation{From: r.ID(), Kind: Binds, To: other})
		if err != nil {
			return nil, err
		}
		if !agreed && !(d.received() && !d.node.Owns(other)) {
			return nil, breaks(Conflict, path, pf.AffiliationStatus, fmt.Sprintf(
				"is %s only with the word of %s: propose it (%s), and let them Accept", local(r.Get(pf.AffiliationStatus).IRI()), other, pf.AffilProposed.Name))
		}
	}
	if d.received() {
		if d.resident(other) {
			return r, d.welcome(other)
		}
		return r, nil
	}
	return r, d.tell(r, other)
}

// sameConditions says whether two versions of an affiliation have one kind and the same conditions. Whether a
// condition was met, and when that was looked at, may change.
func sameConditions(a, b *vocab.Resource) bool {
	bare := func(r *vocab.Resource) *vocab.Resource {
		conditions := vocab.New(pf.Affiliation, "").With(pf.AffiliationKind, r.All(pf.AffiliationKind)...)
		for _, v := range r.All(pf.HasConstraint) {
			if part := v.Part(); part != nil {
				v = vocab.Inside(part.With(pf.Satisfied).With(pf.CheckedOn))
			}
			conditions = conditions.Plus(pf.HasConstraint, v)
		}
		return conditions
	}
	return bare(a).Equal(bare(b))
}

// inForce says whether an affiliation holds, if only on trial or paused.
func inForce(affiliation *vocab.Resource) bool {
	switch affiliation.Get(pf.AffiliationStatus).IRI() {
	case pf.AffilProvisional.IRI, pf.AffilActive.IRI, pf.AffilSuspended.IRI:
		return true
	}
	return false
}

// otherSide is the group with which a group is affiliated; empty when it is no side.
func otherSide(affiliation *vocab.Resource, group vocab.IRI) vocab.IRI {
	member, whole := affiliation.Get(pf.Member).IRI(), affiliation.Get(pf.Organization).IRI()
	switch group {
	case member:
		return whole
	case whole:
		return member
	}
	return ""
}

// answerAffiliation gives the acting group's word to an affiliation that another group states, or takes it
// back.
func (d *Draft) answerAffiliation(_ string, asked *vocab.Resource, yes bool) error {
	if err := d.mayAct(d.act.Actor, Admin); err != nil {
		return err
	}
	keeper, err := d.answerable(asked, yes)
	if err != nil {
		return err
	}
	d.Relate(Relation{From: asked.ID(), Kind: Binds, To: d.act.Actor}, yes)
	if d.node.Owns(keeper) {
		d.concludeAffiliation(asked, keeper, yes)
		return nil
	}
	d.Send(keeper)
	return nil
}

// affiliationAnswered notes what a group of another node says to an affiliation that one of ours states.
func (d *Draft) affiliationAnswered(asked *vocab.Resource, yes bool) error {
	keeper, err := d.answerable(asked, yes)
	if err != nil {
		return err
	}
	d.Relate(Relation{From: asked.ID(), Kind: Binds, To: d.act.Actor}, yes)
	d.concludeAffiliation(asked, keeper, yes)
	return nil
}

// answerable refuses an answer of whoever is not asked, and to what is answered already. It gives the group
// whose record the affiliation is.
func (d *Draft) answerable(asked *vocab.Resource, yes bool) (keeper vocab.IRI, err error) {
	if keeper, err = d.owner(asked.ID()); err != nil {
		return "", err
	}
	status := asked.Get(pf.AffiliationStatus).IRI()
	switch other := otherSide(asked, keeper); {
	case other != d.act.Actor:
		return "", Errorf(Forbidden, "%s asks for the word of %s, not of %s", asked.ID(), other, d.act.Actor)
	case status == pf.AffilEnded.IRI:
		return "", Errorf(Conflict, "%s has ended", asked.ID())
	case yes && status != pf.AffilProposed.IRI && status != "":
		return "", Errorf(Conflict, "%s is in force already", asked.ID())
	}
	return keeper, nil
}

// concludeAffiliation has the group whose record it is say how the affiliation stands.
func (d *Draft) concludeAffiliation(affiliation *vocab.Resource, keeper vocab.IRI, yes bool) {
	status := pf.AffilEnded
	if yes {
		status = pf.AffilActive
	}
	d.Answer(Activity{Verb: "Update", Actor: keeper, Objects: []Object{{Resource: vocab.New(pf.Affiliation, affiliation.ID()).
		With(pf.AffiliationStatus, vocab.Ref(status.IRI))}}})
}
