package dialect

import (
	"slices"

	"tributary/vocab"
)

// Dialect is how an activity is written for a peer.
type Dialect uint8

const (
	Carrier Dialect = iota // a Note in plain English that carries the things; for whoever is not known
	Full                   // the things themselves; for nodes of our kind
)

func (d Dialect) String() string {
	if d == Full {
		return "full"
	}
	return "carrier"
}

// What a node can do, as its actors (generator.implements) and its NodeInfo (metadata.implements) say.
//
// Spec: FEP-844e, "Registry of implementable features".
const (
	FeatureFull       vocab.IRI = "https://w3id.org/tributary#FullDialect"       // own.FullDialect: reads Full
	FeatureDealings   vocab.IRI = "https://w3id.org/tributary#Dealings"          // own.Dealings: states what stands between two
	FeatureEdwards    vocab.IRI = "https://w3id.org/tributary#EdwardsSignatures" // own.EdwardsSignatures
	FeatureSignatures vocab.IRI = "https://datatracker.ietf.org/doc/html/rfc9421"
	FeatureProofs     vocab.IRI = "https://w3id.org/fep/8b32"
)

// Features are what this node publishes about itself, with names for people.
var Features = []Feature{
	{FeatureFull, "ValueFlows in full"},
	{FeatureDealings, "Tells the other side what stands between the two"},
	{FeatureEdwards, "Ed25519 signatures of requests"},
	{FeatureSignatures, "RFC-9421: HTTP Message Signatures"},
	{FeatureProofs, "FEP-8b32: Object Integrity Proofs"},
}

// Spoken are the protocols and forms that a node of this kind speaks, for its NodeInfo.
var Spoken = []Feature{
	{"https://www.w3.org/TR/activitypub/", "ActivityPub"},
	{"https://w3id.org/valueflows/ont/vf", "ValueFlows"},
	{"https://w3id.org/fep/0837", "FEP-0837: Federated Marketplace"},
	{"https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12", "HTTP signatures, draft-cavage-12"},
	{FeatureSignatures, "RFC-9421: HTTP Message Signatures"},
	{FeatureProofs, "FEP-8b32: Object Integrity Proofs"},
	{"https://w3id.org/fep/8fcf", "FEP-8fcf: Followers collection synchronization"},
}

// Feature is something that a node implements: a Link in ActivityStreams.
type Feature struct {
	Href vocab.IRI `json:"href"`
	Name string    `json:"name,omitempty"`
}

// KindOf is the dialect that a peer with these features reads. A peer that says nothing gets the
// carrier, which everybody takes.
func KindOf(features []vocab.IRI) Dialect {
	if slices.Contains(features, FeatureFull) {
		return Full
	}
	return Carrier
}
