package sample_test

import (
	"context"
	"errors"
	"testing"

	"tributary/node/sample"
	"tributary/node/server/fedtest"
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
	valley, err := sample.Found(ctx, network.Server.Node, bakery.Server.Node, mill.Server.Node)
	if err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if err := valley.Meet(ctx); err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for range 30 {
		net.Settle()
		step, err := valley.Next(ctx)
		if err != nil && !errors.Is(err, sample.ErrWaits) {
			t.Fatal(err)
		}
		told[step.Says]++
	}
	net.Settle()
	for _, says := range []string{
		"Mill Lane hands 20 kg of flour over to Three Ovens", "Three Ovens confirms that the flour came",
		"Seed and Soil offers 25 kg of wheat for 12 loaves", "Three Ovens agrees",
		"Seed and Soil confirms that the loaves came", "Mill Lane confirms that the wheat came",
		"Mill Lane grinds 25 kg of wheat to 20 kg of flour",
		"Three Ovens moves to the phase of iteration", "Three Ovens moves to the phase of organization",
	} {
		if told[says] == 0 {
			t.Errorf("it never happens that %s", says)
		}
	}
	if told["Three Ovens sends a delegate to the council"] != 1 {
		t.Error("the bakery takes its seat once")
	}
	if t.Failed() {
		t.Logf("%v", told)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}
