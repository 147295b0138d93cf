package node

import (
	"cmp"
	"context"
	"maps"
	"net/url"
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
	// Because is why it is listed: part-of, rolls-up, affiliation, member, named, seat.
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
	for _, p := range []*vocab.Property{pf.SubOrganizationOf, pf.UnitOf} {
		if err := g.each(pf.Group, Link{p.IRI, id}, func(v Version, r *vocab.Resource) {
			g.note(r.ID(), "part-of", g.n.Owns(id) && g.n.Owns(r.ID()))
		}); err != nil {
			return err
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
		if inForce(r) {
			g.note(r.Get(pf.Member).IRI(), "affiliation", true) // with the word of both
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
	return r.Class().IsA(pf.Group) || r.Class().IsA(vf.Organization) || r.Class().IsA(as.Group) || r.Class().IsA(as.Organization)
}

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

// look reads what is known of a cell.
func (g *gathering) look(c *Cell, now time.Time) error {
	slices.Sort(c.Because)
	known, err := g.read(c.Group)
	if err != nil {
		return err
	}
	if known != nil {
		c.Name = nameOf(known)
	}
	state, version, err := g.stateOf(c.Group, known)
	if err != nil {
		return err
	}
	switch {
	case state != nil:
		if err := g.tell(c, state, version, now); err != nil {
			return err
		}
	case slices.Contains(c.Because, "affiliation"):
		c.Gaps = append(c.Gaps, Affiliated)
	case known == nil:
		c.Gaps = append(c.Gaps, Unknown)
	default:
		c.Gaps = append(c.Gaps, NoState)
	}
	if !c.Due.IsZero() && past(c.Due, now) {
		c.Gaps = append(c.Gaps, Overdue)
	}
	if g.n.outOfReach(g.ctx, c.Group) {
		c.Gaps = append(c.Gaps, OutOfReach)
	}
	if c.Claimed {
		c.Gaps = append(c.Gaps, NotMutually)
	}
	return nil
}

// read is a thing as the caller may see it; nil when there is none.
func (g *gathering) read(id vocab.IRI) (*vocab.Resource, error) {
	v, err := g.n.Get(g.ctx, g.who, id)
	switch KindOf(err) {
	case "":
		return v.Resource()
	case NotFound, Gone:
		return nil, nil
	}
	return nil, err
}

// stateOf is the state that a cell published last: the one it names, else the newest that is its own.
func (g *gathering) stateOf(cell vocab.IRI, known *vocab.Resource) (*vocab.Resource, Version, error) {
	candidates := []vocab.IRI{cell + "/state"}
	if known != nil && known.Has(pf.CurrentState) {
		candidates = []vocab.IRI{known.Get(pf.CurrentState).IRI(), cell + "/state"}
	}
	for _, id := range candidates {
		v, err := g.n.Get(g.ctx, g.who, id)
		if kind := KindOf(err); kind == NotFound || kind == Gone {
			continue
		}
		if err != nil {
			return nil, v, err
		}
		if r, err := v.Resource(); err != nil || r.Class().IsA(pf.State) && v.Owner == cell {
			return r, v, err
		}
	}
	var newest Version
	err := g.each(pf.State, Link{pf.StateOf.IRI, cell}, func(v Version, _ *vocab.Resource) {
		if v.Owner == cell && v.Position > newest.Position {
			newest = v
		}
	})
	if err != nil || newest.N == 0 {
		return nil, newest, err
	}
	r, err := newest.Resource()
	return r, newest, err
}

// tell notes what a state says, how old it is, and what its newest version changed.
func (g *gathering) tell(c *Cell, state *vocab.Resource, v Version, now time.Time) error {
	c.State, c.Version, c.Heard = v.IRI, v.N, v.At
	c.Phase, c.Members = state.Get(pf.Phase).IRI(), state.Get(pf.MemberCount).Text()
	for _, s := range state.All(pf.Scale) {
		c.Scale = append(c.Scale, s.IRI())
	}
	c.Dated, c.Due = state.Get(pf.GeneratedAtTime).Time(), state.Get(pf.ReviewDue).Time()
	if age := now.Sub(firstTime(c.Dated, c.Heard)); age > 0 {
		c.Days = int(age / (24 * time.Hour))
	}
	for _, s := range state.All(pf.HasValueStatement) {
		statement, err := g.read(s.IRI())
		if err != nil {
			return err
		}
		c.Values = append(c.Values, Held{s.IRI(), g.n.Ranking(statement)})
	}
	if v.N == 1 {
		return nil
	}
	changes, err := g.n.Differences(g.ctx, g.who, v.IRI, v.N)
	if err != nil && KindOf(err) != NotFound {
		return err
	}
	for _, d := range changes {
		c.Changed = append(c.Changed, d.Text)
	}
	return nil
}

// Ranking is what a value statement says, in its own words or as "autonomy even over alignment"; empty
// when it says neither.
func (n *Node) Ranking(statement *vocab.Resource) string {
	if statement == nil {
		return ""
	}
	for _, p := range []*vocab.Property{pf.StatementText, vf.Name} {
		if text := statement.Get(p).Text(); text != "" {
			return text
		}
	}
	if !statement.Has(pf.Prefers) {
		return ""
	}
	return n.LabelOf(statement.Get(pf.Prefers).IRI()) + " even over " + n.LabelOf(statement.Get(pf.Over).IRI())
}

// LabelOf is what a concept of the vocabulary is called, or the end of another IRI.
func (n *Node) LabelOf(id vocab.IRI) string {
	if i := n.vocabulary.Individual(id); i != nil {
		return i.Label
	}
	return local(id)
}

// observatory is a store that also knows how other nodes do.
type observatory interface {
	Peer(ctx context.Context, host string) (Peer, error)
}

// outOfReach says whether the node of a group of another node did not answer when it was last tried.
func (n *Node) outOfReach(ctx context.Context, group vocab.IRI) bool {
	known, ok := n.store.(observatory)
	origin, web := Origin(group)
	if !ok || !web || n.Owns(group) {
		return false
	}
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	peer, err := known.Peer(ctx, u.Host)
	return err == nil && peer.Down()
}

// nameOf is what people call a thing; empty when it does not say.
func nameOf(r *vocab.Resource) string {
	for _, p := range []*vocab.Property{vf.Name, pf.Title, as.PreferredUsername} {
		if text := r.Get(p).Text(); text != "" {
			return text
		}
	}
	return ""
}
