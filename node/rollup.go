package node

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Rollup is how the cells of a wider group stand, by the states that each of them publishes on its own node:
// what this node knows, how old that is, and what is missing. It is derived and never kept.
//
// Spec: Primitives Framework, "State", demands 5, 6 and 8.
type Rollup struct {
	Group vocab.IRI `json:"group"`
	Name  string    `json:"name,omitempty"`
	At    time.Time `json:"at"`
	Cells []Cell    `json:"cells"` // by address
	// Phases and Scales count the cells with a state by what it says.
	Phases []Tallied `json:"phases"`
	Scales []Tallied `json:"scales"`
}

// Tallied is how many cells say something.
type Tallied struct {
	What  vocab.IRI `json:"what"`
	Cells int       `json:"cells"`
}

// Cell is one group of a roll-up.
type Cell struct {
	Group vocab.IRI `json:"group"`
	Name  string    `json:"name,omitempty"`
	// Because is why it is listed: part-of, rolls-up, affiliation, proposed (an affiliation that the other side
	// has not answered), member, named, seat.
	Because []string `json:"because"`
	// Claimed: only the cell itself says that it belongs; the wider group says nothing of it.
	Claimed bool `json:"claimed,omitempty"`

	State   vocab.IRI   `json:"state,omitempty"`
	Version int         `json:"version,omitempty"` // of the state, as this node counts what it heard
	Phase   vocab.IRI   `json:"phase,omitempty"`
	Scale   []vocab.IRI `json:"scale,omitempty"`
	Values  []Held      `json:"values,omitempty"`
	Members string      `json:"members,omitempty"` // how many, as the state says
	Changed []string    `json:"changed,omitempty"` // what its newest version changed, in sentences

	Dated time.Time `json:"dated,omitzero"` // when the state was made, as it says
	Heard time.Time `json:"heard,omitzero"` // when this node heard of it
	Days  int       `json:"days"`           // full days since it was made, else heard; 0 without a state
	Due   time.Time `json:"reviewDue,omitzero"`
	Gaps  []Gap     `json:"gaps,omitempty"`
}

// Held is a value that a cell puts forward.
type Held struct {
	Statement vocab.IRI `json:"statement"`
	Text      string    `json:"text,omitempty"` // empty: the statement itself is not known here
}

// Gap is what a roll-up lacks of a cell, or should not rely on.
type Gap string

const (
	Unknown     Gap = "unknown"     // nothing of the cell is known here
	NoState     Gap = "no-state"    // no state of it is known here
	Affiliated  Gap = "affiliated"  // the same, though it is affiliated
	Overdue     Gap = "overdue"     // the state's own date of review has passed
	OutOfReach  Gap = "unreachable" // its node did not answer when it was last tried
	NotMutually Gap = "claimed"     // see Cell.Claimed
)

// Rollup is how the cells of a group stand, as far as the caller may see.
//
// Errors: NotFound when the caller may not see the group.
func (n *Node) Rollup(ctx context.Context, who Caller, group vocab.IRI) (Rollup, error) {
	v, err := n.Get(ctx, who, group)
	if err != nil {
		return Rollup{}, err
	}
	r, err := v.Resource()
	if err != nil {
		return Rollup{}, err
	}
	if !r.Class().IsA(pf.Group) {
		return Rollup{}, Errorf(Invalid, "%s is a %s: only of groups there is a roll-up", group, r.Class().Label)
	}
	g := gathering{n: n, ctx: ctx, who: who, group: r, cells: map[vocab.IRI]*Cell{}}
	up := Rollup{Group: group, Name: nameOf(r), At: n.now().UTC().Truncate(time.Microsecond), Cells: []Cell{}}
	if err := g.gather(); err != nil {
		return Rollup{}, err
	}
	phases, scales := map[vocab.IRI]int{}, map[vocab.IRI]int{}
	for _, c := range g.cells {
		if err := g.look(c, up.At); err != nil {
			return Rollup{}, err
		}
		if c.Phase != "" {
			phases[c.Phase]++
		}
		for _, s := range c.Scale {
			scales[s]++
		}
		up.Cells = append(up.Cells, *c)
	}
	slices.SortFunc(up.Cells, func(a, b Cell) int { return cmp.Compare(a.Group, b.Group) })
	up.Phases, up.Scales = tallied(phases, pf.PhaseScheme), tallied(scales, pf.ScaleScheme)
	return up, nil
}

// tallied lists counts in the order of the scheme, and what is in no scheme after that.
func tallied(counts map[vocab.IRI]int, scheme *vocab.Class) []Tallied {
	list := []Tallied{}
	for _, i := range pf.Schema.Individuals {
		if n := counts[i.IRI]; n > 0 && slices.Contains(i.Of, scheme) {
			list = append(list, Tallied{i.IRI, n})
			delete(counts, i.IRI)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, Tallied{what, counts[what]})
	}
	return list
}

// gathering finds the cells of a group.
type gathering struct {
	n     *Node
	ctx   context.Context
	who   Caller
	group *vocab.Resource
	cells map[vocab.IRI]*Cell
}

// note lists a cell, once, with a further reason. sure: the wider group says so, too.
func (g *gathering) note(cell vocab.IRI, because string, sure bool) {
	if cell == "" || cell == g.group.ID() {
		return
	}
	c := g.cells[cell]
	if c == nil {
		c = &Cell{Group: cell, Claimed: true}
		g.cells[cell] = c
	}
	if !slices.Contains(c.Because, because) {
		c.Because = append(c.Because, because)
	}
	if sure {
		c.Claimed = false
	}
}

// partsNamed are the terms by which a group names its cells.
var partsNamed = []*vocab.Property{pf.ConstituentGroup, pf.HasSubOrganization, pf.GroupUnit, pf.HasMember}

func (g *gathering) gather() error {
	for _, p := range partsNamed {
		for _, v := range g.group.All(p) {
			g.note(v.IRI(), "named", true)
		}
	}
	id := g.group.ID()
	for _, p := range []*vocab.Property{pf.SubOrganizationOf, pf.UnitOf, pf.IsPartOf} {
		for _, class := range collectives { // other software has other classes of groups
			if err := g.each(class, Link{p.IRI, id}, func(v Version, r *vocab.Resource) {
				g.note(r.ID(), "part-of", g.n.Owns(id) && g.n.Owns(r.ID()))
			}); err != nil {
				return err
			}
		}
	}
	for _, state := range slices.Compact([]vocab.IRI{g.group.Get(pf.CurrentState).IRI(), g.n.State(id)}) {
		if state == "" {
			continue
		}
		if err := g.each(pf.State, Link{pf.RollsUpTo.IRI, state}, func(v Version, r *vocab.Resource) {
			g.note(r.Get(pf.StateOf).IRI(), "rolls-up", g.n.Owns(id) && g.n.Owns(r.ID()))
		}); err != nil {
			return err
		}
	}
	if err := g.each(pf.Affiliation, Link{pf.Organization.IRI, id}, func(v Version, r *vocab.Resource) {
		switch {
		case inForce(r):
			g.note(r.Get(pf.Member).IRI(), "affiliation", true) // with the word of both
		case r.Get(pf.AffiliationStatus).IRI() == pf.AffilProposed.IRI:
			g.note(r.Get(pf.Member).IRI(), "proposed", v.Owner == id)
		}
	}); err != nil {
		return err
	}
	if err := g.each(pf.DelegateSeat, Link{pf.PostIn.IRI, id}, func(v Version, r *vocab.Resource) {
		g.note(r.Get(pf.RepresentsGroup).IRI(), "seat", v.Owner == id)
	}); err != nil {
		return err
	}
	if err := g.members(); err != nil {
		return err
	}
	return g.followed()
}

// members lists the member groups, for members: who belongs is members' business.
func (g *gathering) members() error {
	if !g.who.May(g.group.ID(), Reader) {
		return nil
	}
	relations, err := g.n.Relations(g.ctx, Relation{Kind: MemberOf, To: g.group.ID()})
	if err != nil {
		return err
	}
	for _, r := range relations {
		v, err := g.n.Get(g.ctx, g.who, r.From)
		if err != nil {
			continue // a person, or somebody of whom nothing is known
		}
		if agent, err := v.Resource(); err == nil && isCollective(agent) {
			g.note(r.From, "member", true)
		}
	}
	return nil
}

// isCollective says whether an agent is a group, by whichever vocabulary.
func isCollective(r *vocab.Resource) bool {
	return r.Class().IsAny(collectives)
}

// collectives are the classes of groups.
var collectives = []*vocab.Class{pf.Group, vf.Organization, as.Group, as.Organization}

// followed takes the word of groups that this one follows: it listens to what they say of themselves.
func (g *gathering) followed() error {
	follows, err := g.n.Relations(g.ctx, Relation{From: g.group.ID(), Kind: Follows})
	if err != nil {
		return err
	}
	for _, r := range follows {
		if c := g.cells[r.To]; c != nil {
			c.Claimed = false
		}
	}
	return nil
}

// each calls f for the things of a class that refer to something and that the caller may see.
func (g *gathering) each(class *vocab.Class, to Link, f func(Version, *vocab.Resource)) error {
	found, err := g.n.Find(g.ctx, g.who, Query{Classes: g.n.Kinds(class), Refers: []Link{to}})
	if err != nil {
		return err
	}
	for _, v := range found {
		r, err := v.Resource()
		if err != nil {
			return err
		}
		f(v, r)
	}
	return nil
}
