package own

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// An opening is the raise that brings in a resource with the balance it had before the record
// began. It may set what later only events can change.
var (
	Opening = Schema.Property(vocab.Property{
		Term: "opening", Range: vocab.On(vocab.Boolean),
		On:     event,
		Status: "testing",
		Doc:    "Whether the event brings in a balance from before the record began.",
	})
	OpeningAccounting = Schema.Property(vocab.Property{
		Term: "openingAccounting", Label: "opening balance", Range: measure,
		On:     event,
		Status: "testing",
		Doc:    "The accounting quantity at the beginning, where it is not the quantity of the event.",
	})
	OpeningOnhand = Schema.Property(vocab.Property{
		Term: "openingOnhand", Label: "opening on hand", Range: measure,
		On:     event,
		Status: "testing",
		Doc:    "The on-hand quantity at the beginning, where it is not the quantity of the event.",
	})
	OpeningLocation = Schema.Property(vocab.Property{
		Term: "openingLocation", Range: vocab.On(vf.SpatialThing),
		On:     event,
		Status: "testing",
		Doc:    "Where the resource was at the beginning.",
	})
	OpeningStage = Schema.Property(vocab.Property{
		Term: "openingStage", Range: vocab.On(vf.ProcessSpecification),
		On:     event,
		Status: "testing",
		Doc:    "The stage the resource had reached at the beginning.",
	})
	OpeningState = Schema.Property(vocab.Property{
		Term: "openingState", Range: vocab.On(vocab.String),
		On:     event,
		Status: "testing",
		Doc:    "The state of the resource at the beginning.",
	})
	OpeningContainer = Schema.Property(vocab.Property{
		Term: "openingContainer", Range: resource, Many: true,
		On:     event,
		Status: "testing",
		Doc:    "The resource it was contained in at the beginning.",
	})
)

// What an event may ask for where the action leaves it open.
var (
	ToResource = Schema.Property(vocab.Property{
		Term: "toResource", Label: "receiving resource", Range: vocab.On(vocab.String),
		On:     event,
		Status: "testing",
		Doc:    "What becomes of the resource when no receiving one is named: it stays the same record, or leaves the inventory.",
	})
	WholeStock = Schema.Property(vocab.Property{
		Term: "wholeStock", Range: vocab.On(vocab.Boolean),
		On:     event,
		Status: "testing",
		Doc:    "Whether a new stage or state holds for the whole stock, though the event names a part of it.",
	})
	AllowNegative = Schema.Property(vocab.Property{
		Term: "allowNegative", Label: "may fall below zero", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(vf.EconomicResource, vf.ResourceSpecification),
		Status: "testing",
		Doc:    "Whether balances may fall below zero, as in mutual credit.",
	})
)
