package node

import (
	"context"
	"net/url"
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

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
