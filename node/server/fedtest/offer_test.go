package fedtest_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// market is a garden that offers apples for flour, and a bakery that follows it.
func market(t *testing.T) (net *fedtest.Network, garden, bakery *fedtest.Node, apples, bread, primary, reciprocal vocab.IRI) {
	net = fedtest.New(t, 2)
	garden, bakery = net.Nodes[0], net.Nodes[1]
	apples, bread = garden.Group("apples"), bakery.Group("bread", `"confirmsWithin": "agreement"`)
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	made := garden.Do(node.Create(apples, garden.Read(`[
		{"id": "_:p", "type": "Proposal", "name": "Apples for flour", "purpose": "offer", "unitBased": true, "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": "`+string(apples)+`", "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q89"],
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}, "availableQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": "`+string(apples)+`", "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q36465"],
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`)...)).Objects
	net.Settle()
	if !bakery.Knows(made[0]) {
		t.Fatalf("the proposal did not arrive\n%s", bakery.Log)
	}
	return net, garden, bakery, apples, bread, made[1], made[2]
}

func offering(primary, reciprocal vocab.IRI, apples, flour string) string {
	return fmt.Sprintf(`{"type": "Agreement",
		"stipulates": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}},
		"stipulatesReciprocal": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}}}`,
		primary, apples, reciprocal, flour)
}

func offer(n *fedtest.Node, actor vocab.IRI, body string) node.Activity {
	act := node.Activity{Verb: "Offer", Actor: actor}
	for _, r := range n.Read(body) {
		act.Objects = append(act.Objects, node.Object{Resource: r})
	}
	return act
}

func TestAnOfferIsAcceptedAndBothSidesHaveTheAgreement(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)

	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()

	var agreement vocab.IRI
	for _, r := range relations(t, garden, node.Relation{Kind: node.Binds, To: apples}) {
		agreement = r.From
	}
	for _, n := range net.Nodes {
		if agreement == "" || !n.Knows(agreement) {
			t.Fatalf("%s does not know the agreement %s\n%s\n%s", n.URL, agreement, garden.Log, bakery.Log)
		}
		promise := n.Thing(clause(t, n, agreement, vf.ClauseOf))
		if promise.Get(vf.Provider).IRI() != apples || promise.Get(vf.Receiver).IRI() != bread || promise.Get(vf.HasAction).IRI() != vf.Transfer.IRI {
			t.Errorf("at %s the promise is from %s to %s", n.URL, promise.Get(vf.Provider).IRI(), promise.Get(vf.Receiver).IRI())
		}
		if !n.Related(node.Relation{From: agreement, Kind: node.Binds, To: bread}) {
			t.Errorf("%s does not know that bread is bound", n.URL)
		}
		n.Sound()
	}
	if left := garden.Thing(primary).Get(vf.AvailableQuantity).Part().Get(vf.HasNumericalValue).Text(); left != "10" {
		t.Errorf("%s kg are still available", left)
	}
}

func TestAnEventWithinAnAgreementIsConfirmedByRule(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "5", "2")))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()
	var promise vocab.IRI
	for _, r := range relations(t, garden, node.Relation{Kind: node.Binds, To: apples}) {
		promise = clause(t, garden, r.From, vf.ClauseOf)
	}
	stock := garden.Stock(apples, "Apples", "10", "kilogram")

	event := garden.Create(apples, strings.Replace(transfer(apples, bread, stock, "5"), `"resourceInventoriedAs"`, `"fulfills": ["`+string(promise)+`"], "resourceInventoriedAs"`, 1))
	net.Settle()
	more := garden.Create(apples, strings.Replace(transfer(apples, bread, stock, "1"), `"resourceInventoriedAs"`, `"fulfills": ["`+string(promise)+`"], "resourceInventoriedAs"`, 1))
	net.Settle()

	for _, n := range net.Nodes {
		if said := n.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
			t.Errorf("at %s the event is %s", n.URL, said)
		}
		if said := n.Thing(more).Get(own.HasConfirmation).IRI(); said != own.Stated.IRI {
			t.Errorf("at %s an event beyond what was agreed is %s", n.URL, said)
		}
		n.Sound()
	}
}

func TestAnOfferAgainstTheRulesIsRefusedWithItsReason(t *testing.T) {
	_, _, bakery, _, bread, primary, reciprocal := market(t)

	_, err := bakery.Try(offer(bakery, bread, offering(primary, reciprocal, "10", "2")))

	if node.KindOf(err) != node.Invalid || !strings.Contains(err.Error(), "2 times") {
		t.Errorf("ten units for the price of one: %v", err)
	}
}

func TestARejectedOfferEnds(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()

	reject := fedtest.Naming("Reject", apples, made.Activity)
	reject.Summary = "Sold out."
	garden.Do(reject)
	net.Settle()

	if bakery.Related(node.Relation{From: bread, Kind: node.Offered}) {
		t.Error("the offer still waits")
	}
	if _, err := garden.Try(fedtest.Naming("Accept", apples, made.Activity)); node.KindOf(err) != node.Conflict {
		t.Errorf("accepted after it was rejected: %v", err)
	}
}

func TestACounterOfferReplacesTheOffer(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()

	counter := offer(garden, apples, offering(primary, reciprocal, "10", "5"))
	counter.About = made.Activity
	countered := garden.Do(counter)
	net.Settle()
	if bakery.Related(node.Relation{From: bread, Kind: node.Offered}) {
		t.Error("the first offer still waits")
	}
	garden.Sound() // what is offered promises nothing yet
	bakery.Do(fedtest.Naming("Accept", bread, countered.Activity))
	net.Settle()

	for _, n := range net.Nodes {
		bound := relations(t, n, node.Relation{Kind: node.Binds, To: apples})
		if len(bound) != 1 {
			t.Fatalf("%s knows %d agreements\n%s", n.URL, len(bound), n.Log)
		}
		price := n.Thing(clause(t, n, bound[0].From, vf.ReciprocalClauseOf))
		if got := price.Get(vf.ResourceQuantity).Part().Get(vf.HasNumericalValue).Text(); got != "5" {
			t.Errorf("at %s the price is %s", n.URL, got)
		}
		n.Sound()
	}
	// Whose intents they are counts what was agreed, whoever accepted it.
	for id, want := range map[vocab.IRI]string{primary: "10 kg", reciprocal: "5 kg"} {
		met, err := flow.QuantityOf(garden.Thing(id).Get(own.SatisfiedQuantity))
		if err != nil || met.String() != want {
			t.Errorf("%s of %s is satisfied, want %s: %v", met, id, want, err)
		}
	}
}

func TestAnOfferIsTakenBack(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()

	bakery.Do(node.Undo(bread, made.Activity))
	net.Settle()

	if _, err := garden.Try(fedtest.Naming("Accept", apples, made.Activity)); node.KindOf(err) != node.Conflict {
		t.Errorf("accepted after it was taken back: %v", err)
	}
}

func relations(t *testing.T, n *fedtest.Node, like node.Relation) []node.Relation {
	t.Helper()
	found, err := n.Server.Node.Relations(t.Context(), like)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// clause is the commitment on one side of an agreement.
func clause(t *testing.T, n *fedtest.Node, agreement vocab.IRI, side *vocab.Property) vocab.IRI {
	t.Helper()
	found, err := n.Server.Node.Find(t.Context(), node.Operator, node.Query{Refers: []node.Link{{Property: side.IRI, To: agreement}}})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d clauses of %s: %v", len(found), agreement, err)
	}
	return found[0].IRI
}

func TestWhatAProgramPostsCountersAnOffer(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()

	act, err := federation.ReadActivity([]byte(`{"type": "Offer", "context": "`+string(made.Activity)+`", "object": `+offering(primary, reciprocal, "10", "5")+`}`), apples)
	if err != nil {
		t.Fatal(err)
	}
	garden.Do(act)
	net.Settle()

	if !bakery.Related(node.Relation{From: apples, Kind: node.Offered, To: bread}) {
		t.Error("the counter-offer does not wait at the bakery")
	}
}

func TestABlockIsUndoneByDescribingIt(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	const stranger = "https://stranger.example/groups/noise"
	n.Do(fedtest.Naming("Block", apples, stranger))
	act, err := federation.ReadActivity([]byte(`{"type": "Undo", "object": {"type": "Block", "object": "`+stranger+`"}}`), apples)
	if err != nil {
		t.Fatal(err)
	}
	n.Do(act)
	if n.Related(node.Relation{From: apples, Kind: node.Blocks}) {
		t.Error("the block still stands")
	}
}
