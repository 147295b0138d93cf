package fedtest_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// What a member says that it gave to the group reaches the group's followers on a third node when the group says
// that it is so, with the member's own proof, and not before.
func TestWhatAGroupConfirmsReachesItsFollowersOnAThirdNode(t *testing.T) {
	a := assemble(t, "")
	stock := a.garden.Stock(a.apples, "Apples", "10", "kilogram")
	cellar := a.center.Stock(a.body, "Cellar", "1", "kilogram")
	act := node.Create(a.apples, a.garden.Read(transfer(a.apples, a.body, stock, "4"))...)
	act.To = []vocab.IRI{a.body, as.Public}
	given := a.garden.Do(act)
	event := given.Objects[0]
	a.Settle()
	if a.bakery.Knows(event) || announced(t, a.center, a.body, given.Activity) != 0 {
		t.Fatalf("a follower of the council hears of what the council has not confirmed\n%s", a.center.Log)
	}

	yes := fedtest.Naming("Accept", a.body, event)
	yes.Target = cellar
	a.center.Do(yes)
	a.Settle()

	if announced(t, a.center, a.body, given.Activity) != 1 {
		t.Fatalf("the council did not pass on what it confirmed once\n%s", a.center.Log)
	}
	if !a.bakery.Knows(event) {
		t.Fatalf("a follower of the council does not know of it\n%s", a.bakery.Log)
	}
	if proof := a.bakery.Letter(given.Activity).Proof; !strings.HasPrefix(string(proof.Proof), string(a.apples)) {
		t.Errorf("it came with the evidence %+v, and not with the member's own proof", proof)
	}
	for _, n := range []*fedtest.Node{a.center, a.garden} {
		if is := n.Thing(event).Get(own.HasConfirmation).IRI(); is != own.Confirmed.IRI {
			t.Errorf("%s says that it is %s", n.URL, is)
		}
	}
	if held := a.garden.Holds(stock) + ", " + a.center.Holds(cellar); held != "6 kg (6 kg on hand), 5 kg (5 kg on hand)" {
		t.Errorf("the two hold %s", held)
	}
	for _, n := range a.Nodes {
		n.Sound()
	}
}

// A process is planned on one node and worked in by another, which tells of it in the conversation about it.
func TestTheConversationAboutAProcessHasWhatOthersDidInIt(t *testing.T) {
	net := fedtest.New(t, 3)
	garden, bakery, mill := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	apples, bread, flour := garden.Group("apples"), bakery.Group("bread"), mill.Group("flour")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	mill.Do(fedtest.Naming("Follow", flour, apples))
	net.Settle()
	process := garden.Create(apples, `{"type": "Process", "name": "Pressing cider"}`)
	task := garden.Create(apples, fmt.Sprintf(`{"type": "Commitment", "action": "work", "inputOf": %q, "provider": %q, "receiver": %q,
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "6"}}`, process, bread, apples))
	net.Settle()
	bakery.Do(fedtest.Naming("Accept", bread, task))
	net.Settle()
	event := bakery.Create(bread, fmt.Sprintf(`{"type": "EconomicEvent", "action": "work", "inputOf": %q, "fulfills": [%q], "provider": %q, "receiver": %q,
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "4"}}`, process, task, bread, apples))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, event))
	net.Settle()

	code, body := fedtest.Get(t, process+"/context", fedtest.ActivityJSON)
	if code != 200 {
		t.Fatalf("the conversation answers %d: %s", code, body)
	}
	types, _ := turns(t, body)
	if got := strings.Join(types, " "); got != "Create Create Create" || !strings.Contains(body, string(event)) {
		t.Errorf("strangers read %s, and not of the process, the task and the event: %s", got, body)
	}
	if left := garden.Thing(task).Get(own.OutstandingQuantity).Part(); left == nil || left.Get(vf.HasNumericalValue).Text() != "2" {
		t.Errorf("of the task is left %v", left)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}
