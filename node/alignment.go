package node

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
)

// Alignment is a comparison of the values that two groups state, with everything it was made of.
type Alignment struct {
	A, B vocab.IRI
	At   time.Time
	pf.Comparison
	// Ours and Theirs are all statements of A and of B that the caller may see, whether or not they were
	// compared: what is missing from the figure can be seen.
	Ours, Theirs []*vocab.Resource
}

// Align compares the values that two groups state, each on whichever node, as far as this node knows the
// statements and the caller may see them. Without anything to compare there is no score.
//
// Errors: Invalid when it is one group; NotFound when nothing that the caller may see is known of one.
func (n *Node) Align(ctx context.Context, who Caller, a, b vocab.IRI) (Alignment, error) {
	if a == b {
		return Alignment{}, Errorf(Invalid, "a comparison is between two groups, not of %s with itself", a)
	}
	x := Alignment{A: a, B: b, At: n.now().UTC().Truncate(time.Microsecond)}
	var err error
	if x.Ours, err = n.stated(ctx, who, a); err != nil {
		return Alignment{}, err
	}
	if x.Theirs, err = n.stated(ctx, who, b); err != nil {
		return Alignment{}, err
	}
	x.Comparison = pf.Alignment(x.Ours, x.Theirs, x.At)
	return x, nil
}

// stated are the value statements of a group: its own record that says so, or that the group or its state
// names. What another says that a group values does not count.
func (n *Node) stated(ctx context.Context, who Caller, group vocab.IRI) ([]*vocab.Resource, error) {
	var found []*vocab.Resource
	g := gathering{n: n, ctx: ctx, who: who}
	add := func(v Version, r *vocab.Resource) {
		same := func(kept *vocab.Resource) bool { return kept.ID() == r.ID() }
		if v.Owner == group && r.Class().IsA(pf.ValueStatement) && !slices.ContainsFunc(found, same) {
			found = append(found, r)
		}
	}
	known, err := g.read(group)
	if err != nil {
		return nil, err
	}
	if err := g.each(pf.ValueStatement, Link{pf.StatedBy.IRI, group}, add); err != nil {
		return nil, err
	}
	state, _, err := g.stateOf(group, known)
	if err != nil {
		return nil, err
	}
	for _, r := range []*vocab.Resource{known, state} {
		if r == nil {
			continue
		}
		for _, s := range r.All(pf.HasValueStatement) {
			v, err := n.Get(ctx, who, s.IRI())
			switch KindOf(err) {
			case "":
			case NotFound, Gone:
				continue
			default:
				return nil, err
			}
			statement, err := v.Resource()
			if err != nil {
				return nil, err
			}
			add(v, statement)
		}
	}
	if known == nil && state == nil && len(found) == 0 {
		return nil, Errorf(NotFound, "nothing is known here of %s", group)
	}
	return found, nil
}

// Resource is the comparison as a thing with an address: derived, signed by neither group, and naming its
// inputs.
//
// Spec: Primitives Framework, "Comparison between groups".
func (x Alignment) Resource(id vocab.IRI) *vocab.Resource {
	r := vocab.New(pf.ValueAlignment, id).
		With(pf.ComparesGroup, refs([]vocab.IRI{x.A, x.B})...).
		With(pf.GeneratedAtTime, vocab.Moment(x.At)).
		With(pf.AgreesOn, refs(x.Agrees)...).
		With(pf.DiffersOn, refs(x.Differs)...).
		With(pf.Used, refs(x.Compared)...).
		With(own.ComparableTradeOffs, vocab.Typed(strconv.Itoa(x.Comparable), vocab.NonNegativeInteger.IRI))
	if x.Score != "" {
		r = r.With(pf.AlignmentScore, vocab.Number(x.Score))
	}
	for _, c := range x.Contradictions {
		r = r.Plus(own.Contradicts, refs([]vocab.IRI{c.First, c.Second})...)
	}
	return r
}
