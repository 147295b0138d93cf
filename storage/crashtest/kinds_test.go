package crashtest

import (
	"fmt"

	"tributary/node"
	"tributary/vocab"
)

const (
	garden   vocab.IRI = base + "/groups/garden"
	neighbor vocab.IRI = base + "/people/neighbor"
)

// stocks is what the garden holds of three things, in kilograms, or how much that changes.
type stocks struct{ apples, store, jam int }

func (s stocks) plus(o stocks) stocks {
	return stocks{s.apples + o.apples, s.store + o.store, s.jam + o.jam}
}

// opening is what the garden begins with: enough for whatever the tests move.
var opening = stocks{1_000_000, 1, 1}

// things are what the activities of a node are about.
type things struct{ apples, store, jam, recipe vocab.IRI }

// kind is a kind of activity that a client posts. Each body holds its mark, by which it is known
// again, and nothing else of a body is found in the log under two marks.
type kind struct {
	name     string
	body     string // %[1]s: the mark; %[2]s …: the garden and the things, in the order of their fields
	versions int    // in the log, its own included
	changes  stocks
	audience node.Audience // of itself and what it creates
}

var nextState = kind{
	name: "the next state of the group",
	body: `{"type": "State", "phase": "phase-organization", "scale": ["scale-collaboration"],
			"purposeSection": {"type": "PurposeSection", "hasElement": [
				{"type": "StateElement", "elementKind": "el-goals", "content": "%[1]s"}]}}`,
	versions: 2,
	audience: node.Audience{Level: node.Public},
}

var kinds = [...]kind{
	{
		name: "a move between two resources",
		body: `{"type": "EconomicEvent", "action": "move", "note": "%[1]s", "provider": "%[2]s", "receiver": "%[2]s",
			"resourceInventoriedAs": "%[3]s", "toResourceInventoriedAs": "%[4]s",
			"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}`,
		versions: 4, changes: stocks{apples: -2, store: 2},
		audience: node.Audience{Level: node.Public},
	},
	{
		name: "a process with what it takes and gives, and who helped, for followers",
		body: `{"type": "Create", "to": ["%[2]s/followers"], "object": [
			{"id": "_:helper", "type": "Person", "name": "helper"},
			{"id": "_:cooking", "type": "Process", "name": "cooking", "note": "%[1]s"},
			{"type": "EconomicEvent", "action": "consume", "inputOf": "_:cooking", "provider": "%[2]s", "receiver": "%[2]s",
			 "resourceInventoriedAs": "%[3]s", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "3"}},
			{"type": "EconomicEvent", "action": "produce", "outputOf": "_:cooking", "provider": "%[2]s", "receiver": "%[2]s",
			 "resourceInventoriedAs": "%[5]s", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}]}`,
		versions: 7, changes: stocks{apples: -3, jam: 1},
		audience: node.Audience{Level: node.Followers},
	},
	nextState,
	{
		name: "another edition of a recipe, for a neighbor",
		body: `{"type": "Update", "to": ["` + string(neighbor) + `"], "object": {"id": "%[6]s", "note": "%[1]s"}}`,

		versions: 2,
		audience: node.Audience{Level: node.Named, Names: []vocab.IRI{neighbor}},
	},
	{
		name: "a new resource with its opening balance, for members",
		body: `{"type": "Create", "to": ["%[2]s/members"], "object": [
			{"id": "_:pears", "type": "EconomicResource", "name": "Pears", "note": "%[1]s"},
			{"type": "EconomicEvent", "action": "raise", "provider": "%[2]s", "receiver": "%[2]s", "resourceInventoriedAs": "_:pears",
			 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}}]}`,
		versions: 3,
		audience: node.Audience{Level: node.Members},
	},
}

// write fills in a body.
func (k kind) write(mark string, on things) string {
	return fmt.Sprintf(k.body+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s%.0[5]s%.0[6]s",
		mark, garden, on.apples, on.store, on.jam, on.recipe)
}

// stock is a resource with an opening balance, as a body.
func stock(name string, kilograms int) string {
	return fmt.Sprintf(`{"type": "Create", "object": [
		{"id": "_:r", "type": "EconomicResource", "name": %q},
		{"type": "EconomicEvent", "action": "raise", "provider": %q, "receiver": %q, "resourceInventoriedAs": "_:r",
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "%d"}}]}`, name, garden, garden, kilograms)
}
