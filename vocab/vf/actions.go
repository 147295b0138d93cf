package vf

import "tributary/vocab"

// The actions, in the order of the specification's table.
var (
	Produce           = action("produce", "stable", "A resource is made, or a stock of it grows.")
	Consume           = action("consume", "stable", "A resource is used up.")
	Use               = action("use", "stable", "A resource is used for a while and is there afterwards.")
	Work              = action("work", "stable", "Somebody works.")
	Cite              = action("cite", "stable", "A resource such as a design is drawn on without being used up or occupied.")
	DeliverService    = action("deliverService", "stable", "A service is done for somebody.", "deliver-service")
	Pickup            = action("pickup", "stable", "A resource is taken along, to be brought elsewhere.")
	Dropoff           = action("dropoff", "stable", "A resource that was taken along is put down.")
	Accept            = action("accept", "stable", "A resource is taken in, to be worked on.")
	Modify            = action("modify", "stable", "A resource that was taken in comes out changed.")
	Combine           = action("combine", "unstable", "A resource is put into a container or joined to others.", "pack")
	Separate          = action("separate", "testing", "A resource is taken out of a container or away from others.", "unpack")
	TransferCustody   = action("transferCustody", "testing", "A resource is handed over, while it stays the property of who had it.", "transfer-custody")
	TransferAllRights = action("transferAllRights", "testing", "A resource becomes the property of another, wherever it is.", "transfer-all-rights")
	Transfer          = action("transfer", "stable", "A resource is handed over and becomes the property of another.", "transfer-complete", "transferComplete")
	Move              = action("move", "testing", "A resource goes to another place or account of the same agent.")
	Copy              = action("copy", "unstable", "A resource is made after another, which stays as it is.")
	Raise             = action("raise", "stable", "The figures of a resource are raised, to begin with or after a count.")
	Lower             = action("lower", "stable", "The figures of a resource are lowered, such as after a count or a loss.")
)

func action(name, status, doc string, aliases ...string) *vocab.Individual {
	return Schema.Individual(vocab.Individual{Name: name, Of: vocab.On(Action), Status: status, Doc: doc, Aliases: aliases})
}
