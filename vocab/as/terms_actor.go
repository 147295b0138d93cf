package as

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// actors are the classes whose members have an inbox.
var actors = vocab.On(vf.Agent, Application, Service, Person, Organization, Group)

// toot is the namespace of terms that came into use with Mastodon.
const toot = "http://joinmastodon.org/ns#"

// What an actor says about itself.
//
// Spec: ActivityPub 4.1; FEP-5711 and the usage of large servers for the rest.
var (
	PreferredUsername = Schema.Property(vocab.Property{
		Term: "preferredUsername", Label: "handle", Range: vocab.On(vocab.String),
		On:     actors,
		Status: "stable",
		Doc:    "The short name under which the actor is found at its node.",
	})
	Inbox = Schema.Property(vocab.Property{
		Term: "inbox", IRI: "http://www.w3.org/ns/ldp#inbox", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "Where messages to the actor go.",
	})
	Outbox = Schema.Property(vocab.Property{
		Term: "outbox", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "What the actor did, newest first.",
	})
	Following = Schema.Property(vocab.Property{
		Term: "following", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "Whom the actor follows.",
	})
	Followers = Schema.Property(vocab.Property{
		Term: "followers", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "Who follows the actor.",
	})
	Liked = Schema.Property(vocab.Property{
		Term: "liked", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "What the actor approved of.",
	})
	Streams = Schema.Property(vocab.Property{
		Term: "streams", Range: vocab.On(vocab.Thing), Many: true,
		On:     actors,
		Status: "stable",
		Doc:    "Further collections of the actor.",
	})
	HasEndpoints = Schema.Property(vocab.Property{
		Term: "endpoints", Range: vocab.On(Endpoints),
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "Addresses that the actor shares with others of its node.",
	})
	Implements = Schema.Property(vocab.Property{
		Term: "implements", IRI: "https://w3id.org/fep/844e/implements", Range: vocab.On(Link), Many: true,
		On:     actors,
		Status: "testing", Derived: true,
		Doc: "A feature that the software behind the actor has (FEP-844e).",
	})
	// Affiliations leads to who belongs to a group, and as what.
	//
	// Spec: FEP-5219.
	Affiliations = Schema.Property(vocab.Property{
		Term: "affiliations", IRI: "https://w3id.org/fep/5219/affiliations", Range: vocab.On(vocab.Thing),
		Status: "testing",
		Doc:    "The collection of those who belong to the group or have a role or a seat in it, as relationships.",
	})
	AlsoKnownAs = Schema.Property(vocab.Property{
		Term: "alsoKnownAs", Range: vocab.On(vocab.Thing), Many: true,
		On:     actors,
		Status: "stable",
		Doc:    "Another address of the same actor.",
	})
	MovedTo = Schema.Property(vocab.Property{
		Term: "movedTo", Range: vocab.On(vocab.Thing),
		On:     actors,
		Status: "stable",
		Doc:    "The address to which the actor has moved.",
	})
	ManuallyApprovesFollowers = Schema.Property(vocab.Property{
		Term: "manuallyApprovesFollowers", Label: "followers wait for approval", Range: vocab.On(vocab.Boolean),
		On:     actors,
		Status: "stable",
		Doc:    "Whether the actor decides about each request to follow it.",
	})
	Webfinger = Schema.Property(vocab.Property{
		Term: "webfinger", IRI: "https://purl.archive.org/socialweb/webfinger#webfinger", Range: vocab.On(vocab.String),
		On:     actors,
		Status: "testing", Derived: true,
		Doc: "The account name by which WebFinger finds the actor, NAME@HOST (FEP-2c59).",
	})
	Discoverable = Schema.Property(vocab.Property{
		Term: "discoverable", IRI: toot + "discoverable", Range: vocab.On(vocab.Boolean),
		On:     actors,
		Status: "testing",
		Doc:    "Whether the actor wants to be listed and suggested.",
	})
	Indexable = Schema.Property(vocab.Property{
		Term: "indexable", IRI: toot + "indexable", Range: vocab.On(vocab.Boolean),
		On:     actors,
		Status: "testing",
		Doc:    "Whether what the actor says publicly may be found by full-text search (FEP-5feb).",
	})
)

// The endpoints.
var (
	SharedInbox = Schema.Property(vocab.Property{
		Term: "sharedInbox", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Endpoints),
		Status: "stable", Derived: true,
		Doc: "Where one message to several actors of the node goes.",
	})
	ProxyURL = Schema.Property(vocab.Property{
		Term: "proxyUrl", Label: "proxy address", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Endpoints),
		Status: "stable", Derived: true,
		Doc: "Where a client has things of other nodes fetched.",
	})
	OAuthAuthorizationEndpoint = Schema.Property(vocab.Property{
		Term: "oauthAuthorizationEndpoint", Label: "OAuth authorization", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Endpoints),
		Status: "stable", Derived: true,
		Doc: "Where a client is authorised by a member.",
	})
	OAuthTokenEndpoint = Schema.Property(vocab.Property{
		Term: "oauthTokenEndpoint", Label: "OAuth tokens", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Endpoints),
		Status: "stable", Derived: true,
		Doc: "Where a client gets its token.",
	})
)
