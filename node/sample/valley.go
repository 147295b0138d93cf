package sample

import (
	"context"
	"fmt"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Valley is three nodes that deal with each other: the Alder River network, a bakery and a mill. The
// network gives the bakery wheat for bread, as they agree, and the bakery has the mill grind it. Dora, who keeps
// bees beside the mill, is a person known by a handle: she gives the bakery honey for bread, and sits in the
// council of the network for the mill. Nothing of it is prepared: what one records, the others hear of as any node does.
type Valley struct {
	soil, ovens, mill place
	dora              place
	council           vocab.IRI // of the network, on the node of soil
	step, waited      int
}

// place is a group, or a person known by a handle, and the node it is on.
type place struct {
	*node.Node
	group vocab.IRI
	name  string
}

// Found makes the bakery's group and the mill's, each on its node, and Dora, who belongs to the mill, with what
// they begin with. millers are the accounts of the mill's node. The first node has the sample network already.
// Who is there stays as it is.
//
// Errors: NotFound when the network is not there.
func Found(ctx context.Context, network, bakery, mill *node.Node, millers *account.Accounts) (*Valley, error) {
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
	var err error
	if v.dora, err = beekeeper(ctx, v.mill, millers); err != nil {
		return nil, fmt.Errorf("make Dora known: %w", err)
	}
	for _, s := range []struct {
		place
		spec, stock, amount, unit string
		of                        place // whose specification it is
	}{
		{v.soil, wheat, wheatStore, "60", "kilogram", v.soil},
		{v.mill, flour, flourSacks, "80", "kilogram", v.mill},
		{v.ovens, bread, breadShelf, "24", "one", v.ovens},
		{v.ovens, wheat, bakeryWheat, "25", "kilogram", v.soil},
		{v.mill, wheat, grainHopper, "25", "kilogram", v.soil},
		{v.ovens, flour, flourBin, "10", "kilogram", v.mill},
		{v.soil, bread, kitchenBread, "6", "one", v.ovens},
		{v.dora, honey, hives, "12", "kilogram", v.dora},
		{v.ovens, honey, honeyJar, "1", "kilogram", v.dora},
		{v.dora, bread, tableBread, "1", "one", v.ovens},
	} {
		spec, err := s.of.specification(ctx, s.spec, s.unit)
		if err != nil {
			return nil, err
		}
		if err := s.stockUp(ctx, spec, s.stock, s.amount, s.unit); err != nil {
			return nil, fmt.Errorf("give %s its %s: %w", s.name, s.stock, err)
		}
	}
	for _, b := range []bargain{v.breadForWheat(), v.honeyForBread()} {
		if err := b.propose(ctx); err != nil {
			return nil, fmt.Errorf("propose %s: %w", b.name, err)
		}
	}
	return v, nil
}

// What there is in the valley.
const (
	wheat, flour, bread, honey = "Wheat", "Flour", "Loaves of bread", "Honey"

	wheatStore   = "Wheat of the terraces"
	bakeryWheat  = "Wheat for the mill"
	grainHopper  = "Grain hopper"
	flourSacks   = "Sacks of flour"
	flourBin     = "Flour bin"
	breadShelf   = "Bread shelf"
	kitchenBread = "Bread in the field kitchen"
	hives        = "Honey of the hives"
	honeyJar     = "Honey jar"
	tableBread   = "Bread on Dora's table"
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

// specification is a kind of thing, which whoever makes it describes; the others refer to it.
func (p place) specification(ctx context.Context, name, unit string) (vocab.IRI, error) {
	found, err := p.named(ctx, vf.ResourceSpecification, name)
	if err != nil || found != "" {
		return found, err
	}
	return p.create(ctx, vocab.New(vf.ResourceSpecification, "").
		With(vf.Name, vocab.Text(name)).
		With(vf.DefaultUnitOfResource, unitRef(unit)))
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

// Meet has each of them follow the others. Do so when all nodes listen: who does not answer is asked
// again only later.
func (v *Valley) Meet(ctx context.Context) error {
	all := []place{v.soil, v.ovens, v.mill, v.dora}
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

// do has the group or person do something, as its admin.
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
