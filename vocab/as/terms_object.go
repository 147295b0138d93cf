package as

import "tributary/vocab"

// What a text or a document says and belongs to.
var (
	Summary = Schema.Property(vocab.Property{
		Term: "summary", Range: vocab.On(vocab.String), Many: true,
		On:     vocab.On(Object),
		Status: "stable", Personal: true,
		Doc: "What it says, in short.",
	})
	MediaType = Schema.Property(vocab.Property{
		Term: "mediaType", Range: vocab.On(vocab.String),
		On:     vocab.On(Object, Link),
		Status: "stable",
		Doc:    "The media type of its text, or of what a link leads to.",
	})
	URL = Schema.Property(vocab.Property{
		Term: "url", Label: "web address", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Where a representation of it is.",
	})
	InReplyTo = Schema.Property(vocab.Property{
		Term: "inReplyTo", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "What it answers.",
	})
	Context = Schema.Property(vocab.Property{
		Term: "context", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "What it is part of, such as a conversation or a process.",
	})
	Attachment = Schema.Property(vocab.Property{
		Term: "attachment", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "What is attached to it.",
	})
	Tag = Schema.Property(vocab.Property{
		Term: "tag", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "What it mentions or is filed under.",
	})
	Icon = Schema.Property(vocab.Property{
		Term: "icon", Range: vocab.On(Image, Link), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "A small square picture of it.",
	})
	Location = Schema.Property(vocab.Property{
		Term: "location", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Where it takes or took place.",
	})
	Preview = Schema.Property(vocab.Property{
		Term: "preview", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object, Link),
		Status: "stable",
		Doc:    "Something that shows what it holds.",
	})
	Replies = Schema.Property(vocab.Property{
		Term: "replies", Range: vocab.On(Collection),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "The answers to it.",
	})
	Likes = Schema.Property(vocab.Property{
		Term: "likes", Range: vocab.On(Collection),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "The approvals of it.",
	})
	Shares = Schema.Property(vocab.Property{
		Term: "shares", Range: vocab.On(Collection),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "The announcements of it.",
	})
	Duration = Schema.Property(vocab.Property{
		Term: "duration", Range: vocab.On(vocab.Duration),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "How long it takes.",
	})
	Describes = Schema.Property(vocab.Property{
		Term: "describes", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Profile),
		Status: "stable",
		Doc:    "What the profile is of.",
	})
	HasRelationship = Schema.Property(vocab.Property{
		Term: "relationship", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Relationship),
		Status: "stable",
		Doc:    "The kind of relation.",
	})
)

// Answers to a question.
var (
	OneOf = Schema.Property(vocab.Property{
		Term: "oneOf", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Question),
		Status: "stable",
		Doc:    "One of the answers, of which one may be chosen.",
	})
	AnyOf = Schema.Property(vocab.Property{
		Term: "anyOf", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Question),
		Status: "stable",
		Doc:    "One of the answers, of which several may be chosen.",
	})
	Closed = Schema.Property(vocab.Property{
		Term: "closed", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Question),
		Status: "stable",
		Doc:    "When answering ended.",
	})
)

// Links.
var (
	Href = Schema.Property(vocab.Property{
		Term: "href", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Link),
		Status: "stable",
		Doc:    "Where the link leads.",
	})
	Rel = Schema.Property(vocab.Property{
		Term: "rel", Label: "relation", Range: vocab.On(vocab.String), Many: true,
		On:     vocab.On(Link),
		Status: "stable",
		Doc:    "The role of what the link leads to.",
	})
	Hreflang = Schema.Property(vocab.Property{
		Term: "hreflang", Label: "language", Range: vocab.On(vocab.String),
		On:     vocab.On(Link),
		Status: "stable",
		Doc:    "The language of what the link leads to.",
	})
	Height = Schema.Property(vocab.Property{
		Term: "height", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(Link, Document),
		Status: "stable",
		Doc:    "Its height in pixels.",
	})
	Width = Schema.Property(vocab.Property{
		Term: "width", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(Link, Document),
		Status: "stable",
		Doc:    "Its width in pixels.",
	})
)
