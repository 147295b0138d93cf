package node

import (
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Inside a group a member appears as an agent of the group's own, a pseudonym that says no more
// than its type and that it is a member. Who stands behind it is not part of the record.

// appear is the agent as which a person appears in a group; made when first needed.
func (d *Draft) appear(member, group vocab.IRI) (vocab.IRI, error) {
	for i := len(d.relations) - 1; i >= 0; i-- {
		if r := d.relations[i]; r.on && r.Kind == AppearsAs && r.From == member && r.Value == string(group) {
			return r.To, nil
		}
	}
	for r, err := range d.Relations(Relation{From: member, Kind: AppearsAs, Value: string(group)}) {
		return r.To, err
	}
	agent := d.node.Agent(group, d.node.mint(d.now))
	d.Relate(Relation{From: member, Kind: AppearsAs, To: agent, Value: string(group)}, true)
	person := vocab.New(vf.Person, agent).With(pf.MemberOf, vocab.Ref(group))
	d.described[agent] = person
	d.minted[agent] = true
	return agent, d.put(person, group, false)
}

// mask puts a member's pseudonym wherever what it sent names itself.
func (d *Draft) mask() error {
	if !d.node.IsMember(d.who.Agent) || !d.node.IsGroup(d.act.Actor) {
		return nil
	}
	for _, to := range append(append([]vocab.IRI{}, d.act.To...), d.act.CC...) {
		if to == d.who.Agent {
			agent, err := d.appear(d.who.Agent, d.act.Actor)
			if err != nil {
				return err
			}
			d.names[to] = agent
		}
	}
	for _, o := range d.act.Objects {
		if o.Resource == nil {
			continue
		}
		for _, to := range o.Resource.Refs() {
			if to == d.who.Agent {
				agent, err := d.appear(d.who.Agent, d.act.Actor)
				d.names[to] = agent
				return err
			}
		}
	}
	return nil
}

// unmask puts the person known by a handle wherever what its member sent names the member.
func (d *Draft) unmask(member vocab.IRI) {
	if d.node.IsMember(member) && d.node.IsPublicPerson(d.who.Agent) {
		d.names[member] = d.who.Agent
	}
}

// author is who did it, as the record tells it: a member by its pseudonym, the operator as the
// agent it acts for.
func (d *Draft) author() (vocab.IRI, error) {
	switch {
	case d.who.Agent == "":
		return d.act.Actor, nil
	case d.node.IsMember(d.who.Agent) && d.node.IsGroup(d.act.Actor):
		return d.appear(d.who.Agent, d.act.Actor)
	}
	return d.who.Agent, nil
}
