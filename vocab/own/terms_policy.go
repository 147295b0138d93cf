package own

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// DefaultAudience is who may read what a group records, unless an activity says otherwise.
var DefaultAudience = Schema.Property(vocab.Property{
	Term: "defaultAudience", Label: "readable by, unless said otherwise", Range: vocab.On(vocab.String),
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

// Agreement is the value of ConfirmsWithin.
const Agreement = "agreement"

// ConfirmsWithin is a group's standing rule about events that another side states.
var ConfirmsWithin = Schema.Property(vocab.Property{
	Term: "confirmsWithin", Label: "confirms by itself within", Range: vocab.On(vocab.String),
	On:     vocab.On(vf.Agent),
	Status: "testing",
	Doc:    "Within what the group confirms, without asking anybody, events that another side states: agreement, for those that fulfil a commitment of an accepted agreement.",
})

// Values of Republishes; without one, a group passes on what is proposed, thought and decided, and events
// that it confirms.
const (
	RepublishNothing = "nothing"
	RepublishFacts   = "facts"
	RepublishAll     = "all"
)

// Republishes is which of its members' words to it a group passes on to its followers.
var Republishes = Schema.Property(vocab.Property{
	Term: "republishes", Range: vocab.On(vocab.String),
	On:     vocab.On(vf.Agent),
	Status: "testing",
	Doc:    "What the group passes on to its followers of what its members say to it in public or to its followers: nothing, facts (proposals, positions, decisions and events that it confirms; so it is when nothing is said) or all, notes and replies too.",
})

// Problem tells a program why what it did was refused.
var Problem = Schema.Property(vocab.Property{
	Term: "problem", Range: vocab.On(vocab.String),
	On:     vocab.On(as.Reject),
	Status: "testing",
	Doc:    "Why the activity is rejected, as a problem details object (RFC 9457) in JSON.",
})

// Payload is what a Note for people carries for programs.
var Payload = Schema.Property(vocab.Property{
	Term: "payload", Range: vocab.On(vocab.String), Many: true,
	On:     vocab.On(as.Note),
	Status: "testing",
	Doc:    "A thing that the note tells of, whole and with its proof, as a JSON literal.",
})
