// Package vf declares ValueFlows 1.0: its 26 classes, 111 properties, 19 actions and the values by
// which actions are described, as rows of [Schema].
//
// Each class, property and individual is a variable: [EconomicEvent], [ResourceQuantity],
// [Transfer]. A property is named by its term with a capital letter; where a class has that name
// already it begins with Has ([HasAction], [HasInputOutput]). Values begin with Value
// ([ValueIncrement]).
//
// [Behaviours] is the table of what actions take and do; vocab/flow applies it. The rules that no
// single row can say are in rules_flow.go, rules_event.go and rules_time.go.
//
// Properties keep the order in which they are declared, files in alphabetical order; documents,
// forms and types derived from the rows follow it.
//
// Where the published ontology and the published text of the specification disagree, the comment at
// the row says what was chosen.
//
// Spec: ValueFlows 1.0.0, https://www.valueflo.ws/specification/.
package vf
