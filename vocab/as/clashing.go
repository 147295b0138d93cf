package as

import "tributary/vocab"

// Clashing has the ActivityStreams names that mean something else in the native form. It is used
// for the context and the messages of the ActivityStreams form, never joined with the others.
var Clashing = &vocab.Schema{
	Prefix: "as", Base: ns, Version: "2.0", Partial: true,
	Title: "ActivityStreams, the names that clash",
	Doc:   "Names of ActivityStreams that ValueFlows or the Primitives Framework use for their own terms.",
}

// The classes of actor that ValueFlows and the Primitives Framework name likewise.
var (
	Person       = Clashing.Class(vocab.Class{Name: "Person", Plural: "people", Is: vocab.On(Object), Status: "stable", Doc: "A human actor."})
	Organization = Clashing.Class(vocab.Class{Name: "Organization", Is: vocab.On(Object), Status: "stable", Doc: "An organization that acts."})
	Group        = Clashing.Class(vocab.Class{Name: "Group", Is: vocab.On(Object), Status: "stable", Doc: "A group that acts, or that republishes what its members do."})
)

// The properties with a namesake.
var (
	Name = Clashing.Property(vocab.Property{
		Term: "name", Range: vocab.On(vocab.String), Many: true,
		On:     vocab.On(Object, Link),
		Status: "stable",
		Doc:    "What it is called, as plain text.",
	})
	Content = Clashing.Property(vocab.Property{
		Term: "content", Range: vocab.On(vocab.String), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Its text, as HTML unless a media type says otherwise.",
	})
	// HasImage is the property; Image is the class.
	HasImage = Clashing.Property(vocab.Property{
		Term: "image", Range: vocab.On(Image, Link), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "A picture of it, of any size and shape.",
	})
	Subject = Clashing.Property(vocab.Property{
		Term: "subject", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Relationship),
		Status: "stable",
		Doc:    "The thing the relation starts from.",
	})
)
