package sample_test

import (
	"context"
	"testing"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/nodetest"
	"tributary/node/sample"
)

func planted(t *testing.T) (*nodetest.Node, *account.Accounts, sample.Sample) {
	t.Helper()
	n := nodetest.New(t)
	accounts := account.New(n.DB, n.DB, n.Addresses, account.Options{})
	s, err := sample.Plant(context.Background(), sample.Options{Node: n.Node, Accounts: accounts, Now: nodetest.Begin})
	if err != nil {
		t.Fatal(err)
	}
	return n, accounts, s
}

func TestSampleIsSoundAndEverythingItShowsIsThere(t *testing.T) {
	n, accounts, s := planted(t)
	n.Sound()
	for _, p := range s.Pages {
		if n.Handle(p.Address) == "" {
			continue // a collection or a list of versions
		}
		if _, err := n.Get(context.Background(), node.Stranger, p.Address); err != nil {
			t.Errorf("%s: %v", p.What, err)
		}
	}
	who, err := accounts.Caller(context.Background(), s.Secret)
	if err != nil || !who.May(s.Group, node.Editor) {
		t.Errorf("the token stands for %v (%v), and is no editor of %s", who, err, s.Group)
	}
	n.Must(who, node.Create(s.Group, n.Read(s.Event)...))
	if len(s.Members) != 2 || s.Members[0].Link == "" {
		t.Errorf("members: %v", s.Members)
	}
}

func TestPlantingAgainRecordsNothing(t *testing.T) {
	n, accounts, first := planted(t)
	before := n.Position()
	again, err := sample.Plant(context.Background(), sample.Options{Node: n.Node, Accounts: accounts, Now: nodetest.Begin})
	if err != nil {
		t.Fatal(err)
	}
	if after := n.Position(); after != before {
		t.Errorf("the log went from %d to %d", before, after)
	}
	if again.Group != first.Group || again.Members[0].Link == first.Members[0].Link {
		t.Errorf("want the same group and new links: %v, then %v", first, again)
	}
}

func TestTheSameMomentGivesTheSameFigures(t *testing.T) {
	holdings := func() (all []string) {
		n, _, s := planted(t)
		err := n.Each(context.Background(), node.Operator, node.Query{Classes: []string{"EconomicResource"}, Owner: s.Group}, func(v node.Version) error {
			all = append(all, n.Holds(v.IRI))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	one, two := holdings(), holdings()
	if len(one) < 3 {
		t.Fatalf("only %d resources", len(one))
	}
	for i := range one {
		if one[i] != two[i] {
			t.Errorf("resource %d: %s, then %s", i, one[i], two[i])
		}
	}
}
