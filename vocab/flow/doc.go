// Package flow says what events do to resources, and what follows from that: how much of a promise
// was kept, where a thing came from and where it went. It is pure: values in, values out.
//
// A [Holding] is the economic state of one resource, an [Event] an EconomicEvent as computed with.
// [Apply] takes an event and the [Situation] it finds, and gives the holdings it leaves:
//
//	e, err := flow.EventOf(event)                       // "transferCustody 1 kg apples store"
//	from, to := flow.HoldingOf(apples), flow.HoldingOf(store)
//	s := flow.Situation{From: &from, To: &to}
//	violations := flow.Check(e, s)                      // none
//	out, err := flow.Apply(e, s)                        // apples 10 and 9 kg, store 0 and 1 kg
//	apples, store = flow.Onto(apples, *out.From), flow.Onto(store, *out.To)
//
// What an action does is its row in vf.Behaviours; effects.go reads the row column by column. Only
// three things are not in the rows: the transfer that comes with an action between two agents is
// split off (apply.go), a record that is passed on alone is told from one that leaves the inventory
// (Event.Mode), and a loan with one record goes by whose stock the record counts (custody.go).
//
// The state of a resource is the fold of its events in the order of the log, never of time: [Fold].
// An event that was backed out whole counts for nothing, so that place, stage, state, agents and
// container come back as they were.
//
// Refusals are [Refusal]s of the kinds ErrNegative, ErrPart (conflicts), ErrUnit and ErrRange
// (invalid). testdata holds the rules as scripts that a bookkeeper can check.
//
// Beside that: [InferContainer] and [Pairs] look at the events of a process; [Promises] and
// [Progress] at what was promised, wished for or claimed, and how much of it came about; [Trace] and
// [Track] follow the flow through a [Graph].
package flow
