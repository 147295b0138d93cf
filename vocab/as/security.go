package as

import "tributary/vocab"

// Security has what an actor document says about its keys.
//
// Spec: ActivityPub with HTTP signatures as in use; FEP-521a; Controlled Identifiers 1.0, Multikey.
var Security = &vocab.Schema{
	Prefix: "sec", Base: "https://w3id.org/security#", Partial: true,
	Title: "Security vocabulary",
	Doc:   "The public keys of actors.",
}

// The kinds of key.
var (
	Key = Security.Class(vocab.Class{Name: "Key", Kind: vocab.Part, Named: true, Status: "stable",
		Doc: "A public key in PEM, with which HTTP signatures are checked."})
	Multikey = Security.Class(vocab.Class{Name: "Multikey", Kind: vocab.Part, Named: true, Status: "stable",
		Doc: "A public key in multibase, with which integrity proofs are checked."})
	Multibase = Security.Class(vocab.Class{Name: "multibase", Kind: vocab.Datatype,
		Doc: "Bytes as text, with a first letter that names the base."})
)

// The terms of keys.
var (
	PublicKey = Security.Property(vocab.Property{
		Term: "publicKey", Range: vocab.On(Key), Many: true,
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "The key with which the actor's HTTP signatures are checked.",
	})
	Owner = Security.Property(vocab.Property{
		Term: "owner", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Key),
		Status: "stable", Derived: true,
		Doc: "The actor that signs with the key.",
	})
	PublicKeyPem = Security.Property(vocab.Property{
		Term: "publicKeyPem", Label: "public key (PEM)", Range: vocab.On(vocab.String),
		On:     vocab.On(Key),
		Status: "stable", Derived: true,
		Doc: "The key in PEM.",
	})
	AssertionMethod = Security.Property(vocab.Property{
		Term: "assertionMethod", Label: "keys that sign what it says", Range: vocab.On(Multikey), Many: true,
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "A key with which the actor's integrity proofs are checked.",
	})
	Authentication = Security.Property(vocab.Property{
		Term: "authentication", IRI: "https://w3id.org/security#authenticationMethod", Range: vocab.On(vocab.Thing), Many: true,
		On:     actors,
		Status: "stable", Derived: true,
		Doc: "A key, one of those in assertionMethod, with which the actor's HTTP signatures are checked, too.",
	})
	Controller = Security.Property(vocab.Property{
		Term: "controller", Range: vocab.On(vocab.Thing),
		On:     vocab.On(Multikey),
		Status: "stable", Derived: true,
		Doc: "The actor that proves with the key.",
	})
	PublicKeyMultibase = Security.Property(vocab.Property{
		Term: "publicKeyMultibase", Label: "public key (Multibase)", Range: vocab.On(Multibase),
		On:     vocab.On(Multikey),
		Status: "stable", Derived: true,
		Doc: "The key in multibase.",
	})
)
