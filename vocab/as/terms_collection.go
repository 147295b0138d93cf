package as

import "tributary/vocab"

// Collections. orderedItems has no row of its own: it is items as a list, and lists belong to the
// message encoding.
var (
	TotalItems = Schema.Property(vocab.Property{
		Term: "totalItems", Label: "in all", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(Collection),
		Status: "stable",
		Doc:    "How many members there are.",
	})
	Items = Schema.Property(vocab.Property{
		Term: "items", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Collection),
		Status: "stable",
		Doc:    "The members.",
	})
	First = Schema.Property(vocab.Property{
		Term: "first", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Collection),
		Status: "stable",
		Doc:    "The first page.",
	})
	Last = Schema.Property(vocab.Property{
		Term: "last", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Collection),
		Status: "stable",
		Doc:    "The last page.",
	})
	Current = Schema.Property(vocab.Property{
		Term: "current", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Collection),
		Status: "stable",
		Doc:    "The page with the newest members.",
	})
	PartOf = Schema.Property(vocab.Property{
		Term: "partOf", Range: vocab.On(vocab.Thing),
		On:     vocab.On(CollectionPage),
		Status: "stable",
		Doc:    "The collection the page is of.",
	})
	Next = Schema.Property(vocab.Property{
		Term: "next", Range: vocab.On(vocab.Thing),
		On:     vocab.On(CollectionPage),
		Status: "stable",
		Doc:    "The page after it.",
	})
	Prev = Schema.Property(vocab.Property{
		Term: "prev", Label: "previous", Range: vocab.On(vocab.Thing),
		On:     vocab.On(CollectionPage),
		Status: "stable",
		Doc:    "The page before it.",
	})
	StartIndex = Schema.Property(vocab.Property{
		Term: "startIndex", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(OrderedCollectionPage),
		Status: "stable",
		Doc:    "The position of its first member in the whole collection.",
	})
)
