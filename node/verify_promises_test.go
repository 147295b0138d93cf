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

func TestAPromiseThatWasChangedStaysSound(t *testing.T) {
	n, garden, _, _, pledge := promising(t)
	n.Must(nodetest.Speaking(garden), node.Activity{Verb: "Update", Actor: garden, Objects: []node.Object{{Resource: n.Read(fmt.Sprintf(
		`{"id": %q, "type": "Commitment", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "30"}}`, pledge))[0]}}})
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
