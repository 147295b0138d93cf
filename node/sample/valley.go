package sample

import (
	"context"
	"fmt"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Valley is three nodes that deal with each other: the Alder River network, a bakery and a mill. The
// network gives the bakery wheat for bread, as they agree, and the bakery has the mill grind it. Nothing of it is prepared: what one records, the others hear of as any node does.
type Valley struct {
	soil, ovens, mill place
	council           vocab.IRI // of the network, on the node of soil
	step, waited      int
}

// place is a group, and the node it is on.
type place struct {
	*node.Node
	group vocab.IRI
	name  string
}

// Found makes the bakery's group and the mill's, each on its node, with what they begin with. The first
// node has the sample network already. Groups that are there stay as they are.
//
// Errors: NotFound when the network is not there.
func Found(ctx context.Context, network, bakery, mill *node.Node) (*Valley, error) {
	p := planting{Options: Options{Node: network}, ctx: ctx}
	if err := p.groups(); err != nil {
		return nil, err
	}
	v := &Valley{
		soil:    place{network, p.soil, "Seed and Soil"},
		ovens:   place{bakery, bakery.Group("ovens"), "Three Ovens"},
		mill:    place{mill, mill.Group("mill"), "Mill Lane"},
		council: network.Group("council"),
	}
	for _, g := range []struct {
		place
		handle, note string
	}{
		{v.ovens, "ovens", "Eleven bakers, three ovens, one street."},
		{v.mill, "mill", "A water mill that four families keep turning."},
	} {
		if err := g.begin(ctx, g.handle, g.note); err != nil {
			return nil, fmt.Errorf("found %s: %w", g.name, err)
		}
	}
	for _, s := range []struct {
		place
		spec, stock, amount, unit string
		of                        *node.Node // whose specification it is
	}{
		{v.soil, wheat, wheatStore, "60", "kilogram", network},
		{v.mill, flour, flourSacks, "80", "kilogram", mill},
		{v.ovens, bread, breadShelf, "24", "one", bakery},
		{v.ovens, wheat, bakeryWheat, "25", "kilogram", network},
		{v.mill, wheat, grainHopper, "25", "kilogram", network},
		{v.ovens, flour, flourBin, "10", "kilogram", mill},
		{v.soil, bread, kitchenBread, "6", "one", bakery},
	} {
		spec, err := v.specification(ctx, s.spec, s.unit, s.of)
		if err != nil {
			return nil, err
		}
		if err := s.stockUp(ctx, spec, s.stock, s.amount, s.unit); err != nil {
			return nil, fmt.Errorf("give %s its %s: %w", s.name, s.stock, err)
		}
	}
	if err := v.propose(ctx); err != nil {
		return nil, fmt.Errorf("propose bread for wheat: %w", err)
	}
	return v, nil
}

// propose has the bakery say, once, what it gives for what.
func (v *Valley) propose(ctx context.Context) error {
	found, err := v.ovens.named(ctx, vf.Proposal, breadForWheat)
	if err != nil || found != "" {
		return err
	}
	loaves, err := v.specification(ctx, bread, "one", v.ovens.Node)
	if err != nil {
		return err
	}
	grain, err := v.specification(ctx, wheat, "kilogram", v.soil.Node)
	if err != nil {
		return err
	}
	_, err = v.ovens.create(ctx,
		vocab.New(vf.Proposal, "_:proposal").
			With(vf.Name, vocab.Text(breadForWheat)).
			With(vf.Purpose, vocab.Ref(vf.ValueOffer.IRI)).
			With(vf.UnitBased, vocab.Bool(true)).
			With(vf.Publishes, vocab.Ref("_:loaves")).
			With(vf.Reciprocal, vocab.Ref("_:wheat")),
		vocab.New(vf.Intent, "_:loaves").
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(vf.Provider, vocab.Ref(v.ovens.group)).
			With(vf.ResourceConformsTo, vocab.Ref(loaves)).
			With(vf.ResourceQuantity, measure("12", "one")),
		vocab.New(vf.Intent, "_:wheat").
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(vf.Receiver, vocab.Ref(v.ovens.group)).
			With(vf.ResourceConformsTo, vocab.Ref(grain)).
			With(vf.ResourceQuantity, measure("25", "kilogram")))
	return err
}

// What there is in the valley.
const (
	wheat, flour, bread = "Wheat", "Flour", "Loaves of bread"

	wheatStore   = "Wheat of the terraces"
	bakeryWheat  = "Wheat for the mill"
	grainHopper  = "Grain hopper"
	flourSacks   = "Sacks of flour"
	flourBin     = "Flour bin"
	breadShelf   = "Bread shelf"
	kitchenBread = "Bread in the field kitchen"

	breadForWheat = "Bread for wheat"
)

// begin makes a group with a state.
func (p place) begin(ctx context.Context, handle, note string) error {
	_, err := p.Get(ctx, node.Operator, p.group)
	if node.KindOf(err) != node.NotFound {
		return err
	}
	_, err = p.Submit(ctx, node.Operator, node.Create(p.Node.Node(), vocab.New(pf.Cell, "").
		With(vf.Name, vocab.Text(p.name)).
		With(as.PreferredUsername, vocab.Text(handle)).
		With(vf.Note, vocab.Text(note))))
	if err != nil {
		return err
	}
	_, err = p.create(ctx, vocab.New(pf.State, "").With(pf.Phase, vocab.Ref(pf.PhaseOrganization.IRI)))
	return err
}

// specification is a kind of thing, which the node of whoever makes it describes; the others refer to it.
func (v *Valley) specification(ctx context.Context, name, unit string, of *node.Node) (vocab.IRI, error) {
	for _, p := range []place{v.soil, v.ovens, v.mill} {
		if p.Node != of {
			continue
		}
		found, err := p.named(ctx, vf.ResourceSpecification, name)
		if err != nil || found != "" {
			return found, err
		}
		return p.create(ctx, vocab.New(vf.ResourceSpecification, "").
			With(vf.Name, vocab.Text(name)).
			With(vf.DefaultUnitOfResource, unitRef(unit)))
	}
	return "", fmt.Errorf("nobody makes %s", name)
}

// stockUp makes a stock with what it begins with.
func (p place) stockUp(ctx context.Context, spec vocab.IRI, name, amount, unit string) error {
	found, err := p.named(ctx, vf.EconomicResource, name)
	if err != nil || found != "" {
		return err
	}
	_, err = p.create(ctx,
		vocab.New(vf.EconomicResource, "_:stock").With(vf.Name, vocab.Text(name)).With(vf.ConformsTo, vocab.Ref(spec)),
		p.event(vf.Raise, p.group, p.group, amount, unit).
			With(vf.ResourceInventoriedAs, vocab.Ref("_:stock")).
			With(own.Opening, vocab.Bool(true)))
	return err
}

// Meet has each of the three follow the others. Do so when all nodes listen: who does not answer is asked
// again only later.
func (v *Valley) Meet(ctx context.Context) error {
	all := []place{v.soil, v.ovens, v.mill}
	for _, p := range all {
		for _, other := range all {
			if other.group == p.group {
				continue
			}
			if known, err := p.related(ctx, node.Relation{From: p.group, To: other.group}, node.Follows, node.AsksToFollow); known || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			if _, err := p.do(ctx, node.Activity{Verb: "Follow", Objects: []node.Object{{IRI: other.group}}}); err != nil {
				return fmt.Errorf("have %s follow %s: %w", p.name, other.name, err)
			}
		}
	}
	return nil
}

// do has the group do something, as its admin.
func (p place) do(ctx context.Context, act node.Activity) (node.Receipt, error) {
	act.Actor = p.group
	who := speaking(p.group)
	who.Agent = p.group
	return p.Submit(ctx, who, act)
}

// create keeps things, and gives the address of the first.
func (p place) create(ctx context.Context, things ...*vocab.Resource) (vocab.IRI, error) {
	receipt, err := p.do(ctx, node.Create(p.group, things...))
	if err != nil {
		return "", err
	}
	return receipt.Objects[0], nil
}

// event is one that happens now.
func (p place) event(action *vocab.Individual, provider, receiver vocab.IRI, amount, unit string) *vocab.Resource {
	return vocab.New(vf.EconomicEvent, "").
		With(vf.HasAction, vocab.Ref(action.IRI)).
		With(vf.Provider, vocab.Ref(provider)).
		With(vf.Receiver, vocab.Ref(receiver)).
		With(vf.ResourceQuantity, measure(amount, unit))
}

// named finds a thing of the group by its name; empty when there is none.
func (p place) named(ctx context.Context, class *vocab.Class, name string) (found vocab.IRI, err error) {
	err = p.Each(ctx, node.Operator, node.Query{Classes: p.Kinds(class), Owner: p.group}, func(v node.Version) error {
		r, err := v.Resource()
		if err == nil && r.Get(vf.Name).Text() == name && found == "" {
			found = v.IRI
		}
		return err
	})
	return found, err
}

// related says whether a relation of one of some kinds stands.
func (p place) related(ctx context.Context, like node.Relation, kinds ...node.RelationKind) (bool, error) {
	for _, kind := range kinds {
		like.Kind = kind
		found, err := p.Relations(ctx, like)
		if len(found) > 0 || err != nil {
			return true, err
		}
	}
	return false, nil
}
