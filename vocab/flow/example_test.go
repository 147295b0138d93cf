package flow_test

import (
	"fmt"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

func ExampleApply() {
	kilograms := func(number string) quantity.Measure {
		return quantity.Measure{Value: quantity.MustDecimal(number), Unit: "kilogram"}
	}
	apples := vocab.New(vf.EconomicResource, "apples").
		With(vf.AccountingQuantity, flow.MeasureValue(kilograms("10"))).
		With(vf.OnhandQuantity, flow.MeasureValue(kilograms("10")))
	store := vocab.New(vf.EconomicResource, "store")
	event := vocab.New(vf.EconomicEvent, "event").
		With(vf.HasAction, vocab.Ref(vf.TransferCustody.IRI)).
		With(vf.Provider, vocab.Ref("ana")).With(vf.Receiver, vocab.Ref("bob")).
		With(vf.ResourceInventoriedAs, vocab.Ref("apples")).
		With(vf.ToResourceInventoriedAs, vocab.Ref("store")).
		With(vf.ResourceQuantity, flow.MeasureValue(kilograms("1")))

	e, _ := flow.EventOf(event)
	from, to := flow.HoldingOf(apples), flow.HoldingOf(store)
	out, err := flow.Apply(e, flow.Situation{From: &from, To: &to, CreatesTo: true})

	fmt.Println(err)
	fmt.Println(out.From.Accounting, "in the accounts,", out.From.Onhand, "on hand")
	fmt.Println(out.To.Accounting, "in the accounts,", out.To.Onhand, "on hand, with", out.To.Custodian)
	// Output:
	// <nil>
	// 10 kg in the accounts, 9 kg on hand
	// 0 kg in the accounts, 1 kg on hand, with bob
}
