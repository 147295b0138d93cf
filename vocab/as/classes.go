package as

import "tributary/vocab"

const ns vocab.IRI = "https://www.w3.org/ns/activitystreams#"

// Public is the audience of everyone.
//
// Spec: ActivityPub 5.6.
const Public vocab.IRI = ns + "Public"

// Schema is ActivityStreams 2.0, without the names that other vocabularies of the node have taken.
var Schema = &vocab.Schema{
	Prefix: "as", Base: ns, Version: "2.0", Partial: true,
	Title: "ActivityStreams",
	Doc:   "What agents do and say, and how they tell each other.",
}

// The kinds of object that are not activities.
var (
	Object = class(vocab.Class{Name: "Object", Doc: "Anything that can be told about; the root of the vocabulary."})
	Link   = class(vocab.Class{Name: "Link", Kind: vocab.Part, Doc: "A pointer to a resource elsewhere, with its media type and role."})

	Collection = class(vocab.Class{Name: "Collection", Is: vocab.On(Object),
		Doc: "A set of things."})
	OrderedCollection = class(vocab.Class{Name: "OrderedCollection", Is: vocab.On(Collection),
		Doc: "A collection whose members stand in an order, newest first."})
	CollectionPage = class(vocab.Class{Name: "CollectionPage", Is: vocab.On(Collection),
		Doc: "One page of a collection."})
	OrderedCollectionPage = class(vocab.Class{Name: "OrderedCollectionPage", Is: vocab.On(OrderedCollection, CollectionPage),
		Doc: "One page of an ordered collection."})

	Note         = class(vocab.Class{Name: "Note", Is: vocab.On(Object), Doc: "A short text without a title."})
	Article      = class(vocab.Class{Name: "Article", Is: vocab.On(Object), Doc: "A longer text, usually with a title."})
	Document     = class(vocab.Class{Name: "Document", Is: vocab.On(Object), Doc: "A document of any kind."})
	Image        = class(vocab.Class{Name: "Image", Is: vocab.On(Document), Doc: "A picture."})
	Audio        = class(vocab.Class{Name: "Audio", Is: vocab.On(Document), Doc: "A sound recording."})
	Video        = class(vocab.Class{Name: "Video", Is: vocab.On(Document), Doc: "A film."})
	Page         = class(vocab.Class{Name: "Page", Is: vocab.On(Document), Doc: "A web page."})
	Event        = class(vocab.Class{Name: "Event", Plural: "calendar-events", Is: vocab.On(Object), Doc: "Something that takes place at a time, such as a meeting."})
	Place        = class(vocab.Class{Name: "Place", Is: vocab.On(Object), Doc: "A location, physical or not."})
	Profile      = class(vocab.Class{Name: "Profile", Is: vocab.On(Object), Doc: "A text that describes another object."})
	Relationship = class(vocab.Class{Name: "Relationship", Is: vocab.On(Object), Doc: "A stated relation between two things."})
	Tombstone    = class(vocab.Class{Name: "Tombstone", Is: vocab.On(Object), Doc: "What stays at the address of something that was deleted."})
	Mention      = class(vocab.Class{Name: "Mention", Kind: vocab.Part, Is: vocab.On(Link), Doc: "A link to an agent that a text names."})

	Application = class(vocab.Class{Name: "Application", Is: vocab.On(Object), Doc: "A program that acts, such as a node itself."})
	Service     = class(vocab.Class{Name: "Service", Is: vocab.On(Object), Doc: "An automated actor that serves others."})

	Endpoints = class(vocab.Class{Name: "Endpoints", Kind: vocab.Part, Doc: "Addresses that an actor shares with others of its node."})
)

func class(c vocab.Class) *vocab.Class {
	c.Status = "stable"
	return Schema.Class(c)
}
