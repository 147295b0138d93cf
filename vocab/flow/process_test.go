package flow_test

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

// in and out are events of the process "p".
func in(action *vocab.Individual, resource vocab.IRI, number string) flow.Event {
	row, _ := vf.BehaviourOf(action.IRI)
	return flow.Event{ID: "in-" + resource, Behaviour: row, Provider: "ana", Receiver: "ana", InputOf: "p", Resource: resource, Quantity: measureOf(number)}
}

func out(action *vocab.Individual, resource vocab.IRI, number string) flow.Event {
	e := in(action, resource, number)
	e.ID, e.InputOf, e.OutputOf = "out-"+resource, "", "p"
	return e
}

func TestTheContainerIsWhatTheProcessMakes(t *testing.T) {
	combine := in(vf.Combine, "gown", "1")
	elsewhere := out(vf.Produce, "other", "1")
	elsewhere.OutputOf = "q"
	for _, test := range []struct {
		name  string
		flows []flow.Event
		want  vocab.IRI
	}{
		{"produced", []flow.Event{combine, out(vf.Produce, "package", "1")}, "package"},
		{"produced before modified", []flow.Event{out(vf.Modify, "tape", "1"), out(vf.Produce, "package", "1")}, "package"},
		{"modified", []flow.Event{in(vf.Accept, "herd", "1"), out(vf.Modify, "herd", "1")}, "herd"},
		{"accepted so far", []flow.Event{in(vf.Accept, "herd", "1")}, "herd"},
		{"two to choose from", []flow.Event{out(vf.Produce, "one", "1"), out(vf.Produce, "two", "1")}, ""},
		{"the thing itself", []flow.Event{out(vf.Produce, "gown", "1")}, ""},
		{"another process", []flow.Event{elsewhere}, ""},
		{"nothing", nil, ""},
	} {
		if got := flow.InferContainer(combine, test.flows); got != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
	loose := combine
	loose.InputOf = ""
	if got := flow.InferContainer(loose, []flow.Event{{Behaviour: out(vf.Produce, "", "1").Behaviour, Resource: "package"}}); got != "" {
		t.Errorf("without a process: %q", got)
	}
	combine.ToResource = "box"
	if got := flow.InferContainer(combine, []flow.Event{out(vf.Produce, "package", "1")}); got != "box" {
		t.Errorf("named: %q", got)
	}
}

func TestOpenPairsAndLossesAreToldApart(t *testing.T) {
	back := in(vf.Accept, "vase", "-1")
	back.Corrects = "in-vase"
	flows := []flow.Event{
		in(vf.Accept, "buckets", "1000"), out(vf.Modify, "buckets", "998"),
		in(vf.Pickup, "apples", "30"),
		in(vf.Accept, "chair", "1"), out(vf.Modify, "chair", "1"),
		in(vf.Accept, "vase", "1"), back,
		in(vf.Consume, "paint", "1"),
	}
	var open, lost []flow.Pair
	for _, p := range flow.Pairs(flows) {
		switch {
		case p.Out.IsZero():
			open = append(open, p)
		case !p.Lost().IsZero():
			lost = append(lost, p)
		}
	}
	if len(open) != 1 || open[0].Resource != "apples" || open[0].Action != vf.Pickup || open[0].First != "in-apples" {
		t.Errorf("open: %v", open)
	}
	if len(lost) != 1 || lost[0].Resource != "buckets" || lost[0].Lost().String() != "2 kg" {
		t.Errorf("lost: %v", lost)
	}
}

func TestBooksAndShelfDifferWithoutAContainer(t *testing.T) {
	h := flow.Holding{Accounting: measureOf("10"), Onhand: measureOf("10.0")}
	if h.Discrepant() {
		t.Error("10 differs from 10.0")
	}
	h.Onhand = measureOf("8")
	if !h.Discrepant() {
		t.Error("10 is the same as 8")
	}
	h.ContainedIn = []vocab.IRI{"box"}
	if h.Discrepant() {
		t.Error("what is in a box is missing")
	}
}
