package fedtest_test

import (
	"testing"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

func TestAFollowIsAnsweredAndWhatIsRecordedArrives(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")

	follow := bakery.Do(fedtest.Naming("Follow", bread, apples)).Activity
	net.Settle()

	for _, n := range net.Nodes {
		if !n.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) {
			t.Fatalf("%s does not know that bread follows apples: %+v\n%s", n.URL, garden.Letter(follow), n.Log)
		}
		if n.Related(node.Relation{From: bread, Kind: node.AsksToFollow, To: apples}) {
			t.Errorf("%s still waits", n.URL)
		}
	}
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()
	if r := bakery.Thing(plan); r.Class() != vf.Plan || r.Get(vf.Name).Text() != "Spring" {
		t.Errorf("a %s named %q arrived", r.Class(), r.Get(vf.Name).Text())
	}
	garden.Do(node.Update(apples, garden.Read(`{"id": "`+string(plan)+`", "type": "Plan", "name": "Summer"}`)...))
	net.Settle()
	if name := bakery.Thing(plan).Get(vf.Name).Text(); name != "Summer" {
		t.Errorf("the plan is still %q", name)
	}
	garden.Do(node.Delete(apples, plan))
	net.Settle()
	if bakery.Knows(plan) {
		t.Error("the plan is still there")
	}
	garden.Sound()
	bakery.Sound()
}

func TestAnUnfollowedGroupSendsNothingMore(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	follow := bakery.Do(fedtest.Naming("Follow", bread, apples)).Activity
	net.Settle()

	bakery.Do(node.Undo(bread, follow))
	net.Settle()
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()

	if garden.Related(node.Relation{Kind: node.Follows, To: apples}) || bakery.Knows(plan) {
		t.Error("the group is still followed")
	}
}

func TestAGroupThatApprovesItsFollowers(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples", `"manuallyApprovesFollowers": true`), bakery.Group("bread")
	follow := bakery.Do(fedtest.Naming("Follow", bread, apples)).Activity
	net.Settle()
	if garden.Related(node.Relation{Kind: node.Follows, To: apples}) {
		t.Fatal("nobody was asked")
	}

	garden.Do(fedtest.Naming("Accept", apples, follow))
	net.Settle()

	if !bakery.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) {
		t.Error("the answer did not arrive")
	}
}

func TestAnEventBetweenNodesTakesEffectOnEachSideByThatSidesWord(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	stock, store := garden.Stock(apples, "Apples", "10", "kilogram"), bakery.Stock(bread, "Fruit", "1", "kilogram")

	event := garden.Create(apples, transfer(apples, bread, stock, "3"))
	net.Settle()

	if got := garden.Holds(stock); got != "7 kg (7 kg on hand)" {
		t.Errorf("the garden holds %s", got)
	}
	if got := bakery.Holds(store); got != "1 kg (1 kg on hand)" {
		t.Errorf("before its word the bakery holds %s", got)
	}
	if said := bakery.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Stated.IRI {
		t.Errorf("at the bakery the event is %s", said)
	}
	accept := fedtest.Naming("Accept", bread, event)
	accept.Target = store
	bakery.Do(accept)
	net.Settle()

	if got := bakery.Holds(store); got != "4 kg (4 kg on hand)" {
		t.Errorf("the bakery holds %s", got)
	}
	for _, n := range net.Nodes {
		if said := n.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
			t.Errorf("at %s the event is %s", n.URL, said)
		}
		n.Sound()
	}
}

func TestADisputedEventTakesNoEffectOnTheOtherSide(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	stock := garden.Stock(apples, "Apples", "10", "kilogram")
	event := garden.Create(apples, transfer(apples, bread, stock, "3"))
	net.Settle()

	reject := fedtest.Naming("Reject", bread, event)
	reject.Summary = "Nothing came."
	bakery.Do(reject)
	net.Settle()

	for _, n := range net.Nodes {
		if said := n.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Disputed.IRI {
			t.Errorf("at %s the event is %s", n.URL, said)
		}
		n.Sound()
	}
}

func transfer(from, to, stock vocab.IRI, amount string) string {
	return `{"type": "EconomicEvent", "action": "transfer", "provider": "` + string(from) + `", "receiver": "` + string(to) + `",
		"resourceInventoriedAs": "` + string(stock) + `",
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "` + amount + `"}}`
}

func TestWhatIsTakenBackIsTakenBackAtTheFollowersToo(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	other := garden.Do(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Never"}`)...))
	net.Settle()
	changed := garden.Do(node.Update(apples, garden.Read(`{"id": "`+string(plan)+`", "type": "Plan", "name": "Summer"}`)...)).Activity
	net.Settle()

	garden.Do(node.Undo(apples, changed))
	garden.Do(node.Undo(apples, other.Activity))
	net.Settle()

	if name := bakery.Thing(plan).Get(vf.Name).Text(); name != "Spring" {
		t.Errorf("the plan is %q", name)
	}
	if bakery.Knows(other.Objects[0]) {
		t.Error("the plan that was never made is still there")
	}
	bakery.Sound()
}

func TestKeysAreMadeAnewWithoutAGap(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()

	if err := garden.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()

	if !bakery.Knows(plan) {
		t.Errorf("what was signed with a new key did not arrive\n%s\n%s", garden.Log, bakery.Log)
	}
	bakery.Sound()
}

func TestABackupOfANodeThatKnowsOthersThingsIsWithoutFault(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	stock := garden.Stock(apples, "Apples", "10", "kilogram")
	garden.Create(apples, transfer(apples, bread, stock, "3"))
	net.Settle()
	if !bakery.Knows(stock) {
		t.Fatal("the follower does not know the stock")
	}

	cfg := config.Default()
	cfg.URL = bakery.URL
	made, err := config.Init(t.TempDir(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	moveInto(t, bakery)(made)
}
