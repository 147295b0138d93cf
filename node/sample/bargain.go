package sample

import (
	"context"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// bargain is what one side gives for what, again and again. It says so in a proposal; the other takes it up with an
// Offer, and the first agrees.
type bargain struct {
	by, with     place
	name         string
	gives, takes good
}

// good is some of what somebody makes.
type good struct {
	spec         string
	of           place // whose specification it is
	amount, unit string
	words        string
}

func (v *Valley) breadForWheat() bargain {
	return bargain{v.ovens, v.soil, "Bread for wheat",
		good{bread, v.ovens, "12", "one", "12 loaves"}, good{wheat, v.soil, "25", "kilogram", "25 kg of wheat"}}
}

func (v *Valley) honeyForBread() bargain {
	return bargain{v.dora, v.ovens, "Honey for bread",
		good{honey, v.dora, "3", "kilogram", "3 kg of honey"}, good{bread, v.ovens, "2", "one", "2 loaves"}}
}

// propose says, once, what is given for what.
func (b bargain) propose(ctx context.Context) error {
	found, err := b.by.named(ctx, vf.Proposal, b.name)
	if err != nil || found != "" {
		return err
	}
	intent := func(id vocab.IRI, side *vocab.Property, g good) (*vocab.Resource, error) {
		spec, err := g.of.specification(ctx, g.spec, g.unit)
		return vocab.New(vf.Intent, id).
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(side, vocab.Ref(b.by.group)).
			With(vf.ResourceConformsTo, vocab.Ref(spec)).
			With(vf.ResourceQuantity, measure(g.amount, g.unit)), err
	}
	gives, err := intent("_:gives", vf.Provider, b.gives)
	if err != nil {
		return err
	}
	takes, err := intent("_:takes", vf.Receiver, b.takes)
	if err != nil {
		return err
	}
	_, err = b.by.create(ctx,
		vocab.New(vf.Proposal, "_:proposal").
			With(vf.Name, vocab.Text(b.name)).
			With(vf.Purpose, vocab.Ref(vf.ValueOffer.IRI)).
			With(vf.UnitBased, vocab.Bool(true)).
			With(vf.Publishes, vocab.Ref("_:gives")).
			With(vf.Reciprocal, vocab.Ref("_:takes")),
		gives, takes)
	return err
}

// ask has the other side take up what is proposed, once what was agreed before is done.
func (b bargain) ask(ctx context.Context) (Told, error) {
	offered, err := b.by.related(ctx, node.Relation{From: b.with.group, To: b.by.group}, node.Offered)
	if offered || err != nil {
		return Told{}, err
	}
	for _, side := range [][2]place{{b.with, b.by}, {b.by, b.with}} {
		if promise, err := side[0].owes(ctx, side[1].group); promise != "" || err != nil {
			return Told{}, err
		}
	}
	there := place{b.with.Node, b.by.group, b.by.name} // what the other's node knows of it
	id, err := there.named(ctx, vf.Proposal, b.name)
	if err != nil {
		return Told{}, err
	}
	if id == "" {
		return Told{}, ErrWaits
	}
	kept, err := there.Get(ctx, node.Operator, id)
	if err != nil {
		return Told{}, err
	}
	proposal, err := kept.Resource()
	if err != nil {
		return Told{}, err
	}
	clause := func(of *vocab.Property, g good) vocab.Value {
		return vocab.Inside(vocab.New(vf.Commitment, "").
			With(vf.Satisfies, vocab.Ref(proposal.Get(of).IRI())).
			With(vf.ResourceQuantity, measure(g.amount, g.unit)))
	}
	offer := node.Activity{Verb: "Offer", Objects: []node.Object{{Resource: vocab.New(vf.Agreement, "").
		With(vf.Stipulates, clause(vf.Publishes, b.gives)).
		With(vf.StipulatesReciprocal, clause(vf.Reciprocal, b.takes))}}}
	if _, err := b.with.do(ctx, offer); err != nil {
		return Told{}, err
	}
	return Told{Says: b.with.name + " offers " + b.takes.words + " for " + b.gives.words, About: id}, nil
}

// agree has who proposed accept what it was offered.
func (b bargain) agree(ctx context.Context) (Told, error) {
	open, err := b.by.Relations(ctx, node.Relation{From: b.with.group, Kind: node.Offered, To: b.by.group})
	if err != nil {
		return Told{}, err
	}
	if len(open) == 0 {
		return Told{}, ErrWaits
	}
	if _, err := b.by.do(ctx, node.Activity{Verb: "Accept", Objects: []node.Object{{IRI: vocab.IRI(open[0].Value)}}}); err != nil {
		return Told{}, err
	}
	agreed, err := b.by.Find(ctx, node.Operator, node.Query{
		Classes: []string{vf.Agreement.Name}, Owner: b.by.group, Descending: true, Limit: 1,
	})
	if err != nil || len(agreed) == 0 {
		return Told{}, err
	}
	return Told{Says: b.by.name + " agrees", About: agreed[0].IRI}, nil
}

func (v *Valley) askForBread(ctx context.Context) (Told, error)  { return v.breadForWheat().ask(ctx) }
func (v *Valley) agreeOnBread(ctx context.Context) (Told, error) { return v.breadForWheat().agree(ctx) }
func (v *Valley) askForHoney(ctx context.Context) (Told, error)  { return v.honeyForBread().ask(ctx) }
func (v *Valley) agreeOnHoney(ctx context.Context) (Told, error) { return v.honeyForBread().agree(ctx) }
