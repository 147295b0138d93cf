package own

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// DefaultAudience is who may read what a group records, unless an activity says otherwise.
var DefaultAudience = Schema.Property(vocab.Property{
	Term: "defaultAudience", Range: vocab.On(vocab.String),
	On:     vocab.On(vf.Agent),
	Status: "testing",
	Doc:    "Who may read what the group records, unless a record says otherwise: public, followers or members.",
})

// UncheckedBalance says that a resource came in without its balance, so that a figure below zero
// proves nothing.
var UncheckedBalance = Schema.Property(vocab.Property{
	Term: "uncheckedBalance", Range: vocab.On(vocab.Boolean),
	On:     resource,
	Status: "testing", Derived: true,
	Doc: "Whether the record began without knowing how much there was.",
})
