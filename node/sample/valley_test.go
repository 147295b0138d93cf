package sample_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/sample"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

func TestLifeInTheValleyGoesOnForRounds(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole season is recorded")
	}
	net := fedtest.New(t, 3)
	ctx := context.Background()
	network, bakery, mill := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	if _, err := sample.Plant(ctx, sample.Options{Node: network.Server.Node, Accounts: network.Accounts}); err != nil {
		t.Fatal(err)
	}
	valley, err := sample.Found(ctx, network.Server.Node, bakery.Server.Node, mill.Server.Node, mill.Accounts)
	if err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if err := valley.Meet(ctx); err != nil {
		t.Fatal(err)
	}
	told, about := map[string]int{}, map[vocab.IRI]string{}
	for range 100 {
		if told["Three Ovens moves to the phase of organization"] > 0 {
			break // two rounds
		}
		settle(t, net)
		step, err := valley.Next(ctx)
		if err != nil && !errors.Is(err, sample.ErrWaits) {
			t.Fatal(err)
		}
		told[step.Says]++
		if step.About != "" {
			about[step.About] = step.Says
		}
	}
	settle(t, net)
	for _, says := range []string{
		"Mill Lane hands 20 kg of flour over to Three Ovens", "Three Ovens confirms that the flour came",
		"Seed and Soil offers 25 kg of wheat for 12 loaves", "Three Ovens agrees",
		"Three Ovens hands 12 loaves over to Seed and Soil, as agreed", "Seed and Soil confirms that the loaves came",
		"Seed and Soil hands 25 kg of wheat over to Three Ovens, as agreed", "Three Ovens confirms that the wheat came",
		"Three Ovens hands 25 kg of wheat to grind over to Mill Lane", "Mill Lane confirms that the wheat came",
		"Mill Lane grinds 25 kg of wheat to 20 kg of flour",
		"Three Ovens offers 2 loaves for 3 kg of honey", "Dora agrees",
		"Dora hands 3 kg of honey over to Three Ovens, as agreed", "Three Ovens confirms that the honey came",
		"Three Ovens bakes 2 loaves with 3 kg of honey",
		"Three Ovens hands 2 loaves over to Dora, as agreed", "Dora confirms that the bread came",
		"Dora eats 2 loaves and gathers 3 kg of honey",
		"The council of Alder River asks its delegates", "Dora agrees, for Mill Lane",
		"Three Ovens moves to the phase of iteration", "Three Ovens moves to the phase of organization",
	} {
		if told[says] == 0 {
			t.Errorf("it never happens that %s", says)
		}
	}
	if told["Three Ovens sends a delegate to the council"] != 1 {
		t.Error("the bakery takes its seat once")
	}
	if told["The council of Alder River gives Dora the seat of Mill Lane"] != 1 {
		t.Error("Dora takes her seat once")
	}
	for _, says := range []string{"Three Ovens agrees", "Dora confirms that the bread came", "Dora agrees, for Mill Lane"} {
		if told[says] < 2 {
			t.Errorf("it happens once, and never again, that %s", says)
		}
	}
	if got := strings.Join(tallies(t, network), ", "); !strings.HasPrefix(got, "agree 1, agree 1") {
		t.Errorf("the council counts %s", got)
	}
	if t.Failed() {
		t.Logf("%v", told)
	}
	for id, says := range about {
		if status, _ := fedtest.Get(t, id, "text/html"); status != http.StatusOK {
			t.Errorf("%s: a stranger who opens %s is answered %d", says, id, status)
		}
	}
	keeps := 0
	for _, n := range []*fedtest.Node{network, bakery} {
		err := n.Server.Node.Reconcile(ctx, "", "", func(r node.Reconciliation) error {
			for _, owed := range r.Owed {
				t.Errorf("%s with %s: given %s and received %s are still promised", r.Group, r.With, owed.Given, owed.Received)
			}
			keeps += r.Confirmed
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if keeps < 8 {
		t.Errorf("%d events are confirmed on both sides", keeps)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

// tallies are how the delegates stand to each question of the council.
func tallies(t *testing.T, n *fedtest.Node) (all []string) {
	t.Helper()
	asked, err := n.Server.Node.Find(context.Background(), node.Operator, node.Query{Classes: []string{pf.GovernanceProposal.Name}, Owner: n.Server.Node.Group("council")})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range asked {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(r.Get(vf.Name).Text(), "Keep the footpath") {
			continue
		}
		said := "nothing"
		if tally := r.Get(pf.HasTally).Part(); tally != nil {
			said = ""
			for _, line := range tally.All(pf.HasStanceCount) {
				_, stance, _ := strings.Cut(string(line.Part().Get(pf.Stance).IRI()), "stance-")
				said += stance + " " + line.Part().Get(pf.Count).Text()
			}
		}
		all = append(all, said)
	}
	return all
}

// settle lets everything come to its end, also what a busy machine kept from arriving at first.
func settle(t *testing.T, net *fedtest.Network) {
	t.Helper()
	net.Settle()
	failed := false
	for _, n := range net.Nodes {
		for lane, err := range n.DB.Lanes(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if lane.Fails == 0 {
				continue
			}
			failed = true
			if err := n.DB.RetryLane(context.Background(), lane.Name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if failed {
		net.Settle()
	}
}
