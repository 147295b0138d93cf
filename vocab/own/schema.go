package own

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Schema is the vocabulary of this software.
var Schema = &vocab.Schema{
	Prefix: "tr", Base: "https://w3id.org/tributary#", Version: "1.0.0",
	Title: "Tributary",
	Doc:   "What a Tributary node says about flows and resources beyond ValueFlows.",
}

// Confirmation is how far the other side of an event has agreed to it.
var Confirmation = Schema.Class(vocab.Class{Name: "Confirmation", Kind: vocab.Enumeration, Status: "testing",
	Doc: "How far the other side of an event has agreed to it."})

// The states of confirmation.
var (
	Stated = Schema.Individual(vocab.Individual{Name: "stated", Of: vocab.On(Confirmation), Order: 1, Status: "testing",
		Doc: "One side has said so; the other has not answered."})
	Confirmed = Schema.Individual(vocab.Individual{Name: "confirmed", Of: vocab.On(Confirmation), Order: 2, Status: "testing",
		Doc: "Both sides say so."})
	Disputed = Schema.Individual(vocab.Individual{Name: "disputed", Of: vocab.On(Confirmation), Order: 3, Status: "testing",
		Doc: "The other side has denied it."})
)

// Feature is what a node can do beyond what its protocols ask for.
var Feature = Schema.Class(vocab.Class{Name: "Feature", Kind: vocab.Enumeration, Status: "testing",
	Doc: "What a node can do beyond what its protocols ask for."})

// FullDialect says that a node takes the things themselves in activities, and not only notes about them.
var FullDialect = Schema.Individual(vocab.Individual{Name: "FullDialect", Of: vocab.On(Feature), Order: 1, Status: "testing",
	Doc: "The node reads ValueFlows and framework resources as the objects of activities."})

// Dealings says that a node tells agents of others what stands between them and its groups.
var Dealings = Schema.Individual(vocab.Individual{Name: "Dealings", Of: vocab.On(Feature), Order: 2, Status: "testing",
	Doc: "The node tells an agent of another node what its groups have on record between the two, at GROUP/dealings?with=AGENT."})

// EdwardsSignatures says that a node verifies requests that are signed with Ed25519 keys.
var EdwardsSignatures = Schema.Individual(vocab.Individual{Name: "EdwardsSignatures", Of: vocab.On(Feature), Order: 3, Status: "testing",
	Doc: "The node verifies RFC 9421 signatures with the Ed25519 keys that actors list in authentication."})

var (
	event    = vocab.On(vf.EconomicEvent)
	resource = vocab.On(vf.EconomicResource)
	measure  = vocab.On(vf.Measure)
)
