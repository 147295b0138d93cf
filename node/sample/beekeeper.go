package sample

import (
	"context"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// BeekeeperEmail is by which address the beekeeper signs in.
const BeekeeperEmail = "dora@mill.example"

// beekeeper makes Dora a member of the mill, and known by a handle.
func beekeeper(ctx context.Context, mill place, millers *account.Accounts) (place, error) {
	dora := place{mill.Node, "", "Dora"}
	_, member, err := millers.Invite(ctx, BeekeeperEmail, mill.group, node.Admin)
	if err != nil {
		return dora, err
	}
	if dora.group, err = mill.KnownAs(ctx, member); err != nil || dora.group != "" {
		return dora, err
	}
	dora.group, err = mill.BeKnown(ctx, member, node.Chosen{
		Handle: "dora", Name: dora.name, Note: "I keep bees beside the mill.", Discoverable: true,
	})
	return dora, err
}

func (v *Valley) askDora(ctx context.Context) (Told, error) {
	return v.invite(ctx, v.dora, "The council of Alder River asks "+v.dora.name+" to speak for "+v.mill.name)
}

func (v *Valley) doraAgrees(ctx context.Context) (Told, error) {
	return v.join(ctx, v.dora, v.dora.name+" goes to the council")
}

// seatDora has the council give her, once, the seat of the mill, for a year.
func (v *Valley) seatDora(ctx context.Context) (Told, error) {
	council := v.chamber()
	belongs, err := council.related(ctx, node.Relation{From: v.dora.group, To: v.council}, node.MemberOf)
	if err != nil {
		return Told{}, err
	}
	if !belongs {
		return Told{}, ErrWaits
	}
	seated, err := council.Find(ctx, node.Operator, node.Query{
		Classes: []string{pf.RoleAssignment.Name}, Owner: v.council, Refers: []node.Link{{Property: pf.Member.IRI, To: v.dora.group}}, Limit: 1,
	})
	if err != nil || len(seated) > 0 {
		return Told{}, err
	}
	day := func(t time.Time) vocab.Value { return vocab.Typed(t.Format(time.DateOnly), vocab.Date.IRI) }
	now := time.Now().UTC()
	_, err = council.create(ctx,
		vocab.New(pf.DelegateSeat, "_:seat").
			With(vf.Name, vocab.Text("Delegate of "+v.mill.name)).
			With(pf.PostIn, vocab.Ref(v.council)).
			With(pf.RepresentsGroup, vocab.Ref(v.mill.group)).
			With(pf.TermLength, vocab.Typed("P1Y", vocab.Duration.IRI)),
		vocab.New(pf.RoleAssignment, "_:term").
			With(pf.Member, vocab.Ref(v.dora.group)).
			With(pf.Organization, vocab.Ref(v.council)).
			With(pf.FillsSeat, vocab.Ref("_:seat")).
			With(pf.TermStart, day(now)).
			With(pf.TermEnd, day(now.AddDate(1, 0, -1))))
	if err != nil {
		return Told{}, err
	}
	return Told{Says: council.name + " gives " + v.dora.name + " the seat of " + v.mill.name, About: v.dora.group}, nil
}

func (v *Valley) deliverHoney(ctx context.Context) (Told, error) {
	return deliver(ctx, v.dora, v.ovens, hives, "3", "kilogram", "3 kg of honey")
}

func (v *Valley) receiveHoney(ctx context.Context) (Told, error) {
	return receive(ctx, v.ovens, v.dora, honeyJar, "the honey")
}

func (v *Valley) bakeWithHoney(ctx context.Context) (Told, error) {
	return transform(ctx, v.ovens, "Honey bake", honeyJar, "3", "kilogram", breadShelf, "2", "one", "bakes 2 loaves with 3 kg of honey")
}

func (v *Valley) payHoney(ctx context.Context) (Told, error) {
	return deliver(ctx, v.ovens, v.dora, breadShelf, "2", "one", "2 loaves")
}

func (v *Valley) receivePay(ctx context.Context) (Told, error) {
	return receive(ctx, v.dora, v.ovens, tableBread, "the bread")
}

func (v *Valley) gather(ctx context.Context) (Told, error) {
	return transform(ctx, v.dora, "A day at the hives", tableBread, "2", "one", hives, "3", "kilogram", "eats 2 loaves and gathers 3 kg of honey")
}

// putToCouncil puts a question to the council.
func (v *Valley) putToCouncil(ctx context.Context) (Told, error) {
	council := v.chamber()
	id, err := council.create(ctx, vocab.New(pf.GovernanceProposal, "").
		With(vf.Name, vocab.Text("Keep the footpath between the nodes open another season")).
		With(pf.ProposedToBody, vocab.Ref(v.council)).
		With(pf.ClosesAt, vocab.Moment(time.Now().UTC().AddDate(0, 0, 14).Truncate(time.Second))))
	if err != nil {
		return Told{}, err
	}
	return Told{Says: council.name + " asks its delegates", About: id}, nil
}

// speak has Dora say how the mill stands to what the council asked last.
func (v *Valley) speak(ctx context.Context) (Told, error) {
	asked, err := v.dora.Find(ctx, node.Operator, node.Query{
		Classes: []string{pf.GovernanceProposal.Name}, Owner: v.council, Descending: true, Limit: 1,
	})
	if err != nil {
		return Told{}, err
	}
	if len(asked) == 0 {
		return Told{}, ErrWaits
	}
	about := asked[0].IRI
	said, err := v.dora.Find(ctx, node.Operator, node.Query{
		Classes: []string{own.Position.Name}, Owner: v.dora.group, Refers: []node.Link{{Property: own.OnProposal.IRI, To: about}},
	})
	if err != nil {
		return Told{}, err
	}
	if len(said) > 0 {
		return Told{}, ErrWaits // the newest question is still on its way
	}
	if _, err := v.dora.create(ctx, vocab.New(own.Position, "").
		With(own.OnProposal, vocab.Ref(about)).
		With(own.TakenBy, vocab.Ref(v.dora.group)).
		With(pf.Stance, vocab.Ref(pf.StanceAgree.IRI))); err != nil {
		return Told{}, err
	}
	return Told{Says: v.dora.name + " agrees, for " + v.mill.name, About: about}, nil
}
