package node_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
)

// promising is a node with an intent of 60 kg, a commitment of 20 kg that satisfies it, and an event
// of 5 kg that fulfils the commitment, corrected to 3 kg.
func promising(t *testing.T) (n *nodetest.Node, garden, bakery, intent, pledge vocab.IRI) {
	n = nodetest.New(t)
	garden, bakery = n.Group("garden"), n.Group("bakery")
	apples, larder := n.Stock(garden, "Apples", "10", "kilogram"), n.Stock(bakery, "Larder", "1", "kilogram")
	intent = n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "60"}}`, garden))
	pledge = n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "satisfies": [%q],
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}}`, garden, bakery, intent))
	event := n.Create(garden, with(transfer(garden, bakery, apples, larder, "5", "kilogram"), "fulfills", pledge))
	n.Create(garden, with(transfer(garden, bakery, apples, larder, "-2", "kilogram"), "corrects", event))
	return n, garden, bakery, intent, pledge
}

// with is a document with one more reference.
func with(document, term string, to vocab.IRI) string {
	return strings.TrimSuffix(document, "}") + fmt.Sprintf(`, %q: %q}`, term, to)
}

func TestVerifyRecountsWhatCameOfPromises(t *testing.T) {
	kilograms := func(number string) vocab.Value {
		return flow.MeasureValue(quantity.Measure{Value: quantity.MustDecimal(number), Unit: "kilogram"})
	}
	for name, c := range map[string]struct {
		intent   bool // the intent is tampered with, not the commitment
		property *vocab.Property
		value    vocab.Value
		says     string
	}{
		"more was fulfilled":      {false, own.FulfilledQuantity, kilograms("5"), "has fulfilledQuantity 5 kg; what counts into it makes it 3 kg"},
		"nothing was fulfilled":   {false, own.FulfilledQuantity, vocab.Value{}, "has fulfilledQuantity nothing; what counts into it makes it 3 kg"},
		"less is outstanding":     {false, own.OutstandingQuantity, kilograms("1"), "has outstandingQuantity 1 kg; what counts into it makes it 17 kg"},
		"an intent was satisfied": {true, own.SatisfiedQuantity, kilograms("60"), "has satisfiedQuantity 60 kg; what counts into it makes it 20 kg"},
	} {
		t.Run(name, func(t *testing.T) {
			n, _, _, intent, id := promising(t)
			if c.intent {
				id = intent
			}
			n.Sound()
			forged := next(n, id)
			forged.Body = jsonld.Append(nil, n.Thing(id).With(c.property, c.value))
			if err := n.Store().Update(ctx, func(tx node.Tx) error {
				_, err := tx.Append(forged)
				return err
			}); err != nil {
				t.Fatal(err)
			}

			faults, err := n.Verify(ctx, nil)

			if err != nil || len(faults) != 1 || faults[0].IRI != id || faults[0].Message != c.says {
				t.Errorf("found %v, %v; not %q", faults, err, c.says)
			}
		})
	}
}

func TestAPromiseThatIsChangedSaysAtOnceWhatIsLeft(t *testing.T) {
	n, garden, bakery, _, pledge := promising(t)
	change := func(quantity string) error {
		_, err := n.Submit(ctx, nodetest.Speaking(garden), node.Activity{Verb: "Update", Actor: garden, Objects: []node.Object{{Resource: n.Read(fmt.Sprintf(
			`{"id": %q, "type": "Commitment", "resourceQuantity": %s}`, pledge, quantity))[0]}}})
		return err
	}
	for _, c := range []struct{ quantity, done, left string }{
		{`{"hasUnit": "kilogram", "hasNumericalValue": "30"}`, "3 kg", "27 kg"},
		{`{"hasUnit": "kilogram", "hasNumericalValue": "2"}`, "3 kg", "-1 kg"},
		{`{"hasUnit": "gram", "hasNumericalValue": "5000"}`, "3 kg", "2000 g"},
	} {
		if err := change(c.quantity); err != nil {
			t.Fatal(err)
		}
		done, left := measureOf(n.Thing(pledge), "fulfilledQuantity"), measureOf(n.Thing(pledge), "outstandingQuantity")
		if done != c.done || left != c.left {
			t.Errorf("changed to %s, %s came and %s is left", c.quantity, done, left)
		}
		n.Sound()
	}
	err := change(`{"hasUnit": "hour", "hasNumericalValue": "5"}`)
	if node.KindOf(err) != node.Invalid || !strings.Contains(err.Error(), "resourceQuantity") {
		t.Errorf("kilograms that were done of hours: %v", err)
	}
	// A promise of which nothing has come about says nothing of it, and may be of anything.
	fresh := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}}`, garden, bakery))
	pledge = fresh
	if err := change(`{"hasUnit": "one", "hasNumericalValue": "5"}`); err != nil || n.Thing(fresh).Has(own.OutstandingQuantity) {
		t.Errorf("%v", err)
	}
	n.Sound()
}

func TestAnEventThatFulfilsAPromiseDoesNotSatisfyItsIntentOnceMore(t *testing.T) {
	n, garden, bakery, intent, pledge := promising(t)
	apples, larder := n.Stock(garden, "Apples", "10", "kilogram"), n.Stock(bakery, "Larder", "1", "kilogram")
	event := n.Create(garden, with(with(transfer(garden, bakery, apples, larder, "4", "kilogram"), "fulfills", pledge), "satisfies", intent))
	n.Create(garden, with(transfer(garden, bakery, apples, larder, "-1", "kilogram"), "corrects", event))
	if done, met := measureOf(n.Thing(pledge), "fulfilledQuantity"), measureOf(n.Thing(intent), "satisfiedQuantity"); done != "6 kg" || met != "20 kg" {
		t.Errorf("fulfilled %s, satisfied %s", done, met)
	}
	n.Create(garden, with(transfer(garden, bakery, apples, larder, "2", "kilogram"), "satisfies", intent))
	if met := measureOf(n.Thing(intent), "satisfiedQuantity"); met != "22 kg" {
		t.Errorf("an event of its own satisfies %s", met)
	}
	n.Sound()
}

func TestWhatWasPromisedBetweenOthersIsNotRecounted(t *testing.T) {
	n, _, _, _, pledge := promising(t)
	mill, inn := n.Group("mill"), n.Group("inn")
	flour, sack := n.Stock(mill, "Flour", "10", "kilogram"), n.Stock(inn, "Sack", "1", "kilogram")
	delivery := with(transfer(mill, inn, flour, sack, "4", "kilogram"), "fulfills", pledge)

	n.Must(nodetest.Speaking(mill, inn), node.Create(mill, n.Read(delivery)...))
	if got := measureOf(n.Thing(pledge), "fulfilledQuantity"); got != "3 kg" {
		t.Fatalf("fulfilled %s", got)
	}
	n.Sound()

	// An import says what happened, whoever it was between.
	imported := node.Create(mill, n.Read(with(delivery, "id", "https://elsewhere.example/delivery"))...)
	imported.Import = true
	n.Must(node.Operator, imported)
	if got := measureOf(n.Thing(pledge), "fulfilledQuantity"); got != "7 kg" {
		t.Fatalf("fulfilled %s", got)
	}
	n.Sound()
}

func TestAnIntentFollowsWhatIsPromisedToIt(t *testing.T) {
	n, garden, bakery, intent, pledge := promising(t)
	other := n.Create(garden, fmt.Sprintf(`{"type": "Intent", "action": "transfer", "provider": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "50"}}`, garden))
	update := func(rest string) {
		t.Helper()
		n.Must(nodetest.Speaking(garden), node.Activity{Verb: "Update", Actor: garden, Objects: []node.Object{{Resource: n.Read(
			fmt.Sprintf(`{"id": %q, "type": "Commitment", %s}`, pledge, rest))[0]}}})
	}
	for _, c := range []struct{ name, change, first, second string }{
		{"less is promised", `"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "12"}`, "12 kg", "0"},
		{"in another unit", `"resourceQuantity": {"hasUnit": "gram", "hasNumericalValue": "15000"}`, "15 kg", "0"},
		{"nothing that counts changes", `"note": "On Friday."`, "15 kg", "0"},
		{"to another intent", fmt.Sprintf(`"satisfies": [%q]`, other), "0 kg", "15 kg"},
		{"to both", fmt.Sprintf(`"satisfies": [%q, %q]`, other, intent), "15 kg", "15 kg"},
	} {
		before := latest(n, other).N
		update(c.change)
		first, second := measureOf(n.Thing(intent), "satisfiedQuantity"), measureOf(n.Thing(other), "satisfiedQuantity")
		if first != c.first || second != c.second {
			t.Errorf("%s: %s and %s are satisfied, not %s and %s", c.name, first, second, c.first, c.second)
		}
		if c.second == "0" && latest(n, other).N != before {
			t.Errorf("%s: an intent that it is not about has a new version", c.name)
		}
		n.Sound()
	}

	// What has come about stays when the promise is taken back.
	n.Must(nodetest.Speaking(garden), node.Delete(garden, pledge))
	if got := measureOf(n.Thing(intent), "satisfiedQuantity"); got != "3 kg" {
		t.Errorf("%s are satisfied once the promise is deleted, of which 3 kg were kept", got)
	}
	if left := measureOf(n.Thing(intent), "outstandingQuantity"); left != "57 kg" {
		t.Errorf("%s are left", left)
	}
	n.Sound()

	// A promise that nothing came of leaves nothing, by Undo as by Delete.
	made := n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q,
		"receiver": %q, "satisfies": [%q], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}}`, garden, bakery, other))...))
	if got := measureOf(n.Thing(other), "satisfiedQuantity"); got != "23 kg" {
		t.Errorf("%s are satisfied", got)
	}
	n.Must(nodetest.Speaking(garden), node.Undo(garden, made.Activity))
	if got := measureOf(n.Thing(other), "satisfiedQuantity"); got != "3 kg" {
		t.Errorf("%s are satisfied once the promise is undone", got)
	}
	n.Sound()
}
