package fedtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// stands is how a group stands with others, in words.
func stands(t *testing.T, n *fedtest.Node, group, with vocab.IRI) string {
	t.Helper()
	var all []string
	err := n.Server.Node.Reconcile(context.Background(), group, with, func(r node.Reconciliation) error {
		line := fmt.Sprintf("%d confirmed", r.Confirmed)
		for _, x := range r.Totals {
			line += fmt.Sprintf("; %s given %s received %s", x.Action, x.Given, x.Received)
		}
		for _, x := range r.Owed {
			line += fmt.Sprintf("; owed: %s %s, %s", x.Action, x.Given, x.Received)
		}
		for what, list := range map[string][]node.Matter{"ours": r.Ours, "theirs": r.Theirs, "disputed": r.Disputed, "corrections": r.Corrections} {
			for _, m := range list {
				if m.At.IsZero() || m.Event == "" {
					t.Errorf("%+v says not when, or what", m)
				}
			}
			if len(list) == 0 {
				continue
			}
			m := list[0]
			part := fmt.Sprintf("; %s: %s %s", what, m.Action, m.Quantity)
			if m.Reason != "" {
				part += " because " + m.Reason
			}
			line += part
		}
		all = append(all, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

func TestTwoSidesSeeWhatTheyAgreeOnAndWhatIsOpen(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	pears := garden.Group("pears")
	stock, store := garden.Stock(apples, "Apples", "10", "kilogram"), bakery.Stock(bread, "Fruit", "1", "kilogram")
	check := func(when, ofGarden, ofBakery string) {
		t.Helper()
		net.Settle()
		if got := stands(t, garden, apples, bread); got != ofGarden {
			t.Errorf("%s, the garden sees\n%q, not\n%q", when, got, ofGarden)
		}
		if got := stands(t, bakery, "", ""); got != ofBakery {
			t.Errorf("%s, the bakery sees\n%q, not\n%q", when, got, ofBakery)
		}
	}
	check("before anything", "", "")

	event := garden.Create(apples, transfer(apples, bread, stock, "3"))
	check("stated", "0 confirmed; ours: transfer 3 kg", "0 confirmed; theirs: transfer 3 kg")

	accept := fedtest.Naming("Accept", bread, event)
	accept.Target = store
	bakery.Do(accept)
	check("confirmed", "1 confirmed; transfer given 3 kg received 0 kg", "1 confirmed; transfer given 0 kg received 3 kg")

	back := bakery.Create(bread, transfer(bread, apples, store, "1"))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, back))
	check("some came back", "2 confirmed; transfer given 3 kg received 1 kg", "2 confirmed; transfer given 1 kg received 3 kg")

	wrong := garden.Create(apples, transfer(apples, bread, stock, "2"))
	net.Settle()
	reject := fedtest.Naming("Reject", bread, wrong)
	reject.Summary = "Nothing came."
	bakery.Do(reject)
	check("disputed", "2 confirmed; transfer given 3 kg received 1 kg; disputed: transfer 2 kg because Nothing came.",
		"2 confirmed; transfer given 1 kg received 3 kg; disputed: transfer 2 kg because Nothing came.")

	if got := stands(t, garden, pears, ""); got != "" {
		t.Errorf("a group without dealings has some: %s", got)
	}
	if err := garden.Server.Node.Reconcile(context.Background(), apples+"0", "", nil); node.KindOf(err) != node.NotFound {
		t.Errorf("a group that is not there: %v", err)
	}
}

func TestACorrectionCountsWhenItIsConfirmed(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	stock, store := garden.Stock(apples, "Apples", "10", "kilogram"), bakery.Stock(bread, "Fruit", "1", "kilogram")
	event := garden.Create(apples, transfer(apples, bread, stock, "3"))
	net.Settle()
	accept := fedtest.Naming("Accept", bread, event)
	accept.Target = store
	bakery.Do(accept)
	net.Settle()

	correction := garden.Create(apples, strings.Replace(transfer(apples, bread, stock, "-1"), `{`, fmt.Sprintf(`{"corrects": %q, `, event), 1))
	net.Settle()
	if got, want := stands(t, garden, apples, bread), "1 confirmed; transfer given 3 kg received 0 kg"; !strings.HasPrefix(got, want) ||
		!strings.Contains(got, "; corrections: transfer -1 kg") || !strings.Contains(got, "; ours: transfer -1 kg") {
		t.Errorf("before the other side's word: %s", got)
	}
	if got := stands(t, bakery, bread, apples); !strings.Contains(got, "; theirs: transfer -1 kg") {
		t.Errorf("at the other side: %s\n%s", got, bakery.Log)
	}
	bakery.Do(fedtest.Naming("Accept", bread, correction))
	net.Settle()
	for n, want := range map[*fedtest.Node]string{
		garden: "2 confirmed; transfer given 2 kg received 0 kg; corrections: transfer -1 kg",
		bakery: "2 confirmed; transfer given 0 kg received 2 kg; corrections: transfer -1 kg",
	} {
		if got := stands(t, n, "", ""); got != want {
			t.Errorf("at %s: %s; want %s", n.URL, got, want)
		}
	}
}

func TestAReasonOfTheOtherNodesRulesIsTold(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	stock := garden.Stock(apples, "Apples", "10", "kilogram")
	nowhere := bakery.URL + "/id/economicresource/01M7YQDFQ6008M2NQM90WYDN87"
	garden.Create(apples, strings.Replace(transfer(apples, bread, stock, "3"), "{", fmt.Sprintf(`{"toResourceInventoriedAs": %q, `, nowhere), 1))
	net.Settle()
	if got := stands(t, garden, apples, ""); !strings.HasPrefix(got, "0 confirmed; ours: transfer 3 kg because ") || !strings.Contains(got, nowhere) {
		t.Errorf("the garden sees %s\n%s", got, bakery.Log)
	}
}

func TestTotalsAreWrittenExactly(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	for _, amount := range []string{"0.1", "0.2"} {
		garden.Create(apples, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
			"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}, "resourceConformsTo": "https://things.example/apples", "due": "2026-12-01T00:00:00Z"}`,
			apples, bread, amount))
	}
	net.Settle()
	var text []byte
	if err := garden.Server.Node.Reconcile(context.Background(), apples, "", func(r node.Reconciliation) (err error) {
		text, err = json.Marshal(r.Owed)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if want := `[{"action":"transfer","unit":"kilogram","given":"0.3","received":"0"}]`; string(text) != want {
		t.Errorf("owed: %s; want %s", text, want)
	}
}
