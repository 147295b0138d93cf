package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
)

// governance is what holds for things by which groups decide and belong together, beyond what one
// document can show: it needs what else is on record. It may say more of the thing than was sent.
//
// before is nil for what is new. What another node tells of its things comes here, too; the draft says so.
type governance struct {
	of   *vocab.Class
	rule func(d *Draft, path string, before, r *vocab.Resource) (*vocab.Resource, error)
}

var governed = []governance{
	{own.Position, (*Draft).positioned},
	{pf.GovernanceProposal, (*Draft).counted},
	{pf.Decision, (*Draft).decided},
	{pf.Seat, (*Draft).seats},
	{pf.RoleAssignment, (*Draft).assigned},
	{pf.Affiliation, (*Draft).affiliated},
}

// govern has a thing keep the rules of deciding and belonging. An import brings in what was decided
// elsewhere and earlier, as it was.
func (d *Draft) govern(path string, before, r *vocab.Resource) (*vocab.Resource, error) {
	if d.act.Import {
		return r, nil
	}
	for _, g := range governed {
		if r.Class().IsA(g.of) {
			return g.rule(d, path, before, r)
		}
	}
	return r, nil
}

// release refuses to delete what still binds, and tells those whom it concerned that the thing is gone.
func (d *Draft) release(path string, r *vocab.Resource) error {
	switch c := r.Class(); {
	case c.IsA(own.Position):
		return d.retract(path, r)
	case c.IsA(pf.Affiliation) && inForce(r) && !d.received():
		return breaks(Conflict, path, pf.AffiliationStatus, "is in force: end it first ("+pf.AffilEnded.Name+")")
	}
	return nil
}

// tell has agents read a new thing of the acting group, whoever else may, and sends it to those of other
// nodes.
func (d *Draft) tell(r *vocab.Resource, agents ...vocab.IRI) error {
	d.Send(agents...)
	if _, known, err := d.before(r.ID()); err != nil || known || d.received() {
		return err
	}
	a, err := d.audience(d.act.Actor, r.ID())
	if err != nil || a.Level == Public {
		return err
	}
	a.Names = slices.Clone(a.Names)
	for _, agent := range agents {
		if agent != "" && agent != d.act.Actor && !slices.Contains(a.Names, agent) {
			a.Names = append(a.Names, agent)
		}
	}
	d.prior[r.ID()] = a
	return nil
}

// breaks is the violation of a rule by one term, as a refusal.
func breaks(kind Kind, path string, p *vocab.Property, message string) error {
	return &Error{Kind: kind, Message: message, Violations: vocab.Violations{{Path: path + "." + p.Term, Term: p.Term, Message: message}}}
}
