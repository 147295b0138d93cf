package sample

import (
	"context"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Told is what one step of the valley's life was.
type Told struct {
	Says  string    // for people; empty: nothing was left to do
	About vocab.IRI // what to look at; everyone may
}

// ErrWaits says that a step waits for what another node has still to send.
var ErrWaits = node.Errorf(node.Busy, "what another node sends is still on its way")

// patience is how often a step is tried before it is passed over: somebody at the keyboard may have done
// it, or undone what it rests on.
const patience = 20

// round is what happens in the valley, over and over. Each step finds what it needs in the record, so
// that it goes on wherever the nodes were stopped.
var round = []func(*Valley, context.Context) (Told, error){
	(*Valley).deliverFlour, (*Valley).receiveFlour,
	(*Valley).askForDelegate, (*Valley).takeSeat,
	(*Valley).askDora, (*Valley).doraAgrees, (*Valley).seatDora,
	(*Valley).bake,
	(*Valley).askForBread, (*Valley).agreeOnBread,
	(*Valley).deliverBread, (*Valley).receiveBread,
	(*Valley).harvest,
	(*Valley).deliverWheat, (*Valley).receiveWheat,
	(*Valley).passWheat, (*Valley).fillHopper,
	(*Valley).grind,
	(*Valley).askForHoney, (*Valley).agreeOnHoney,
	(*Valley).deliverHoney, (*Valley).receiveHoney,
	(*Valley).bakeWithHoney,
	(*Valley).payHoney, (*Valley).receivePay,
	(*Valley).gather,
	(*Valley).putToCouncil, (*Valley).speak,
	(*Valley).moveOn,
}

// Opening is how many steps it takes until the first event was confirmed by another node.
const Opening = 2

// Next takes the next step.
//
// Errors: ErrWaits when it is to be tried again in a moment; what keeps a step from being taken.
func (v *Valley) Next(ctx context.Context) (Told, error) {
	for range round {
		told, err := round[v.step%len(round)](v, ctx)
		if err == ErrWaits {
			if v.waited++; v.waited < patience {
				return Told{}, err
			}
			err = nil
		}
		v.step, v.waited = v.step+1, 0
		if told.Says != "" || err != nil {
			return told, err
		}
	}
	return Told{}, nil
}

func (v *Valley) deliverFlour(ctx context.Context) (Told, error) {
	return deliver(ctx, v.mill, v.ovens, flourSacks, "20", "kilogram", "20 kg of flour")
}

func (v *Valley) receiveFlour(ctx context.Context) (Told, error) {
	return receive(ctx, v.ovens, v.mill, flourBin, "the flour")
}

func (v *Valley) deliverBread(ctx context.Context) (Told, error) {
	return deliver(ctx, v.ovens, v.soil, breadShelf, "12", "one", "12 loaves")
}

func (v *Valley) receiveBread(ctx context.Context) (Told, error) {
	return receive(ctx, v.soil, v.ovens, kitchenBread, "the loaves")
}

func (v *Valley) deliverWheat(ctx context.Context) (Told, error) {
	return deliver(ctx, v.soil, v.ovens, wheatStore, "25", "kilogram", "25 kg of wheat")
}

func (v *Valley) receiveWheat(ctx context.Context) (Told, error) {
	return receive(ctx, v.ovens, v.soil, bakeryWheat, "the wheat")
}

func (v *Valley) passWheat(ctx context.Context) (Told, error) {
	return deliver(ctx, v.ovens, v.mill, bakeryWheat, "25", "kilogram", "25 kg of wheat to grind")
}

func (v *Valley) fillHopper(ctx context.Context) (Told, error) {
	return receive(ctx, v.mill, v.ovens, grainHopper, "the wheat")
}

// bake makes bread of flour.
func (v *Valley) bake(ctx context.Context) (Told, error) {
	return transform(ctx, v.ovens, "Morning bake", flourBin, "20", "kilogram", breadShelf, "12", "one", "bakes 12 loaves of 20 kg of flour")
}

// grind makes flour of wheat.
func (v *Valley) grind(ctx context.Context) (Told, error) {
	return transform(ctx, v.mill, "A day at the stones", grainHopper, "25", "kilogram", flourSacks, "20", "kilogram", "grinds 25 kg of wheat to 20 kg of flour")
}

// harvest brings wheat in, and the bread goes on the table.
func (v *Valley) harvest(ctx context.Context) (Told, error) {
	return transform(ctx, v.soil, "Harvest on the terraces", kitchenBread, "12", "one", wheatStore, "25", "kilogram", "eats 12 loaves and harvests 25 kg of wheat")
}

// transform has a group use up one thing and make another, in one process.
func transform(ctx context.Context, p place, process, from, used, usedUnit, to, made, madeUnit, says string) (Told, error) {
	source, err := p.named(ctx, vf.EconomicResource, from)
	if err != nil {
		return Told{}, err
	}
	result, err := p.named(ctx, vf.EconomicResource, to)
	if err != nil {
		return Told{}, err
	}
	receipt, err := p.do(ctx, node.Create(p.group,
		vocab.New(vf.Process, "_:process").With(vf.Name, vocab.Text(process)).With(vf.InScopeOf, vocab.Ref(p.group)),
		p.event(vf.Consume, p.group, p.group, used, usedUnit).
			With(vf.ResourceInventoriedAs, vocab.Ref(source)).With(vf.InputOf, vocab.Ref("_:process")),
		p.event(vf.Produce, p.group, p.group, made, madeUnit).
			With(vf.ResourceInventoriedAs, vocab.Ref(result)).With(vf.OutputOf, vocab.Ref("_:process"))))
	if node.KindOf(err) == node.Conflict {
		return Told{}, nil // there is not enough: the next round brings more
	}
	if err != nil {
		return Told{}, err
	}
	return Told{Says: p.name + " " + says, About: receipt.Objects[0]}, nil
}

// deliver hands something over to a group of another node, as was agreed where it was. It leaves this
// side's stock at once.
func deliver(ctx context.Context, from, to place, stock, amount, unit, what string) (Told, error) {
	source, err := from.named(ctx, vf.EconomicResource, stock)
	if err != nil {
		return Told{}, err
	}
	event := from.event(vf.Transfer, from.group, to.group, amount, unit).With(vf.ResourceInventoriedAs, vocab.Ref(source))
	promise, err := from.owes(ctx, to.group)
	if err != nil {
		return Told{}, err
	}
	says := from.name + " hands " + what + " over to " + to.name
	if promise != "" {
		event, says = event.With(vf.Fulfills, vocab.Ref(promise)), says+", as agreed"
	}
	about, err := from.create(ctx, event)
	if node.KindOf(err) == node.Conflict {
		return Told{}, nil
	}
	if err != nil {
		return Told{}, err
	}
	return Told{Says: says, About: about}, nil
}

// owes is the oldest commitment of which a group has still something to hand over to another; empty when
// there is none.
func (p place) owes(ctx context.Context, to vocab.IRI) (promise vocab.IRI, err error) {
	err = p.Each(ctx, node.Operator, node.Query{
		Classes: []string{vf.Commitment.Name},
		Refers:  []node.Link{{Property: vf.Provider.IRI, To: p.group}, {Property: vf.Receiver.IRI, To: to}},
	}, func(v node.Version) error {
		r, err := v.Resource()
		if err != nil || promise != "" {
			return err
		}
		left := r.Get(own.OutstandingQuantity)
		if left.IsZero() {
			left = r.Get(vf.ResourceQuantity) // nothing came of it yet
		}
		m, err := flow.QuantityOf(left)
		if err == nil && m.Value.Sign() > 0 {
			promise = v.IRI
		}
		return err
	})
	return promise, err
}

// receive says that what another node's group handed over has come, and where it went.
func receive(ctx context.Context, here, from place, stock, what string) (Told, error) {
	into, err := here.named(ctx, vf.EconomicResource, stock)
	if err != nil {
		return Told{}, err
	}
	events, err := here.Find(ctx, node.Operator, node.Query{
		Classes: []string{vf.EconomicEvent.Name}, Owner: from.group, Descending: true, Limit: 8,
		Refers: []node.Link{{Property: vf.Receiver.IRI, To: here.group}},
	})
	if err != nil {
		return Told{}, err
	}
	var came vocab.IRI
	for _, v := range slices.Backward(events) { // also what was late the last time
		r, err := v.Resource()
		if err != nil {
			return Told{}, err
		}
		if r.Get(own.HasConfirmation).IRI() != own.Stated.IRI {
			continue
		}
		if _, err := here.do(ctx, node.Activity{Verb: "Accept", Objects: []node.Object{{IRI: v.IRI}}, Target: into}); err != nil {
			return Told{}, err
		}
		came = v.IRI
	}
	if came == "" {
		return Told{}, ErrWaits
	}
	return Told{Says: here.name + " confirms that " + what + " came", About: came}, nil
}

// askForDelegate has the network's council offer the bakery a seat, once.
func (v *Valley) askForDelegate(ctx context.Context) (Told, error) {
	return v.invite(ctx, v.ovens, "The council of Alder River asks "+v.ovens.name+" for a delegate")
}

// invite has the council ask somebody, once, to be a delegate.
func (v *Valley) invite(ctx context.Context, who place, says string) (Told, error) {
	council := v.chamber()
	sits, err := council.related(ctx, node.Relation{From: who.group, To: v.council}, node.MemberOf, node.InvitedTo)
	if sits || err != nil {
		return Told{}, err
	}
	if _, err := council.do(ctx, node.Activity{Verb: "Invite", Objects: []node.Object{{IRI: who.group}}, Summary: string(node.Delegate)}); err != nil {
		return Told{}, err
	}
	return Told{Says: says, About: v.council}, nil
}

// chamber is the council as a place.
func (v *Valley) chamber() place { return place{v.soil.Node, v.council, "The council of Alder River"} }

// takeSeat has the bakery take the seat it was offered.
func (v *Valley) takeSeat(ctx context.Context) (Told, error) {
	return v.join(ctx, v.ovens, v.ovens.name+" sends a delegate to the council")
}

// join has somebody accept that it belongs to the council, once it was asked.
func (v *Valley) join(ctx context.Context, who place, says string) (Told, error) {
	sits, err := who.related(ctx, node.Relation{From: who.group, To: v.council}, node.MemberOf)
	if sits || err != nil {
		return Told{}, err
	}
	open, err := who.Relations(ctx, node.Relation{From: who.group, Kind: node.InvitedTo, To: v.council})
	if err != nil {
		return Told{}, err
	}
	if len(open) == 0 {
		return Told{}, ErrWaits
	}
	invite, _, _ := strings.Cut(open[0].Value, " ")
	if _, err := who.do(ctx, node.Activity{Verb: "Accept", Objects: []node.Object{{IRI: vocab.IRI(invite)}}}); err != nil {
		return Told{}, err
	}
	return Told{Says: says, About: v.council}, nil
}

// moveOn has the bakery enter another phase: from organization to iteration, and back when it outgrows
// how it works.
func (v *Valley) moveOn(ctx context.Context) (Told, error) {
	kept, err := v.ovens.Get(ctx, node.Operator, v.ovens.State(v.ovens.group))
	if err != nil {
		return Told{}, err
	}
	state, err := kept.Resource()
	if err != nil {
		return Told{}, err
	}
	next := pf.PhaseIteration
	if state.Get(pf.Phase).IRI() == next.IRI {
		next = pf.PhaseOrganization
	}
	if _, err := v.ovens.do(ctx, node.Update(v.ovens.group, vocab.New(pf.State, kept.IRI).With(pf.Phase, vocab.Ref(next.IRI)))); err != nil {
		return Told{}, err
	}
	return Told{Says: v.ovens.name + " moves to the phase of " + next.Label, About: kept.IRI}, nil
}
